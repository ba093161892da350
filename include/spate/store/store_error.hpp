// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_STORE_ERROR_HPP
#define SPATE_STORE_STORE_ERROR_HPP

/// What is wrong with a store's files.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace spate::inline v0 {

/// A file of a store is damaged, or is not what the store needs. Says which, where, what is wrong and what to do:
/// "prices.npy at offset 8192: the checksum of the block is 1b2c3d4e, its bytes give 5f607182; restore the file, or save the array anew".
class store_error : public std::runtime_error {
public:
    store_error(std::string_view name, std::uint64_t offset, std::string_view problem, std::string_view remedy)
        : std::runtime_error{std::string{name} + " at offset " + std::to_string(offset) + ": " + std::string{problem} + "; " + std::string{remedy}},
          name_{name},
          offset_{offset} {}

    /// The array, or the file of the store.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// In bytes, from the beginning of the file.
    [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

private:
    std::string name_;
    std::uint64_t offset_;
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_STORE_ERROR_HPP

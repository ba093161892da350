// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_SOURCE_HPP
#define SPATE_DELTA_DETAIL_PARQUET_SOURCE_HPP

/// What Parquet files are read from.

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <utility>

#include <spate/core/error.hpp>

namespace spate::inline v0::detail::parquet_input {

/// The bytes of a file.
class byte_source {
public:
    virtual ~byte_source() = default;
    /// Its name, for errors.
    [[nodiscard]] virtual std::string path() const = 0;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Reads all of `out`, which lies within the file.
    virtual void read(std::uint64_t offset, std::span<std::byte> out) const = 0;

protected:
    byte_source() = default;
    byte_source(const byte_source&) = default;
    byte_source& operator=(const byte_source&) = default;
};

/// A file is not what it should be: "f.parquet, byte 1234: ...".
class parquet_error : public std::exception {
public:
    explicit parquet_error(std::string message) : message_{std::move(message)} {}
    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

private:
    std::string message_;
};

[[noreturn]] inline void fail_at_byte(const byte_source& file, std::uint64_t offset, const std::string& problem) {
    raise(parquet_error{file.path() + ", byte " + std::to_string(offset) + ": " + problem});
}

/// Where something is read from, for errors.
struct parquet_place {
    const byte_source& file;
    const std::string& column;
    std::uint64_t offset = 0;

    [[noreturn]] void fail(const std::string& problem) const { fail_at_byte(file, offset, "column " + column + ": " + problem); }
};

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_SOURCE_HPP

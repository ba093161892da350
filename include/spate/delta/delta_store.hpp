// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_STORE_HPP
#define SPATE_DELTA_DELTA_STORE_HPP

/// Where a Delta table lies.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spate::inline v0 {

/// A file of a table. `modified` is in milliseconds since 1970-01-01.
struct delta_file {
    std::string name;
    std::uint64_t size = 0;
    std::int64_t modified = 0;
};

/// The folder of a table. Names are relative to it, with slashes: "_delta_log/00000000000000000000.json". No file is ever seen half written: what has its name
/// is whole, and stays when the power fails.
///
/// Errors: io_error for a local folder, delivery_error for a server. Thread safety: any thread, at any time.
class delta_store {
public:
    virtual ~delta_store() = default;

    /// The table in words, for messages: "/data/events" or "s3://bucket/events". No secret.
    [[nodiscard]] virtual std::string target() const = 0;
    /// The local folder, so that files can be written into it by other ways; empty where there is none.
    [[nodiscard]] virtual std::string local_folder() const { return {}; }
    /// The files directly in a folder whose names (without the folder) are not below `from`, ascending; none where the folder is not there.
    [[nodiscard]] virtual std::vector<delta_file> list(std::string_view folder, std::string_view from = {}) const = 0;
    /// All of a file; nothing where it is not there.
    [[nodiscard]] virtual std::optional<std::string> read(std::string_view name) const = 0;
    /// Makes a file that is not there yet; false where it is, be it that somebody else made it at the same moment.
    [[nodiscard]] virtual bool create(std::string_view name, std::string_view bytes) = 0;
    /// Makes a file or replaces it; the parts follow one another. Folders are made as needed.
    virtual void put(std::string_view name, std::span<const std::span<const std::byte>> parts) = 0;
    /// Takes a file away; nothing where it is not there.
    virtual void remove(std::string_view name) = 0;

    void put(std::string_view name, std::string_view bytes) {
        const std::span<const std::byte> one[] = {std::as_bytes(std::span{bytes})};
        put(name, std::span<const std::span<const std::byte>>{one});
    }

protected:
    delta_store() = default;
    delta_store(const delta_store&) = default;
    delta_store& operator=(const delta_store&) = default;
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_STORE_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_MANIFEST_HPP
#define SPATE_STORE_MANIFEST_HPP

/// The manifest of a store: which arrays it has, as bytes and back.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/crc32c.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_error.hpp>

namespace spate::inline v0 {

/// Rows [first, first + count).
struct row_run {
    std::uint64_t first = 0, count = 0;
    friend bool operator==(const row_run&, const row_run&) = default;
};

/// An array as the manifest knows it. How many rows it has now, the header of its file says.
struct manifest_entry {
    std::string name;
    dtype type = dtype::float64;
    /// As it was when this generation was written.
    array_shape shape = {};
    /// The generation in which its file was written; that is `name`.npy, or, until the commit is finished, the file of pending_file().
    std::uint64_t written = 0;
    /// Rows that are dropped: runs in ascending order, with rows between them.
    std::vector<row_run> dropped = {};

    friend bool operator==(const manifest_entry&, const manifest_entry&) = default;
};

/// A file that the commit of a generation gives another name, or removes, after the manifest is in place. The inode tells whether that was done already.
struct manifest_move {
    std::uint64_t inode = 0;
    std::string from, to;  // `to` is empty for a removal

    friend bool operator==(const manifest_move&, const manifest_move&) = default;
};

/// One generation of a store.
struct manifest {
    std::uint64_t generation = 0;
    /// By name, in ascending order.
    std::vector<manifest_entry> arrays = {};
    /// What is left to do when this generation is found on the disk.
    std::vector<manifest_move> moves = {};

    [[nodiscard]] const manifest_entry* find(std::string_view name) const noexcept {
        const auto at =
            std::lower_bound(arrays.begin(), arrays.end(), name, [](const manifest_entry& one, std::string_view other) { return one.name < other; });
        return at != arrays.end() && at->name == name ? &*at : nullptr;
    }

    friend bool operator==(const manifest&, const manifest&) = default;
};

namespace detail {

inline constexpr std::string_view manifest_magic = "spateST1";

class manifest_writer {
public:
    explicit manifest_writer(std::string& out) noexcept : out_{out} {}
    void number(std::uint64_t value) {
        for (; value >= 128; value >>= 7) out_ += static_cast<char>(value | 128);
        out_ += static_cast<char>(value);
    }
    void text(std::string_view value) {
        number(value.size());
        out_ += value;
    }
    template <class T>
    void fixed(T value) {
        char bytes[sizeof value];
        std::memcpy(bytes, &value, sizeof value);
        out_.append(bytes, sizeof value);
    }

private:
    std::string& out_;
};

class manifest_reader {
public:
    manifest_reader(std::string_view bytes, std::string_view name) noexcept : bytes_{bytes}, name_{name} {}

    [[nodiscard]] std::uint64_t number() {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (at_ == bytes_.size()) break;
            const auto byte = static_cast<unsigned char>(bytes_[at_++]);
            out |= std::uint64_t{byte & 127u} << shift;
            if (byte < 128) return out;
        }
        fail("a number has no end");
    }
    [[nodiscard]] std::string text() {
        const std::uint64_t size = number();
        if (size > bytes_.size() - at_) fail("a text of " + std::to_string(size) + " bytes goes beyond the end");
        std::string out{bytes_.substr(at_, size)};
        at_ += size;
        return out;
    }
    // How many things follow, each of which takes a byte at least.
    [[nodiscard]] std::size_t count() {
        const std::uint64_t out = number();
        if (out > bytes_.size() - at_) fail("a list of " + std::to_string(out) + " goes beyond the end");
        return out;
    }
    [[nodiscard]] bool at_end() const noexcept { return at_ == bytes_.size(); }
    [[noreturn]] void fail(const std::string& problem) const {
        raise(store_error{name_, at_ + manifest_magic.size(), problem, "the previous generation may be whole"});
    }

private:
    std::string_view bytes_, name_;
    std::size_t at_ = 0;
};

inline void put_runs(manifest_writer& to, const std::vector<row_run>& runs) {
    to.number(runs.size());
    std::uint64_t end = 0;
    for (const row_run& run : runs) {
        to.number(run.first - end);
        to.number(run.count);
        end = run.first + run.count;
    }
}

[[nodiscard]] inline std::vector<row_run> get_runs(manifest_reader& from) {
    std::vector<row_run> out;
    std::uint64_t end = 0;
    for (std::size_t runs = from.count(); runs != 0; --runs) {
        const std::uint64_t gap = from.number(), count = from.number();
        std::uint64_t first = 0, next = 0;
        if (__builtin_add_overflow(end, gap, &first) || __builtin_add_overflow(first, count, &next)) from.fail("a dropped row is beyond 2^64");
        if (count == 0 || (gap == 0 && !out.empty())) from.fail("runs of dropped rows are not as they are written");
        out.push_back({first, count});
        end = next;
    }
    return out;
}

}  // namespace detail

/// The bytes of a manifest: a magic number, what it says, and the CRC32C of both. Requires the arrays to be in order.
[[nodiscard]] inline std::string encode_manifest(const manifest& what) {
    std::string out{detail::manifest_magic};
    detail::manifest_writer to{out};
    to.number(what.generation);
    to.number(what.arrays.size());
    for (const manifest_entry& one : what.arrays) {
        to.text(one.name);
        to.number(static_cast<std::uint64_t>(one.type));
        to.number(one.shape.size());
        for (const std::uint64_t axis : one.shape) to.number(axis);
        to.number(what.generation - one.written);
        detail::put_runs(to, one.dropped);
    }
    to.number(what.moves.size());
    for (const manifest_move& one : what.moves) {
        to.number(one.inode);
        to.text(one.from);
        to.text(one.to);
    }
    to.fixed(crc32c({reinterpret_cast<const std::byte*>(out.data()), out.size()}));
    return out;
}

/// The manifest of the bytes. Throws store_error, which calls them `name`, where they are damaged in any way.
[[nodiscard]] inline manifest decode_manifest(std::span<const std::byte> bytes, std::string_view name) {
    const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    constexpr std::string_view remedy = "the previous generation may be whole";
    if (!text.starts_with(detail::manifest_magic)) detail::raise(store_error{name, 0, "it does not begin as a manifest does", remedy});
    if (text.size() < detail::manifest_magic.size() + 4) detail::raise(store_error{name, text.size(), "it ends before its checksum", remedy});
    std::uint32_t sum = 0;
    std::memcpy(&sum, text.data() + text.size() - 4, 4);
    if (sum != crc32c(bytes.first(bytes.size() - 4))) detail::raise(store_error{name, text.size() - 4, "its checksum is not that of its bytes", remedy});
    detail::manifest_reader from{text.substr(detail::manifest_magic.size(), text.size() - detail::manifest_magic.size() - 4), name};
    manifest out;
    out.generation = from.number();
    const std::size_t arrays = from.count();
    out.arrays.reserve(arrays);
    for (std::size_t i = 0; i < arrays; ++i) {
        manifest_entry& one = out.arrays.emplace_back();
        one.name = from.text();
        const std::uint64_t type = from.number();
        if (type >= dtype_count) from.fail("the array \"" + one.name + "\" has the unknown type " + std::to_string(type));
        one.type = static_cast<dtype>(type);
        const std::size_t axes = from.count();
        if (axes > most_axes) from.fail("the array \"" + one.name + "\" has more than 64 axes");
        for (std::size_t k = 0; k < axes; ++k) one.shape.push_back(from.number());
        const std::uint64_t age = from.number();
        if (age > out.generation) from.fail("the array \"" + one.name + "\" is newer than its manifest");
        one.written = out.generation - age;
        one.dropped = detail::get_runs(from);
        if (i != 0 && !(out.arrays[i - 1].name < one.name)) from.fail("the array \"" + one.name + "\" is not in order");
    }
    for (std::size_t moves = from.count(); moves != 0; --moves) {
        manifest_move& one = out.moves.emplace_back();
        one.inode = from.number();
        one.from = from.text();
        one.to = from.text();
    }
    if (!from.at_end()) from.fail("something follows the last of its lists");
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_MANIFEST_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_IMPORT_NUMPACK_HPP
#define SPATE_STORE_IMPORT_NUMPACK_HPP

/// `import_numpack(batch, "old")`: the arrays of a NumPack directory.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include <spate/core/error.hpp>
#include <spate/store/detail/header_json.hpp>
#include <spate/store/detail/input_file.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_batch.hpp>

namespace spate::inline v0 {

/// What was found in a NumPack directory.
struct numpack_import {
    /// The arrays, in the order of its metadata.
    std::vector<std::string> names = {};
    /// What is odd but does not keep the arrays from being read: bytes of an append that did not come to its end, a count of dropped rows that is not that of
    /// the bits.
    std::vector<std::string> notes = {};
};

namespace detail {

/// An array of metadata.npkm.
struct numpack_array {
    std::string name, file;
    array_shape shape = {};
    std::uint64_t size = 0;
    dtype type = dtype::boolean;
};

/// Reads metadata.npkm: magic 0x424b504e and version 1, the bytes of all data (8), the number of arrays (4), then of each its name, its axes, its file, when it
/// was changed in microseconds (8), its size (8), its type (1) and its compression (22, all 0 for none). Texts and axes have their number (4) before them; all
/// numbers are little-endian.
class numpack_metadata {
public:
    explicit numpack_metadata(const input_file& from) : from_{from}, bytes_{from.text(0, static_cast<std::size_t>(from.size()))} {}

    [[nodiscard]] std::vector<numpack_array> read() {
        if (number<std::uint32_t>() != 0x424b504e) fail(0, "it does not begin with the magic number of NumPack");
        if (const auto version = number<std::uint32_t>(); version != 1) fail(4, "it has the version " + std::to_string(version) + ", and only 1 is known");
        (void)number<std::uint64_t>();
        std::vector<numpack_array> out;
        for (auto count = number<std::uint32_t>(); count != 0; --count) out.push_back(array());
        if (at_ != bytes_.size()) fail(at_, "something follows the last array");
        return out;
    }

private:
    [[nodiscard]] numpack_array array() {
        numpack_array out;
        out.name = text();
        const auto axes = number<std::uint32_t>();
        if (axes > most_axes) fail(at_ - 4, array_text(out.name) + " has " + std::to_string(axes) + " axes, and at most 64 are possible");
        for (std::uint32_t i = 0; i < axes; ++i) out.shape.push_back(number<std::uint64_t>());
        out.file = text();
        (void)number<std::uint64_t>();
        out.size = number<std::uint64_t>();
        const auto code = number<std::uint8_t>();
        constexpr dtype types[] = {dtype::boolean, dtype::uint8, dtype::uint16,  dtype::uint32,  dtype::uint64,  dtype::int8,      dtype::int16,
                                   dtype::int32,   dtype::int64, dtype::float16, dtype::float32, dtype::float64, dtype::complex64, dtype::complex128};
        if (code >= std::size(types)) fail(at_ - 1, array_text(out.name) + " has the unknown type " + std::to_string(code));
        out.type = types[code];
        const auto algorithm = number<std::uint8_t>();
        skip(20);
        if (algorithm != 0 || number<std::uint8_t>() != 0)
            raise(store_error{from_.path(), at_, array_text(out.name) + " is compressed", "save it without compression"});
        std::uint64_t wanted = size_of(out.type);
        if (std::find(out.shape.begin(), out.shape.end(), 0u) != out.shape.end()) wanted = 0;
        for (const std::uint64_t axis : out.shape)
            if (wanted != 0 && (__builtin_mul_overflow(wanted, axis, &wanted) || wanted >> 63 != 0))
                fail(at_, array_text(out.name) + " has a shape of more than 2^63 bytes");
        if (wanted != out.size) fail(at_, array_text(out.name) + " has " + std::to_string(out.size) + " bytes, but its shape has " + std::to_string(wanted));
        return out;
    }
    template <class T>
    [[nodiscard]] T number() {
        T out;
        need(sizeof out);
        std::memcpy(&out, bytes_.data() + at_, sizeof out);
        at_ += sizeof out;
        return out;
    }
    [[nodiscard]] std::string text() {
        const auto size = number<std::uint32_t>();
        need(size);
        at_ += size;
        return bytes_.substr(at_ - size, size);
    }
    void skip(std::size_t count) {
        need(count);
        at_ += count;
    }
    void need(std::size_t count) const {
        if (count > bytes_.size() - at_) fail(bytes_.size(), "it ends in the middle of an array");
    }
    [[noreturn]] void fail(std::uint64_t offset, const std::string& problem) const { from_.fail(offset, problem, "restore the directory from a copy"); }

    const input_file& from_;
    std::string bytes_;
    std::size_t at_ = 0;
};

/// A bit for each row, 1 for one that is kept: words of 64 after the number of rows and of dropped ones, which older versions do not write.
class numpack_kept_rows {
public:
    numpack_kept_rows(const std::string& directory, const numpack_array& array, std::uint64_t rows, std::vector<std::string>& notes) {
        const std::string path = directory + "/deleted_" + array.name + ".npkb";
        struct stat found {};
        if (::stat(path.c_str(), &found) != 0) {
            if (errno != ENOENT) raise(io_error{last_error(), "examine", path, 0});
            return;
        }
        const input_file file{path};
        const std::uint64_t words = (rows / 64 + (rows % 64 != 0)) * 8;
        const bool counted = file.size() == words + 16;
        if (!counted && file.size() != words)
            file.fail(file.size(), "the bits are not one for each of the " + std::to_string(rows) + " rows of " + array_text(array.name),
                      "restore the directory from a copy");
        bits_.resize(static_cast<std::size_t>(words / 8));
        file.read(counted ? 16 : 0, std::as_writable_bytes(std::span{bits_}));
        for (std::uint64_t row = 0; row < rows; ++row) dropped_ += !kept(row);
        if (!counted) return;
        std::uint64_t counts[2] = {};
        file.read(0, std::as_writable_bytes(std::span{counts}));
        if (counts[0] != rows)
            file.fail(0, "it is of " + std::to_string(counts[0]) + " rows, but " + array_text(array.name) + " has " + std::to_string(rows),
                      "restore the directory from a copy");
        if (counts[1] != dropped_)
            notes.push_back(path + ": the bits of " + std::to_string(dropped_) + " rows say dropped, its count says " + std::to_string(counts[1]) +
                            "; the bits were taken, as NumPack does");
    }

    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }
    [[nodiscard]] bool kept(std::uint64_t row) const noexcept { return bits_.empty() || (bits_[static_cast<std::size_t>(row / 64)] >> row % 64 & 1) != 0; }

private:
    std::vector<std::uint64_t> bits_;
    std::uint64_t dropped_ = 0;
};

/// Rows that stand one behind the other in a file.
struct numpack_segment {
    std::string path;
    std::uint64_t rows = 0;
};

// A path of the metadata, which must stay in the directory.
[[nodiscard]] inline std::string numpack_path(const std::string& directory, const input_file& said_by, const std::string& file) {
    if (file.empty() || file.front() == '/' || ("/" + file + "/").find("/../") != std::string::npos || file.find('\0') != std::string::npos)
        said_by.fail(0, "it names the file \"" + file + "\", which is not one of the directory", "restore the directory from a copy");
    return directory + "/" + file;
}

/// Where the rows of an array are: in one file, or in those that a list in JSON names.
[[nodiscard]] inline std::vector<numpack_segment> numpack_segments(const std::string& directory, const input_file& metadata, const numpack_array& array,
                                                                   std::uint64_t rows) {
    const std::string path = numpack_path(directory, metadata, array.file);
    if (!array.file.ends_with(".npkseg")) return {{path, rows}};
    const input_file list{path};
    if (list.size() > std::uint64_t{1} << 28) list.fail(0, "the list of segments has more than 256 MiB", "restore the directory from a copy");
    const std::string text = list.text(0, static_cast<std::size_t>(list.size()));
    header_json from{text, list.path(), 0};
    std::vector<numpack_segment> out;
    std::uint64_t version = 0, total = 0;
    from.object([&](const std::string& key) {
        if (key == "version") {
            version = from.number();
        } else if (key == "segments") {
            from.array([&] {
                numpack_segment one;
                from.object([&](const std::string& member) {
                    if (member == "file")
                        one.path = numpack_path(directory, list, from.text());
                    else if (member == "rows")
                        one.rows = from.number();
                    else
                        from.skip();
                });
                if (__builtin_add_overflow(total, one.rows, &total)) from.fail("the segments have more than 2^64 rows");
                if (one.path.empty()) from.fail("a segment has no file");
                if (one.rows != 0) out.push_back(std::move(one));
            });
        } else {
            from.skip();
        }
    });
    from.end();
    if (version != 1) list.fail(0, "it has the version " + std::to_string(version) + ", and only 1 is known", "use a newer spate");
    if (total != rows)
        list.fail(0, "its segments have " + std::to_string(total) + " rows, but " + array_text(array.name) + " has " + std::to_string(rows),
                  "restore the directory from a copy");
    return out;
}

// Hands on the rows of a segment that are kept; `first` is the number of its first row.
template <class Use>
void copy_numpack_segment(const input_file& from, const numpack_kept_rows& which, std::uint64_t first, std::uint64_t rows, std::uint64_t width,
                          const Use& use) {
    for (std::uint64_t row = 0; row < rows;) {
        std::uint64_t end = row + 1;
        const bool kept = which.kept(first + row);
        if (which.dropped() == 0)
            end = rows;
        else
            while (end < rows && which.kept(first + end) == kept) ++end;
        if (kept) from.each_part(row * width, (end - row) * width, use);
        row = end;
    }
}

}  // namespace detail

/// Stages all arrays of a NumPack directory in a batch, so that they come into the store as one commit or not at all; arrays of the same names are replaced.
/// Rows that are dropped are left out. The segments that newer versions make of large arrays are read too. The directory is not changed, and must not be
/// meanwhile.
///
/// Errors: io_error; store_error, with file and offset, for a directory that is damaged or compressed: a file that is missing or too short, a size that is not
/// that of the shape; config_error for a name that no array can have. Let these leave the batch's scope, which forgets what was staged. Cost: reads the data
/// once, a part of 1 MiB at a time. Source: what NumPack 0.4.5 writes and 0.7.0 reads.
inline numpack_import import_numpack(store_batch& to, const std::string& directory) {
    const detail::input_file metadata{directory + "/metadata.npkm"};
    numpack_import out;
    for (const detail::numpack_array& one : detail::numpack_metadata{metadata}.read()) {
        const std::uint64_t rows = one.shape.empty() ? 1 : one.shape[0], width = rows == 0 ? 0 : one.size / rows;
        const detail::numpack_kept_rows which{directory, one, rows, out.notes};
        if (one.shape.empty() && which.dropped() != 0) metadata.fail(0, detail::array_text(one.name) + " is a single number that is dropped", "save it anew");
        array_shape shape = one.shape;
        if (!shape.empty()) shape[0] -= which.dropped();
        const std::vector<detail::numpack_segment> segments = detail::numpack_segments(directory, metadata, one, rows);
        to.save(one.name, one.type, shape, [&](detail::array_writer& writer) {
            std::uint64_t first = 0;
            for (const detail::numpack_segment& segment : segments) {
                const detail::input_file file{segment.path};
                const std::uint64_t needed = segment.rows * width;
                if (file.size() < needed)
                    file.fail(file.size(), "the file ends here, but its " + std::to_string(segment.rows) + " rows go on to " + std::to_string(needed),
                              "restore the directory from a copy");
                if (file.size() > needed)
                    out.notes.push_back(file.path() + ": " + std::to_string(file.size() - needed) +
                                        " bytes behind the last row were left out: an append did not come to its end");
                detail::copy_numpack_segment(file, which, first, segment.rows, width, [&](std::span<const std::byte> part) { writer.write(part); });
                first += segment.rows;
            }
        });
        out.names.push_back(one.name);
    }
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_IMPORT_NUMPACK_HPP

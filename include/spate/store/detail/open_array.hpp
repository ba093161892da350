// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_OPEN_ARRAY_HPP
#define SPATE_STORE_DETAIL_OPEN_ARRAY_HPP

/// An array that is open, and reading it: what writers and readers of a store share.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/detail/array_file.hpp>
#include <spate/store/detail/block_sums.hpp>
#include <spate/store/detail/kept_rows.hpp>
#include <spate/store/detail/store_directory.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/store_error.hpp>
#include <spate/store/verification.hpp>

namespace spate::inline v0::detail {

struct open_array {
    std::string name, file_name;
    array_file file;
    block_sums sums;
    kept_rows kept;

    enum class use : unsigned char { read, write, write_pending };

    open_array(const store_directory& files, const manifest_entry& entry, const std::string& data, use how)
        : name{entry.name},
          file_name{data},
          file{files.descriptor(), data, files.path_of(data), entry, how != use::read},
          sums{how == use::write_pending
                   ? block_sums{}
                   : block_sums{files.descriptor(), sums_file(entry.name), files.path_of(sums_file(entry.name)), entry.written, how == use::write}},
          kept{entry.dropped},
          how_{how} {
        if (!entry.dropped.empty() && entry.dropped.back().first + entry.dropped.back().count > file.rows())
            raise(store_error{files.path_of("manifest"), 0, "more rows of \"" + name + "\" are dropped than it has", "the previous generation may be whole"});
        if (how == use::read) return;
        const std::uint64_t size = file.bytes_of(file.rows()), blocks = (size + sum_block - 1) / sum_block;
        if (sums.of(blocks).bytes != 0 || (blocks != 0 && sums.of(blocks - 1).bytes > size - (blocks - 1) * sum_block))
            raise(store_error{file.path(), first_axis_offset(file.type()),
                              "the header has " + std::to_string(file.rows()) + " rows, but there are checksums of more",
                              "restore the file, or save the array anew"});
        file.cut();
    }

    /// Rows that are not dropped.
    [[nodiscard]] std::uint64_t rows() const noexcept { return file.rows() - kept.dropped(); }
    [[nodiscard]] array_shape shape() const {
        array_shape out = file.shape();
        if (!out.empty()) out[0] = rows();
        return out;
    }
    [[nodiscard]] std::string quoted() const { return '"' + name + '"'; }

    void check_type(dtype wanted) const {
        if (file.type() != wanted)
            raise_config("type", quoted(), "has elements of " + std::string{to_string(file.type())} + ", not of " + std::string{to_string(wanted)},
                         "ask for its own type");
    }
    void check_none_dropped() const {
        if (!kept.all()) raise_config("view", quoted(), "has " + std::to_string(kept.dropped()) + " dropped rows in its file", "update() it first, or load it");
    }
    void check_row(std::uint64_t row) const { check_row(row, rows()); }
    void check_row(std::uint64_t row, std::uint64_t there) const {
        if (row >= there)
            raise_config("row", std::to_string(row), "is beyond the end of " + quoted() + ", which has " + std::to_string(there) + " rows", "use one of those");
    }
    void check_rows(std::uint64_t first, std::uint64_t count) const {
        if (first > rows() || count > rows() - first)
            raise_config("rows", std::to_string(first) + " and " + std::to_string(count) + " more",
                         "go beyond the end of " + quoted() + ", which has " + std::to_string(rows()) + " rows", "use those that it has");
    }
    void check_bytes(const char* operation, std::uint64_t rows, std::uint64_t bytes) const {
        if (rows * file.row_bytes() != bytes)
            raise_config(operation, std::to_string(bytes), "bytes are not those of " + std::to_string(rows) + " rows of " + std::to_string(file.row_bytes()),
                         "give a span of " + std::to_string(rows * file.row_bytes()));
    }

    /// How many rows the bytes are. Throws config_error where they are no whole rows, and for an array that has none.
    [[nodiscard]] std::uint64_t rows_to_append(std::span<const std::byte> bytes) const {
        const std::size_t width = file.row_bytes();
        if (file.shape().empty()) raise_config("append", quoted(), "is a single number", "save it anew with an axis");
        if (width == 0 || bytes.size() % width != 0)
            raise_config("append", std::to_string(bytes.size()), "bytes are no whole rows of " + std::to_string(width), "give whole rows");
        return bytes.size() / width;
    }

    /// Copies consecutive rows by reading the file, which leaves nothing in the process's memory but `out`.
    void read(std::uint64_t first, std::uint64_t count, std::span<std::byte> out) const {
        check_rows(first, count);
        check_bytes("load", count, out.size());
        const std::size_t width = file.row_bytes();
        kept.each_run(first, count, [&](std::uint64_t place, std::uint64_t here) {
            const std::uint64_t offset = npy_data_offset + place * width;
            const std::span<std::byte> part = out.first(static_cast<std::size_t>(here * width));
            std::size_t got = 0;
            if (const std::error_code error = read_all_at(file.descriptor(), offset, part, got)) raise(io_error{error, "read", file.path(), offset + got});
            if (got != part.size())
                raise(store_error{file.path(), offset + got, "the file ends before its rows do", "restore the file, or save the array anew"});
            out = out.subspan(part.size());
        });
    }
    /// Copies any rows from the file in memory.
    void gather(std::span<const std::uint64_t> wanted, std::span<std::byte> out) {
        check_bytes("load", wanted.size(), out.size());
        std::uint64_t greatest = 0;
        for (const std::uint64_t row : wanted) greatest = std::max(greatest, row);
        if (!wanted.empty()) check_row(greatest);
        if (out.empty()) return;
        const std::size_t width = file.row_bytes();
        const std::byte* const data = file.data();
        std::byte* to = out.data();
        if (kept.all() && width % 8 == 0 && width <= 128) {
            gather_short(std::make_index_sequence<16>{}, wanted, data, to);
            return;
        }
        for (const std::uint64_t row : wanted) {
            std::memcpy(to, data + kept.place(row) * width, width);
            to += width;
        }
    }

    /// Sums the blocks that are unchecked, reading them into `block`, which has the size of one. Throws io_error and store_error.
    void update_sums(std::span<std::byte> block) {
        sums.update(file.bytes_of(file.rows()), [&](std::uint64_t offset, std::size_t count) {
            std::size_t got = 0;
            const std::uint64_t at = npy_data_offset + offset;
            if (const std::error_code error = read_all_at(file.descriptor(), at, block.first(count), got))
                raise(io_error{error, "read", file.path(), at + got});
            if (got != count) raise(store_error{file.path(), at + got, "the file ends before its rows do", "restore the file, or save the array anew"});
            return static_cast<const std::byte*>(block.data());
        });
    }

    /// Compares the header and all blocks with what they should be. For a reader, rows may have been appended meanwhile.
    void verify(verification& out) const {
        ++out.arrays;
        std::vector<std::byte> block(sum_block);
        std::size_t got = 0;
        const auto read_part = [&](std::uint64_t offset, std::size_t size) {
            if (const std::error_code error = read_all_at(file.descriptor(), offset, {block.data(), size}, got)) {
                out.problems.push_back({name, offset + got, "cannot be read: " + error.message()});
                return false;
            }
            if (got != size) out.problems.push_back({name, offset + got, "the file ends before its rows do"});
            return got == size;
        };
        std::string header = make_npy_header(file.type(), file.shape());
        // A reader may meet the writer while it changes the number of rows.
        for (int tries = how_ == use::read ? 3 : 1; tries != 0 && read_part(0, header.size()); --tries) {
            if (how_ == use::read) take_more_rows(header, {reinterpret_cast<const char*>(block.data()), header.size()});
            const auto at = std::mismatch(header.begin(), header.end(), reinterpret_cast<const char*>(block.data())).first - header.begin();
            if (static_cast<std::size_t>(at) == header.size()) break;
            if (tries == 1) out.problems.push_back({name, static_cast<std::uint64_t>(at), "the header is not as it was written"});
        }
        const std::uint64_t size = file.bytes_of(file.rows());
        for (std::uint64_t i = 0; i * sum_block < size; ++i) {
            ++out.blocks;
            const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(sum_block, size - i * sum_block));
            const block_sums::sum wanted = sums.of(i);
            if (wanted.bytes != bytes) {
                ++out.unchecked;
                continue;
            }
            const std::uint64_t offset = npy_data_offset + i * sum_block;
            if (!read_part(offset, bytes)) return;
            if (crc32c({block.data(), bytes}) == wanted.value) continue;
            // Changed by the writer since the sum was read, which it takes away before.
            if (how_ == use::read && !(sums.of(i) == wanted))
                ++out.unchecked;
            else
                out.problems.push_back({name, offset, "the " + std::to_string(bytes) + " bytes from here on do not have the checksum that they had"});
        }
    }

private:
    // Rows of 1 to 16 words, whose number the compiler knows.
    template <std::size_t... Words>
    void gather_short(std::index_sequence<Words...>, std::span<const std::uint64_t> wanted, const std::byte* data, std::byte* to) const {
        const std::size_t words = file.row_bytes() / 8;
        const auto copy = [&]<std::size_t Bytes>(std::integral_constant<std::size_t, Bytes>) {
            for (const std::uint64_t row : wanted) {
                std::memcpy(to, data + row * Bytes, Bytes);
                to += Bytes;
            }
            return true;
        };
        (void)((words == Words + 1 && copy(std::integral_constant<std::size_t, 8 * (Words + 1)>{})) || ...);
    }

    // A first axis that is longer than the one of the expected header is right, too.
    void take_more_rows(std::string& expected, std::string_view found) const {
        if (file.shape().empty()) return;
        const std::size_t at = first_axis_offset(file.type());
        const std::string_view digits = found.substr(at, first_axis_digits);
        std::uint64_t rows = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), rows);
        if (read.ec != std::errc{} || rows < file.rows()) return;
        const auto text = first_axis_text(rows);
        if (digits == std::string_view{text.data(), text.size()}) expected.replace(at, text.size(), text.data(), text.size());
    }

    use how_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_OPEN_ARRAY_HPP

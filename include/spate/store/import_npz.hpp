// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_IMPORT_NPZ_HPP
#define SPATE_STORE_IMPORT_NPZ_HPP

/// `import_npz(batch, "features.npz")`: the arrays that NumPy's savez wrote.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/store/detail/crc32.hpp>
#include <spate/store/detail/input_file.hpp>
#include <spate/store/detail/little_endian.hpp>
#include <spate/store/import_npy.hpp>
#include <spate/store/store_batch.hpp>

namespace spate::inline v0 {
namespace detail {

struct zip_member {
    std::string name;
    std::uint64_t offset, size;  // of the data
    std::uint32_t sum;
};

/// Reads the directory of a ZIP archive, of which the members have to be stored. Source: PKWARE, APPNOTE.TXT 6.3.10.
class zip_directory {
public:
    explicit zip_directory(const input_file& from) : from_{from} { find(); }

    [[nodiscard]] std::vector<zip_member> read() const {
        const std::string all = from_.text(begin_, static_cast<std::size_t>(size_));
        std::vector<zip_member> out;
        for (std::size_t at = 0; count_ != out.size();) {
            if (all.size() - at < 46 || number_at<std::uint32_t>(all, at) != 0x02014b50) fail(begin_ + at, "the directory of the archive is damaged");
            const auto flags = number_at<std::uint16_t>(all, at + 8), method = number_at<std::uint16_t>(all, at + 10);
            const std::size_t name = number_at<std::uint16_t>(all, at + 28), extra = number_at<std::uint16_t>(all, at + 30);
            const std::size_t next = at + 46 + name + extra + number_at<std::uint16_t>(all, at + 32);
            if (next > all.size()) fail(begin_ + at, "the directory of the archive is cut off");
            zip_member one{all.substr(at + 46, name), number_at<std::uint32_t>(all, at + 42), number_at<std::uint32_t>(all, at + 24),
                           number_at<std::uint32_t>(all, at + 16)};
            std::uint64_t stored = number_at<std::uint32_t>(all, at + 20);
            large_fields(std::string_view{all}.substr(at + 46 + name, extra), one, stored);
            if ((flags & 1) != 0) from_.fail(begin_ + at, "the member \"" + one.name + "\" is encrypted", "write it without a password");
            if (method != 0)
                from_.fail(begin_ + at, "the member \"" + one.name + "\" is compressed",
                           "write it by numpy.savez, which does not, instead of savez_compressed");
            if (stored != one.size) fail(begin_ + at, "the member \"" + one.name + "\" has two sizes");
            if (one.offset >= from_.size() || from_.size() - one.offset < 30) fail(begin_ + at, "the member \"" + one.name + "\" is not where it should be");
            const std::string local = from_.text(one.offset, 30);
            if (number_at<std::uint32_t>(local, 0) != 0x04034b50) fail(one.offset, "the member \"" + one.name + "\" does not begin here");
            one.offset += 30u + number_at<std::uint16_t>(local, 26) + number_at<std::uint16_t>(local, 28);
            if (one.offset > begin_ || one.size > begin_ - one.offset) fail(one.offset, "the member \"" + one.name + "\" goes beyond the directory");
            out.push_back(std::move(one));
            at = next;
        }
        return out;
    }

private:
    void find() {
        // The last record may have a comment of 64 KiB behind it.
        const auto tail = static_cast<std::size_t>(std::min<std::uint64_t>(from_.size(), 22 + 65535));
        const std::string text = from_.text(from_.size() - tail, tail);
        const std::size_t at = text.rfind("PK\x05\x06");
        if (at == std::string::npos || tail - at < 22)
            from_.fail(from_.size(), "it has no end of a ZIP archive; it is no .npz file, or is cut off", "copy the file anew");
        const std::uint64_t end = from_.size() - tail + at;
        count_ = number_at<std::uint16_t>(text, at + 10);
        size_ = number_at<std::uint32_t>(text, at + 12);
        begin_ = number_at<std::uint32_t>(text, at + 16);
        std::uint64_t limit = end;
        if (end >= 20) {
            if (const std::string locator = from_.text(end - 20, 20); number_at<std::uint32_t>(locator, 0) == 0x07064b50) {
                limit = number_at<std::uint64_t>(locator, 8);
                if (limit > end - 20 || end - 20 - limit < 56) fail(end - 20, "the end of the archive is damaged");
                const std::string large = from_.text(limit, 56);
                if (number_at<std::uint32_t>(large, 0) != 0x06064b50) fail(limit, "the end of the archive is damaged");
                count_ = number_at<std::uint64_t>(large, 32);
                size_ = number_at<std::uint64_t>(large, 40);
                begin_ = number_at<std::uint64_t>(large, 48);
            }
        }
        if (begin_ > limit || size_ > limit - begin_ || count_ > size_ / 46) fail(end, "the directory of the archive is not where its end says");
    }
    void large_fields(std::string_view extra, zip_member& one, std::uint64_t& stored) const {
        while (extra.size() >= 4) {
            const auto kind = number_at<std::uint16_t>(extra, 0);
            std::string_view field = extra.substr(4, number_at<std::uint16_t>(extra, 2));
            extra.remove_prefix(std::min(extra.size(), 4 + field.size()));
            if (kind != 1) continue;
            for (std::uint64_t* const value : {&one.size, &stored, &one.offset}) {
                if (*value != 0xffffffff || field.size() < 8) continue;
                *value = number_at<std::uint64_t>(field, 0);
                field.remove_prefix(8);
            }
        }
    }
    [[noreturn]] void fail(std::uint64_t offset, std::string_view problem) const { from_.fail(offset, problem, "copy the file anew"); }

    const input_file& from_;
    std::uint64_t begin_ = 0, size_ = 0, count_ = 0;
};

}  // namespace detail

/// Stages all arrays of an .npz file in a batch, as import_npy() does; arrays of the same names are replaced. Returns their names in the order of the file.
///
/// Errors: those of import_npy; store_error, with file and offset, for an archive that is damaged (checksums are compared), for members that are compressed or
/// encrypted, and for those that are no .npy files. Let these leave the batch's scope, which forgets what was staged.
inline std::vector<std::string> import_npz(store_batch& to, const std::string& path) {
    const detail::input_file from{path};
    std::vector<std::string> names;
    for (const detail::zip_member& one : detail::zip_directory{from}.read()) {
        if (!one.name.ends_with(".npy")) from.fail(one.offset, "the member \"" + one.name + "\" is no .npy file", "give a file that numpy.savez wrote");
        const std::string name = one.name.substr(0, one.name.size() - 4);
        if (std::find(names.begin(), names.end(), name) != names.end())
            from.fail(one.offset, detail::array_text(name) + " is there twice", "write the file anew");
        std::uint32_t sum = 0;
        detail::import_npy_part(to, name, from, path + ": " + one.name, one.offset, one.size,
                                [&](std::span<const std::byte> part) { sum = detail::crc32(sum, part); });
        if (sum != one.sum) from.fail(one.offset, "the checksum of " + detail::array_text(name) + " is not that of its bytes", "copy the file anew");
        names.push_back(name);
    }
    return names;
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_IMPORT_NPZ_HPP

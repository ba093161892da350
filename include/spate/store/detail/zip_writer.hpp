// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_ZIP_WRITER_HPP
#define SPATE_STORE_DETAIL_ZIP_WRITER_HPP

/// ZIP archives of members that are stored as they are.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/detail/utf8.hpp>
#include <spate/store/detail/complete_file.hpp>
#include <spate/store/detail/crc32.hpp>
#include <spate/store/detail/little_endian.hpp>

namespace spate::inline v0::detail {

/// Writes members one after the other, then the directory of them. Sizes and places from 4 GiB on, and more than 65,534 members, take the fields of ZIP64; all
/// members are of 1980-01-01, so that the same members make the same bytes. Source: PKWARE, APPNOTE.TXT 6.3.10.
template <class File = complete_file>
class zip_writer {
public:
    explicit zip_writer(File& to) noexcept : to_{to} {}

    /// A member of `size` bytes, which the calls of write() that follow have to give.
    void begin(std::string name, std::uint64_t size) {
        members_.push_back({std::move(name), to_.size(), size, 0});
        to_.write(local_header(members_.back()));
    }
    void write(std::span<const std::byte> bytes) {
        members_.back().sum = crc32(members_.back().sum, bytes);
        to_.write(bytes);
    }
    /// The checksum is known only now.
    void end() {
        std::string sum;
        put_little_endian(sum, members_.back().sum);
        to_.patch(members_.back().offset + 14, sum);
    }
    void finish() {
        const std::uint64_t begin = to_.size();
        for (const member& one : members_) to_.write(directory_entry(one));
        const std::uint64_t size = to_.size() - begin, count = members_.size();
        std::string out;
        if (begin >= limit || size >= limit || count >= 0xffff) {
            const std::uint64_t at = to_.size();
            put_little_endian(out, std::uint32_t{0x06064b50});
            put_little_endian(out, std::uint64_t{44});
            put_little_endian(out, std::uint16_t{45});
            put_little_endian(out, std::uint16_t{45});
            put_little_endian(out, std::uint64_t{0});  // the numbers of two disks
            for (const std::uint64_t value : {count, count, size, begin}) put_little_endian(out, value);
            put_little_endian(out, std::uint32_t{0x07064b50});
            put_little_endian(out, std::uint32_t{0});
            put_little_endian(out, at);
            put_little_endian(out, std::uint32_t{1});
        }
        put_little_endian(out, std::uint32_t{0x06054b50});
        put_little_endian(out, std::uint32_t{0});
        for (int i = 0; i < 2; ++i) put_little_endian(out, static_cast<std::uint16_t>(count >= 0xffff ? 0xffff : count));
        put_little_endian(out, short_of(size));
        put_little_endian(out, short_of(begin));
        put_little_endian(out, std::uint16_t{0});
        to_.write(out);
    }

private:
    static constexpr std::uint64_t limit = 0xffffffff;

    struct member {
        std::string name;
        std::uint64_t offset, size;
        std::uint32_t sum;
    };

    [[nodiscard]] static std::uint32_t short_of(std::uint64_t value) noexcept { return static_cast<std::uint32_t>(value < limit ? value : limit); }
    // What both headers of a member say: flags, method, time, date, checksum, sizes, and how long the name and the fields of ZIP64 are.
    static void put_facts(std::string& out, const member& one, bool large, std::size_t extra) {
        put_little_endian(out, static_cast<std::uint16_t>(large ? 45 : 20));
        put_little_endian(out, static_cast<std::uint16_t>(is_plain(one.name) ? 0 : 0x800));  // the name is UTF-8
        put_little_endian(out, std::uint16_t{0});
        put_little_endian(out, std::uint16_t{0});
        put_little_endian(out, std::uint16_t{0x21});
        put_little_endian(out, one.sum);
        put_little_endian(out, short_of(one.size));
        put_little_endian(out, short_of(one.size));
        put_little_endian(out, static_cast<std::uint16_t>(one.name.size()));
        put_little_endian(out, static_cast<std::uint16_t>(extra));
    }
    [[nodiscard]] static std::string local_header(const member& one) {
        const bool large = one.size >= limit;
        std::string out;
        put_little_endian(out, std::uint32_t{0x04034b50});
        put_facts(out, one, large, large ? 20 : 0);
        out += one.name;
        if (large) {
            put_little_endian(out, std::uint16_t{1});
            put_little_endian(out, std::uint16_t{16});
            put_little_endian(out, one.size);
            put_little_endian(out, one.size);
        }
        return out;
    }
    [[nodiscard]] static std::string directory_entry(const member& one) {
        std::string fields;
        if (one.size >= limit) {
            put_little_endian(fields, one.size);
            put_little_endian(fields, one.size);
        }
        if (one.offset >= limit) put_little_endian(fields, one.offset);
        std::string out;
        put_little_endian(out, std::uint32_t{0x02014b50});
        put_little_endian(out, static_cast<std::uint16_t>(45 | 3 << 8));  // made on Unix
        put_facts(out, one, !fields.empty(), fields.empty() ? 0 : fields.size() + 4);
        put_little_endian(out, std::uint16_t{0});
        put_little_endian(out, std::uint32_t{0});  // the disk, and whether it is text
        put_little_endian(out, std::uint32_t{0644u << 16 | 0x80000000u});
        put_little_endian(out, short_of(one.offset));
        out += one.name;
        if (!fields.empty()) {
            put_little_endian(out, std::uint16_t{1});
            put_little_endian(out, static_cast<std::uint16_t>(fields.size()));
            out += fields;
        }
        return out;
    }

    File& to_;
    std::vector<member> members_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_ZIP_WRITER_HPP

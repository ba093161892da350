// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_BLOCK_SUMS_HPP
#define SPATE_STORE_DETAIL_BLOCK_SUMS_HPP

/// The checksums of an array's blocks, in a file beside it.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/crc32c.hpp>
#include <spate/store/detail/mapped_file.hpp>

namespace spate::inline v0::detail {

/// Checksums are of blocks of so many bytes of data, of which the last may have fewer.
inline constexpr std::size_t sum_block = 65536;

/// A file in memory with a word for each block: whether its checksum is known, how many bytes it is of, and the checksum. A block is marked as unchecked before
/// it changes, and has no word where the file is too short or missing, which means the same; so a process may end at any moment.
///
/// Layout, little-endian: 16 bytes of `head`, then 8 bytes a block: the CRC32C in the lower half, the number of bytes in the upper one, all 0 for unchecked.
class block_sums {
public:
    /// No sums: of an array that is not in the store yet.
    block_sums() noexcept = default;
    /// Opens the file of an array; a writer makes it. Sums of another file of the array (`written` is the generation in which it was made) are void. Throws
    /// io_error.
    block_sums(int directory, const std::string& file, std::string path, std::uint64_t written, bool writable) : path_{std::move(path)} {
        file_ = owned_descriptor{::openat(directory, file.c_str(), writable ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC, 0666)};
        if (!file_) {
            if (!writable && errno == ENOENT) return;
            fail("open");
        }
        struct stat found {};
        if (::fstat(file_.get(), &found) != 0) fail("examine");
        const auto size = static_cast<std::size_t>(found.st_size);
        head there{};
        if (size >= sizeof(head) && there.read(file_.get()) && there.magic == magic && there.written == written) {
            valid_ = true;
            if (!writable) return;
            if (const std::error_code error = map_.map(file_.get(), size, true)) {
                errno = error.value();
                fail("map");
            }
            return;
        }
        if (!writable) return;
        // Readers may have the sums of the other file open.
        if (size != 0) {
            if (::unlinkat(directory, file.c_str(), 0) != 0) fail("remove");
            file_ = owned_descriptor{::openat(directory, file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)};
            if (!file_) fail("open");
        }
        grow(1);
        at_head() = {magic, written};
    }

    /// The blocks of bytes [first, first + count) of the data are going to change. Whether one of them had a sum, which sync() has to take from the disk
    /// before the data may get there.
    bool mark(std::uint64_t first, std::uint64_t count) noexcept {
        if (count == 0) return false;
        const std::uint64_t end = std::min<std::uint64_t>((first + count - 1) / sum_block + 1, blocks());
        bool had = false;
        for (std::uint64_t i = first / sum_block; i < end; ++i) {
            const std::atomic_ref<std::uint64_t> word{words()[i]};
            had = had || word.load(std::memory_order_relaxed) != 0;
            word.store(0, std::memory_order_release);
        }
        clean_ = false;
        std::atomic_signal_fence(std::memory_order_seq_cst);
        return had;
    }
    /// Sums the blocks that are unchecked. `data` are all `size` bytes. Throws io_error.
    void update(const std::byte* data, std::uint64_t size) {
        update(size, [data](std::uint64_t offset, std::size_t) { return data + offset; });
    }
    /// The same; `bytes(offset, count)` gives the address of so many of them, which holds until the next call.
    template <class Bytes>
    void update(std::uint64_t size, const Bytes& bytes) {
        const std::uint64_t wanted = (size + sum_block - 1) / sum_block;
        if (wanted > blocks()) grow(wanted);
        for (std::uint64_t i = 0; i < wanted; ++i) {
            if (words()[i] != 0) continue;
            const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(sum_block, size - i * sum_block));
            words()[i] = std::uint64_t{count} << 32 | crc32c({bytes(i * sum_block, count), count});
        }
        clean_ = true;
    }
    /// What a block should be: its checksum and how many bytes it is of. No bytes for one that is unchecked.
    struct sum {
        std::uint32_t value = 0, bytes = 0;
        friend bool operator==(const sum&, const sum&) = default;
    };
    [[nodiscard]] sum of(std::uint64_t block) const noexcept {
        std::uint64_t word = 0;
        if (map_) {
            if (block < blocks()) word = words()[block];
        } else if (valid_) {
            // A reader does not map what the writer may cut off.
            std::size_t got = 0;
            if (read_all_at(file_.get(), sizeof(head) + 8 * block, std::as_writable_bytes(std::span{&word, 1}), got) || got != sizeof word) word = 0;
        }
        return {static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(word >> 32)};
    }
    /// Whether nothing was marked since the last update.
    [[nodiscard]] bool clean() const noexcept { return clean_; }
    void sync() const {
        if (::fdatasync(file_.get()) != 0) fail("sync");
    }

private:
    static constexpr std::uint64_t magic = 0x31535553657461;

    struct head {
        std::uint64_t magic, written;
        [[nodiscard]] bool read(int from) noexcept {
            std::size_t got = 0;
            return !read_all_at(from, 0, std::as_writable_bytes(std::span{this, 1}), got) && got == sizeof *this;
        }
    };

    [[nodiscard]] head& at_head() const noexcept { return *reinterpret_cast<head*>(map_.data()); }
    [[nodiscard]] std::uint64_t* words() const noexcept { return reinterpret_cast<std::uint64_t*>(map_.data() + sizeof(head)); }
    [[nodiscard]] std::uint64_t blocks() const noexcept { return map_ ? (map_.size() - sizeof(head)) / 8 : 0; }
    void grow(std::uint64_t blocks) {
        const std::size_t size = sizeof(head) + 8 * static_cast<std::size_t>(blocks);
        if (const int error = ::posix_fallocate(file_.get(), 0, static_cast<off_t>(size)); error != 0) {
            errno = error;
            fail("enlarge");
        }
        if (const std::error_code error = map_.map(file_.get(), size, true)) {
            errno = error.value();
            fail("map");
        }
    }
    [[noreturn]] void fail(const char* operation) const { raise(io_error{last_error(), operation, path_, 0}); }

    std::string path_;
    owned_descriptor file_;
    mapped_file map_;
    bool valid_ = false, clean_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_BLOCK_SUMS_HPP

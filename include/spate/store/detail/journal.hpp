// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_JOURNAL_HPP
#define SPATE_STORE_DETAIL_JOURNAL_HPP

/// The redo journal of a store: what is about to be changed in place, so that it can be done again.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/crc32c.hpp>
#include <spate/store/detail/mapped_file.hpp>
#include <spate/store/detail/steps.hpp>

namespace spate::inline v0::detail {

/// A file in memory with a list of writes. They are written there first, then the journal is armed, by one store of a word; from then on they will be done,
/// by this process or by the next that opens the store for writing; then it is disarmed. A process that ends loses nothing of what it stored in a mapping.
///
/// Layout, little-endian: 64 bytes of `head`, then the writes, each a `write_head`, the file's name, and the bytes, at multiples of 8.
class journal {
public:
    /// A write: bytes for a place in a file.
    struct write {
        std::string_view file;
        std::uint64_t offset;
        std::span<const std::byte> bytes;
    };

    /// Opens or makes the journal of a directory. Throws io_error.
    void open(int directory, const std::string& path) {
        path_ = path + "/journal";
        file_ = owned_descriptor{::openat(directory, "journal", O_RDWR | O_CREAT | O_CLOEXEC, 0666)};
        if (!file_) fail("open");
        struct stat found {};
        if (::fstat(file_.get(), &found) != 0) fail("examine");
        grow(std::max<std::size_t>(static_cast<std::size_t>(found.st_size), smallest));
    }

    /// Whether there are writes to be done, of the store's generation `generation` or of none in particular. One that was armed for a generation that did not
    /// come about is void, and one whose bytes did not reach the disk, too.
    [[nodiscard]] bool armed(std::uint64_t generation) const noexcept {
        const head& now = at_head();
        if (now.armed == 0 || now.magic != magic || now.generation > generation) return false;
        if (now.bytes > file_size() - sizeof(head)) return false;
        return now.sum_is_known == 0 || now.sum == crc32c({map_.data() + sizeof(head), static_cast<std::size_t>(now.bytes)});
    }
    /// Calls do_write(write) for all, in order.
    template <class Do>
    void each(const Do& do_write) const {
        const std::byte* at = map_.data() + sizeof(head);
        const std::byte* const end = at + at_head().bytes;
        while (static_cast<std::size_t>(end - at) >= sizeof(write_head)) {
            write_head one;
            std::memcpy(&one, at, sizeof one);
            at += sizeof one;
            const std::size_t left = static_cast<std::size_t>(end - at), name = padded(one.name_size);
            if (name > left || one.size > left - name) break;
            if (one.forgotten == 0)
                do_write(write{{reinterpret_cast<const char*>(at), one.name_size}, one.offset, {at + name, static_cast<std::size_t>(one.size)}});
            at += name + padded(static_cast<std::size_t>(one.size));
        }
    }

    /// Begins a list of writes.
    void begin() noexcept { used_ = 0; }
    /// Adds a write of `size` bytes, and returns where they are to be put. Throws io_error where the journal cannot grow.
    [[nodiscard]] std::byte* add(std::string_view file, std::uint64_t offset, std::size_t size) {
        const std::size_t name = padded(file.size()), needed = sizeof(write_head) + name + padded(size);
        if (sizeof(head) + used_ + needed > map_.size()) grow(std::max(2 * map_.size(), sizeof(head) + used_ + needed));
        std::byte* const at = map_.data() + sizeof(head) + used_;
        const write_head one{offset, size, static_cast<std::uint32_t>(file.size()), 0};
        std::memcpy(at, &one, sizeof one);
        std::memcpy(at + sizeof one, file.data(), file.size());
        used_ += needed;
        return at + sizeof one + name;
    }
    [[nodiscard]] bool empty() const noexcept { return used_ == 0; }
    /// Takes the writes for a file out of the list.
    void forget(std::string_view file) noexcept {
        for (std::size_t at = 0; at < used_;) {
            std::byte* const here = map_.data() + sizeof(head) + at;
            write_head one;
            std::memcpy(&one, here, sizeof one);
            if (std::string_view{reinterpret_cast<const char*>(here + sizeof one), one.name_size} == file) one.forgotten = 1;
            std::memcpy(here, &one, sizeof one);
            at += sizeof one + padded(one.name_size) + padded(static_cast<std::size_t>(one.size));
        }
    }
    /// From now on the writes are to be done, once the store has this generation. With `durable`, they are on the disk before it returns. Throws io_error.
    void arm(std::uint64_t generation, bool durable) {
        head& now = at_head();
        now.magic = magic;
        now.generation = generation;
        now.bytes = used_;
        now.sum_is_known = durable ? 1 : 0;
        now.sum = durable ? crc32c({map_.data() + sizeof(head), used_}) : 0;
        store_step("journal written");
        std::atomic_ref<std::uint64_t>{now.armed}.store(1, std::memory_order_release);
        if (durable && ::fdatasync(file_.get()) != 0) fail("sync");
        store_step("journal armed");
    }
    void disarm() noexcept {
        std::atomic_ref<std::uint64_t>{at_head().armed}.store(0, std::memory_order_release);
        store_step("journal disarmed");
    }
    /// Gives back what a large list of writes took.
    void shrink() noexcept {
        if (map_.size() <= most_kept || ::ftruncate(file_.get(), smallest) != 0) return;
        (void)map_.map(file_.get(), smallest, true);
    }

    /// Whether files that no generation knows may lie about: set before the first is made.
    void set_staging(bool staging) noexcept { std::atomic_ref<std::uint64_t>{at_head().staging}.store(staging ? 1 : 0, std::memory_order_release); }
    [[nodiscard]] bool staging() const noexcept { return at_head().staging != 0; }

private:
    static constexpr std::uint64_t magic = 0x314c4e4a65746173;
    static constexpr std::size_t smallest = 65536, most_kept = std::size_t{16} << 20;

    struct head {
        std::uint64_t magic, armed, generation, bytes;
        std::uint32_t sum, sum_is_known;
        std::uint64_t staging, reserved[2];
    };
    static_assert(sizeof(head) == 64);
    struct write_head {
        std::uint64_t offset, size;
        std::uint32_t name_size, forgotten;
    };

    [[nodiscard]] static constexpr std::size_t padded(std::size_t size) noexcept { return (size + 7) / 8 * 8; }
    [[nodiscard]] head& at_head() const noexcept { return *reinterpret_cast<head*>(map_.data()); }
    [[nodiscard]] std::size_t file_size() const noexcept { return map_.size(); }

    // Blocks are taken now, so that a full disk is an error of a call and not the end of the process at a store to memory.
    void grow(std::size_t size) {
        size = (size + 4095) / 4096 * 4096;
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
    std::size_t used_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_JOURNAL_HPP

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

/// A number that is another one each time the system starts; 0 where it tells none, and then a power cut is not told from the end of a process.
[[nodiscard]] inline std::uint64_t boot_identity() noexcept {
    static const std::uint64_t known = [] {
        const owned_descriptor file{::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)};
        std::byte text[36];
        if (!file || ::read(file.get(), text, sizeof text) != sizeof text) return std::uint64_t{0};
        return std::uint64_t{crc32c(std::span{text}.first(18))} << 32 | crc32c(std::span{text}.last(18)) | 1u;
    }();
    return known;
}

/// A file in memory with a list of writes. They are written there first, then the journal is armed, by one store of a word; from then on they will be done,
/// by this process or by the next that opens the store for writing; then it is disarmed. A process that ends loses nothing of what it stored in a mapping.
/// After a power cut only a list that was brought to the disk counts: of another one, and of its disarming, nobody knows which pages are there.
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
        is_new_ = found.st_size == 0;
        grow(std::max<std::size_t>(static_cast<std::size_t>(found.st_size), smallest));
        used_ = std::min<std::uint64_t>(at_head().bytes, map_.size() - sizeof(head));
    }
    [[nodiscard]] bool is_new() const noexcept { return is_new_; }

    /// Whether there are writes to be done, now that the store has the generation `generation`. Those of another generation are void, since each is finished
    /// before the next comes about; so are those that did not reach the disk whole.
    [[nodiscard]] bool armed(std::uint64_t generation) const noexcept {
        const head& now = at_head();
        if (now.armed == 0 || now.magic != magic || now.generation != generation || now.bytes != used_) return false;
        return now.sum_is_known == 0 ? !is_of_another_boot() : now.sum == crc32c({map_.data() + sizeof(head), used_});
    }
    /// Whether the system was started anew since the store was last open for writing, so that memory which was not synced is lost.
    [[nodiscard]] bool is_of_another_boot() const noexcept { return at_head().boot != boot_identity(); }
    void take_over() noexcept { at_head().boot = boot_identity(); }
    /// Calls do_write(write) for all, in order.
    template <class Do>
    void each(const Do& do_write) const {
        const std::byte* at = map_.data() + sizeof(head);
        const std::byte* const end = at + used_;
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
    void begin() noexcept { used_ = last_ = 0; }
    /// Adds a write of `size` bytes, and returns where they are to be put. Throws io_error where the journal cannot grow.
    [[nodiscard]] std::byte* add(std::string_view file, std::uint64_t offset, std::size_t size) {
        if (std::byte* const more = extend(file, offset, size)) return more;
        const std::size_t name = padded(file.size()), needed = sizeof(write_head) + name + padded(size);
        make_room(used_ + needed);
        last_ = used_;
        std::byte* const at = map_.data() + sizeof(head) + used_;
        const write_head one{offset, size, static_cast<std::uint32_t>(file.size()), 0};
        std::memcpy(at, &one, sizeof one);
        std::memcpy(at + sizeof one, file.data(), file.size());
        used_ += needed;
        return at + sizeof one + name;
    }
    [[nodiscard]] bool empty() const noexcept { return used_ == 0; }
    /// How long a list is.
    struct mark {
        std::size_t used, last;
        std::uint64_t last_size;
    };
    [[nodiscard]] mark now() const noexcept { return {used_, last_, used_ == 0 ? 0 : write_at(last_).size}; }
    /// Back to a length that it had.
    void rewind(const mark& to) noexcept {
        used_ = to.used;
        last_ = to.last;
        if (used_ == 0) return;
        write_head one = write_at(last_);
        one.size = to.last_size;
        std::memcpy(map_.data() + sizeof(head) + last_, &one, sizeof one);
    }
    /// Whether the list has a write for a file.
    [[nodiscard]] bool has(std::string_view file) const {
        bool out = false;
        each([&](const write& one) { out = out || one.file == file; });
        return out;
    }
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
        set_armed(1);
        if (durable && ::fdatasync(file_.get()) != 0) {
            const int error = errno;
            set_armed(0);
            errno = error;
            fail("sync");
        }
        store_step("journal armed");
    }
    void disarm() noexcept {
        set_armed(0);
        store_step("journal disarmed");
    }
    /// Brings to the disk that a list which is there has been done; needed before anything is changed by other means than the journal. Requires that it is
    /// disarmed. Throws io_error.
    void settle() {
        head& now = at_head();
        if (now.sum_is_known == 0) return;
        if (::fdatasync(file_.get()) != 0) fail("sync");
        now.sum_is_known = 0;
    }
    /// Gives back what a large list of writes took.
    void shrink() noexcept {
        if (map_.size() <= most_kept || map_.map(file_.get(), smallest, true)) return;
        used_ = 0;
        (void)::ftruncate(file_.get(), smallest);
    }

    /// Leaves nothing but the head on the disk; the journal is not used any more. Requires that it is disarmed.
    void close() noexcept {
        map_.clear();
        (void)::ftruncate(file_.get(), 4096);
    }

    /// Whether the moves of a generation have been made, so that nobody needs to look for what is left of them: their inodes may be those of other files by
    /// now. A store that falls back to an older generation has made the moves of that one.
    void set_finished(std::uint64_t generation) noexcept { std::atomic_ref<std::uint64_t>{at_head().finished}.store(generation, std::memory_order_release); }
    [[nodiscard]] bool finished(std::uint64_t generation) const noexcept { return at_head().finished >= generation; }
    /// Whether files that no generation knows may lie about: set before the first is made.
    void set_staging(bool staging) noexcept { std::atomic_ref<std::uint64_t>{at_head().staging}.store(staging ? 1 : 0, std::memory_order_release); }
    [[nodiscard]] bool staging() const noexcept { return at_head().staging != 0; }

private:
    static constexpr std::uint64_t magic = 0x314c4e4a65746173;
    static constexpr std::size_t smallest = 65536, most_kept = std::size_t{16} << 20;
    // Writes into a header stand alone.
    static constexpr std::uint64_t least_joined = 4096;

    struct head {
        std::uint64_t magic, armed, generation, bytes;
        std::uint32_t sum, sum_is_known;
        std::uint64_t staging, boot, finished;
    };
    static_assert(sizeof(head) == 64);
    struct write_head {
        std::uint64_t offset, size;
        std::uint32_t name_size, forgotten;
    };

    [[nodiscard]] static constexpr std::size_t padded(std::size_t size) noexcept { return (size + 7) / 8 * 8; }
    [[nodiscard]] head& at_head() const noexcept { return *reinterpret_cast<head*>(map_.data()); }
    [[nodiscard]] write_head write_at(std::size_t at) const noexcept {
        write_head one;
        std::memcpy(&one, map_.data() + sizeof(head) + at, sizeof one);
        return one;
    }
    // Where a write goes on where the last one ends, they are one.
    [[nodiscard]] std::byte* extend(std::string_view file, std::uint64_t offset, std::size_t size) {
        if (used_ == 0) return nullptr;
        write_head one = write_at(last_);
        const std::size_t begin = last_ + sizeof one + padded(one.name_size);
        if (one.forgotten != 0 || one.offset + one.size != offset || one.offset < least_joined || one.name_size != file.size() ||
            std::memcmp(map_.data() + sizeof(head) + last_ + sizeof one, file.data(), file.size()) != 0)
            return nullptr;
        const auto before = static_cast<std::size_t>(one.size);
        make_room(begin + padded(before + size));
        one.size += size;
        std::memcpy(map_.data() + sizeof(head) + last_, &one, sizeof one);
        used_ = begin + padded(before + size);
        return map_.data() + sizeof(head) + begin + before;
    }
    void make_room(std::size_t used) {
        if (sizeof(head) + used > map_.size()) grow(std::max(2 * map_.size(), sizeof(head) + used));
    }
    // The process may end before and behind this store, so the compiler must not move any other across it.
    void set_armed(std::uint64_t armed) noexcept {
        std::atomic_signal_fence(std::memory_order_seq_cst);
        std::atomic_ref<std::uint64_t>{at_head().armed}.store(armed, std::memory_order_release);
        std::atomic_signal_fence(std::memory_order_seq_cst);
    }

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
    std::size_t used_ = 0, last_ = 0;
    bool is_new_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_JOURNAL_HPP

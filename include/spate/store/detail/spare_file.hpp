// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_SPARE_FILE_HPP
#define SPATE_STORE_DETAIL_SPARE_FILE_HPP

/// The file of an array that was saved over, kept for the next one: writing where blocks and pages are there already takes half the time.

#include <csignal>
#include <cstdint>
#include <string>
#include <utility>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <spate/detail/posix.hpp>

namespace spate::inline v0::detail {

/// What the kernel does not tell of are pages of the file that were taken without a descriptor (splice, sendfile) and readers on other machines: hence an
/// option of the store turns it off. At most one file of a directory, of at most 1 GiB, which has no array's name and which nobody knows but its owner; it goes
/// with it, or by store_directory::sweep.
class spare_file {
public:
    static constexpr const char* name = ".spare.new";

    spare_file(int directory, bool keeps) noexcept : directory_{directory}, keeps_{keeps} {}
    spare_file(const spare_file&) = delete;
    spare_file& operator=(const spare_file&) = delete;
    ~spare_file() { remove(); }

    /// Leaves it to whoever else has it, as after fork().
    void disown() noexcept { there_ = false; }
    [[nodiscard]] bool is_there() const noexcept { return there_; }
    void remove() noexcept {
        if (std::exchange(there_, false)) (void)::unlinkat(directory_, name, 0);
    }
    /// Takes a file in the place of the one that is there, or removes it where it is too small to be worth it, or too large.
    void keep(const char* file, const char* successor) noexcept {
        constexpr std::int64_t least = std::int64_t{1} << 16, most = std::int64_t{1} << 30;
        struct stat found {
        }, made{};
        const bool worth = keeps_ && ::fstatat(directory_, file, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(found.st_mode) && found.st_nlink == 1 &&
                           found.st_size >= least && found.st_size <= most &&
                           // It is going to be another array's: no rights of its own, which somebody gave it.
                           ::fstatat(directory_, successor, &made, AT_SYMLINK_NOFOLLOW) == 0 && made.st_mode == found.st_mode && made.st_uid == found.st_uid &&
                           made.st_gid == found.st_gid;
        if (worth && ::renameat(directory_, file, directory_, name) == 0)
            there_ = true;
        else
            (void)::unlinkat(directory_, file, 0);
    }
    /// Gives the file away under another name, open for writing and with `size` bytes, of which the caller writes all. Gives nothing where there is none, or
    /// where somebody has it open or mapped still, as it was when it was an array's: then it is removed.
    [[nodiscard]] owned_descriptor take(const char* file, std::uint64_t size) noexcept {
        if (!there_) return {};
#if defined(F_SETLEASE)
        owned_descriptor out{::openat(directory_, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC)};
        struct stat found {};
        // The kernel gives a lease for writing only where nobody else has the file open. It is held until the file is closed: whoever was about to open the
        // file by the name that it had waits for the whole array. No signal shall tell of that, and until that is said it is one that
        // nobody minds.
        if (out && ::fcntl(out.get(), F_SETSIG, SIGURG) == 0 && ::fcntl(out.get(), F_SETLEASE, F_WRLCK) == 0 && ::fcntl(out.get(), F_SETOWN, 0) == 0 &&
            ::fstat(out.get(), &found) == 0 && found.st_nlink == 1 && ::ftruncate(out.get(), static_cast<off_t>(size)) == 0 &&
            ::renameat(directory_, name, directory_, file) == 0) {
            there_ = false;
            return out;
        }
#else
        (void)file, (void)size;
#endif
        remove();
        return {};
    }

private:
    int directory_;
    bool keeps_;
    bool there_ = false;
};

/// Exchanges two names of a directory at once. False where the system cannot.
[[nodiscard]] inline bool exchange_names(int directory, const char* one, const char* other) noexcept {
#if defined(RENAME_EXCHANGE) && defined(SYS_renameat2)
    return ::renameat2(directory, one, directory, other, RENAME_EXCHANGE) == 0;
#else
    (void)directory, (void)one, (void)other;
    return false;
#endif
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_SPARE_FILE_HPP

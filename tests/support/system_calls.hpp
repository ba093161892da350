// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_SYSTEM_CALLS_HPP
#define SPATE_TESTS_SUPPORT_SYSTEM_CALLS_HPP

/// The calls by which a program changes files, with a hook before each. For the one source file of a test: it defines them in the place of the C library's.

#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdio>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "thread_sanitizer.hpp"

namespace test {

struct system_call {
    const char* name;
    int descriptor;
};

/// Returns 0 to let a call through, else the error that it has.
inline int (*before_call)(const system_call&) = nullptr;
/// How many bytes a pwrite() takes at most, for the next one only.
inline std::size_t next_write_limit = ~std::size_t{0};

inline bool refused(const char* name, int descriptor) {
    const int error = before_call == nullptr ? 0 : before_call({name, descriptor});
    if (error != 0) errno = error;
    return error != 0;
}

}  // namespace test

#if SPATE_TEST_UNDER_TSAN

// ThreadSanitizer has calls of its own in the same place, and these tests have one thread, which there is nothing to watch of.
inline const bool passed_over = [] {
    std::puts("skipped: the thread sanitizer takes the place of these calls");
    std::fflush(stdout);
    ::_exit(77);
    return true;
}();

#else

extern "C" {

ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
    if (test::refused("pwrite", file)) return -1;
    const std::size_t limit = test::next_write_limit;
    test::next_write_limit = ~std::size_t{0};
    return ::syscall(SYS_pwrite64, file, bytes, size < limit ? size : limit, offset);
}
int fdatasync(int file) { return test::refused("fdatasync", file) ? -1 : static_cast<int>(::syscall(SYS_fdatasync, file)); }
int fsync(int file) { return test::refused("fsync", file) ? -1 : static_cast<int>(::syscall(SYS_fsync, file)); }
int ftruncate(int file, off_t size) noexcept { return test::refused("ftruncate", file) ? -1 : static_cast<int>(::syscall(SYS_ftruncate, file, size)); }
int posix_fallocate(int file, off_t offset, off_t size) {
    if (test::refused("fallocate", file)) return errno;
    return ::syscall(SYS_fallocate, file, 0, offset, size) == 0 ? 0 : errno;
}
int renameat(int from, const char* name, int to, const char* other) noexcept {
    return test::refused("renameat", from) ? -1 : static_cast<int>(::syscall(SYS_renameat2, from, name, to, other, 0));
}
int renameat2(int from, const char* name, int to, const char* other, unsigned flags) noexcept {
    return test::refused("renameat2", from) ? -1 : static_cast<int>(::syscall(SYS_renameat2, from, name, to, other, flags));
}
int linkat(int from, const char* name, int to, const char* other, int flags) noexcept {
    return test::refused("linkat", from) ? -1 : static_cast<int>(::syscall(SYS_linkat, from, name, to, other, flags));
}
int unlinkat(int from, const char* name, int flags) noexcept {
    return test::refused("unlinkat", from) ? -1 : static_cast<int>(::syscall(SYS_unlinkat, from, name, flags));
}
int openat(int from, const char* name, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const auto mode = (flags & O_CREAT) != 0 ? va_arg(list, unsigned) : 0u;
    va_end(list);
    return test::refused("openat", from) ? -1 : static_cast<int>(::syscall(SYS_openat, from, name, flags, mode));
}
void* mmap(void* at, size_t size, int protection, int flags, int file, off_t offset) noexcept {
    if (file >= 0 && test::refused("mmap", file)) return MAP_FAILED;
    return reinterpret_cast<void*>(::syscall(SYS_mmap, at, size, protection, flags, file, offset));
}

}  // extern "C"

#endif

#endif  // SPATE_TESTS_SUPPORT_SYSTEM_CALLS_HPP

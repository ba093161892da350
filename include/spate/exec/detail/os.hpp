// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_DETAIL_OS_HPP
#define SPATE_EXEC_DETAIL_OS_HPP

// All that exec asks of the operating system. Linux and macOS differ here and nowhere else; what a system cannot do (macOS cannot
// bind a thread to a CPU) is a function that does nothing.

#include <atomic>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#endif
#if defined(__APPLE__)
#include <sys/sysctl.h>
#endif

#include <spate/detail/config.hpp>

namespace spate::inline v0::detail::os {

/// Reads the start of a file into `out`; the number of bytes read, 0 when it cannot be read.
inline std::size_t read_file(const char* path, std::span<char> out) noexcept {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t got = ::read(file, out.data() + done, out.size() - done);
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    ::close(file);
    return done;
}

/// A text file of at most 4 MiB, as those in /proc and /sys; empty when it cannot be read.
SPATE_WHEN_USED
inline std::string read_text(const std::string& path) {
    std::string text(4096, '\0');
    for (;;) {
        const std::size_t size = read_file(path.c_str(), {text.data(), text.size()});
        if (size < text.size() || size >= std::size_t{4} << 20) {
            text.resize(size);
            return text;
        }
        text.resize(text.size() * 4);
    }
}

inline bool exists(const char* path) noexcept { return ::access(path, F_OK) == 0; }

/// The number of CPUs that are on; at least 1.
inline unsigned online_cpus() noexcept {
    const long count = ::sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? static_cast<unsigned>(count) : 1;
}

/// The CPUs on which the process may run, ascending; never empty. The process, not the calling thread: a program that binds a
/// thread of its own and makes a pool from there does not mean the pool to share that one CPU.
SPATE_WHEN_USED
inline std::vector<unsigned> process_affinity() {
    std::vector<unsigned> cpus;
#if defined(__linux__)
    for (std::size_t capacity = 1024; capacity <= 65536; capacity *= 2) {
        cpu_set_t* const set = CPU_ALLOC(capacity);
        if (set == nullptr) break;
        const std::size_t bytes = CPU_ALLOC_SIZE(capacity);
        const bool known = ::sched_getaffinity(::getpid(), bytes, set) == 0;
        for (std::size_t cpu = 0; known && cpu < capacity; ++cpu)
            if (CPU_ISSET_S(cpu, bytes, set)) cpus.push_back(static_cast<unsigned>(cpu));
        CPU_FREE(set);
        if (known) break;
    }
#endif
    if (cpus.empty())
        for (unsigned cpu = 0; cpu < online_cpus(); ++cpu) cpus.push_back(cpu);
    return cpus;
}

/// The CPU on which the caller runs now, or -1 where that is not known.
inline int current_cpu() noexcept {
#if defined(__linux__)
    return ::sched_getcpu();
#else
    return -1;
#endif
}

/// Lets the calling thread run on these CPUs only. A refusal is no failure: the thread then runs where the system likes.
inline void bind_this_thread([[maybe_unused]] std::span<const unsigned> cpus) noexcept {
#if defined(__linux__)
    unsigned last = 0;
    for (const unsigned cpu : cpus) last = cpu > last ? cpu : last;
    cpu_set_t* const set = CPU_ALLOC(last + 1);
    if (set == nullptr) return;
    const std::size_t bytes = CPU_ALLOC_SIZE(last + 1);
    CPU_ZERO_S(bytes, set);
    for (const unsigned cpu : cpus) CPU_SET_S(cpu, bytes, set);
    (void)::sched_setaffinity(0, bytes, set);
    CPU_FREE(set);
#endif
}

inline void name_this_thread([[maybe_unused]] const char* name) noexcept {
#if defined(__linux__)
    (void)::pthread_setname_np(::pthread_self(), name);
#elif defined(__APPLE__)
    (void)::pthread_setname_np(name);
#endif
}

/// Starts a thread that takes no signals, so that those of the process go to the threads that the user made. 0 or an errno value.
inline int start_thread(pthread_t& thread, void* (*function)(void*), void* argument) noexcept {
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = ::pthread_create(&thread, nullptr, function, argument);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return error;
}

/// Sleeps while `word` is `value`; may return early.
inline void wait(std::atomic<std::uint32_t>& word, std::uint32_t value) noexcept {
#if defined(__linux__)
    static_assert(sizeof(word) == 4);
    (void)::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
#else
    word.wait(value, std::memory_order_acquire);
#endif
}

/// Wakes up to `count` of those who sleep on `word`, after it has changed.
inline void wake(std::atomic<std::uint32_t>& word, [[maybe_unused]] std::uint32_t count) noexcept {
#if defined(__linux__)
    (void)::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
#else
    word.notify_all();
#endif
}

inline void relax() noexcept {
#if SPATE_IS_X86_64()
    __builtin_ia32_pause();
#elif SPATE_IS_AARCH64()
    asm volatile("isb" ::: "memory");
#endif
}

inline std::uint64_t nanoseconds() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
}

/// Reserves zeroed, private memory of which no page is there until it is written. Null and errno when the system refuses.
inline void* reserve(std::size_t size) noexcept {
#if defined(MAP_NORESERVE)
    constexpr int flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE;
#else
    constexpr int flags = MAP_PRIVATE | MAP_ANON;
#endif
    void* const data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, flags, -1, 0);
    return data == MAP_FAILED ? nullptr : data;
}

inline void release(void* data, std::size_t size) noexcept { (void)::munmap(data, size); }

#if defined(__APPLE__)
inline std::uint64_t sysctl_number(const char* name) noexcept {
    std::uint64_t value = 0;
    std::size_t size = sizeof value;
    return ::sysctlbyname(name, &value, &size, nullptr, 0) == 0 ? value : 0;
}

inline std::string sysctl_text(const char* name) {
    char text[256];
    std::size_t size = sizeof text;
    return ::sysctlbyname(name, text, &size, nullptr, 0) == 0 && size > 0 ? std::string{text, size - 1} : std::string{};
}
#endif

}  // namespace spate::inline v0::detail::os

#endif  // SPATE_EXEC_DETAIL_OS_HPP

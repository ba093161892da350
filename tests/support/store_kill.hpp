// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_STORE_KILL_HPP
#define SPATE_TESTS_SUPPORT_STORE_KILL_HPP

/// Ends a process that changes a store, at every moment, and looks at what is left.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <spate/store/detail/steps.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_reader.hpp>

#include "store_changes.hpp"
#include "store_files.hpp"

#include <doctest/doctest.h>

namespace test {

/// Runs `work` in a process that is ended before or after its n-th system call: 0 and 1 are before and after the first. Whether it was ended.
inline bool kill_at_system_call(unsigned n, const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(77);
        ::raise(SIGSTOP);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
        std::puts("skipped: processes may not be traced here");
        std::exit(77);
    }
    // SIGSTOP is not handed on; from then on each stop is at the beginning or the end of a system call.
    for (unsigned stop = 0;; ++stop) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (!WIFSTOPPED(status)) {
            REQUIRE(WIFEXITED(status));
            REQUIRE(WEXITSTATUS(status) == 0);
            return false;
        }
        REQUIRE(WSTOPSIG(status) == SIGTRAP);
        if (stop != n) continue;
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        return WIFSIGNALED(status);
    }
}

inline unsigned steps_left = 0;

/// The same, ended at the n-th step between system calls.
inline bool kill_at_step(unsigned n, const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        steps_left = n;
        spate::detail::on_store_step = [](const char*) {
            if (steps_left-- == 0) ::raise(SIGKILL);
        };
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) {
        REQUIRE(WIFEXITED(status));
        REQUIRE(WEXITSTATUS(status) == 0);
    }
    return WIFSIGNALED(status);
}

using all_arrays = std::map<std::string, stored>;

/// Opens a store that a process left, and requires that it is wholly one or the other. Whether it is the other.
inline bool is_changed(const std::string& directory, const all_arrays& before, const all_arrays& after) {
    all_arrays found, files;
    std::string manifest;
    {
        spate::store left{directory, {.level = spate::durability::none}};
        CHECK(left.warning().empty());
        found = contents(left);
        files = npy_files(directory);
        manifest = file_bytes(directory + "/manifest");
        CHECK((found == before || found == after));
        CHECK(left.verify().problems.empty());
        CHECK(files.size() == found.size());
        for (const auto& [name, one] : found) {
            spate::store_reader reader{directory};
            if (reader.dropped_rows(name) == 0) CHECK(files[name] == one);
        }
        CHECK(stray_file(directory, left.names()) == "");
    }
    {
        spate::store again{directory, {.level = spate::durability::none}};
        CHECK(contents(again) == found);
        CHECK(again.verify().whole());
        CHECK(again.verify().unchecked == 0);
    }
    CHECK(npy_files(directory) == files);
    CHECK(file_bytes(directory + "/manifest") == manifest);
    return found == after;
}

/// Ends each change at every `stride`-th moment.
inline void kill_everywhere(spate::durability level, unsigned stride) {
    const scratch place;
    const std::string whole = place / "whole", work = place / "work";
    make_store(whole);
    all_arrays before, after;
    {
        spate::store of{whole, {.level = level}};
        before = contents(of);
    }
    for (const store_change& change : store_changes) {
        CAPTURE(change.name);
        copy_directory(whole, work);
        {
            spate::store of{work, {.level = level}};
            change.apply(of);
            after = contents(of);
        }
        if (change.name != std::string{"update"}) REQUIRE(after != before);
        const std::function<void()> do_it = [&] {
            spate::store of{work, {.level = level}};
            change.apply(of);
        };
        for (const auto& kill : {kill_at_system_call, kill_at_step}) {
            bool was_changed = false;
            unsigned n = 0;
            for (;; n += kill == kill_at_step ? 1 : stride) {
                CAPTURE(n);
                copy_directory(whole, work);
                const bool killed = kill(n, do_it);
                const bool now_changed = is_changed(work, before, after);
                CHECK((now_changed || !was_changed || !killed));
                was_changed = now_changed;
                if (killed) continue;
                CHECK(now_changed);
                break;
            }
            CHECK(n > 0);
        }
    }
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_STORE_KILL_HPP

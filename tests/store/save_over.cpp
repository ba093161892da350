// SPDX-License-Identifier: Apache-2.0
// Saving over arrays: the file that goes is used again, unless somebody still has it.
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>

#include "../support/store_kill.hpp"

#include <doctest/doctest.h>

namespace {

constexpr std::uint64_t rows = 700, columns = 100;

std::vector<std::uint8_t> round_of(unsigned number) { return test::elements_of<std::uint8_t>(rows * columns, number); }
void save(spate::store& to, unsigned number) { to.save<std::uint8_t>("e", round_of(number), {rows, columns}); }

std::uint64_t inode_of(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

TEST_CASE("an array that is saved over has two files in turn, of which one is left") {
    const test::scratch place;
    const std::string work = place / "work";
    std::set<std::uint64_t> inodes;
    {
        spate::store of{work};
        for (unsigned i = 0; i < 6; ++i) {
            save(of, i);
            CHECK(of.load<std::uint8_t>("e") == round_of(i));
            inodes.insert(inode_of(work + "/e.npy"));
        }
        // Another size, larger and smaller.
        for (const std::uint64_t other : {2 * rows, rows - 1, rows}) {
            const auto elements = test::elements_of<std::uint8_t>(other * columns, 9);
            of.save<std::uint8_t>("e", elements, {other, columns});
            CHECK(of.load<std::uint8_t>("e") == elements);
            inodes.insert(inode_of(work + "/e.npy"));
            CHECK(std::filesystem::file_size(work + "/e.npy") == 4096 + other * columns);
        }
    }
    CHECK(inodes.size() == 2);
    CHECK(test::stray_file(work, {"e"}) == "");
    spate::store again{work};
    CHECK(again.verify().whole());
    CHECK(again.verify().unchecked == 0);
}

TEST_CASE("who has an array open or in memory keeps it as it was when it is saved over") {
    const test::scratch place;
    const std::string work = place / "work";
    spate::store of{work};
    for (const bool closed : {false, true}) {
        CAPTURE(closed);
        save(of, 1);
        const int file = ::open((work + "/e.npy").c_str(), O_RDONLY | O_CLOEXEC);
        REQUIRE(file >= 0);
        const std::size_t size = 4096 + rows * columns;
        void* const there = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
        REQUIRE(there != MAP_FAILED);
        if (closed) ::close(file);
        for (unsigned i = 2; i < 6; ++i) save(of, i);
        CHECK(std::memcmp(static_cast<const std::byte*>(there) + 4096, round_of(1).data(), rows * columns) == 0);
        ::munmap(there, size);
        if (!closed) ::close(file);
        CHECK(of.load<std::uint8_t>("e") == round_of(5));
    }
}

TEST_CASE("files are not used again where the options say so, nor by an array that may be read by others") {
    const test::scratch place;
    const std::string work = place / "work";
    {
        spate::store of{work, {.reuse_files = false}};
        for (unsigned i = 0; i < 3; ++i) {
            save(of, i);
            CHECK(test::stray_file(work, {"e"}) == "");
        }
    }
    spate::store of{work};
    REQUIRE(::chmod((work + "/e.npy").c_str(), 0666) == 0);
    save(of, 4);
    of.save<std::uint8_t>("other", round_of(5), {rows, columns});
    struct stat found {};
    REQUIRE(::stat((work + "/other.npy").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) != 0666);
}

TEST_CASE("a fork of the process leaves the store to it, and holds up nobody") {
    const test::scratch place;
    std::optional<spate::store> of{std::in_place, place / "work"};
    save(*of, 0);
    save(*of, 1);
    pid_t during = 0;
    const std::uint64_t shape[] = {rows, columns};
    {
        spate::store_batch batch{*of};
        // The child has a copy of the descriptor of the file that is being written.
        batch.save("e", spate::dtype::uint8, shape, [&](auto& to) {
            during = ::fork();
            if (during == 0) {
                ::pause();
                ::_exit(0);
            }
            const std::vector<std::uint8_t> elements = round_of(2);
            to.write(std::as_bytes(std::span{elements}));
        });
    }
    const auto begin = std::chrono::steady_clock::now();
    CHECK(of->load<std::uint8_t>("e") == round_of(2));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{10});
    ::kill(during, SIGKILL);
    ::waitpid(during, nullptr, 0);
    const pid_t child = ::fork();
    if (child == 0) {
        of.reset();
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    const std::vector<std::uint8_t> last = round_of(3);
    {
        spate::store_batch batch{*of};
        for (std::uint64_t row = 0; row < 600; ++row)
            batch.replace<std::uint8_t>("e", std::vector<std::uint64_t>{row}, std::span<const std::uint8_t>{last}.first(columns));
    }
    CHECK(of->row<std::uint8_t>("e", 599)[7] == last[7]);
    CHECK(of->verify().problems.empty());
}

TEST_CASE("a process that is killed while it saves over an array again and again leaves one of them") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    {
        spate::store of{whole};
        save(of, 0);
    }
    constexpr unsigned count = 3;
    for (const spate::durability level : {spate::durability::none, spate::durability::full}) {
        const auto change = [&] {
            spate::store of{work, {.level = level}};
            for (unsigned i = 1; i <= count; ++i) save(of, i);
        };
        std::set<unsigned> seen;
        for (const bool steps : {false, true})
            for (unsigned n = 0;; ++n) {
                CAPTURE(steps);
                CAPTURE(n);
                test::copy_directory(whole, work);
                const bool killed = steps ? test::kill_at_step(n, change) : test::kill_at_system_call(n, change);
                for (const bool copied : {true, false}) {
                    // A copy has other inodes, and no file with two names.
                    const std::string& at = copied ? place / "copy" : work;
                    if (copied) test::copy_directory(work, at);
                    spate::store left{at, {.level = spate::durability::none}};
                    CHECK(left.warning() == "");
                    CHECK(left.verify().problems.empty());
                    const auto found = left.load<std::uint8_t>("e");
                    unsigned which = 0;
                    while (which <= count && round_of(which) != found) ++which;
                    CHECK(which <= count);
                    seen.insert(which);
                    CHECK(test::stray_file(at, left.names()) == "");
                }
                if (!killed) break;
            }
        CHECK(seen.size() == count + 1);
    }
}

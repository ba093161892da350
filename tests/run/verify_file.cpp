// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <vector>

#include <spate/run/verify_file.hpp>

#include "support.hpp"

namespace {

void put(const std::string& name, const std::vector<std::byte>& bytes) { test::write_text(name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}); }

}  // namespace

TEST_CASE("run/verify_file: the lowest difference is found, whatever thread meets one first") {
    const test::directory here;
    const test::hash_source source{2'500'000};
    const auto good = test::bytes_of(source, 0, 2'500'000);
    for (unsigned round = 0; round < 8; ++round) {
        test::shuffled workers{round + 1, round % 4 + 1, round};
        put(here / "file", good);
        const spate::verify_report same = spate::verify_file(workers, source, here / "file");
        CHECK(same.matches());
        CHECK(same.mark == good.size());
        for (const std::size_t lowest : {std::size_t{0}, std::size_t{262'143}, std::size_t{262'144}, std::size_t{1'000'001}, good.size() - 1}) {
            auto bad = good;
            for (std::size_t at = lowest; at < bad.size(); at += 100'000 + round) bad[at] ^= std::byte{4};
            put(here / "file", bad);
            const spate::verify_report found = spate::verify_file(workers, source, here / "file");
            CHECK(found.difference == lowest);
            CHECK_FALSE(found.matches());
            CHECK(found.mark <= lowest);
        }
    }
}

TEST_CASE("run/verify_file: short, long and empty files, parts and endless sources") {
    const test::directory here;
    const test::hash_source source{100'000};
    test::threads workers{2};
    put(here / "file", test::bytes_of({}, 0, 99'999));
    spate::verify_report found = spate::verify_file(workers, source, here / "file");
    CHECK(found.too_short());
    CHECK(found.difference == spate::unlimited);
    CHECK(found.mark == 99'999);
    CHECK_FALSE(found.matches());

    put(here / "file", test::bytes_of({}, 0, 100'001));
    found = spate::verify_file(workers, source, here / "file");
    CHECK(found.too_long());
    CHECK(found.difference == spate::unlimited);
    CHECK_FALSE(found.matches());
    CHECK(spate::verify_file(workers, test::hash_source{}, here / "file").matches());

    put(here / "file", {});
    CHECK(spate::verify_file(workers, test::hash_source{0}, here / "file").matches());
    CHECK_FALSE(spate::verify_file(workers, source, here / "file").matches());

    auto shard = test::bytes_of(source, 5000, 1000);
    put(here / "file", shard);
    CHECK(spate::verify_file(workers, source, here / "file", {.first = 5000, .length = 1000}).matches());
    CHECK(spate::verify_file(workers, source, here / "file", {.first = 5001, .length = 1000}).difference == 0);
    shard[500] ^= std::byte{1};
    put(here / "file", shard);
    CHECK(spate::verify_file(workers, source, here / "file", {.first = 5000, .length = 1000}).difference == 500);
    CHECK(spate::verify_file(workers, source, here / "file", {.first = 5000, .length = 1000, .from = 501}).matches());
    CHECK(spate::verify_file(workers, source, here / "file", {.first = 5000, .length = 1000, .to = 500}).matches());
    CHECK(spate::verify_file(workers, source, here / "file", {.first = 5000, .length = 1000, .from = 500}).difference == 500);
}

TEST_CASE("run/verify_file: stopped is not verified") {
    const test::directory here;
    put(here / "file", test::bytes_of({}, 0, 1000));
    const std::atomic<bool> stop{true};
    test::threads workers{1};
    const spate::verify_report found = spate::verify_file(workers, test::hash_source{1000}, here / "file", {.stop = &stop});
    CHECK(found.stopped);
    CHECK_FALSE(found.matches());
}

TEST_CASE("run/verify_file: what cannot be read is an error with a name") {
    const test::directory here;
    test::threads workers{1};
    const test::hash_source source{1000};
    CHECK_THROWS_WITH_AS((void)spate::verify_file(workers, source, here / "none"), doctest::Contains("open "), spate::io_error);
    CHECK_THROWS_WITH_AS((void)spate::verify_file(workers, source, here.path.string()), doctest::Contains("is a directory"), spate::config_error);
    put(here / "file", test::bytes_of({}, 0, 10));
    CHECK_THROWS_WITH_AS((void)spate::verify_file(workers, source, here / "file", {.first = 1001}), doctest::Contains("offset: 1001"), spate::config_error);
    CHECK_THROWS_WITH_AS((void)spate::verify_file(workers, source, here / "file", {.length = 1001}), doctest::Contains("length: 1001"), spate::config_error);
}

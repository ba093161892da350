// SPDX-License-Identifier: Apache-2.0
// Files whose units are known: what inspect must count.
#include <doctest/doctest.h>

#include <random>

#include "support.hpp"

namespace {

std::string noise(std::size_t size, unsigned seed) {
    std::mt19937 engine{seed};
    std::string out(size, '\0');
    for (char& letter : out) letter = static_cast<char>(engine());
    return out;
}

test::json inspect(const std::vector<std::string>& arguments) {
    const test::outcome made = test::run(arguments);
    REQUIRE_MESSAGE(made.status == 0, made.err);
    return test::json_parser::parse(made.out);
}

}  // namespace

TEST_CASE("cli/inspect: counts units, duplicates and zeros") {
    const test::directory here;
    const std::string file = here / "f";
    const std::string a = noise(4096, 1), b = noise(4096, 2), zero(4096, '\0');
    std::ofstream{file, std::ios::binary} << a << b << a << zero << a << zero << b << noise(4096, 3) << noise(100, 4);

    const test::json report = inspect({"inspect", file, "--unit", "512,4KiB,8KiB,12KiB,64KiB", "--json"});
    CHECK(report["size"].value == 8 * 4096 + 100);
    REQUIRE(report["units"].items.size() == 5);
    struct expected {
        double unit, units, unique, zero, most, rest;
    };
    // 8 KiB: ab, a0, a0, bc. 12 KiB: aba, 0a0.
    const expected all[] = {
        {512, 64, 8 * 3 + 1, 16, 16, 100}, {4096, 8, 4, 2, 3, 100}, {8192, 4, 3, 0, 2, 100}, {12288, 2, 2, 0, 1, 8292}, {65536, 0, 0, 0, 0, 32868}};
    for (std::size_t i = 0; i < 5; ++i) {
        const test::json& unit = report["units"][i];
        CAPTURE(all[i].unit);
        CHECK(unit["unit"].value == all[i].unit);
        CHECK(unit["units"].value == all[i].units);
        CHECK(unit["unique"].value == all[i].unique);
        CHECK(unit["zero_units"].value == all[i].zero);
        CHECK(unit["most_references"].value == all[i].most);
        CHECK(unit["rest_bytes"].value == all[i].rest);
    }
    CHECK(report["units"][1]["dedup_ratio"].value == 2);
    CHECK(report["units"][4]["dedup_ratio"].kind == test::json::null);

    const test::outcome text = test::run({"inspect", file});
    CHECK(text.status == 0);
    CHECK(text.out.find("The last 100 bytes are less than a unit of 4 KiB and not counted.") != std::string::npos);
    for (const char* word : {"lz4", "zstd 3", "zlib 6", "snappy", "2.00000"}) CHECK(text.out.find(word) != std::string::npos);
}

TEST_CASE("cli/inspect: empty files and files smaller than a unit") {
    const test::directory here;
    for (const std::size_t size : {0u, 1u, 4095u}) {
        const std::string file = here / std::to_string(size);
        std::ofstream{file, std::ios::binary} << noise(size, 1);
        const test::json unit = inspect({"inspect", file, "--json"})["units"][0];
        CHECK(unit["units"].value == 0);
        CHECK(unit["rest_bytes"].value == static_cast<double>(size));
        CHECK(unit["compression"][0]["ratio"].kind == test::json::null);
        CHECK(test::run({"inspect", file}).status == 0);
    }
}

TEST_CASE("cli/inspect: more units than the memory can count are refused") {
    const test::directory here;
    const std::string file = here / "f";
    std::ofstream{file};
    if (::truncate(file.c_str(), off_t{1} << 43) != 0) {
        MESSAGE("this file system has no files of 8 TiB");
        return;
    }
    const test::outcome refused = test::run({"inspect", file, "--unit", "512"});
    CHECK(refused.status == 2);
    CHECK(refused.err.find("--unit 512: needs 256 GiB of memory") != std::string::npos);
}

TEST_CASE("cli/inspect: a sample's error covers the difference to all units") {
    const test::directory here;
    const std::string file = here / "f";
    // zlib's sample is 64 MiB: of 72 MiB in units of 8 MiB it takes 8 of 9, whose compressed sizes differ.
    {
        std::ofstream out{file, std::ios::binary};
        const std::string random = noise(1 << 20, 5);
        for (std::size_t i = 0; i < 9; ++i) {
            std::string unit(std::size_t{8} << 20, static_cast<char>('a' + i));
            for (std::size_t at = 0; at < i; ++at) std::copy_n(random.begin(), 50000 + 9000 * i, unit.begin() + static_cast<std::ptrdiff_t>(at << 18));
            out << unit;
        }
    }
    const test::json sampled = inspect({"inspect", file, "--unit", "8MiB", "--json"})["units"][0]["compression"][2];
    const test::json full = inspect({"inspect", file, "--unit", "8MiB", "--json", "--full"})["units"][0]["compression"][2];
    CHECK(sampled["codec"].text == "zlib");
    CHECK(sampled["sampled_units"].value == 8);
    CHECK(full["sampled_units"].value == 9);
    CHECK(full["standard_error"].value == 0);
    CHECK(sampled["standard_error"].value > 0);
    CHECK(sampled["ratio"].value != full["ratio"].value);
    CHECK(std::abs(sampled["ratio"].value - full["ratio"].value) < 4 * sampled["standard_error"].value);
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/histogram.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>

#include "../support/random.hpp"

using namespace spate;

namespace {

using rows = std::vector<reference_row>;

std::string refused(std::string_view text) {
    try {
        (void)parse_histogram(text, "here.txt");
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

struct scratch {
    std::string path = (std::filesystem::temp_directory_path() / ("spate_histogram_" + std::to_string(::getpid()))).string();
    explicit scratch(std::string_view content) { std::ofstream{path, std::ios::binary} << content; }
    ~scratch() { std::remove(path.c_str()); }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
};

}  // namespace

TEST_CASE("dedup/histogram: lines of duplicates and contents; comments, blank lines, any order, any blanks, any line ends") {
    CHECK(parse_histogram("0 100\n1 20\n9 1\n") == rows{{10, 1}, {2, 20}, {1, 100}});
    CHECK(parse_histogram("9 1\n0 100") == rows{{10, 1}, {1, 100}});
    CHECK(parse_histogram("# a file\n\n  \n0 100 # singletons\r\n\t9\t 1 \r\n\n") == rows{{10, 1}, {1, 100}});
    CHECK(parse_histogram("3 5\n0 1\n3 6\n") == rows{{4, 11}, {1, 1}});
    CHECK(parse_histogram("281474976710655 1\n") == rows{{std::uint64_t{1} << 48, 1}});
    CHECK(parse_histogram("0000 0001\n") == rows{{1, 1}});
}

TEST_CASE("dedup/histogram: what is written is what is read") {
    test::dice dice{1};
    for (int round = 0; round < 50; ++round) {
        std::map<std::uint64_t, std::uint64_t> drawn;
        for (std::uint64_t i = dice.from(1, 50); i != 0; --i) drawn[dice.from(1, 100'000)] = dice.from(1, 1'000'000);
        rows list;
        for (auto it = drawn.rbegin(); it != drawn.rend(); ++it) list.push_back({it->first, it->second});
        CHECK(parse_histogram(format_histogram(list)) == list);
        const scratch file{format_histogram(list)};
        CHECK(read_histogram(file.path) == list);
    }
    CHECK(format_histogram(rows{{10, 1}, {1, 100}, {10, 2}}) == "0 100\n9 3\n");
}

TEST_CASE("dedup/histogram: a malformed line is refused with the file and the line") {
    const std::string two = " is not two whole numbers; write the duplicates and the number of contents, like: 2 1000";
    CHECK(refused("0 5\n7\n") == "histogram: here.txt:2: \"7\"" + two);
    CHECK(refused("0 5\n\n# x\n1 2 3\n") == "histogram: here.txt:4: \"1 2 3\"" + two);
    CHECK(refused("a 5") == "histogram: here.txt:1: \"a 5\"" + two);
    CHECK(refused("-1 5") == "histogram: here.txt:1: \"-1 5\"" + two);
    CHECK(refused("1.5 5") == "histogram: here.txt:1: \"1.5 5\"" + two);
    CHECK(refused("1,5") == "histogram: here.txt:1: \"1,5\"" + two);
    CHECK(refused("0 5\n3 0\n") == "histogram: here.txt:2: \"3 0\" has no contents; leave the line out");
    CHECK(refused("99999999999999999999999999 1") ==
          "histogram: here.txt:1: \"99999999999999999999999999 1\" has a number above 2^48; describe a part of the data, or larger units");
    CHECK(refused("281474976710656 1") ==
          "histogram: here.txt:1: \"281474976710656 1\" makes it more than 2^48 units in all; describe a part of the data, or larger units");
    CHECK(refused("281474976710655 1\n0 1\n") ==
          "histogram: here.txt:2: \"0 1\" makes it more than 2^48 units in all; describe a part of the data, or larger units");
    CHECK(refused("281474976710655 281474976710655").find("more than 2^48 units") != std::string::npos);
    CHECK(refused("") == "histogram: here.txt has no rows; write lines like: 2 1000");
    CHECK(refused("# nothing\n\n") == "histogram: here.txt has no rows; write lines like: 2 1000");
    const scratch file{"0 1\nx\n"};
    try {
        (void)read_histogram(file.path);
        FAIL_CHECK("accepted");
    } catch (const config_error& error) {
        CHECK(std::string{error.what()} == "histogram: " + file.path + ":2: \"x\"" + two);
    }
    CHECK_THROWS_AS((void)read_histogram(file.path + ".absent"), io_error);
    CHECK_THROWS_AS((void)read_histogram("/"), io_error);
}

TEST_CASE("dedup/histogram: a file's units are counted, whatever its size") {
    test::dice dice{2};
    for (const std::size_t unit : {std::size_t{512}, std::size_t{4096}, std::size_t{1536}, std::size_t{3} << 20})
        for (const std::size_t rest : {std::size_t{0}, std::size_t{1}, unit - 1}) {
            const std::size_t units = unit > 1'000'000 ? 7 : 3000;
            std::string bytes;
            std::map<std::string, std::uint64_t> seen;
            for (std::size_t i = 0; i < units; ++i) {
                // Units that agree but for one byte, somewhere.
                std::string one(unit, 'x');
                const std::uint64_t number = dice.below(dice.below(units) + 1);
                one[static_cast<std::size_t>(number * 797) % unit] = static_cast<char>('a' + number % 20);
                ++seen[one];
                bytes += one;
            }
            bytes.append(rest, 'r');
            std::map<std::uint64_t, std::uint64_t, std::greater<>> counts;
            for (const auto& [content, count] : seen) ++counts[count];
            rows wanted;
            for (const auto& [references, contents] : counts) wanted.push_back({references, contents});
            const scratch file{bytes};
            CHECK(measure_histogram(file.path, unit) == wanted);
        }
}

TEST_CASE("dedup/histogram: what cannot be measured is refused") {
    const scratch file{std::string(1000, 'x')};
    CHECK(measure_histogram(file.path, 512) == rows{{1, 1}});
    CHECK_THROWS_WITH_AS((void)measure_histogram(file.path, 1024),
                         ("histogram: " + file.path + " has no unit of 1024 bytes; give a larger file or a smaller unit").c_str(), config_error);
    CHECK_THROWS_AS((void)measure_histogram(file.path, 0), config_error);
    CHECK_THROWS_AS((void)measure_histogram(file.path, 1000), config_error);
    CHECK_THROWS_AS((void)measure_histogram(file.path, (std::uint64_t{64} << 20) + 512), config_error);
    CHECK_THROWS_AS((void)measure_histogram(file.path + ".absent", 4096), io_error);
    CHECK_THROWS_AS((void)measure_histogram("/", 4096), io_error);
}

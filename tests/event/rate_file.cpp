// SPDX-License-Identifier: Apache-2.0
#include <spate/event/rate_file.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <spate/event/schedule.hpp>

using namespace spate;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

std::string problem(const std::string& text) {
    try {
        (void)parse_rates(text, "load.csv");
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

void check(const rate_file& read) {
    REQUIRE(read.steps.size() == 3);
    CHECK(read.steps[0].offset == 0);
    CHECK(read.steps[0].rate == ratio{1500, 1});
    CHECK(read.steps[1].offset == 60 * second);
    CHECK(read.steps[1].rate == ratio{3601, 2});
    CHECK(read.steps[2].offset == 90 * second + second / 4);
    CHECK(read.steps[2].rate == ratio{1, 1});
}

}  // namespace

TEST_CASE("event/rate_file: CSV and NDJSON, seconds and instants") {
    check(parse_rates("seconds,rate\n0,1500\n60,1800.5\n90.25,1\n"));
    check(parse_rates("0, 1500\r\n\r\n60 ,\"1800.50\"\r\n 90.250 , 1"));
    check(parse_rates("{\"seconds\": 0, \"rate\": 1500}\n{\"rate\":1800.5,\"seconds\":60}\n{\"seconds\":90.25,\"rate\":1}\n"));
    const rate_file times = parse_rates("time,rate\n2026-08-01T07:46:00Z,1500\n2026-08-01T09:47:00+02:00,1800.5\n2026-08-01T07:47:30.25Z,1\n");
    check(times);
    CHECK(times.start == 1'785'570'360'000'000'000);
    const rate_file objects = parse_rates(
        "{\"time\":\"2026-08-01T07:46:00Z\",\"rate\":\"1500\"}\n{\"time\":\"2026-08-01T07:47:00Z\",\"rate\":1800.5}\n{\"time\":\"2026-08-01T07:47:30.250Z\","
        "\"rate\":1}");
    check(objects);
    CHECK(objects.start == times.start);
    CHECK_FALSE(parse_rates("0,1").start.has_value());
}

TEST_CASE("event/rate_file: numbers with more digits than a ratio has lose their last") {
    CHECK(parse_rates("0,1000000000").steps[0].rate == ratio{1'000'000'000, 1});
    CHECK(parse_rates("0,123456.7890123456").steps[0].rate == ratio{1'234'567'890, 10'000});
    CHECK(parse_rates("0,0.000000001").steps[0].rate == ratio{1, 1'000'000'000});
    CHECK(parse_rates("0,5\n0.0000000019,6").steps[1].offset == 1);
}

TEST_CASE("event/rate_file: a replay has the counts of its file") {
    const schedule when{0, parse_rates("0,1500\n60,1800\n120,0\n").shape(180 * second)};
    CHECK(when.count_before(60'000'000'000) == 90'000);
    CHECK(when.count_before(120'000'000'000) == 198'000);
    CHECK(when.count_before(180'000'000'000) == 198'000);
    CHECK(when.count_before(240'000'000'000) == 288'000);
}

TEST_CASE("event/rate_file: what is wrong is told with its line") {
    CHECK(problem("seconds,rate\n0,1\nsix,2\n").starts_with("load.csv, line 3: \"six\" is not a number from 0 on"));
    CHECK(problem("0,1\n5\n").starts_with("load.csv, line 2: \"5\" is not a time and a rate; write lines like"));
    CHECK(problem("0,1,2\n").starts_with("load.csv, line 1: \"0,1,2\" is not a time and a rate"));
    CHECK(problem("0,-1\n").find("\"-1\" is not a number from 0 on") != std::string::npos);
    CHECK(problem("0,1.\n").find("\"1.\" is not a number from 0 on") != std::string::npos);
    CHECK(problem("0,1e3\n").find("\"1e3\" is not a number from 0 on") != std::string::npos);
    CHECK(problem("0,2000000000\n").find("2000000000 is more than a stream can have") != std::string::npos);
    CHECK(problem("2000000000,1\n").find("is too late") != std::string::npos);
    CHECK(problem("0,1\n10,1\n\n10,1\n").starts_with("load.csv, line 4: 10 is not after the time in the line before"));
    CHECK(problem("2026-08-01,1\n2026-07-01,2\n").starts_with("load.csv, line 2: 2026-07-01 is not after"));
    CHECK(problem("2026-08-01,1\n7,2\n").starts_with("load.csv, line 2: 7 is not the same kind of time"));
    CHECK(problem("2026-08-01T00:00:00,1\n").find("has no time zone") != std::string::npos);
    CHECK(problem("{\"seconds\":1}\n").find("{\"seconds\":1}\" is not a time and a rate") != std::string::npos);
    CHECK(problem("{\"minutes\":1,\"rate\":2}\n").starts_with("load.csv, line 1: \"minutes\" is not known here"));
    CHECK(problem("seconds,rate\n") == "load.csv: has no rates; give lines like 0,1500");
}

TEST_CASE("event/rate_file: files are read, and those that are not there are told of") {
    const std::string path = (std::filesystem::temp_directory_path() / ("spate-rate-file-" + std::to_string(::getpid()) + ".csv")).string();
    std::ofstream{path} << "0,1500\n60,1800.5\n90.25,1\n";
    check(read_rates(path));
    std::remove(path.c_str());
    CHECK_THROWS_AS((void)read_rates(path), io_error);
}

// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>
#include <random>
#include <string>

#include <spate/run/record.hpp>

#include "support.hpp"

namespace {

const spate::run_record sample{{{"seed", "42"}, {"text \"quoted\\\"", "line\nbreak\x01 \xc3\xa9"}}, 1'000'000, 123'456, false};

}  // namespace

TEST_CASE("run/record: what is written is read again") {
    const spate::run_record others[] = {
        sample, {}, {{}, 0, 0, true}, {{{"a", ""}}, spate::unlimited, 77, false}, {{{"a", "b"}}, ~std::uint64_t{0} - 1, ~std::uint64_t{0} - 1, true}};
    for (const spate::run_record& record : others) CHECK(spate::parse_record(spate::to_json(record), "x") == record);
}

TEST_CASE("run/record: another JSON writer's blanks, order and escapes are read") {
    const std::string text = spate::to_json({{{"k", "\xc3\xa9\xf0\x9f\x98\x80/"}}, spate::unlimited, 5, false});
    const std::size_t from = text.find("\"specification_hash\": \"") + 23;
    const std::string hash = text.substr(from, 16);
    const auto record =
        spate::parse_record("{\"complete\":false,\"mark\":5,\"size\":\"unlimited\",\"specification_hash\":\"" + hash +
                                "\",\t\"specification\" :{\"\\u006B\":\"\\u00e9\\uD83D\\ude00\\/\"},\r\n\"version\":1,\"format\":\"spate run\"}",
                            "x");
    CHECK(record.entries == spate::specification{{"k", "\xc3\xa9\xf0\x9f\x98\x80/"}});
    CHECK(record.mark == 5);
}

TEST_CASE("run/record: a record that was cut off anywhere is refused, and the file is named") {
    const std::string text = spate::to_json(sample);
    for (std::size_t n = 0; n + 1 < text.size(); ++n) {
        CAPTURE(n);
        CHECK_THROWS_WITH_AS((void)spate::parse_record(text.substr(0, n), "some/out.spate.json"),
                             doctest::Contains("some/out.spate.json is not a record of a run: line"), spate::config_error);
    }
}

TEST_CASE("run/record: a changed byte is refused or changes nothing but size, mark and state") {
    const std::string text = spate::to_json(sample);
    std::mt19937 random{1};
    std::size_t refused = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int round = 0; round < 4; ++round) {
            std::string bad = text;
            bad[at] = static_cast<char>(random());
            try {
                const spate::run_record read = spate::parse_record(bad, "x");
                CHECK(read.entries == sample.entries);
            } catch (const spate::config_error&) {
                ++refused;
            }
        }
    }
    CHECK(refused > text.size() * 3);
}

TEST_CASE("run/record: messages say what is wrong") {
    const std::string text = spate::to_json(sample);
    const auto with = [&](std::string_view old, std::string_view replacement) {
        std::string out = text;
        const std::size_t at = out.find(old);
        REQUIRE(at != std::string::npos);
        out.replace(at, old.size(), replacement);
        return out;
    };
    const std::pair<std::string, const char*> cases[] = {
        {"", "line 1: the file ends in the middle"},
        {"garbage", "line 1: an object is expected"},
        {text + "x", "something follows the end"},
        {with("spate run", "other"), "the format is \"other\""},
        {with("\"version\": 1", "\"version\": 2"), "version 2 is not known"},
        {with("\"42\"", "\"43\""), "the specification was changed"},
        {with("123456", "1000001"), "the mark 1000001 lies beyond the size 1000000"},
        {with("false", "true"), "it is complete, but its mark 123456 is not its size"},
        {with("false", "maybe"), "line 11: true or false is expected"},
        {with("123456", "18446744073709551616"), "a number is too large"},
        {with("123456", "-1"), "a whole number is expected"},
        {with("123456", "012"), "a whole number is expected"},
        {with("\"mark\"", "\"size\""), "\"size\" occurs twice"},
        {with("\"mark\"", "\"flag\""), "\"flag\" is not known"},
        {with("  \"mark\": 123456,\n", ""), "\"mark\" is missing"},
        {with("1000000", "\"much\""), "a size is a number or \"unlimited\""},
        {with("\"42\"", "\"\\ud800x\""), "half of a surrogate pair"},
        {with("\"42\"", "\"\\q\""), "an unknown escape"},
        {with("\"42\"", "\"\n\""), "a control character"},
    };
    for (const auto& [bad, message] : cases) CHECK_THROWS_WITH_AS((void)spate::parse_record(bad, "x"), doctest::Contains(message), spate::config_error);
}

TEST_CASE("run/record: the hash tells entries apart by key, value and order") {
    const auto hash = [](const spate::specification& entries) { return spate::hash_of(entries); };
    CHECK(hash({{"a", "b"}}) == hash({{"a", "b"}}));
    CHECK(hash({{"a", "b"}}) != hash({{"b", "a"}}));
    CHECK(hash({{"a", "b"}, {"c", "d"}}) != hash({{"c", "d"}, {"a", "b"}}));
    CHECK(hash({{"ab", ""}}) != hash({{"a", "b"}}));
    CHECK(hash({}) != hash({{"", ""}}));
}

TEST_CASE("run/record: files") {
    const test::directory here;
    const std::string file = spate::record_path(here / "out");
    CHECK(file == here / "out.spate.json");
    CHECK_THROWS_AS((void)spate::load_record(file), spate::io_error);
    REQUIRE_FALSE(spate::save_record(file, sample));
    CHECK(spate::load_record(file) == sample);
    spate::run_record later = sample;
    later.mark = 7;
    REQUIRE_FALSE(spate::save_record(file, later, true));
    CHECK(spate::load_record(file) == later);
    CHECK_FALSE(std::filesystem::exists(file + ".partial"));
    test::write_text(file, std::string((1 << 20) + 1, ' '));
    CHECK_THROWS_WITH_AS((void)spate::load_record(file), doctest::Contains("larger than 1 MiB"), spate::config_error);
    CHECK(spate::save_record(here / "no/such", sample) == std::errc::no_such_file_or_directory);
}

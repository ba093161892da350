// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_files.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <spate/delta/local_store.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

#include "../support/scratch.hpp"

using namespace spate;

namespace {

// One for all, since columns refer to its texts.
const auto& table() {
    static const auto made = schema(field<"id">(sequence()), field<"city">(nullable(one_of({"Paris", "a/b=c", ""}), 0.2)),
                                    field<"day">(dates("2026-01-01", "2026-01-02")), field<"n">(uniform_int(0, 9)));
    return made;
}

std::uint64_t records_of(const delta_add& one) { return std::stoull(one.stats.substr(one.stats.find(':') + 1)); }

}  // namespace

TEST_CASE("delta/delta_files: rows without partitions go to one file after the other, each of the size that was asked for, none of them half") {
    const test::scratch folder;
    local_store store{folder / "t"};
    delta_file_format format = delta_file_format::of(table().type(), {});
    format.target_file_size = 4096;
    format.parquet_file.row_group_rows = 256;
    format.codec = "snappy";
    batch rows;
    std::vector<delta_add> made;
    {
        delta_files files{store, format};
        for (std::uint64_t first = 0; first < 4096; first += 512) {
            table().fill(first, 512, rows);
            files.add(rows);
        }
        made = files.close();
    }
    REQUIRE(made.size() > 2);
    std::uint64_t all = 0;
    for (const delta_add& one : made) {
        CHECK(one.path.starts_with("part-00000-"));
        CHECK(one.path.ends_with(".snappy.parquet"));
        CHECK(std::filesystem::file_size(folder / ("t/" + one.path)) == static_cast<std::uintmax_t>(one.size));
        CHECK(one.partition_values.empty());
        CHECK(one.modification_time > 1'700'000'000'000);
        const std::string text = test::file_bytes(folder / ("t/" + one.path));
        CHECK(text.substr(0, 4) == "PAR1");
        CHECK(text.substr(text.size() - 4) == "PAR1");
        // Files follow one another.
        CHECK(one.stats.find("\"minValues\":{\"id\":" + std::to_string(all) + ",") != std::string::npos);
        all += records_of(one);
    }
    CHECK(all == 4096);
    CHECK(test::file_names(folder / "t").size() == made.size());
}

TEST_CASE("delta/delta_files: rows are parted by the values of columns, which the log has as texts and folders as Hive writes them") {
    const test::scratch folder;
    local_store store{folder / "t"};
    const delta_file_format format = delta_file_format::of(table().type(), {"city", "day"});
    batch rows;
    delta_files files{store, format};
    std::map<std::string, std::uint64_t> expected;
    for (std::uint64_t first = 0; first < 1000; first += 500) {
        table().fill(first, 500, rows);
        for (std::size_t i = 0; i < 500; ++i)
            ++expected[(rows.columns[1].is_null(i) ? "" : std::string{rows.columns[1].text(i)}) + '|' + value_text({.id = type_id::date}, rows.columns[2], i)];
        files.add(rows);
    }
    std::map<std::string, std::uint64_t> found;
    std::set<std::string> folders;
    for (const delta_add& one : files.close()) {
        const std::optional<std::string> city = one.partition_values.at("city");
        CHECK(city != std::optional<std::string>{""});
        found[city.value_or("") + '|' + one.partition_values.at("day").value()] += records_of(one);
        folders.insert(one.path.substr(0, one.path.find('/')));
        CHECK(one.stats.find("\"city\"") == std::string::npos);
        CHECK(one.stats.find("\"id\"") != std::string::npos);
        CHECK(std::filesystem::file_size(folder / ("t/" + one.path)) == static_cast<std::uintmax_t>(one.size));
    }
    CHECK(found == expected);
    CHECK(folders == std::set<std::string>{"city=Paris", "city=__HIVE_DEFAULT_PARTITION__", "city=a%2Fb%3Dc"});
}

TEST_CASE("delta/delta_files: a writer that is not closed leaves nothing; what files cannot be parted by is refused") {
    const test::scratch folder;
    local_store store{folder / "t"};
    const delta_file_format format = delta_file_format::of(table().type(), {});
    {
        batch rows;
        table().fill(0, 100, rows);
        delta_files files{store, format};
        files.add(rows);
    }
    CHECK(test::file_names(folder / "t").empty());
    CHECK_THROWS_WITH_AS(delta_file_format::of(table().type(), {"town"}), doctest::Contains("name one of id, city, day, n"), config_error);
    CHECK_THROWS_WITH_AS(delta_file_format::of(table().type(), {"id", "city", "day", "n"}), doctest::Contains("leave one out"), config_error);
    CHECK_THROWS_WITH_AS(delta_file_format::of({{"b", {.id = type_id::binary}}, {"n", {}}}, {"b"}), doctest::Contains("cannot be parted by"), config_error);
}

TEST_CASE("delta/delta_files: files that were complete, but never handed over, go with their writer") {
    const test::scratch folder;
    local_store store{folder / "t"};
    delta_file_format format = delta_file_format::of(table().type(), {});
    format.target_file_size = 1024;
    format.parquet_file.row_group_rows = 256;
    {
        batch rows;
        table().fill(0, 512, rows);
        delta_files files{store, format};
        files.add(rows);
        CHECK(test::file_names(folder / "t").size() == 1);
    }
    CHECK(test::file_names(folder / "t").empty());
}

TEST_CASE("delta/delta_files: the two zeros are one partition; names that no file system takes are cut, and still differ") {
    const test::scratch folder;
    local_store store{folder / "t"};
    const std::string stem(300, 'x'), one = stem + "1", other = stem + "2", odd = std::string(181, 'y') + std::string(40, '\n');
    const auto made = schema(field<"id">(sequence()), field<"f">(one_of({0.0, -0.0})), field<"t">(one_of({one.c_str(), other.c_str(), odd.c_str()})));
    const delta_file_format format = delta_file_format::of(made.type(), {"f", "t"});
    batch rows;
    made.fill(0, 100, rows);
    delta_files files{store, format};
    files.add(rows);
    std::set<std::string> values, folders;
    for (const delta_add& file : files.close()) {
        CHECK(file.partition_values.at("f") == "0");
        values.insert(file.partition_values.at("t").value());
        folders.insert(file.path.substr(0, file.path.rfind('/')));
        CHECK(std::filesystem::file_size(folder / ("t/" + file.path)) == static_cast<std::uintmax_t>(file.size));
    }
    CHECK(values == std::set<std::string>{one, other, odd});
    CHECK(folders.size() == 3);
    for (const std::string& name : folders) {
        const std::string last = name.substr(name.rfind('/') + 1);
        CHECK(last.size() <= 200);
        const std::size_t hash = last.rfind('-');
        for (std::size_t i = 0; i < hash; ++i)
            if (last[i] == '%') CHECK(i + 2 < hash);
    }
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/template_text.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/schema/runtime_schema.hpp>

#include "../field/laws.hpp"

using namespace spate;

namespace {

runtime_schema table(const std::string& text) {
    return runtime_schema{{{"made", template_text{text}},
                           {"n", sequence(-2)},
                           {"name", one_of({"Zo\xc3\xab \xc3\x85str\xc3\xb6m",
                                            "Stra\xc3\x9f"
                                            "e \xe6\x97\xa5!",
                                            "O'Brien"})},
                           {"price", decimal(-999, 999, 2)},
                           {"r", uniform_real<double>(0, 1)},
                           {"flag", boolean(ratio{1, 2})},
                           {"day", dates("2026-08-01", "2026-08-01")},
                           {"at", timestamps("2026-08-01T07:46:38Z", "2026-08-01T07:46:38.001Z", 3)},
                           {"key", uuid4()},
                           {"maybe", nullable(sequence(), 0.3)},
                           {"a b", sequence(7)},
                           {"x|y}{`", sequence(9)},
                           {"list", list_of(sequence(), 0, 2)}},
                          "t"};
}
std::string refused(const std::string& text) {
    try {
        (void)table(text);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}
// The texts of 700 rows; whatever the partition, they are the same.
std::vector<std::string> texts(const std::string& text) {
    const runtime_schema made = table(text);
    batch rows, part;
    made.fill(0, 700, rows);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < 700; ++i) out.push_back(rows.columns[0].is_null(i) ? "<null>" : std::string{rows.columns[0].text(i)});
    for (const auto& [first, size] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 65}, {511, 2}, {600, 100}}) {
        made.fill(first, size, part);
        laws::check_column(made.type()[0].type, part.columns[0], size);
        for (std::size_t i = 0; i < size; ++i) REQUIRE((part.columns[0].is_null(i) ? "<null>" : part.columns[0].text(i)) == out[first + i]);
    }
    return out;
}

}  // namespace

TEST_CASE("schema/template_text: fields as formats write them") {
    CHECK(texts("{n}:{n}/{a b}")[1] == "-1:-1/8");
    CHECK(texts("<{`x|y}{```}{`a b`}>")[1] == "<108>");
    CHECK(texts("{`x|y}{```|words|lower}")[1] == "10");
    CHECK(texts("{day} {at}")[600] == "2026-08-01 2026-08-01T07:46:38.000Z");
    CHECK(texts("{{{n}}} {{n}}")[0] == "{-2} {n}");
    CHECK(texts("nothing")[699] == "nothing");
    CHECK(texts("")[5].empty());
    CHECK(texts("{key}")[5].size() == 36);
    const runtime_schema all = table("{price};{r};{flag};{name}");
    batch rows;
    all.fill(0, 100, rows);
    const record_type type = all.type();
    for (std::size_t i = 0; i < 100; ++i) {
        std::string wanted;
        for (const std::size_t field : {3u, 4u, 5u, 2u}) wanted += (wanted.empty() ? "" : ";") + value_text(type[field].type, rows.columns[field], i);
        REQUIRE(rows.columns[0].text(i) == wanted);
    }
}

TEST_CASE("schema/template_text: options") {
    const runtime_schema made = table("{name|ascii|lower}<{name|upper}<{name|ascii|words|lower}<{flag|upper}");
    batch rows;
    made.fill(0, 300, rows);
    std::size_t seen[3] = {};
    for (std::size_t i = 0; i < 300; ++i) {
        const std::string_view name = rows.columns[2].text(i);
        const std::string flag = rows.columns[5].boolean(i) ? "TRUE" : "FALSE";
        const std::size_t which = name.starts_with("Z") ? 0 : name.starts_with("S") ? 1 : 2;
        const std::string wanted[] = {"zoe astrom<ZO\xc3\xab \xc3\x85STR\xc3\xb6M<zoe-astrom<",
                                      "strasse !<STRA\xc3\x9f"
                                      "E \xe6\x97\xa5!<strasse<",
                                      "o'brien<O'BRIEN<o-brien<"};
        REQUIRE(rows.columns[0].text(i) == wanted[which] + flag);
        ++seen[which];
    }
    for (const std::size_t count : seen) CHECK(count > 50);
}

TEST_CASE("schema/template_text: nulls") {
    const std::vector<std::string> null = texts("{n}-{maybe}"), empty = texts("{n}-{maybe|empty}");
    batch rows;
    table("{n}").fill(0, 700, rows);
    std::size_t nulls = 0;
    for (std::size_t i = 0; i < 700; ++i) {
        const bool missing = rows.columns[9].is_null(i);
        const std::string n = std::to_string(static_cast<int>(i) - 2);
        REQUIRE(null[i] == (missing ? "<null>" : n + "-" + std::to_string(i)));
        REQUIRE(empty[i] == n + "-" + (missing ? "" : std::to_string(i)));
        nulls += missing;
    }
    CHECK(nulls > 150);
    CHECK(table("{maybe}").type()[0].type.nullable);
    CHECK_FALSE(table("{maybe|empty}").type()[0].type.nullable);
}

TEST_CASE("schema/template_text: errors have a place and a remedy") {
    CHECK(refused("a}b") == "text: \"a}b\" at column 2: this brace closes none; write }} for a brace in the text");
    CHECK(refused("ab{n") == "text: \"ab{n\" at column 3: this brace is not closed; write } behind the name of a field, or {{ for a brace in the text");
    CHECK(refused("{}") == "text: \"{}\" at column 2: here a field has no name; write {field}, or {{ for a brace in the text");
    CHECK(refused("{a{b}").find("here a name has a brace") != std::string::npos);
    CHECK(refused("{n|lwoer}") == "text: \"{n|lwoer}\" at column 4: there is no option \"lwoer\"; did you mean \"lower\"?");
    CHECK(refused("a{`n") == "text: \"a{`n\" at column 3: what begins here does not end; write ` behind it");
    CHECK(refused("a{`n`").find("at column 2: this brace is not closed") != std::string::npos);
    CHECK(refused("a{`n`x}") == "text: \"a{`n`x}\" at column 6: behind the name there is more; write | and an option, or }");
    CHECK(refused("{``}").find("here a field has no name") != std::string::npos);
    CHECK(refused("{").find("this brace is not closed") != std::string::npos);
    CHECK(refused("{n|}").find("there is no option \"\"") != std::string::npos);
    CHECK(refused("x{list}").find("at column 3: the field \"list\" holds values that have no text") != std::string::npos);
    CHECK(refused(std::string(10001, 'a')).find("more than 10000 bytes") != std::string::npos);
    CHECK_THROWS_WITH_AS(template_text{"{n}{prize}"}.check_names({"n", "price"}),
                         "text: \"{n}{prize}\" at column 5: there is no field \"prize\"; did you mean \"price\"?", config_error);
}

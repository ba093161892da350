// SPDX-License-Identifier: Apache-2.0
// What the guides list is what the library has.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <spate/schema/generator_kinds.hpp>

using namespace spate;

namespace {

std::string in_markdown(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (letter == '|' || letter == '\\') out += '\\';
        out += letter;
    }
    return out;
}

std::string line_of(const generator_kind& kind) {
    std::string out = "| `" + std::string{kind.name} + "` | " + in_markdown(kind.about) + " |";
    for (const parameter& one : kind.parameters) {
        out += &one == &kind.parameters.front() ? " " : "<br>";
        out += (one.required ? "**`" : "`") + std::string{one.name} + (one.required ? "`**" : "`") + ": " + in_markdown(one.about);
        for (const std::string_view name : one.names) out += (name == one.names.front() ? " (" : ", ") + std::string{name};
        if (!one.names.empty()) out += ')';
    }
    return out + " |\n";
}

}  // namespace

TEST_CASE("guides: schemas.md lists every type of specifications with what it takes") {
    std::ifstream file{SPATE_SOURCE_DIR "/examples/guide/schemas.md"};
    std::ostringstream page;
    page << file.rdbuf();
    std::string expected = "| type | what | takes |\n|---|---|---|\n";
    for (const generator_kind& kind : generator_kinds()) expected += line_of(kind);
    INFO("the table should be\n" << expected);
    const std::string text = page.str();
    const std::size_t begin = text.find("| type | what |");
    REQUIRE(begin != std::string::npos);
    const std::size_t end = text.find("\n\n", begin);
    const bool same = text.substr(begin, end == std::string::npos ? end : end + 1 - begin) == expected;
    CHECK(same);
}

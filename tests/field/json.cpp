// SPDX-License-Identifier: Apache-2.0
#include <spate/field/json.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

#include <spate/field/choice.hpp>
#include <spate/field/derived.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/json: objects have a member for each field, nulls and nested values too") {
    const auto inner = structure(field<"x">(sequence(-1)), field<"l">(list_of(sequence(), sequence(), 2)));
    const auto objects =
        json_object(field<"a \"b\"">(one_of({"say \"hi\"\n"})), field<"n">(nullable(sequence(), 1.0)), field<"o">(inner), field<"e">(json_of(sequence(7))));
    CHECK(objects.type() == data_type{.id = type_id::json});
    CHECK(laws::values(objects, 3) == std::vector<std::string>{R"({"a \"b\"":"say \"hi\"\n","n":null,"o":{"x":-1,"l":[]},"e":7})",
                                                               R"({"a \"b\"":"say \"hi\"\n","n":null,"o":{"x":0,"l":[2]},"e":8})",
                                                               R"({"a \"b\"":"say \"hi\"\n","n":null,"o":{"x":1,"l":[4,5]},"e":9})"});
}

TEST_CASE("field/json: members may be made from each other, and are those of a structure of the same fields") {
    const auto twice = derived<"a">([](std::int64_t a) { return 2 * a; });
    CHECK(laws::values(json_object(field<"b">(twice), field<"a">(sequence(3))), 2) == std::vector<std::string>{R"({"b":6,"a":3})", R"({"b":8,"a":4})"});
    const auto numbers = laws::values(structure(field<"n">(samples::below_of(1000))), 100);
    const auto texts = laws::values(json_object(field<"n">(samples::below_of(1000))), 100);
    for (std::size_t i = 0; i < 100; ++i) CHECK(texts[i] == "{\"n\":" + std::to_string(std::get<0>(numbers[i])) + "}");
}

TEST_CASE("field/json: every partition of rows gives the same texts") {
    laws::check_partition(json_of(list_of(samples::letters{}, 0, 3)));
    laws::check_partition(json_object(field<"c">(samples::city{}), field<"n">(nullable(samples::below_of(9), 0.5)), field<"u">(samples::coin{})));
    laws::check_partition(nullable(json_of(samples::letters{}), 0.3));
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/field/column_appender.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/vector.hpp>

#include "laws.hpp"

using namespace spate;

TEST_CASE("field/column_appender: values of any rows of any columns, in the order in which they are appended") {
    const std::vector<erased_field> fields = {uniform_int<std::int8_t>(-100, 100),
                                              nullable(uniform_int(0, 9), 0.5),
                                              boolean(0.3),
                                              uuid4(),
                                              one_of({"a", "bb", ""}),
                                              nullable(prose({.min_bytes = 2, .max_bytes = 40}), 0.2),
                                              list_of(nullable(uniform_int(0, 9), 0.3), 0, 4),
                                              unit_vector<float, 3>()};
    for (const erased_field& field : fields) {
        const data_type type = field.type();
        column sources[2], out;
        field.fill({laws::some_key, 0, 300}, {}, sources[0]);
        field.fill({laws::some_key, 5000, 70}, {}, sources[1]);
        column_appender appender{type, 333, out};
        for (std::size_t i = 0; i < 333; ++i) appender.append(sources[i % 2], i * 31 % 70);
        appender.finish();
        laws::check_column(type, out, 333);
        for (std::size_t i = 0; i < 333; ++i) REQUIRE(laws::same_value(type, out, i, sources[i % 2], i * 31 % 70));
    }
    column words, texts, out;
    // Its dictionary is the column's.
    const auto choice = one_of({"a", "b"});
    choice.fill({laws::some_key, 0, 10}, words);
    prose({.min_bytes = 2, .max_bytes = 40}).fill({laws::some_key, 0, 10}, texts);
    const data_type type{.id = type_id::text};
    column_appender appender{type, 20, out};
    for (std::size_t i = 0; i < 10; ++i) {
        appender.append(words, i);
        appender.append(texts, i);
    }
    appender.finish();
    CHECK(out.dictionary() == nullptr);
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(out.text(2 * i) == words.text(i));
        CHECK(out.text(2 * i + 1) == texts.text(i));
    }
}

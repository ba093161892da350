// SPDX-License-Identifier: Apache-2.0
#include <spate/field/take_rows.hpp>

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
#include <spate/field/structure.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/vector.hpp>

#include "laws.hpp"

using namespace spate;

TEST_CASE("field/take_rows: each value is that of its row, for every layout of columns, from one column and from several") {
    const std::vector<erased_field> fields = {uniform_int<std::int8_t>(-100, 100),
                                              uniform_int<std::int16_t>(0, 30000),
                                              uniform_int(0, 1'000'000),
                                              nullable(uniform_int<std::int32_t>(0, 9), 0.5),
                                              boolean(0.3),
                                              uuid4(),
                                              one_of({"a", "bb", ""}),
                                              nullable(prose({.min_bytes = 2, .max_bytes = 40}), 0.2),
                                              list_of(nullable(uniform_int(0, 9), 0.3), 0, 4),
                                              unit_vector<float, 3>(),
                                              nullable(list_of(one_of({"x", "y"}), 0, 2), 0.4)};
    for (const erased_field& field : fields) {
        const data_type type = field.type();
        column sources[2], out;
        field.fill({laws::some_key, 0, 300}, {}, sources[0]);
        field.fill({laws::some_key, 5000, 70}, {}, sources[1]);
        for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{500}}) {
            std::vector<taken_row> both, one;
            for (std::size_t i = 0; i < count; ++i) {
                both.push_back({static_cast<std::uint32_t>(i % 2), static_cast<std::uint32_t>(i * 31 % 70)});
                one.push_back({0, static_cast<std::uint32_t>(299 - i * 7 % 300)});
            }
            const column* const from[] = {&sources[0], &sources[1]};
            take_rows(type, from, both, out);
            laws::check_column(type, out, count);
            for (std::size_t i = 0; i < count; ++i) REQUIRE(laws::same_value(type, out, i, sources[both[i].source], both[i].row));
            take_rows(type, sources[0], one, out);
            laws::check_column(type, out, count);
            for (std::size_t i = 0; i < count; ++i) REQUIRE(laws::same_value(type, out, i, sources[0], one[i].row));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_columns.hpp>

#include <doctest/doctest.h>

#include <spate/field/erased.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/value_text.hpp>

#include "../field/laws.hpp"

using namespace spate;

TEST_CASE("delta/delta_columns: UUIDs become texts, nulls and lists of them too; what Delta has stays") {
    column before, after;
    for (const erased_field& field : {erased_field{uuid4()}, erased_field{nullable(uuid4(), 0.5)}}) {
        const data_type type = field.type();
        field.fill({laws::some_key, 0, 200}, {}, before);
        field.fill({laws::some_key, 0, 200}, {}, after);
        to_delta_column(type, after);
        const data_type made = delta_column_type(type, "u");
        CHECK(made.id == type_id::text);
        laws::check_column(made, after, 200);
        for (std::size_t i = 0; i < 200; ++i) {
            REQUIRE(after.is_null(i) == before.is_null(i));
            if (!before.is_null(i)) REQUIRE(after.text(i) == value_text(type, before, i));
        }
    }
    const erased_field lists{list_of(uuid4(), 0, 3)};
    lists.fill({laws::some_key, 0, 100}, {}, before);
    lists.fill({laws::some_key, 0, 100}, {}, after);
    to_delta_column(lists.type(), after);
    const data_type made = delta_column_type(lists.type(), "u");
    laws::check_column(made, after, 100);
    const auto elements = static_cast<std::size_t>(before.offsets()[100]);
    REQUIRE(elements > 50);
    for (std::size_t i = 0; i < elements; ++i) REQUIRE(after.child(0).text(i) == value_text({.id = type_id::uuid}, before.child(0), i));
}

TEST_CASE("delta/delta_columns: a column without a type in Delta is refused by its name") {
    CHECK(delta_columns({{"n", {.id = type_id::int64}}, {"j", {.id = type_id::json}}})[1].type.id == type_id::text);
    const data_type list{.id = type_id::list, .children = {{.id = type_id::uint64}}};
    CHECK_THROWS_WITH_AS((void)delta_columns({{"big", list}}), doctest::Contains("big.element"), config_error);
}

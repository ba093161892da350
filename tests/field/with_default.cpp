// SPDX-License-Identifier: Apache-2.0
#include <spate/field/with_default.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/field/depends_on.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/with_default: as often as was asked for, and no other value changes") {
    std::int64_t row = 0, defaults = 0;
    bool right = true;
    for (const std::int64_t value : laws::values(with_default(sequence(1), 0.25, -1), 1'000'000)) {
        ++row;
        defaults += value == -1;
        right &= value == -1 || value == row;
    }
    CHECK(right);
    CHECK(defaults > 247'800);
    CHECK(defaults < 252'200);
    CHECK(laws::values(with_default(sequence(), 1.0, 7), 3) == std::vector<std::int64_t>{7, 7, 7});
    CHECK(laws::values(with_default(sequence(), 0.0, 7), 3) == std::vector<std::int64_t>{0, 1, 2});
}

TEST_CASE("field/with_default: every partition of rows gives the same, of numbers, bools and texts") {
    laws::check_partition(with_default(samples::below_of(9), 0.5, 100));
    laws::check_partition(with_default(samples::coin{}, 0.5, true));
    laws::check_partition(with_default(samples::letters{}, 0.5, "unknown"));
    laws::check_partition(with_default(samples::city{}, 0.5, ""));
}

TEST_CASE("field/with_default: of any type, the value is given as a column, and may be null where there are nulls") {
    const auto lists = list_of(samples::letters{}, 1, 2);
    column none;
    none.start(lists.type(), 1);
    none.offsets()[1] = 0;
    none.child(0).start({.id = type_id::text}, 0);
    const auto made = with_default(lists, 0.5, std::move(none));
    laws::check_partition(made);
    std::size_t empty = 0;
    for (const auto& one : laws::values(made, 1000)) empty += one.empty();
    CHECK(empty > 440);
    CHECK(empty < 560);
    column null;
    null.start({.id = type_id::int64, .nullable = true}, 1);
    null.values<std::int64_t>()[0] = 0;
    null.make_validity()[0] = 0;
    null.set_nulls(1);
    column filled;
    with_default(nullable(sequence(), 0.0), 1.0, std::move(null)).fill({{}, 0, 3}, filled);
    CHECK(filled.nulls() == 3);
}

TEST_CASE("field/with_default: of a field that is made from others") {
    const auto table = schema(field<"a">(sequence()), field<"b">(with_default(depends_on<"a">({{1, sequence(100)}}, sequence(200)), 0.0, 7)),
                              field<"c">(with_default(depends_on<"a">({{1, sequence(100)}}, sequence(200)), 1.0, 7)));
    CHECK(table.row(1).get<"b">() == 101);
    CHECK(table.row(2).get<"b">() == 202);
    CHECK(table.row(1).get<"c">() == 7);
}

namespace {

// Twice another field, in a type that it has from that one: int64 until it is bound.
struct doubled {
    using value_type = std::int64_t;
    data_type own = {};
    std::vector<std::string> names{"a"};

    [[nodiscard]] const data_type& type() const noexcept { return own; }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return 0; }
    [[nodiscard]] std::span<const std::string> inputs() const noexcept { return {names.data(), names.size()}; }
    void bind(std::span<const field_type> types) { own = types[0].type; }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        out.start(own, rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<double>()[i] = 2 * inputs[0]->values<double>()[i];
    }
};

}  // namespace

TEST_CASE("field/with_default: of a field whose type is known once it is bound") {
    const auto of_type = [](const data_type& type) {
        column one;
        one.start(type, 1);
        if (type.id == type_id::float64)
            *one.values<double>() = 7.5;
        else
            *one.values<std::int64_t>() = 7;
        return one;
    };
    const field_type real{"a", {.id = type_id::float64}};
    for (const bool made_later : {true, false}) {
        auto field = made_later ? with_default(doubled{}, 1.0, of_type) : with_default(doubled{}, 1.0, of_type(real.type));
        field.bind({&real, 1});
        column from, out;
        from.start(real.type, 2);
        from.values<double>()[0] = from.values<double>()[1] = 1;
        const column* const inputs[] = {&from};
        field.fill({{}, 0, 2}, inputs, out);
        CHECK(out.id() == type_id::float64);
        CHECK(out.values<double>()[1] == 7.5);
    }
    auto wrong = with_default(doubled{}, 0.5, of_type({}));
    CHECK_THROWS_AS(wrong.bind({&real, 1}), config_error);
    CHECK(laws::values(with_default(sequence(), 1.0, of_type), 2) == std::vector<std::int64_t>{7, 7});
}

TEST_CASE("field/with_default: the values of a default count among those of a row") {
    const auto lists = list_of(sequence(), 0, 2);
    const auto of_length = [](std::uint32_t length) {
        return [length](const data_type& type) {
            column one;
            one.start(type, 1);
            one.offsets()[1] = static_cast<std::int32_t>(length);
            one.child(0).start(type.children[0], length);
            return one;
        };
    };
    CHECK(with_default(lists, 0.5, of_length(0)).most_values() == 2);
    const auto longer = with_default(lists, 0.5, of_length(5000));
    CHECK(longer.most_values() == 5000);
    CHECK_NOTHROW((void)list_of(longer, 0, 3000));
    CHECK_THROWS_AS((void)list_of(longer, 0, 4000), config_error);
    CHECK_THROWS_AS((void)with_default(lists, 0.5, of_length((1u << 24) + 1)), config_error);
}

TEST_CASE("field/with_default: what makes no sense") {
    CHECK_THROWS_AS((void)with_default(sequence(), 2.0, 0), config_error);
    column other;
    other.start({.id = type_id::int32}, 1);
    CHECK_THROWS_AS((void)with_default(sequence(), 0.5, std::move(other)), config_error);
    column two;
    two.start({.id = type_id::int64}, 2);
    CHECK_THROWS_AS((void)with_default(sequence(), 0.5, std::move(two)), config_error);
    column null;
    null.start({.id = type_id::int64}, 1);
    null.make_validity()[0] = 0;
    null.set_nulls(1);
    CHECK_THROWS_AS((void)with_default(sequence(), 0.5, std::move(null)), config_error);
}

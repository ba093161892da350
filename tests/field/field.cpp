// SPDX-License-Identifier: Apache-2.0
#include <spate/field/field.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <string>

using namespace spate;

namespace {

struct constant : number_field<std::int32_t> {
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::int32_t>()[i] = 7;
    }
};
struct dependent : number_field<double> {
    [[nodiscard]] std::span<const std::string> inputs() const { return {}; }
    void bind(std::span<const field_type>) {}
    void fill(const field_rows& rows, std::span<const column* const>, column& out) const { out.start(type(), rows.count); }
};
struct without_a_type {
    using value_type = int;
    void fill(const field_rows&, column&) const {}
};

static_assert(field_generator<constant> && !dependent_field<constant> && any_field_generator<constant>);
static_assert(dependent_field<dependent> && !field_generator<dependent> && any_field_generator<dependent>);
static_assert(!any_field_generator<without_a_type> && !any_field_generator<int>);
static_assert(type_id_of<std::int8_t> == type_id::int8 && type_id_of<std::uint16_t> == type_id::uint16 && type_id_of<std::int64_t> == type_id::int64);
static_assert(type_id_of<float> == type_id::float32 && type_id_of<double> == type_id::float64);

}  // namespace

TEST_CASE("field/field: the base of numbers reads what was filled") {
    column out;
    constant{}.fill({{}, 5, 3}, out);
    CHECK(constant::type().id == type_id::int32);
    CHECK(constant::value(out, 2) == 7);
}

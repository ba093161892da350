// SPDX-License-Identifier: Apache-2.0
#include <spate/field/field.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

using namespace spate;

namespace {

struct numbered : number_field<std::int32_t> {
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::int32_t>()[i] = static_cast<std::int32_t>(rows.first + i);
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

static_assert(field_generator<numbered> && !dependent_field<numbered> && any_field_generator<numbered>);
static_assert(dependent_field<dependent> && !field_generator<dependent> && any_field_generator<dependent>);
struct without_bind : number_field<double> {
    [[nodiscard]] std::span<const std::string> inputs() const { return {}; }
    void fill(const field_rows& rows, std::span<const column* const>, column& out) const { out.start(type(), rows.count); }
};
struct without_inputs : number_field<double> {
    void bind(std::span<const field_type>) {}
    void fill(const field_rows& rows, std::span<const column* const>, column& out) const { out.start(type(), rows.count); }
};
struct without_fill : number_field<double> {};
static_assert(!any_field_generator<without_bind> && !any_field_generator<without_inputs> && !any_field_generator<without_fill>);
static_assert(!any_field_generator<without_a_type> && !any_field_generator<int>);
static_assert(type_id_of<std::int8_t> == type_id::int8 && type_id_of<std::uint16_t> == type_id::uint16 && type_id_of<std::int64_t> == type_id::int64);
static_assert(type_id_of<std::uint8_t> == type_id::uint8 && type_id_of<std::int16_t> == type_id::int16 && type_id_of<std::int32_t> == type_id::int32);
static_assert(type_id_of<std::uint32_t> == type_id::uint32 && type_id_of<std::uint64_t> == type_id::uint64);
static_assert(type_id_of<float> == type_id::float32 && type_id_of<double> == type_id::float64);

}  // namespace

TEST_CASE("field/field: the base of numbers reads what was filled") {
    column out;
    numbered{}.fill({{}, 5, 3}, out);
    CHECK(numbered::type().id == type_id::int32);
    CHECK(numbered::value(out, 2) == 7);
}

TEST_CASE("field/field: the base of texts reads what was filled") {
    column out;
    out.start(text_field::type(), 2, 3);
    std::memcpy(out.values<char>(), "abc", 3);
    out.offsets()[1] = 1;
    out.offsets()[2] = 3;
    CHECK(text_field::type().id == type_id::text);
    CHECK(text_field::value(out, 1) == "bc");
}

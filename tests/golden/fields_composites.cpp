// SPDX-License-Identifier: Apache-2.0
// The values of fields that are made of others, and of vectors: they may never change, whatever the compiler and its flags.
#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/field/column.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/field/fitted.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/growing.hpp>
#include <spate/field/json.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/sparse_vector.hpp>
#include <spate/field/structure.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/vector.hpp>
#include <spate/field/with_default.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "../field/samples.hpp"
#include "../support/isa.hpp"

namespace {

using namespace spate;

std::uint64_t hash(std::uint64_t sum, std::string_view bytes) { return mix(sum ^ hash_name(bytes)) + 0x9e3779b97f4a7c15u; }

std::uint64_t hash(std::uint64_t sum, const data_type& type, const column& from, std::size_t row) {
    if (from.is_null(row)) return hash(sum, "null");
    if (is_text_like(type.id)) return hash(sum, from.text(row));
    switch (type.id) {
        case type_id::boolean:
            return hash(sum, from.boolean(row) ? "true" : "false");
        case type_id::list:
            for (std::int32_t i = from.offsets()[row]; i < from.offsets()[row + 1]; ++i)
                sum = hash(sum, type.children[0], from.child(0), static_cast<std::size_t>(i));
            return hash(sum, "list");
        case type_id::vector:
            for (std::size_t i = 0; i < type.size; ++i) sum = hash(sum, type.children[0], from.child(0), row * type.size + i);
            return sum;
        case type_id::structure:
            for (std::size_t i = 0; i < type.children.size(); ++i) sum = hash(sum, type.children[i], from.child(i), row);
            return sum;
        default: {
            const std::size_t width = type.id == type_id::bits ? type.size / 8 : width_of(type.id);
            return hash(sum, {from.values<char>() + row * width, width});
        }
    }
}

template <class Generator>
std::uint64_t golden(const Generator& generator, std::size_t count = 1000) {
    std::uint64_t sum = 0;
    column filled;
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{123'456'789}}) {
        generator.fill({{1, 2}, first, count}, filled);
        for (std::size_t row = 0; row < count; ++row) sum = hash(sum, generator.type(), filled, row);
    }
    return sum;
}

// Numbers of any bits: subnormal ones, infinities and NaNs among them.
template <class Bits, type_id Id>
struct any_bits : number_field<Bits, Id> {
    std::uint8_t places = 0;
    [[nodiscard]] data_type type() const { return {.id = Id, .digits = 18, .places = places}; }
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        const auto drawn = samples::words_of(rows);
        for (std::size_t i = 0; i < rows.count; ++i) {
            const std::uint64_t subnormal = i % 5 == 0 ? 0x800fffffffffffffu >> 8 * (8 - sizeof(Bits)) : ~std::uint64_t{0};
            out.values<Bits>()[i] = static_cast<Bits>(drawn[i] & subnormal);
        }
    }
};

}  // namespace

TEST_CASE("golden/fields_composites: vectors") {
    CHECK(golden(unit_vector<float, 768>(), 50) == 0x02b3d7939ea09becu);
    CHECK(golden(unit_vector<float>(33, {.clusters = 10, .spread = 0.1})) == 0xed4174ca6563f643u);
    CHECK(golden(unit_vector<float>(1)) == 0x3db1023078245b3cu);
    CHECK(golden(unit_vector<float16>(100), 200) == 0x12c9a5299fd5cc9cu);
    CHECK(golden(unit_vector<bfloat16>(100), 200) == 0x0cc3b6aa35037ecdu);
    CHECK(golden(raw_vector<float>(20)) == 0xa386883715166d3fu);
    CHECK(golden(raw_vector<std::int8_t>(64, {.clusters = 5, .spread = 2.0})) == 0x67ad6a21c9e77b0du);
    CHECK(golden(binary_vector(256, {.clusters = 5})) == 0x5bc7574b1533fcd5u);
}

TEST_CASE("golden/fields_composites: nulls, defaults, lists and structures") {
    CHECK(golden(nullable(sequence(), ratio{1, 3})) == 0x671ffd3331a3287cu);
    CHECK(golden(with_default(samples::letters{}, 0.3, "none")) == 0xba01b6632d4b6026u);
    CHECK(golden(list_of(samples::letters{}, 0, 5)) == 0x6e3a2a76b57931c8u);
    CHECK(golden(structure(field<"a">(samples::below_of(1000)), field<"b">(nullable(samples::coin{}, 0.1)))) == 0x9dbcf5c0144aa2c1u);
}

TEST_CASE("golden/fields_composites: values of one type as those of another") {
    const any_bits<std::uint64_t, type_id::float64> doubles;
    const any_bits<std::uint32_t, type_id::float32> floats;
    const any_bits<std::uint16_t, type_id::bfloat16> halves;
    const any_bits<std::int64_t, type_id::decimal> decimals{{}, 9};
    CHECK(golden(fitted<std::int32_t>(doubles)) == 0xd5577404f45b1982u);
    CHECK(golden(fitted<std::int64_t>(floats, {.min = -1e9, .max = 12345.6})) == 0xab4e575ed2279c0eu);
    CHECK(golden(fitted<std::uint8_t>(decimal(-99999, 99999, 2))) == 0x461ea13b292232c4u);
    CHECK(golden(fitted<float>(doubles)) == 0xea00437d85e1d175u);
    CHECK(golden(fitted<float>(doubles, {.min = 1e-40, .max = 0.1})) == 0xde60055debdad7b9u);
    CHECK(golden(fitted<double>(doubles, {.min = -1e-310, .max = 1e300})) == 0x1659c4c9972bdad7u);
    CHECK(golden(fitted<double>(floats)) == 0x593d688214e4a312u);
    CHECK(golden(fitted<double>(halves)) == 0x9333c26661c95e8eu);
    CHECK(golden(fitted<double>(decimals)) == 0x2d342de7ec5e74ccu);
    CHECK(golden(fitted<float>(decimals)) == 0xf3d4d6cf852adfc8u);
    CHECK(golden(fitted<float>(any_bits<std::uint64_t, type_id::uint64>{})) == 0x3deeba48e98720feu);
    CHECK(golden(fitted<double>(any_bits<std::int64_t, type_id::int64>{})) == 0x4edb2c04019f627fu);
    CHECK(golden(fitted<bool>(doubles)) == 0xb39d033650e997bdu);
    CHECK(golden(fitted<std::string>(decimals, {.max_bytes = 9})) == 0xd5bd057aea08c1f4u);
    const data_type texts{.id = type_id::list, .children = {{.id = type_id::text}}};
    CHECK(golden(fitted(nullable(list_of(samples::letters{}, 0, 5), 0.2), texts, {.max_bytes = 4, .max_elements = 3})) == 0xdc16f102e2236e0eu);
    CHECK(golden(fitted(unit_vector<float>(3), {.id = type_id::json})) == 0x8c73eceb6602b16au);
}

TEST_CASE("golden/fields_composites: a share of different values") {
    CHECK(golden(growing(0.01, sequence())) == 0xb99b2518b76aea75u);
    CHECK(golden(growing(ratio{1, 3}, uuid4(), 500)) == 0x4ac0a8a61e16e9a3u);
}

TEST_CASE("golden/fields_composites: sparse vectors") {
    CHECK(golden(sparse_vector(30522, {.entries = {5, 60}}), 200) == 0xc1b3c5b162206bcbu);
    CHECK(golden(sparse_vector(4294967295u, {.entries = {0, 9}, .unit = true})) == 0xa0c0ba6076b3927eu);
    CHECK(golden(sparse_vector(40, {.entries = {30, 40}}), 200) == 0xa10d9abc7564dfb8u);
    CHECK(golden(sparse_vector(30522, {.entries = {5, 60}, .unit = true, .zipf = 1.1}), 200) == 0x76c175351811f5e3u);
}

TEST_CASE("golden/fields_composites: JSON") {
    const auto inner = structure(field<"x">(unit_vector<float>(3)), field<"l">(list_of(samples::coin{}, 0, 3)));
    CHECK(golden(json_object(field<"a">(samples::letters{}), field<"b">(nullable(samples::below_of(1000), 0.3)), field<"c">(inner))) == 0x695cd2f7e42d6644u);
    CHECK(golden(json_of(samples::sixteen{})) == 0xed38143ae36803d4u);
}

TEST_CASE("golden/fields_composites: schemas") {
    const auto parents = schema(field<"id">(sequence(1)), field<"city">(samples::city{})).named("customers") | rows(100'000);
    const auto table = schema(field<"id">(sequence(1)), field<"customer">(foreign_key<"id">(parents, {.zipf = 1.1})),
                              field<"city">(foreign_key<"city">(parents, {.zipf = 1.1, .via = "customer"})),
                              field<"price">(depends_on<"city">({{"Rome", samples::below_of(100)}}, samples::below_of(50))))
                           .named("orders")
                           .with_seed(seed{42});
    batch filled;
    table.fill(1000, 1000, filled);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < filled.columns.size(); ++i)
        for (std::size_t row = 0; row < 1000; ++row) sum = hash(sum, table.type()[i].type, filled.columns[i], row);
    CHECK(sum == 0x2f846ab151a6c664u);
}

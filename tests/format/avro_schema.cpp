// SPDX-License-Identifier: Apache-2.0
#include <spate/format/avro_schema.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include <spate/core/error.hpp>
#include <spate/format/avro.hpp>

using namespace spate;

namespace {

const record_type order = {{"id", {.id = type_id::uint64}},
                           {"a b", {.id = type_id::uuid, .nullable = true}},
                           {"at", {.id = type_id::timestamp, .places = 6}},
                           {"inner", {.id = type_id::structure, .children = {{.id = type_id::json}, {.id = type_id::bits, .size = 16}}, .names = {"x", "y"}}},
                           {"several", {.id = type_id::list, .children = {{.id = type_id::decimal, .digits = 9, .places = 2, .nullable = true}}}}};

}  // namespace

TEST_CASE("format/avro_schema: fingerprints of the primitive types, as Avro's own tests have them") {
    CHECK(avro_fingerprint("\"null\"") == 7195948357588979594u);
    CHECK(avro_fingerprint("\"boolean\"") == static_cast<std::uint64_t>(-6970731678124411036));
    CHECK(avro_fingerprint("\"int\"") == 8247732601305521295u);
    CHECK(avro_fingerprint("\"long\"") == static_cast<std::uint64_t>(-3434872931120570953));
    CHECK(avro_fingerprint("\"float\"") == 5583340709985441680u);
    CHECK(avro_fingerprint("\"double\"") == static_cast<std::uint64_t>(-8181574048448539266));
    CHECK(avro_fingerprint("\"bytes\"") == 5746618253357095269u);
    CHECK(avro_fingerprint("\"string\"") == static_cast<std::uint64_t>(-8142146995180207161));
    static_assert(avro_fingerprint("") == 0xc15d213aa4d7a795u);
}

TEST_CASE("format/avro_schema: the head of a single object has the fingerprint's bytes in fastavro's order") {
    const std::string form = avro_canonical_form({{"id", {.id = type_id::int64}}}, "shop_order");
    CHECK(form == R"({"name":"shop_order","type":"record","fields":[{"name":"id","type":"long"}]})");
    std::array<char, 10> wanted{};
    std::size_t i = 0;
    for (const int one : {0xc3, 0x01, 0x62, 0x29, 0x2c, 0xdc, 0x00, 0x5a, 0x98, 0x6b}) wanted[i++] = static_cast<char>(one);
    CHECK(avro_single_object_head(avro_fingerprint(form)) == wanted);
}

TEST_CASE("format/avro_schema: the canonical form has names in full and nothing but what decoding needs") {
    CHECK(avro_canonical_form(order, "shop.order") ==
          R"({"name":"shop.order","type":"record","fields":[{"name":"id","type":"bytes"},{"name":"a_b","type":["null","string"]},{"name":"at","type":"long"},)"
          R"({"name":"inner","type":{"name":"shop.order_inner","type":"record","fields":[{"name":"x","type":"string"},)"
          R"({"name":"y","type":{"name":"shop.order_inner_y","type":"fixed","size":2}}]}},)"
          R"({"name":"several","type":{"type":"array","items":["null","bytes"]}}]})");
}

TEST_CASE("format/avro_schema: the text is that of the file's head") {
    CHECK(avro_schema_text(order, "shop.order") == avro{{.name = "shop.order"}}.encoder(order).schema());
    CHECK_THROWS_AS((void)avro_schema_text(order, "1st"), config_error);
    CHECK_THROWS_AS((void)avro_canonical_form({{"d", {.id = type_id::decimal, .digits = 19}}}, "row"), config_error);
}

TEST_CASE("format/avro_schema: any text gives a record's name") {
    CHECK(avro_record_name("user.login") == "user_login");
    CHECK(avro_record_name("2nd order") == "_2nd_order");
    CHECK(avro_record_name("string") == "_string");
    CHECK(avro_record_name("") == "_");
    CHECK(avro_record_name("Größe") == "Gr__e");
    for (const char* const text : {"user.login", "2nd order", "string", "", "\n"}) CHECK_NOTHROW((void)avro_schema_text({}, avro_record_name(text)));
}

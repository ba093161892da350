// SPDX-License-Identifier: Apache-2.0
#include <spate/format/parquet.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "../support/parquet_file.hpp"
#include "../support/random_records.hpp"

using namespace spate;
using namespace std::string_literals;

namespace {

std::string in_one_piece(const parquet& format, const record_type& type, const batch& rows) {
    return test::parquet_file(format, type, rows, [&] { return rows.count; });
}
std::size_t count_of(std::string_view part, std::string_view in) {
    std::size_t count = 0;
    for (std::size_t at = in.find(part); at != in.npos; at = in.find(part, at + 1)) ++count;
    return count;
}
// 0, 1, 2 ...
batch numbers(std::size_t count) {
    batch rows;
    rows.count = count;
    rows.columns.resize(1);
    rows.columns[0].start({.id = type_id::int32}, count);
    for (std::size_t i = 0; i < count; ++i) rows.columns[0].values<std::int32_t>()[i] = static_cast<std::int32_t>(i + 1);
    return rows;
}
// Reversible, and it makes pages shorter, as codecs do.
parquet_compression halving() {
    return {parquet_codec::snappy,
            [](std::span<const std::byte> page, std::vector<std::byte>& out) { out.assign(page.begin(), page.begin() + page.size() / 2); }};
}

}  // namespace

TEST_CASE("format/parquet: a small file, byte by byte") {
    const std::string page = "\x15\x00\x15\x10\x15\x10\x2c\x15\x04\x15\x00\x15\x06\x15\x06\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00"s;
    const std::string footer =
        "\x15\x02"s                                                                          // version 1
        "\x19\x2c\x48\x06schema\x15\x02\x00\x15\x02\x25\x00\x18\x01n\x00"s                   // two elements: the root, of one child; INT32, required, n
        "\x16\x04"s                                                                          // two rows
        "\x19\x1c\x19\x1c\x26\x00\x1c\x15\x02\x19\x15\x00\x19\x18\x01n"s                     // a row group, a chunk: no offset of its own, INT32, PLAIN, n
        "\x15\x00\x16\x04\x16\x32\x16\x32\x26\x08"s                                          // no codec, two values, 25 bytes, 25 bytes, at 4
        "\x3c\x36\x00\x28\x04\x02\x00\x00\x00\x18\x04\x01\x00\x00\x00\x11\x11\x00\x00\x00"s  // no nulls, 2 the largest, 1 the least, both exact
        "\x16\x32\x16\x04\x26\x08\x16\x32\x00"s                                              // the row group: 25 bytes, two rows, at 4, 25 bytes
        "\x28\x05spate\x19\x1c\x1c\x00\x00\x00"s;                                            // created by; the order of the type
    const std::string size{static_cast<char>(footer.size()), 0, 0, 0};
    CHECK(in_one_piece({}, {{"n", {.id = type_id::int32}}}, numbers(2)) == "PAR1" + page + footer + size + "PAR1");
}

TEST_CASE("format/parquet: a file's bytes do not hang on how its rows are parted among batches, for random tables and options") {
    test::random_records random{1};
    for (std::size_t i = 0; i < 200; ++i) {
        const record_type type = random.type(1 + random.below(4));
        batch rows;
        random.fill(type, random.below(700), rows);
        const parquet format{{.row_group_rows = static_cast<std::size_t>(1 + random.below(500)),
                              .page_bytes = std::size_t{1} << random.below(14),
                              .compression = random.one_in(3) ? halving() : parquet_compression{},
                              .dictionary = static_cast<parquet_dictionary>(random.below(3)),
                              .statistics = !random.one_in(4),
                              .bytes_as_lists = random.one_in(3),
                              .bfloat16 = static_cast<parquet_bfloat16>(random.below(2)),
                              .compress_vectors = !random.one_in(3),
                              .pack_bytes = random.one_in(2)}};
        const std::string whole = in_one_piece(format, type, rows);
        CHECK((whole == test::parquet_file(format, type, rows, [&] { return 1 + random.below(100); })));
        CHECK((whole == test::parquet_file(format, type, rows, [] { return std::size_t{1}; })));
        CHECK(whole.substr(0, 4) == "PAR1");
        CHECK(whole.substr(whole.size() - 4) == "PAR1");
    }
}

TEST_CASE("format/parquet: pages have the size asked for, and the last one's head is its own") {
    const std::string page = "\x15\x00\x15\xa0\x06\x15\xa0\x06\x2c\x15\xc8\x01"s, last = "\x15\x00\x15\x38\x15\x38\x2c\x15\x0e"s;
    const std::string file = in_one_piece({{.page_bytes = 400}}, {{"n", {.id = type_id::int32}}}, numbers(307));
    CHECK(count_of(page, file) == 3);
    CHECK(count_of(last, file) == 1);
}

TEST_CASE("format/parquet: dictionaries where they pay") {
    // 1000 texts of three kinds: 2 bits each.
    constexpr std::string_view texts[] = {"Antananarivo", "Ouagadougou", "Tegucigalpa"};
    const text_dictionary words{texts};
    batch given;
    given.count = 1000;
    given.columns.resize(1);
    given.columns[0].start(words, given.count);
    for (std::size_t i = 0; i < given.count; ++i) given.columns[0].values<std::uint32_t>()[i] = static_cast<std::uint32_t>(i % 3);
    const record_type type{{"city", {.id = type_id::text}}};
    CHECK(count_of("Ouagadougou", in_one_piece({{.statistics = false}}, type, given)) == 1);
    CHECK(in_one_piece({{.statistics = false}}, type, given).size() < 600);
    CHECK(count_of("Ouagadougou", in_one_piece({{.dictionary = parquet_dictionary::none, .statistics = false}}, type, given)) == 333);
    // The same texts without a dictionary: found if asked for.
    batch plain;
    plain.count = given.count;
    plain.columns.resize(1);
    plain.columns[0].start(type[0].type, plain.count, 12 * plain.count);
    std::int32_t at = 0;
    for (std::size_t i = 0; i < plain.count; ++i) {
        std::memcpy(plain.columns[0].values<char>() + at, texts[i % 3].data(), texts[i % 3].size());
        plain.columns[0].offsets()[i + 1] = at += static_cast<std::int32_t>(texts[i % 3].size());
    }
    CHECK(count_of("Ouagadougou", in_one_piece({{.statistics = false}}, type, plain)) == 333);
    CHECK((in_one_piece({{.dictionary = parquet_dictionary::found}}, type, plain) == in_one_piece({{.dictionary = parquet_dictionary::found}}, type, given)));
    // Where all values differ it does not pay.
    const record_type integers{{"n", {.id = type_id::int32}}};
    CHECK((in_one_piece({{.dictionary = parquet_dictionary::found}}, integers, numbers(5000)) == in_one_piece({}, integers, numbers(5000))));
}

TEST_CASE("format/parquet: a row group in parts has the bytes of one in a piece, block after block") {
    const record_type type{{"first", {.id = type_id::int32}}, {"text", {.id = type_id::text}}, {"last", {.id = type_id::int32}}};
    static constexpr std::string_view given[] = {"a", "Rome", ""};
    const text_dictionary words{given};
    batch rows;
    rows.count = 3000;
    rows.columns.resize(3);
    rows.columns[1].start(words, rows.count);
    for (const std::size_t i : {std::size_t{0}, std::size_t{2}}) rows.columns[i].start(type[i].type, rows.count);
    for (std::size_t row = 0; row < rows.count; ++row) {
        rows.columns[0].values<std::int32_t>()[row] = rows.columns[2].values<std::int32_t>()[row] = static_cast<std::int32_t>(row);
        rows.columns[1].values<std::uint32_t>()[row] = static_cast<std::uint32_t>(row % 3);
    }
    const parquet format{{.page_bytes = 4096}};
    auto whole = format.encoder(type), parted = format.encoder(type);
    static_assert(encoder_of_parts<decltype(parted)>);
    for (std::size_t block = 0; block < 3; ++block) {
        text_buffer one, begun;
        std::vector<std::span<const std::byte>> parts;
        whole.begin(one, block == 0);
        parted.begin(begun, block == 0);
        whole.encode(rows, one);
        parted.encode(rows, begun);
        const auto about = whole.finish(one), of_parts = parted.finish(begun, parts);
        CHECK(parts.size() == 3);  // the dictionary and the numbers of the texts, and the last column
        std::string joined{begun.text()};
        for (const std::span<const std::byte> part : parts) joined.append(reinterpret_cast<const char*>(part.data()), part.size());
        CHECK((joined == one.text()));
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(about.chunks[i].data_offset == of_parts.chunks[i].data_offset);
            CHECK(about.chunks[i].stored == of_parts.chunks[i].stored);
        }
    }
}

TEST_CASE("format/parquet: row groups of some 64 MiB, whole batches, unless asked otherwise") {
    const data_type floats{.id = type_id::vector, .size = 768, .children = {{.id = type_id::float32}}};
    CHECK(parquet{}.block_rows({{"v", floats}}) == 21504);
    CHECK(parquet{}.block_rows({{"n", {.id = type_id::int8}}}) == 131072);
    CHECK(parquet{{.row_group_rows = 7}}.block_rows({{"v", floats}}) == 7);
}

TEST_CASE("format/parquet: what Parquet cannot hold is refused") {
    const auto refused = [](const data_type& type) { CHECK_THROWS_AS((void)parquet{}.encoder({{"c", type}}), config_error); };
    CHECK_THROWS_WITH_AS((void)parquet{}.encoder({}), "parquet: a table without columns cannot be written; give it at least one", config_error);
    refused({.id = type_id::structure});
    refused({.id = type_id::bits, .size = 0});
    refused({.id = type_id::decimal});
    refused({.id = type_id::decimal, .digits = 19});
    refused({.id = type_id::decimal, .digits = 3, .places = 4});
    refused({.id = type_id::list, .children = {{.id = type_id::decimal}}});
    const record_type type{{"n", {}}};
    const parquet no_pages{{.page_bytes = 0}}, no_function{{.compression = {parquet_codec::zstd, {}}}};
    CHECK_THROWS_AS((void)no_pages.encoder(type), config_error);
    CHECK_THROWS_AS((void)no_function.encoder(type), config_error);
}

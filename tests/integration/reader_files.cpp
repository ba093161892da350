// SPDX-License-Identifier: Apache-2.0
// The tables that other readers are given, and with SPATE_READER_FOLDER a file of each format of each: NAME.parquet, .ndjson, .json, .csv, .spaterows,
// .pb (with .proto and .desc), and NAME.rows, which says what they hold (see support/value_dump.hpp).
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

// Named here so that the build sees which libraries are needed.
#include <lz4.h>
#include <snappy.h>
#include <zstd.h>

#include <spate/format/binary_rows.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/format/protobuf.hpp>

#include "../support/parquet_file.hpp"
#include "../support/reader_tables.hpp"

using namespace spate;

namespace {

parquet_compression codec(std::size_t which) {
    return which == 0 ? parquet_compression{} : which == 1 ? parquet_snappy() : which == 2 ? parquet_zstd() : parquet_lz4();
}

parquet_options random_parquet(test::random_records& random, std::size_t which) {
    return {.row_group_rows = random.one_in(3) ? 0 : 1 + static_cast<std::size_t>(random.below(300)),
            .page_bytes = std::size_t{1} << random.below(21),
            .compression = codec(which % 4),
            .dictionary = static_cast<parquet_dictionary>(random.below(3)),
            .statistics = !random.one_in(5),
            .json_as_string = random.one_in(3),
            .bytes_as_lists = random.one_in(4),
            .bfloat16 = static_cast<parquet_bfloat16>(random.below(2)),
            .compress_vectors = !random.one_in(3),
            .pack_bytes = random.one_in(2),
            .element_name = random.one_in(4) ? "item" : "element"};
}

csv_options random_csv(test::random_records& random, const record_type& type) {
    constexpr const char* nulls[] = {"", "NULL", "\\N"};
    csv_options out;
    out.delimiter = ",;|\t"[random.below(4)];
    out.header = !random.one_in(3);
    out.quote_all = random.one_in(4);
    out.line_end = random.one_in(3) ? "\r\n" : "\n";
    out.trailing_delimiter = random.one_in(4);
    // Lines of one null would be empty.
    out.null = nulls[type.size() == 1 && !out.trailing_delimiter ? 1 + random.below(2) : random.below(3)];
    return out;
}

// Messages whose fields have all kinds of names: those of the columns, and others that protobuf refuses or takes for one.
record_type with_odd_names(record_type type, test::random_records& random) {
    constexpr std::string_view names[] = {"Row",          "row", "_row",    "X_row", "order-line", "orderLine", "order_line",
                                          "Köln \"1\"\n", "1st", "message", "",      "_",          "C0",        "[x]"};
    const std::size_t first = static_cast<std::size_t>(random.below(2 * std::size(names)));
    for (std::size_t i = 0; first < std::size(names) && i < std::min(type.size(), std::size(names)); ++i) type[i].name = names[(first + i) % std::size(names)];
    return type;
}

// The rows in blocks of several batches each.
template <class Format>
std::string text_file(const Format& format, const test::reader_table& table, test::random_records& random) {
    auto encoder = format.encoder(table.type);
    std::vector<encoded_block<no_block_info>> blocks;
    text_buffer out;
    encoder.head(out);
    batch part;
    for (std::size_t at = 0; at < table.rows.count;) {
        const std::size_t before = out.size(), first = at;
        encoder.begin(out, at == 0);
        do {
            test::slice(table.type, table.rows, at, std::min<std::size_t>(table.rows.count - at, 1 + random.below(300)), part);
            encoder.encode(part, out);
            at += part.count;
        } while (at < table.rows.count && random.one_in(2));
        encoder.finish(out);
        blocks.push_back({before, out.size() - before, at - first, {}});
    }
    encoder.tail({blocks.data(), blocks.size()}, out);
    return std::string{out.text()};
}

void write(const std::string& name, std::string_view text) {
    std::ofstream file{name, std::ios::binary};
    file << text;
    REQUIRE(file.good());
}

void write_files(const std::string& folder, const test::reader_table& table, test::random_records random, std::size_t which) {
    const std::string name = folder + "/" + table.name;
    const parquet_options columns = random_parquet(random, which);
    const csv_options text = random_csv(random, table.type);
    const auto flag = [](bool is) { return std::string{is ? "1" : "0"}; };
    write(name + ".rows", test::dump_head({{"raw_bfloat16", flag(columns.bfloat16 == parquet_bfloat16::raw)},
                                           {"bytes_as_lists", flag(columns.bytes_as_lists)},
                                           {"json_as_string", flag(columns.json_as_string)},
                                           {"delimiter", {text.delimiter}},
                                           {"header", flag(text.header)},
                                           {"null", text.null},
                                           {"line_end", text.line_end},
                                           {"trailing_delimiter", flag(text.trailing_delimiter)}},
                                          table.type) +
                              table.dump);
    write(name + ".parquet", test::parquet_file(parquet{columns}, table.type, table.rows, [&] { return 1 + random.below(300); }));
    write(name + ".ndjson", text_file(ndjson{}, table, random));
    write(name + ".json", text_file(json_array{}, table, random));
    write(name + ".csv", text_file(csv(text), table, random));
    const record_type named = with_odd_names(table.type, random);
    const protobuf_options options{.package = random.one_in(2) ? "spate.tests" : "", .file = table.name + ".proto"};
    write(name + ".spaterows", text_file(binary_rows{}, table, random));
    write(name + ".pb", text_file(protobuf{options}, table, random));
    write(name + ".proto", proto_text(named, options));
    write(name + ".desc", proto_descriptor_set(named, options));
}

}  // namespace

TEST_CASE("integration/reader_files: rows of random generators are the same alone and in batches") {
    const char* const folder = std::getenv("SPATE_READER_FOLDER");
    const char* const given = std::getenv("SPATE_READER_SEED");
    const std::uint64_t seed = given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
    for (std::size_t which = 0; which < test::reader_tables; ++which) {
        CAPTURE(seed);
        CAPTURE(which);
        const test::reader_table table = test::make_reader_table(seed, which);
        CAPTURE(table.specification);
        std::string dump;
        for (std::size_t row = 0; row < table.rows.count; ++row) test::dump_row(table.type, table.rows, row, dump);
        const bool same = dump == table.dump;
        CHECK(same);
        if (folder != nullptr) write_files(folder, table, test::reader_choices(seed, which, 1), which);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Writes the files that parquet_readers.py gives to other readers: NAME.parquet, the same rows as NAME.ndjson, and NAME.schema.json.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

// Named here so that the build sees which libraries are needed.
#include <lz4.h>
#include <snappy.h>
#include <zstd.h>

#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_codecs.hpp>

#include "../support/parquet_file.hpp"
#include "../support/random_records.hpp"

using namespace spate;

namespace {

constexpr const char* names[] = {"boolean", "int8",    "int16",    "int32",   "int64",   "uint8",   "uint16", "uint32",
                                 "uint64",  "float16", "bfloat16", "float32", "float64", "decimal", "date",   "timestamp",
                                 "uuid",    "text",    "binary",   "json",    "bits",    "list",    "vector", "structure"};

std::string described(const std::string& name, const data_type& type) {
    std::string out = "{\"name\":\"" + name + "\",\"id\":\"" + names[static_cast<int>(type.id)] + "\",\"digits\":" + std::to_string(type.digits) +
                      ",\"places\":" + std::to_string(type.places) + ",\"size\":" + std::to_string(type.size) +
                      ",\"nullable\":" + (type.nullable ? "true" : "false") + ",\"children\":[";
    for (std::size_t i = 0; i < type.children.size(); ++i) out += (i == 0 ? "" : ",") + described(i < type.names.size() ? type.names[i] : "", type.children[i]);
    return out + "]}";
}

void write(const std::string& name, std::string_view text) {
    std::ofstream file{name, std::ios::binary};
    file << text;
    REQUIRE(file.good());
}

void write(const std::string& name, const parquet& format, const record_type& type, const batch& rows, test::random_records& random) {
    write(name + ".parquet", test::parquet_file(format, type, rows, [&] { return 1 + random.below(300); }));
    auto lines = ndjson::encoder(type);
    text_buffer out;
    lines.encode(rows, out);
    write(name + ".ndjson", out.text());
    std::string schema = std::string{"{\"raw_bfloat16\":"} + (format.options.bfloat16 == parquet_bfloat16::raw ? "true" : "false") +
                         ",\"bytes_as_lists\":" + (format.options.bytes_as_lists ? "true" : "false") + ",\"fields\":[";
    for (std::size_t i = 0; i < type.size(); ++i) schema += (i == 0 ? "" : ",") + described(type[i].name, type[i].type);
    write(name + ".schema.json", schema + "]}");
}

parquet_compression codec(std::size_t which) {
    return which == 0 ? parquet_compression{} : which == 1 ? parquet_snappy() : which == 2 ? parquet_zstd() : parquet_lz4();
}

}  // namespace

TEST_CASE("integration/parquet_files: every type, and random tables with random options") {
    const char* const given = std::getenv("SPATE_PARQUET_FOLDER");
    if (given == nullptr) {
        std::puts("skipped: parquet_readers.py runs this with SPATE_PARQUET_FOLDER, a folder to write to");
        std::exit(77);
    }
    const std::string folder = std::string{given} + "/";
    const char* const seed = std::getenv("SPATE_PARQUET_SEED");
    test::random_records random{seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10)};
    batch rows;
    for (int id = 0; id <= static_cast<int>(type_id::structure); ++id)
        for (const bool nullable : {false, true}) {
            record_type type{{"c", random.type_of(static_cast<type_id>(id), 2)}};
            type[0].type.nullable = nullable;
            random.fill(type, 1000, rows);
            write(folder + names[id] + (nullable ? "_null" : ""), parquet{{.row_group_rows = 400, .page_bytes = 500, .compression = codec(random.below(4))}},
                  type, rows, random);
        }
    for (std::size_t i = 0; i < 200; ++i) {
        const record_type type = random.type(1 + random.below(6));
        random.fill(type, random.one_in(10) ? 0 : random.below(1500), rows);
        const parquet format{{.row_group_rows = random.one_in(3) ? 0 : 1 + static_cast<std::size_t>(random.below(700)),
                              .page_bytes = std::size_t{1} << random.below(21),
                              .compression = codec(i % 4),
                              .dictionary = static_cast<parquet_dictionary>(random.below(3)),
                              .statistics = !random.one_in(5),
                              .json_as_string = random.one_in(3),
                              .bytes_as_lists = random.one_in(4),
                              .bfloat16 = static_cast<parquet_bfloat16>(random.below(2)),
                              .element_name = random.one_in(4) ? "item" : "element"}};
        write(folder + "random" + std::to_string(i), format, type, rows, random);
    }
}

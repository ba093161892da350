// SPDX-License-Identifier: Apache-2.0
// A shared library for tests/integration/arrow_import.py: the same rows by Arrow's C interfaces and as NDJSON.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <spate/format/arrow.hpp>
#include <spate/format/ndjson.hpp>

#include "table.hpp"

extern "C" {

void spate_stream(std::uint64_t rows, std::uint64_t batch_rows, int dictionaries, ArrowArrayStream* out) {
    spate::arrow_options options;
    if (dictionaries != 0) options.dictionaries = {"city"};
    spate::export_stream(test::every_type{rows}, batch_rows, out, options);
}

void spate_batch(std::uint64_t first, std::uint64_t count, ArrowArray* array, ArrowSchema* schema) {
    const test::every_type table{first + count};
    spate::batch rows;
    table.fill(first, count, rows);
    spate::export_schema(table.type(), schema);
    spate::export_batch(std::move(rows), table.type(), array);
}

// The size of the text; it is written where it fits.
std::uint64_t spate_ndjson(std::uint64_t first, std::uint64_t count, char* to, std::uint64_t room) {
    const test::every_type table{first + count};
    auto encoder = spate::ndjson::encoder(table.type());
    spate::batch rows;
    spate::text_buffer out;
    table.fill(first, count, rows);
    encoder.encode(rows, out);
    if (out.size() <= room) std::memcpy(to, out.text().data(), out.size());
    return out.size();
}

}  // extern "C"

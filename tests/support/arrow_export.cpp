// SPDX-License-Identifier: Apache-2.0
// A shared library for tests/integration/arrow_import.py: the same rows by Arrow's C interfaces and as value_dump.hpp writes them.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include <spate/format/arrow.hpp>

#include "reader_tables.hpp"
#include "table.hpp"

namespace {

// The size of the text; it is written where it fits.
std::uint64_t give(const std::string& text, char* to, std::uint64_t room) {
    if (text.size() <= room) std::memcpy(to, text.data(), text.size());
    return text.size();
}

}  // namespace

extern "C" {

void spate_stream(std::uint64_t rows, std::uint64_t batch_rows, int dictionaries, ArrowArrayStream* out) {
    spate::arrow_options options;
    if (dictionaries != 0) options.dictionaries = {"city"};
    spate::export_stream(test::every_type{rows}, batch_rows, out, options);
}

// Rows of the stream's table.
std::uint64_t spate_stream_rows(std::uint64_t first, std::uint64_t count, char* to, std::uint64_t room) {
    const test::every_type table{first + count};
    spate::batch rows;
    table.fill(first, count, rows);
    std::string dump = test::dump_head({}, table.type());
    for (std::size_t i = 0; i < count; ++i) test::dump_row(table.type(), rows, i, dump);
    return give(dump, to, room);
}

std::uint64_t spate_tables() { return test::reader_tables; }

test::reader_table* spate_table(std::uint64_t seed, std::uint64_t which) { return new test::reader_table{test::make_reader_table(seed, which)}; }

std::uint64_t spate_table_rows(const test::reader_table* table, char* to, std::uint64_t room) {
    return give(test::dump_head({{"name", table->name}}, table->type) + table->dump, to, room);
}

// Ends the table: its rows live on by themselves. `dictionaries`: whether texts that have one are exported with it.
void spate_export(test::reader_table* table, int dictionaries, ArrowArray* array, ArrowSchema* schema) {
    const std::unique_ptr<test::reader_table> owner{table};
    spate::arrow_options options;
    for (std::size_t i = 0; dictionaries != 0 && i < table->type.size(); ++i)
        if (table->type[i].type.id == spate::type_id::text && table->rows.columns[i].dictionary() != nullptr)
            options.dictionaries.push_back(table->type[i].name);
    spate::export_schema(table->type, schema, options);
    spate::export_batch(std::move(table->rows), table->type, array, options);
}

}  // extern "C"

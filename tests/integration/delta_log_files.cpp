// SPDX-License-Identifier: Apache-2.0
// What tests/integration/delta_log.py lets write and read Delta logs, by environment variables: SPATE_DELTA_WHAT is
//   write: SPATE_DELTA_COMMITS commits, each with a copy of the Parquet file SPATE_DELTA_FILE, to a table (x bigint, d string) partitioned by d, as the
//     application SPATE_DELTA_APP; as "alone", every fourth takes a file away
//   dump: the state of the table to the file SPATE_DELTA_OUT, a line for each of its parts
// of the table SPATE_DELTA_TABLE, in S3 that of the server SPATE_DELTA_ENDPOINT.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <string>

// Named here so that the build sees which libraries are needed.
#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_schema.hpp>
#include <spate/delta/open_store.hpp>

#include "../support/scratch.hpp"

using namespace spate;

namespace {

void write(delta_log& log, int commits, const std::string& bytes, const std::string& app) {
    for (int i = 0; i < commits; ++i) {
        delta_actions one;
        if (!log.snapshot().exists()) {
            one.protocol = delta_protocol{};
            one.metadata = new_delta_table(delta_schema({{"x", {.id = type_id::int64, .nullable = true}}, {"d", {.id = type_id::text, .nullable = true}}}),
                                           {"d"}, {{"spate.stream.test", "seed=1"}});
        }
        const std::int64_t next = log.snapshot().transaction(app).value_or(0) + 1;
        delta_add file{
            "d=a%20b/" + app + '-' + std::to_string(next) + ".parquet", {{"d", "a b"}}, static_cast<std::int64_t>(bytes.size()), detail::delta_now()};
        file.stats = R"({"numRecords":3,"minValues":{"x":1},"maxValues":{"x":3},"nullCount":{"x":0}})";
        log.store().put(file.path, bytes);
        one.transactions = {{app, next, detail::delta_now()}};
        // A removal cannot be made again behind what another has committed; only who is alone makes them.
        if (app == "alone" && i % 4 == 3) one.removes = {delta_remove_of(log.snapshot().files.begin()->second, detail::delta_now())};
        one.adds.push_back(std::move(file));
        try {
            log.commit(one);
        } catch (const delta_conflict&) {
            // Only two who make the table at once.
            if (!one.metadata) throw;
            log.update();
            --i;
        }
    }
}

std::string dump(const delta_snapshot& table) {
    std::string out = "version " + std::to_string(table.version) + "\nid " + table.metadata.id + "\nschema " + table.metadata.schema + '\n';
    for (const std::string& column : table.metadata.partition_columns) out += "partition " + column + '\n';
    for (const auto& [app, one] : table.transactions) out += "txn " + app + ' ' + std::to_string(one.version) + '\n';
    for (const auto& [path, one] : table.files) {
        out += "file " + path + '\t' + std::to_string(one.size) + '\t' + one.stats;
        for (const auto& [name, value] : one.partition_values) out += '\t' + name + '=' + value.value_or("(null)");
        out += '\n';
    }
    return out;
}

std::string setting(const char* name) {
    const char* const found = std::getenv(name);
    return found == nullptr ? std::string{} : std::string{found};
}

}  // namespace

TEST_CASE("integration/delta_log_files: what is asked for is done, or a table is written and read") {
    const test::scratch folder;
    const std::string what = setting("SPATE_DELTA_WHAT"), table = what.empty() ? folder / "table" : setting("SPATE_DELTA_TABLE");
    s3_options options;
    options.endpoint_url = setting("SPATE_DELTA_ENDPOINT");
    delta_log log{open_delta_store(table, options)};
    log.update();
    if (what == "write") {
        write(log, std::stoi(setting("SPATE_DELTA_COMMITS")), test::file_bytes(setting("SPATE_DELTA_FILE")), setting("SPATE_DELTA_APP"));
        CHECK(log.snapshot().exists());
    } else if (what == "dump") {
        test::write_file(setting("SPATE_DELTA_OUT"), dump(log.snapshot()));
        CHECK(log.snapshot().exists());
    } else {
        write(log, 13, "not looked at", "alone");
        CHECK(dump(delta_log{open_delta_store(table)}.update()) == dump(log.snapshot()));
    }
}

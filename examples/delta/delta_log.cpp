// SPDX-License-Identifier: Apache-2.0
// A Delta table's log: a table is made, files are added to it, and it is read again at any of its versions.
#include <cstdio>
#include <filesystem>
#include <memory>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_schema.hpp>
#include <spate/delta/local_store.hpp>

int main() {
    std::filesystem::remove_all("delta_log_example");
    const auto store = std::make_shared<spate::local_store>("delta_log_example");
    spate::delta_log log{store};
    log.update();

    spate::delta_actions creation;
    creation.protocol = spate::delta_protocol{};
    creation.metadata = spate::new_delta_table(spate::delta_schema({{"id", {.id = spate::type_id::int64}}}));
    creation.operation = "CREATE TABLE";
    log.commit(creation);

    for (int part = 0; part < 12; ++part) {
        spate::delta_actions more;
        // The file itself would be written first; a log only names it.
        more.adds.push_back({.path = "part-" + std::to_string(part) + ".parquet", .size = 1000, .stats = R"({"numRecords":100})"});
        // With the rows, how far the stream has come: a process that is killed goes on from here.
        more.transactions.push_back({"events-0-of-1", (part + 1) * 100});
        log.commit(more);
    }

    spate::delta_log reader{store};
    const spate::delta_snapshot& now = reader.update();
    std::printf("version %d: %zu files, next row %d\n", static_cast<int>(now.version), now.files.size(),
                static_cast<int>(now.transaction("events-0-of-1").value_or(0)));
    std::printf("version 3: %zu files\n", reader.at(3).files.size());
}

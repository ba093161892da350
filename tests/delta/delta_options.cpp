// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_options.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace spate;

TEST_CASE("delta/delta_options: a configuration's keys are options of the same names, and what is not given stays as it is") {
    sink_configuration keys{.type = sink_type::delta};
    keys.set("path", "/data/events");
    delta_options options = delta_options_of(keys);
    CHECK(options.path == "/data/events");
    CHECK(options.mode == delta_mode::append);
    CHECK(options.tables == delta_tables::unified);
    CHECK(options.compression == delta_compression::snappy);
    CHECK(options.rows_per_commit == 1'000'000);
    CHECK(options.commit_interval.count() == 10'000);
    CHECK(options.checkpoint_interval == 10);
    CHECK(options.partition_by.empty());
    for (const auto& [key, value] : std::vector<std::pair<std::string_view, std::string>>{{"mode", "overwrite"},
                                                                                          {"table_name", "shop"},
                                                                                          {"tables", "typed"},
                                                                                          {"partition_by", "day, city"},
                                                                                          {"partitions", "4"},
                                                                                          {"compression", "zstd"},
                                                                                          {"target_file_size", "2048"},
                                                                                          {"rows_per_commit", "7"},
                                                                                          {"commit_interval", "250"},
                                                                                          {"checkpoint_interval", "0"},
                                                                                          {"endpoint_url", "http://127.0.0.1:9000"},
                                                                                          {"region", "eu-west-1"},
                                                                                          {"aws_access_key_id", "AKIA"}})
        keys.set(key, value);
    keys.settings.push_back({"aws_secret_access_key", {}, secret{"hush"}, true});
    options = delta_options_of(keys);
    CHECK(options.mode == delta_mode::overwrite);
    CHECK(options.table_name == "shop");
    CHECK(options.tables == delta_tables::typed);
    CHECK(options.partition_by == std::vector<std::string>{"day", "city"});
    CHECK(options.partitions == 4);
    CHECK(options.compression == delta_compression::zstd);
    CHECK(options.target_file_size == 2048);
    CHECK(options.rows_per_commit == 7);
    CHECK(options.commit_interval.count() == 250);
    CHECK(options.checkpoint_interval == 0);
    CHECK(options.endpoint_url == "http://127.0.0.1:9000");
    CHECK(options.region == "eu-west-1");
    CHECK(options.access_key_id.reveal() == "AKIA");
    CHECK(options.secret_access_key.reveal() == "hush");
    CHECK(options.session_token.empty());
}

TEST_CASE("delta/delta_options: what cannot be meant is refused by its key, with what would be right") {
    const auto refused = [](std::string_view key, std::string value, std::string_view part) {
        CAPTURE(key);
        sink_configuration keys{.type = sink_type::delta};
        keys.set("path", "/data/events");
        keys.set(key, std::move(value));
        try {
            (void)delta_options_of(keys);
            FAIL("was taken");
        } catch (const config_error& error) {
            const std::string text = error.what();
            CAPTURE(text);
            CHECK(text.find(key) != std::string::npos);
            CHECK(text.find(part) != std::string::npos);
        }
    };
    refused("path", "", "name a folder");
    refused("mode", "replace", "append, overwrite, error or ignore");
    refused("tables", "many", "unified or typed");
    refused("compression", "gzip", "snappy, zstd or none");
    refused("rows_per_commit", "0", "give 1 or more");
    refused("rows_per_commit", "12x", "is not a whole number");
    refused("target_file_size", "10", "below 1024");
    refused("partitions", "70000", "65536");
    refused("commit_interval", "0", "is no time");
    refused("partition_by", "day,day", "twice");
}

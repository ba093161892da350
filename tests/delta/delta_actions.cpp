// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <spate/delta/delta_actions.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("delta/delta_actions: a commit is an action a line, as the protocol spells them") {
    delta_actions actions;
    actions.protocol = delta_protocol{};
    actions.metadata = delta_metadata{"id-1", "", "", R"({"type":"struct","fields":[]})", {"day"}, {{"a", "b\"c"}}, 7};
    actions.transactions = {{"s-0-of-1", 12, 0}, {"t", 1, 5}};
    actions.removes = {{"old file.parquet", 9, true, {{"day", std::nullopt}}, 3}};
    actions.adds = {{"day=a%20b/\xc3\xa9.parquet", {{"day", "a b"}}, 10, 11, true, R"({"numRecords":1})", {}}, {"x", {}, 1, 2, false, "", {{"k", "v"}}}};
    actions.operation_parameters = {{"mode", "Append"}};
    CHECK(
        delta_commit_text(actions, 100, "u-1") ==
        R"({"commitInfo":{"timestamp":100,"operation":"WRITE","operationParameters":{"mode":"Append"},"isBlindAppend":false,"engineInfo":"spate","txnId":"u-1"}}
{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
{"metaData":{"id":"id-1","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":["day"],"configuration":{"a":"b\"c"},"createdTime":7}}
{"txn":{"appId":"s-0-of-1","version":12}}
{"txn":{"appId":"t","version":1,"lastUpdated":5}}
{"remove":{"path":"old%20file.parquet","deletionTimestamp":9,"dataChange":true,"extendedFileMetadata":true,"partitionValues":{"day":null},"size":3}}
{"add":{"path":"day=a%2520b/%C3%A9.parquet","partitionValues":{"day":"a b"},"size":10,"modificationTime":11,"dataChange":true,"stats":"{\"numRecords\":1}"}}
{"add":{"path":"x","partitionValues":{},"size":1,"modificationTime":2,"dataChange":false,"tags":{"k":"v"}}}
)");
}

TEST_CASE("delta/delta_actions: features are named where the versions ask for them") {
    std::string out;
    detail::append_delta_protocol(out, {3, 7, {"timestampNtz"}, {"timestampNtz", "appendOnly"}});
    CHECK(out == R"({"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["timestampNtz"],"writerFeatures":["timestampNtz","appendOnly"]})");
}

TEST_CASE("delta/delta_actions: a path is the same behind the log's escapes") {
    for (const std::string path : {"a/b=c%20d/e f.parquet", "100%", "%zz%2", "\xc3\xa9 \"\\#?", ""}) {
        const std::string encoded = detail::delta_encoded_path(path);
        CHECK(encoded.find_first_of(" \"\\#?") == std::string::npos);
        CHECK(detail::delta_decoded_path(encoded) == path);
    }
    CHECK(detail::delta_decoded_path("%e9%C3%a") == "\xe9\xc3%a");
}

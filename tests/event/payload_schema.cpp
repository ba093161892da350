// SPDX-License-Identifier: Apache-2.0
#include <spate/event/payload_schema.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace spate;

namespace {

const record_type login = {{"user id", {.id = type_id::uuid}}, {"ok", {.id = type_id::boolean, .nullable = true}}};

std::vector<std::string> names(const std::vector<std::string_view>& ids) { return payload_schema_names({ids.data(), ids.size()}); }

}  // namespace

TEST_CASE("event/payload_schema: each format's text") {
    CHECK(payload_schema_text(payload_format::json, login, "user.login").empty());
    constexpr std::string_view avsc =
        R"({"type":"record","name":"user_login","fields":[{"name":"user_id","type":{"type":"string","logicalType":"uuid"},"columnName":"user id"},)"
        R"({"name":"ok","type":["null","boolean"],"default":null}]})";
    CHECK(payload_schema_text(payload_format::avro, login, "user.login") == avsc);
    CHECK(payload_schema_text(payload_format::avro_single_object, login, "user.login") == avsc);
    CHECK(payload_schema_text(payload_format::protobuf, login, "user.login") ==
          "syntax = \"proto3\";\n\nmessage UserLogin {\n  string user_id = 1 [json_name = \"user id\"];  // UUID\n  optional bool ok = 2;\n}\n");
    CHECK(payload_schema_text(payload_format::binary, login, "user.login") ==
          R"({"fields":[{"name":"user id","type":"uuid"},{"name":"ok","type":"boolean","nullable":true}]})");
}

TEST_CASE("event/payload_schema: any id gives a schema") {
    for (const std::string_view id : {"", "string", "1", "field", "Köln \"1\"", "a/b", "..", "\x01"})
        for (const payload_format format : {payload_format::avro, payload_format::protobuf, payload_format::binary})
            CHECK_FALSE(payload_schema_text(format, login, id).empty());
}

TEST_CASE("event/payload_schema: the head of single objects is that of the schema's canonical form") {
    CHECK(payload_single_object_head(login, "user.login") ==
          avro_single_object_head(avro_fingerprint(
              R"({"name":"user_login","type":"record","fields":[{"name":"user_id","type":"string"},{"name":"ok","type":["null","boolean"]}]})")));
    CHECK(payload_single_object_head(login, "user.login") != payload_single_object_head(login, "user.logout"));
}

TEST_CASE("event/payload_schema: names of files") {
    CHECK(names({"user.login", "a/b", "../x", "-v", "Größe", "", "v1.2-beta"}) ==
          std::vector<std::string>{"user.login", "a_b", "_._x", "_v", "Gr__e", "_", "v1.2-beta"});
    // Those that are names already stay, whatever comes first.
    CHECK(names({"a/b", "a b", "a_b", "A_B", "a_b_2", "a/b"}) == std::vector<std::string>{"a_b_3", "a_b_4", "a_b", "A_B_5", "a_b_2", "a_b_6"});
    CHECK(names({"A_B_2", "a/b", "a b"}) == std::vector<std::string>{"A_B_2", "a_b", "a_b_3"});
    const std::string all_one(400, 'x');
    const std::vector<std::string> both = names({all_one, all_one + "y"});
    CHECK(both[0] == all_one.substr(0, 200));
    CHECK(both[1] == both[0] + "_2");
    CHECK(payload_schema_extension(payload_format::avro) == ".avsc");
    CHECK(payload_schema_extension(payload_format::protobuf) == ".proto");
    CHECK(payload_schema_extension(payload_format::json).empty());
}

TEST_CASE("event/payload_schema: 100,000 ids that look alike have as many names") {
    const std::vector<std::string_view> ids(100000, "a/b");
    const std::vector<std::string> all = names(ids);
    CHECK(std::set<std::string>{all.begin(), all.end()}.size() == ids.size());
    CHECK(all.back() == "a_b_100000");
}

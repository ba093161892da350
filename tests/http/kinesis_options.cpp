// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <spate/http/kinesis_options.hpp>

namespace {

using spate::kinesis_options;
using spate::kinesis_options_of;

spate::sink_configuration configured(const std::vector<std::pair<std::string, std::string>>& more) {
    spate::sink_configuration out{spate::sink_type::kinesis, {}};
    for (const auto& [key, value] : {std::pair<std::string, std::string>{"stream_name", "events"}, {"region", "us-east-1"}}) out.set(key, value);
    out.settings.push_back({"aws_access_key_id", "", spate::secret{"AKID"}, true});
    out.settings.push_back({"aws_secret_access_key", "", spate::secret{"hush"}, true});
    for (const auto& [key, value] : more) out.set(key, value);
    return out;
}

std::string refusal(const spate::sink_configuration& from) {
    try {
        (void)kinesis_options_of(from);
    } catch (const spate::config_error& error) {
        return error.what();
    }
    return "taken";
}

}  // namespace

TEST_CASE("kinesis_options: shards for a rate") {
    CHECK(spate::kinesis_shards(0, 0) == 1);
    CHECK(spate::kinesis_shards(1000, 0) == 1);
    CHECK(spate::kinesis_shards(1000.5, 0) == 2);
    CHECK(spate::kinesis_shards(10'000, 1048576.0 * 3) == 10);
    CHECK(spate::kinesis_shards(1000, 1048576.0 * 3 + 1) == 4);
}

TEST_CASE("kinesis_options: from a configuration") {
    const kinesis_options plain = kinesis_options_of(configured({}));
    CHECK(plain.url() == "https://kinesis.us-east-1.amazonaws.com");
    CHECK(plain.target() == "kinesis https://kinesis.us-east-1.amazonaws.com, stream events");
    CHECK(plain.credentials.access_key_id == "AKID");
    CHECK(plain.client().signature.secret_access_key.reveal() == "hush");
    CHECK(plain.client().verify_tls);
    CHECK_FALSE(plain.grows);
    CHECK(plain.wanted_shards() == 1);
    CHECK(plain.creates);

    kinesis_options automatic = kinesis_options_of(configured({{"auto_shard_calculation", "true"}, {"shard_count", "3"}, {"partition_key_field", "user"}}));
    CHECK(automatic.grows);
    CHECK(automatic.partition_key_field == "user");
    // No rate is known.
    CHECK(automatic.wanted_shards() == 3);
    automatic.records_per_second = 7500;
    CHECK(automatic.wanted_shards() == 8);
    CHECK(kinesis_options_of(configured({{"shard_count", "5"}})).wanted_shards() == 5);
    CHECK(kinesis_options_of(configured({{"endpoint_url", "http://127.0.0.1:4567/"}})).url() == "http://127.0.0.1:4567");
    CHECK(kinesis_options_of(configured({{"region", "cn-north-1"}})).url() == "https://kinesis.cn-north-1.amazonaws.com.cn");
    CHECK(kinesis_options_of(configured({{"concurrent_requests", "2"}, {"create_stream", "false"}, {"verify_tls", "false"}})).concurrent_requests == 2);
}

TEST_CASE("kinesis_options: what is wrong is named by its key, and no message has a secret") {
    const std::vector<std::pair<std::string, std::string>> wrong{{"stream_name", ""},
                                                                 {"stream_name", "a b"},
                                                                 {"region", "us east"},
                                                                 {"shard_count", "many"},
                                                                 {"shard_count", "0"},
                                                                 {"auto_shard_calculation", "yes"},
                                                                 {"concurrent_requests", "0"},
                                                                 {"endpoint_url", "kinesis.com"},
                                                                 {"endpoint_url", "https://ann:word@host"}};
    for (const auto& [key, value] : wrong) {
        const std::string said = refusal(configured({{key, value}}));
        CHECK(said.starts_with(key));
        CHECK(said.find("hush") == std::string::npos);
        CHECK(said.find("word") == std::string::npos);
    }
    for (const char* const key : {"stream_name", "region", "endpoint_url", "ca_file"}) {
        spate::sink_configuration hidden = configured({});
        hidden.settings.insert(hidden.settings.begin(), {key, "", spate::secret{"{{secrets/aws/id}}"}, true});
        CHECK(refusal(hidden) == std::string{key} + ": *** is a secret, and would be shown; write it out");
    }
    for (const char* const name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"}) ::unsetenv(name);
    REQUIRE(::setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1) == 0);
    spate::sink_configuration bare{spate::sink_type::kinesis, {}};
    bare.set("stream_name", "events");
    bare.set("region", "us-east-1");
    CHECK(refusal(bare).find("/dev/null") != std::string::npos);
    bare.set("service_credential", "prod");
    CHECK(refusal(bare).starts_with("service_credential"));
    bare.settings.push_back({"aws_access_key_id", "", spate::secret{"{{secrets/nowhere/id}}"}, true});
    CHECK(refusal(bare).find("nowhere") != std::string::npos);
}

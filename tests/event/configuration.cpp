// SPDX-License-Identifier: Apache-2.0
#include <spate/event/configuration.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <spate/field/json_value.hpp>

using namespace spate;

namespace {

event_configuration load(const std::string& name, const configuration_options& options = {}) {
    return load_config(std::string{SPATE_TEST_DATA "/events/"} + name, options);
}

std::vector<std::string> names_of(const std::vector<event_field>& fields) {
    std::vector<std::string> out;
    for (const event_field& one : fields) out.push_back(one.name);
    return out;
}

std::vector<std::string> values_of(const event_field& field, std::size_t count = 200) {
    column values;
    field.generator.fill({{1, 2}, 0, count}, {}, values);
    std::vector<std::string> out(count);
    for (std::size_t row = 0; row < count; ++row) append_json(out[row], field.generator.type(), values, row);
    return out;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("event/configuration: session events for Kinesis") {
    const event_configuration read = load("sessions.yaml");
    CHECK(read.warnings.empty());
    CHECK(read.mode == generation_mode::streaming);
    CHECK(read.rate == ratio{1000, 1});
    CHECK(read.mix.payload == payload_format::json);
    CHECK(read.mix.partition_key == "user_id");
    CHECK(names_of(read.mix.common) == texts{"user_id"});
    REQUIRE(read.mix.types.size() == 3);
    CHECK(read.mix.types[0].id == "user.session.start");
    CHECK(read.mix.types[0].weight == ratio{1, 2});
    CHECK(read.mix.types[1].weight == ratio{3, 10});
    CHECK(names_of(read.mix.types[0].fields) == texts{"session_id", "device_type"});
    CHECK(read.mix.types[1].fields[1].generator.type().id == type_id::float32);
    for (const std::string& value : values_of(read.mix.types[1].fields[1])) {
        CHECK(std::stod(value) >= 0.98);
        CHECK(std::stod(value) <= 1000);
    }
    CHECK(read.sink.type == sink_type::kinesis);
    CHECK(read.sink.text("stream_name") == "my-events-stream");
    CHECK(read.sink.text("auto_shard_calculation") == "true");
    CHECK(read.sink.find("aws_access_key_id")->shown() == "***");
    // Secrets are not looked for before they are wanted.
    CHECK_THROWS_AS((void)read.sink.find("aws_access_key_id")->reveal(), config_error);
    CHECK_FALSE(read.has_seed);
    CHECK_FALSE(read.has_start);
    CHECK(read.mix.when.start() == 1'735'689'600'000'000'000);
}

TEST_CASE("event/configuration: e-commerce, whose weights sum to a half, has neither mode nor sink") {
    const event_configuration read = load("ecommerce.yaml");
    CHECK(read.mix.types.size() == 2);
    CHECK(read.warnings ==
          texts{SPATE_TEST_DATA "/events/ecommerce.yaml:12:3: event_types: weights sum to 0.5, not 1, and are rescaled: each is divided by the sum"});
    CHECK(read.mode == generation_mode::streaming);
    CHECK(read.sink.type == sink_type::none);
    CHECK(read.mix.partition_key.empty());
    std::string message;
    try {
        (void)load("ecommerce.yaml", {.strict = true});
    } catch (const specification_error& error) {
        message = error.what();
    }
    CHECK(message == SPATE_TEST_DATA
          "/events/ecommerce.yaml:12:3: event_types: weights sum to 0.5, which strict refuses; make them sum to 1, or give whole numbers, like 3 and 1");
}

TEST_CASE("event/configuration: sensors, whose texts without weights are all as likely") {
    const event_configuration read = load("iot.yaml");
    CHECK(read.warnings.empty());
    std::size_t seen[3] = {};
    for (const std::string& value : values_of(read.mix.common[0], 30'000)) ++seen[value[10] - '1'];
    for (const std::size_t count : seen) {
        CHECK(count > 9600);
        CHECK(count < 10'400);
    }
}

TEST_CASE("event/configuration: fragments of batches and of sinks") {
    const event_configuration batch = load("batch.yaml");
    CHECK(batch.mode == generation_mode::batch);
    CHECK(batch.rows == 1'000'000);
    CHECK(batch.partitions == 8);
    CHECK(batch.mix.types.size() == 3);
    struct fragment {
        const char* name;
        sink_type type;
        texts shown;
        const char* key;
    };
    const fragment fragments[] = {{"delta.yaml", sink_type::delta, {"path=/mnt/delta/events", "mode=append"}, ""},
                                  {"kinesis.yaml", sink_type::kinesis, {"stream_name=my-stream", "region=us-east-1", "auto_shard_calculation=true"}, "user_id"},
                                  {"kafka.yaml",
                                   sink_type::kafka,
                                   {"bootstrap_servers=broker-1:9092,broker-2:9092", "topic=events", "security_protocol=SASL_SSL", "sasl_mechanism=PLAIN",
                                    "sasl_username=producer", "sasl_password=***"},
                                   "user_id"},
                                  {"eventhubs.yaml", sink_type::eventhubs, {"namespace=telemetry", "event_hub_name=events", "connection_string=***"}, ""},
                                  {"elasticsearch.yaml", sink_type::elasticsearch, {"endpoint_url=http://localhost:9200", "index=events", "api_key=***"}, ""},
                                  {"file.yaml", sink_type::file, {"path=events.ndjson", "format=ndjson", "partitions=2"}, ""},
                                  {"stdout.yaml", sink_type::stdout_stream, {}, ""}};
    for (const fragment& one : fragments) {
        CAPTURE(one.name);
        const event_configuration read = load(one.name);
        CHECK(read.sink.type == one.type);
        texts shown;
        for (const sink_setting& setting : read.sink.settings) shown.push_back(setting.key + "=" + setting.shown());
        CHECK(shown == one.shown);
        CHECK(read.mix.partition_key == one.key);
        CHECK(read.warnings == texts{SPATE_TEST_DATA "/events/" + std::string{one.name} +
                                     ": there are no event_types: three of user sessions are taken (user.session.start, user.purchase, "
                                     "user.session.end)"});
        REQUIRE(read.mix.types.size() == 3);
        CHECK(read.mix.types[0].id == "user.session.start");
        CHECK(names_of(read.mix.common) == texts{"user_id"});
        const mixed_events events = read.events();
        std::size_t purchases = 0;
        for (std::uint64_t i = 0; i < 10'000; ++i) purchases += events[i].event_type_id == "user.purchase";
        CHECK(purchases > 2'700);
        CHECK(purchases < 3'300);
        CHECK((events[7].partition_key == events[7].event_type_id) == read.mix.partition_key.empty());
    }
}

TEST_CASE("event/configuration: the events of a fragment have the field that is the partition key") {
    const event_configuration read =
        read_configuration(parse_yaml("sink_config: {type: kinesis, stream_name: s, partition_key_field: event_key}", "f.yaml"), "f.yaml");
    CHECK(names_of(read.mix.common) == texts{"event_key"});
    CHECK(read.events()[0].serialized_payload.starts_with("{\"event_key\":" + read.events()[0].partition_key));
    const event_configuration own = read_configuration(parse_yaml("common_fields: {a: {type: uuid}}", "f.yaml"), "f.yaml");
    CHECK(names_of(own.mix.common) == texts{"a"});
    CHECK(own.mix.types.size() == 3);
}

TEST_CASE("event/configuration: the types of later versions") {
    const event_configuration read = load("extended_types.yaml");
    CHECK(read.warnings.empty());
    CHECK(read.mode == generation_mode::batch);
    CHECK(read.rows == 10'000);
    REQUIRE(read.mix.types.size() == 3);
    // The type's id comes first in the payload, so that what follows it stands with each type.
    CHECK(read.mix.common.empty());
    CHECK(names_of(read.mix.types[0].fields) == texts{"event_name", "event_id", "is_active", "transaction_id", "latitude", "registration_date",
                                                      "event_timestamp", "seen_at", "contact_email", "amount", "item_count", "subject"});
    CHECK(values_of(read.mix.types[1].fields[0], 2) == texts{"\"iot.sensor_reading\"", "\"iot.sensor_reading\""});
    const auto type_of = [&](std::size_t type, const char* name) {
        for (const event_field& one : read.mix.types[type].fields)
            if (one.name == name) return one.generator.type();
        FAIL(name);
        return data_type{};
    };
    CHECK(type_of(0, "is_active").id == type_id::boolean);
    CHECK(type_of(0, "transaction_id").id == type_id::int64);
    CHECK(type_of(0, "latitude").id == type_id::float64);
    CHECK(type_of(0, "registration_date").id == type_id::date);
    CHECK(type_of(0, "seen_at") == data_type{.id = type_id::timestamp, .places = 3});
    CHECK(type_of(0, "contact_email").nullable);
    CHECK(type_of(0, "amount") == data_type{.id = type_id::decimal, .digits = 10, .places = 2});
    CHECK(type_of(0, "item_count").id == type_id::int16);
    CHECK(type_of(1, "status_code").id == type_id::int8);
    CHECK(type_of(1, "raw_data").id == type_id::binary);
    CHECK(type_of(1, "note").id == type_id::text);
    CHECK(type_of(2, "level").id == type_id::int32);
    CHECK(type_of(2, "city").id == type_id::text);
    CHECK(type_of(2, "score").id == type_id::decimal);
    // The event's own time, at the default rate and start.
    CHECK(values_of(read.mix.types[0].fields[6], 2) == texts{"\"2025-01-01T00:00:00.000Z\"", "\"2025-01-01T00:00:00.001Z\""});
    std::size_t active = 0, nulls = 0;
    for (const std::string& value : values_of(read.mix.types[0].fields[2], 10'000)) active += value == "true";
    for (const std::string& value : values_of(read.mix.types[0].fields[8], 10'000)) nulls += value == "null";
    CHECK(active > 7800);
    CHECK(active < 8200);
    CHECK(nulls > 850);
    CHECK(nulls < 1150);
}

TEST_CASE("event/configuration: arrays, structures and maps") {
    const event_configuration read = load("nested_types.yaml");
    CHECK(read.rate == ratio{500, 1});
    REQUIRE(read.mix.types.size() == 2);
    CHECK(names_of(read.mix.types[0].fields) == texts{"event_name", "tags", "location", "metadata"});
    const event_field &tags = read.mix.types[0].fields[1], &location = read.mix.types[0].fields[2], &metadata = read.mix.types[0].fields[3];
    for (const std::string& value : values_of(tags)) {
        const auto commas = static_cast<std::size_t>(std::count(value.begin(), value.end(), ','));
        CHECK(commas <= 3);
        CHECK(value.size() > 2);
    }
    CHECK(location.generator.type().names == std::vector<std::string>{"city", "zip_code", "coordinates"});
    CHECK(location.generator.type().children[2].names == std::vector<std::string>{"lat", "lon"});
    std::size_t web = 0;
    for (const std::string& value : values_of(metadata, 10'000)) {
        const bool is_web = value == R"({"source":"web","campaign":"summer"})";
        CHECK((is_web || value == R"({"source":"mobile","campaign":"spring"})"));
        web += is_web;
    }
    CHECK(web > 6800);
    CHECK(web < 7200);
    for (const std::string& value : values_of(read.mix.types[1].fields[3])) CHECK(value.size() == 7);
}

TEST_CASE("event/configuration: 1500 types, and JSON") {
    const std::string path = "configuration_1500.json";
    std::string text = R"({"common_fields": {"event_id": {"type": "uuid"}, "key": {"type": "string", "values": ["a", "b"]}}, "event_types": [)";
    for (int i = 1; i <= 1500; ++i)
        text += std::string{i == 1 ? "" : ","} + "{\"event_type_id\": \"event_type_" + std::to_string(i) +
                R"(", "weight": 0.0006666667, "fields": {"event_id": {"type": "uuid"}, "value": {"type": "int", "range": [1, 1000]}}})";
    std::ofstream{path} << text << "]}";
    const event_configuration read = load_config(path);
    std::remove(path.c_str());
    CHECK(read.warnings.empty());
    CHECK(read.mix.types.size() == 1500);
    CHECK(read.mix.types[1499].id == "event_type_1500");
    // The common field stands for the type's.
    CHECK(names_of(read.mix.types[7].fields) == texts{"value"});
}

TEST_CASE("event/configuration: files that are none") {
    CHECK_THROWS_AS((void)load_config("configuration_none.yaml"), io_error);
    CHECK_THROWS_AS((void)load_config("configuration.txt"), config_error);
}

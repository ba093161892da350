// SPDX-License-Identifier: Apache-2.0
#include <spate/event/read_configuration.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/field/json_value.hpp>
#include <spate/schema/yaml.hpp>

using namespace spate;

namespace {

event_configuration read(const std::string& text, const configuration_options& options = {}) {
    return read_configuration(parse_yaml(text, "c.yaml"), "c.yaml", options);
}

std::string refused(const std::string& text, const configuration_options& options = {}) {
    try {
        (void)read(text, options);
    } catch (const specification_error& error) {
        return error.what();
    }
    return "";
}

// What is wrong with one field, without the place and the field's name.
std::string refused_field(const std::string& field) {
    const std::string message = refused("common_fields:\n  x: " + field + "\nevent_types: [{event_type_id: a}]\n"), before = "common_fields: field \"x";
    const std::size_t at = message.find(before);
    return at == std::string::npos ? message : message.substr(at + before.size());
}

std::vector<std::string> values_of(const std::string& field, std::size_t count = 100) {
    const event_configuration made = read("common_fields:\n  x: " + field + "\nevent_types: [{event_type_id: a}]\n");
    const erased_field& generator = made.mix.common.at(0).generator;
    column values;
    generator.fill({{1, 2}, 0, count}, {}, values);
    std::vector<std::string> out(count);
    for (std::size_t row = 0; row < count; ++row) append_json(out[row], generator.type(), values, row);
    return out;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("event/read_configuration: everything has a default") {
    const event_configuration made = read("event_types:\n  - event_type_id: a\n  - event_type_id: b\n");
    CHECK(made.warnings.empty());
    CHECK(made.mix.types.size() == 2);
    CHECK(made.mix.types[1].weight == ratio{1, 1});
    CHECK(made.mix.types[1].fields.empty());
    CHECK(made.mix.selection == type_selection::multinomial);
    CHECK(made.mix.payload == payload_format::json);
    CHECK(made.mix.from == seed{0});
    CHECK(made.mix.name.empty());
    CHECK_FALSE(made.mix.arrival.any());
    CHECK(made.mode == generation_mode::streaming);
    CHECK(made.rate == ratio{1000, 1});
    CHECK(made.rows == 1'000'000);
    CHECK(made.partitions == 8);
    CHECK(made.sink.type == sink_type::none);
    CHECK(read("batch_config: {total_rows: 5}\n").mode == generation_mode::batch);
    CHECK(read("batch_config: {total_rows: 5}\nstreaming_config: {}\n").mode == generation_mode::streaming);
    CHECK(read("common_fields:\nevent_types:\nsink_config:\n").mix.types.size() == 3);
}

TEST_CASE("event/read_configuration: the words that are spate's own") {
    const event_configuration made = read(
        "name: shop\nseed: 18446744073709551615\nselection: exact\nstart_time: 2026-01-01 00:00:00\nserialization_format: avro_single_object\n"
        "arrival:\n  late: {share: 0.02, mean_delay: 2min, most_delay: 1h}\n  out_of_order: {share: 0.01, jitter: 250ms}\n"
        "  duplicate: {share: 0.005, within: 10}\n  lost: 0.001\n"
        "event_types: [{event_type_id: a, fields: {x: {type: uuid, rows: instance}, y: {type: int, rows: step}, z: {type: sequence, rows: event}}}]\n");
    CHECK(made.mix.name == "shop");
    CHECK(made.mix.from == seed{~std::uint64_t{0}});
    CHECK(made.has_seed);
    CHECK(made.has_start);
    CHECK(made.mix.selection == type_selection::exact);
    CHECK(made.mix.when.start() == 1'767'225'600'000'000'000);
    CHECK(made.mix.payload == payload_format::avro_single_object);
    CHECK(made.mix.arrival.late == ratio{1, 50});
    CHECK(made.mix.arrival.mean_delay == 120'000'000'000);
    CHECK(made.mix.arrival.most_delay == 3'600'000'000'000);
    CHECK(made.mix.arrival.out_of_order == ratio{1, 100});
    CHECK(made.mix.arrival.jitter == 250'000'000);
    CHECK(made.mix.arrival.duplicate == ratio{1, 200});
    CHECK(made.mix.arrival.duplicate_within == 10);
    CHECK(made.mix.arrival.lost == ratio{1, 1000});
    CHECK(made.mix.types[0].fields[0].rows == row_source::instance);
    CHECK(made.mix.types[0].fields[1].rows == row_source::step);
    CHECK(made.mix.types[0].fields[2].rows == row_source::event);
}

TEST_CASE("event/read_configuration: options stand above what is written") {
    const std::string text = "seed: 5\nstreaming_config: {total_rows_per_second: 10}\nevent_types: [{event_type_id: a, fields: {t: {type: timestamp}}}]\n";
    const event_configuration made = read(text, {.rate = ratio{2, 1}, .start = 1'000'000'000, .from = seed{7}});
    CHECK(made.rate == ratio{2, 1});
    CHECK(made.mix.from == seed{7});
    CHECK(made.mix.when.time_of(1) == 1'500'000'000);
    column times;
    made.mix.types[0].fields[0].generator.fill({{}, 1, 1}, {}, times);
    CHECK(times.values<std::int64_t>()[0] == 1500);
    CHECK(read(text, {.streaming_start = 5}).mix.when.start() == 5);
    CHECK_FALSE(read(text, {.streaming_start = 5}).has_start);
    CHECK(read("generation_mode: batch\n", {.streaming_start = 5}).mix.when.start() == 1'735'689'600'000'000'000);
    CHECK(read("start_time: 2026-01-01\n", {.streaming_start = 5}).mix.when.start() == 1'767'225'600'000'000'000);
}

TEST_CASE("event/read_configuration: weights are shares of 1, or whole numbers of their sum") {
    const auto warnings = [](const std::string& first, const std::string& second) {
        return read("event_types:\n  - {event_type_id: a, weight: " + first + "}\n  - {event_type_id: b, weight: " + second + "}\n").warnings;
    };
    CHECK(warnings("0.25", "0.75").empty());
    CHECK(warnings("0.2504", "0.75").empty());
    CHECK(warnings("3", "1").empty());
    CHECK(warnings("1", "1").empty());
    CHECK(warnings("0.6", "0.3") == texts{"c.yaml:2:3: event_types: weights sum to 0.9, not 1, and are rescaled: each is divided by the sum"});
    CHECK(warnings("1", "0.5") == texts{"c.yaml:2:3: event_types: weights sum to 1.5, not 1, and are rescaled: each is divided by the sum"});
    CHECK(refused("event_types:\n  - {event_type_id: a, weight: 0.5}\n", {.strict = true}) ==
          "c.yaml:2:3: event_types: weights sum to 0.5, which strict refuses; make them sum to 1, or give whole numbers, like 3 and 1");
    CHECK(refused("event_types:\n  - {event_type_id: a, weight: 5}\n", {.strict = true}).empty());
}

TEST_CASE("event/read_configuration: ranges of whole numbers include both ends") {
    for (const char* type : {"int", "long", "short", "byte"}) {
        CAPTURE(type);
        std::size_t seen[3] = {};
        for (const std::string& value : values_of("{type: " + std::string{type} + ", range: [-1, 1]}", 3000)) ++seen[std::stoi(value) + 1];
        for (const std::size_t count : seen) CHECK(count > 900);
    }
    CHECK(values_of("{type: int, range: [7, 7]}", 2) == texts{"7", "7"});
    CHECK(values_of("{type: double, range: [2.5, 2.5]}", 2) == texts{"2.5", "2.5"});
    for (const std::string& value : values_of("{type: decimal, precision: 3, scale: 1, range: [0.1, 0.2]}")) CHECK((value == "0.1" || value == "0.2"));
    for (const std::string& value : values_of("{type: timestamp, begin: '2024-01-01 00:00:00', end: '2024-01-01T00:00:00.001Z'}"))
        CHECK((value == "\"2024-01-01T00:00:00.000Z\"" || value == "\"2024-01-01T00:00:00.001Z\""));
    for (const std::string& value : values_of("{type: date, range: ['2024-02-28', '2024-02-29']}"))
        CHECK((value == "\"2024-02-28\"" || value == "\"2024-02-29\""));
    for (const std::string& value : values_of("{type: int, values: [3, 5], weights: [0, 1]}")) CHECK(value == "5");
    for (const std::string& value : values_of("{type: float, values: [0.5]}")) CHECK(value == "0.5");
    for (const std::string& value : values_of("{type: boolean, values: [true]}")) CHECK(value == "true");
    for (const std::string& value : values_of("{type: string, values: [1, yes, true]}")) CHECK((value == "\"1\"" || value == "\"yes\"" || value == "\"true\""));
    for (const std::string& value : values_of("{type: string}")) CHECK((value.size() >= 10 && value.size() <= 18));
}

TEST_CASE("event/read_configuration: where a type is in both, keys tell which is meant") {
    CHECK(values_of("{type: timestamp, start: 2026-01-01T00:00:00Z, step: 1s}", 2) == texts{"\"2026-01-01T00:00:00.000Z\"", "\"2026-01-01T00:00:01.000Z\""});
    CHECK(values_of("{type: boolean, probability: 1}", 2) == texts{"true", "true"});
    CHECK(values_of("{type: decimal, min: '1.50', max: '1.50'}", 1) == texts{"1.50"});
    CHECK(values_of("{type: date, start: 2026-01-01}", 2) == texts{"\"2026-01-01\"", "\"2026-01-02\""});
    CHECK(values_of("{type: sequence, start: 5, percent_nulls: 0}", 2) == texts{"5", "6"});
    std::size_t nulls = 0;
    for (const std::string& value : values_of("{type: sequence, percent_nulls: 0.5}", 10'000)) nulls += value == "null";
    CHECK(nulls > 4700);
    CHECK(nulls < 5300);
}

TEST_CASE("event/read_configuration: faker's methods that have a counterpart") {
    for (const char* method : {"name", "first_name", "email", "city", "zipcode", "phone_number", "company", "url", "user_name", "text", "paragraph"}) {
        CAPTURE(method);
        for (const std::string& value : values_of("{type: string, faker: " + std::string{method} + "}", 5)) CHECK(value.size() > 3);
    }
    for (const std::string& value : values_of("{type: string, faker: text, faker_args: {max_nb_chars: 40}}")) CHECK(value.size() <= 42);
    for (const std::string& value : values_of("{type: string, faker: credit_card_number}")) CHECK(value.size() == 18);
    CHECK(refused_field("{type: string, faker: nmae}") == "\": faker: \"nmae\" has no counterpart here; did you mean \"name\"?");
    CHECK(refused_field("{type: int, faker: name}") == "\": faker: is asked of type int; use type: string");
    CHECK(refused_field("{faker: name}") == "\": has no type; add type: string");
    CHECK(refused_field("{type: string, faker: name, faker_args: {n: 1}}") == "\": faker_args: name takes none here; leave them out");
    CHECK(refused_field("{type: string, faker: sentence, faker_args: {nb_wrds: 1}}") == "\", faker_args: unknown key \"nb_wrds\"; did you mean \"nb_words\"?");
    CHECK(refused_field("{type: string, faker: name, values: [a]}") == "\": values: is given besides faker; give one of them");
}

TEST_CASE("event/read_configuration: what is wrong with a field") {
    const std::pair<const char*, const char*> cases[] = {
        {"{type: integr}", "\": unknown type \"integr\"; did you mean \"integer\"?"},
        {"{type: strng}", "\": unknown type \"strng\"; did you mean \"string\"?"},
        {"{type: 5}", "\": type: 5 is an integer; give a text"},
        {"{range: [1, 2]}", "\": has no type; add one, like type: uuid"},
        {"uuid", "\": \"uuid\" is a text; write a map, like {type: uuid}"},
        {"", "\": is empty; write a map, like {type: uuid}"},
        {"{event_type_id: false}", "\": event_type_id: is false; give true, or leave it out"},
        {"{event_type_id: true, range: [1, 2]}", "\": range: is given besides event_type_id; leave it out"},
        {"{type: uuid, range: [1, 2]}", "\": unknown key \"range\"; use one of: type, about, percent_nulls, nulls, rows"},
        {"{type: int, rnge: [1, 2]}", "\": unknown key \"rnge\"; did you mean \"range\"?"},
        {"{type: int, range: [5, 1]}", "\": range: 5 is above 1; give the smaller one first"},
        {"{type: int, range: [1, 9999999999]}",
         "\": range, element 2: 9999999999 is an integer; give a whole number from -2147483648 to 2147483647, or use type: long"},
        {"{type: byte, range: [0, 128]}", "\": range, element 2: 128 is an integer; give a whole number from -128 to 127, or use type: int"},
        {"{type: int, range: [0.5, 1]}", "\": range, element 1: 0.5 is a number; give a whole number from -2147483648 to 2147483647, or use type: long"},
        {"{type: int, range: 5}", "\": range: 5 is an integer; give the smallest and the largest, like [1, 100]"},
        {"{type: int, range: [5]}", "\": range: has 1 elements; give the smallest and the largest, like [1, 100]"},
        {"{type: float, range: [1, 2], values: [3]}", "\": range: is given besides values; give one of them"},
        {"{type: float, range: [1, 1e39]}", "\": range, element 2: 1e39 is a number; give a number of the type's range"},
        {"{type: string, values: []}", "\": values: is an empty list; give a list, like [a, b]"},
        {"{type: string, values: a}", "\": values: \"a\" is a text; give a list, like [a, b]"},
        {"{type: string, values: [[a]]}", "\": values, element 1: is a list; give a text, a number, true or false"},
        {"{type: string, values: [a, b], weights: [1]}", "\": weights: are 1 for 2 values; give one for each value"},
        {"{type: string, values: [a, b], weights: [0, 0.0]}", "\": weights: are all 0; give one above 0"},
        {"{type: string, values: [a], weights: [-1]}", "\": weights, element 1: -1 is no number from 0 to 2^32; give one, like 0.5 or 3"},
        {"{type: string, values: [a], weights: 1}", "\": weights: 1 is an integer; give a list of numbers, one for each value"},
        {"{type: string, weights: [1]}", "\": weights: are given without values; add values, or leave them out"},
        {"{type: boolean, values: [1]}", "\": values, element 1: 1 is an integer; give true or false"},
        {"{type: decimal, precision: 20}", "\": precision: 20 is no whole number from 1 to 18; give one, like 10"},
        {"{type: decimal, precision: 3, scale: 4}", "\": scale: 4 is no whole number from 0 to 3; give one, like 2"},
        {"{type: decimal, range: [1.005, 2]}", "\": range: 1.005 has more decimal places than the scale of 2; leave some out"},
        {"{type: decimal, precision: 3, range: [1, 100]}", "\": range: 100 has more digits than the precision of 3 leaves; give a larger precision"},
        {"{type: date, begin: 2024-13-01}", "\": begin: \"2024-13-01\" has no such month; give 01 to 12"},
        {"{type: date, begin: 2024-02-01, range: [2024-01-01, 2024-03-01]}", "\": begin: is given besides range; give one of them"},
        {"{type: date, begin: 2024-02-01, end: 2024-01-01}", "\": the end 2024-01-01 is before the beginning 2024-02-01; give the earlier one first"},
        {"{type: timestamp, begin: '2024-01-01 00:00:00'}", "\": begin and end are not both given; give both"},
        {"{type: timestamp, from: 2024-01-01T00:00:00Z}", "\": to: is missing besides from; give both"},
        {"{type: array}", "\": type array needs \"item_type\"; add one, like item_type: string"},
        {"{type: array, item_type: strng}", "\": item_type: \"strng\" is not known; did you mean \"string\"?"},
        {"{type: array, item_type: int, num_features: [5, 1]}",
         "\": num_features: is no number of elements, and no pair of them in order; give one, like 3, or the fewest and the most, like [1, 5]"},
        {"{type: array, item_type: timestamp}",
         "\": item_type: timestamp without begin and end is the event's time, the same in all elements; add begin and end"},
        {"{type: struct}", "\": type struct needs \"fields\"; give a map from names to fields, like {city: {type: string}}"},
        {"{type: struct, fields: []}", "\": fields: is no map, or an empty one; give a map from names to fields, like {city: {type: string}}"},
        {"{type: struct, fields: {a: {type: struct, fields: {b: {type: it}}}}}", ".a.b\": unknown type \"it\"; did you mean \"int\"?"},
        {"{type: map}", "\": type map needs \"values\"; add a list of maps, like [{source: web}, {source: app}]"},
        {"{type: map, values: [a]}", "\": values, element 1: \"a\" is a text; give a map, like {source: web}"},
        {"{type: string, percent_nulls: 5}", "\": percent_nulls: 5 is no share; give a number from 0 to 1, like 0.01"},
        {"{type: string, percent_nulls: 0.1, nulls: 0.1}", "\": nulls: is given besides percent_nulls; give one of them"},
        {"{type: string, expr: upper(x)}", "\": expr: Spark SQL is not evaluated here; use values, a range, or another type; spate schema help tells them"},
        {"{type: string, outliers: [{percent: 0.1, expr: 'NULL'}]}", "\": outliers: Spark SQL is not evaluated here; leave it out, or add the value to values"},
        {"{type: choice, values: [a], wieghts: [1]}", "\": unknown key \"wieghts\"; did you mean \"weights\"?"},
        {"{type: uuid, rows: stp}", "\": rows: \"stp\" is not known; did you mean \"step\"?"}};
    for (const auto& [field, message] : cases) {
        CAPTURE(field);
        CHECK(refused_field(field) == message);
    }
    CHECK(refused("event_types: [{event_type_id: a, fields: {x: {event_type_id: true}}}]\n") ==
          "c.yaml:1:62: event type \"a\": field \"x\": event_type_id: belongs to common_fields; move the field there, or leave the key out");
}

TEST_CASE("event/read_configuration: what is wrong elsewhere, all at once") {
    CHECK(refused(
              "event_typs: []\ngeneration_mode: stream\nstreaming_config: {total_rows_per_second: 0}\nbatch_config: {total_rows: -5, partitions: 0, rows: 1}\n"
              "serialization_format: xml\nselection: exactly\nstart_time: yesterday\nseed: -1\n"
              "derived_fields: {full_name: {type: string, expr: \"concat(a, b)\"}}\n") ==
          "c.yaml:1:1: unknown key \"event_typs\"; did you mean \"event_types\"?\n"
          "c.yaml:2:18: generation_mode: \"stream\" is not known; use one of: streaming, batch\n"
          "c.yaml:4:47: batch_config: unknown key \"rows\"; use one of: total_rows, partitions\n"
          "c.yaml:3:43: streaming_config: total_rows_per_second: 0 is no number above 0; give one, like 1000\n"
          "c.yaml:4:28: batch_config: total_rows: -5 is no whole number from 0 to 140737488355328; give one, like 1000000\n"
          "c.yaml:4:44: batch_config: partitions: 0 is no whole number from 1 to 65536; give one, like 8\n"
          "c.yaml:8:7: seed: -1 is no whole number from 0 to 18446744073709551615; give one, like 0\n"
          "c.yaml:7:13: start_time: \"yesterday\" is not a time; write it like 2026-08-01T07:46:38.208Z\n"
          "c.yaml:6:12: selection: \"exactly\" is not known; did you mean \"exact\"?\n"
          "c.yaml:5:23: serialization_format: \"xml\" is not known; use one of: json, avro, avro_single_object, protobuf, binary\n"
          "c.yaml:9:17: derived_fields: Spark SQL is not evaluated here; leave them out, or compute them where events are read");
    CHECK(refused("event_types:\n  - weight: 1\n  - {event_type_id: x, weight: 0}\n  - {event_type_id: x, weight: \"1\", feilds: {}}\n  - nothing\n") ==
          "c.yaml:2:5: event_types, element 1: has no event_type_id; add one, like event_type_id: user.login\n"
          "c.yaml:3:32: event type \"x\": weight: 0 is no number above 0; give one, like 0.25 or 3\n"
          "c.yaml:4:37: event type \"x\": unknown key \"feilds\"; did you mean \"fields\"?\n"
          "c.yaml:4:21: event type \"x\": is there twice, as element 2 too; give one of them another id\n"
          "c.yaml:4:32: event type \"x\": weight: \"1\" is no number above 0; give one, like 0.25 or 3\n"
          "c.yaml:5:5: event_types, element 4: \"nothing\" is a text; write a map, like {event_type_id: user.login, weight: 1}");
    CHECK(refused("event_types: [{event_type_id: 404, weight: 1e12}]\n") ==
          "c.yaml:1:31: event_types, element 1: event_type_id: 404 is an integer; put it between quotes: \"404\"\n"
          "c.yaml:1:44: event_types, element 1: weight: 1e12 is not below 2^32; give one, like 0.25 or 3");
    CHECK(refused("common_fields: [a]\n") == "c.yaml:1:16: common_fields: is a list; write a map, like {user_id: {type: uuid}}");
    CHECK(refused("common_fields: {a: {event_type_id: true, type: string}, b: {event_type_id: true, type: int}}\n") ==
          "c.yaml:1:88: common_fields: field \"b\": type: is given besides event_type_id, whose values are texts; use type: string, or leave it out");
    CHECK(refused("event_types: 5\n") == "c.yaml:1:14: event_types: 5 is an integer; give a list, like [{event_type_id: user.login, weight: 1}]");
    CHECK(refused("event_types: []\n") == "c.yaml:1:14: event_types: is an empty list; give a list, like [{event_type_id: user.login, weight: 1}]");
    CHECK(refused("") == "c.yaml: the configuration is empty; give event_types");
    CHECK(refused("- a\n") == "c.yaml:1:1: is a list; write a map, like {event_types: [{event_type_id: user.login, weight: 1}]}");
    CHECK(refused("streaming_config: {total_rows_per_second: 2000000000}\n") ==
          "c.yaml:1:1: rate: 2e+09 is no rate of events; give a number above 0, at most 1000000000 events a second");
}

TEST_CASE("event/read_configuration: what is wrong with arrival") {
    CHECK(refused("arrival: {late: 2, lost: {shre: 0.1}, duplicate: {share: 0.1, within: 0}, out_of_order: {share: 0.1, jitter: 5}}\n") ==
          "c.yaml:1:17: arrival: late: 2 is no share; give a number from 0 to 1, like 0.01\n"
          "c.yaml:1:110: arrival: out_of_order: jitter: 5 is an integer, without a unit; give a length of time, like 30s or 5min\n"
          "c.yaml:1:71: arrival: duplicate: within: 0 is no whole number from 1 to 1000000; give one, like 1000\n"
          "c.yaml:1:26: arrival: lost: has no share; add one, like share: 0.01\n"
          "c.yaml:1:27: arrival: lost: unknown key \"shre\"; did you mean \"share\"?");
    CHECK(refused("arrival: {late: 0.6, lost: 0.6}\n") == "c.yaml:1:10: arrival: the shares sum to more than 1; make them less");
    CHECK(refused("arrival: {late: {share: 0.1, mean_delay: 2h}}\n") ==
          "c.yaml:1:42: arrival: late: mean_delay is 0, or above most_delay; give a mean that is above 0 and at most most_delay");
    CHECK(refused("arrival: {late: {share: 0.1, mean_delay: soon}}\n") ==
          "c.yaml:1:42: arrival: late: mean_delay: duration: \"soon\" is not a length of time from 0 to 36525d; write a number and a unit: ns, us, ms, s, min, "
          "h or d, as in 250ms");
}

TEST_CASE("event/read_configuration: what is wrong with a sink, without its secrets") {
    CHECK(refused("sink_config: {type: kafak}\n") == "c.yaml:1:21: sink_config: type: \"kafak\" is not known; did you mean \"kafka\"?");
    CHECK(refused("sink_config: {path: x}\n") ==
          "c.yaml:1:14: sink_config: has no type; add one, like type: file; the others are kinesis, kafka, eventhubs, delta, stdout and elasticsearch");
    CHECK(refused("sink_config: kafka\n") == "c.yaml:1:14: sink_config: \"kafka\" is a text; write a map, like {type: file, path: events.ndjson}");
    CHECK(refused("sink_config: {type: file, pth: x}\n") == "c.yaml:1:27: sink_config: unknown key \"pth\"; did you mean \"path\"?");
    CHECK(refused("sink_config: {type: file, format: parqet, partitions: 0}\n") ==
          "c.yaml:1:35: sink_config: format: \"parqet\" is not known; did you mean \"parquet\"?\n"
          "c.yaml:1:55: sink_config: partitions: 0 is no whole number from 1 to 65536; give one, like 1");
    CHECK(refused("sink_config: {type: file, mode: apend}\n") == "c.yaml:1:33: sink_config: mode: \"apend\" is not known; did you mean \"append\"?");
    CHECK(refused("sink_config:\n  type: kinesis\n  shard_count: many\n  auto_shard_calculation: \"yes\"\n  region: {a: 1}\n"
                  "  aws_secret_access_key: \"hunter2{{secrets/only-scope}}\"\n") ==
          "c.yaml:3:16: sink_config: shard_count: \"many\" is no whole number from 1 to 100000; give one, like 1\n"
          "c.yaml:4:27: sink_config: auto_shard_calculation: \"yes\" is a text; give true or false\n"
          "c.yaml:5:11: sink_config: region: is a map; give a text or a number\n"
          "c.yaml:6:26: sink_config: aws_secret_access_key: secret: holds a reference that is none; write it like {{secrets/scope/key}}, with letters, digits, "
          "-, _ and points");
    const event_configuration made = read("sink_config: {type: kinesis, aws_secret_access_key: hunter2, region: \"{{secrets/a/b}}\"}\n");
    CHECK(made.sink.find("aws_secret_access_key")->shown() == "***");
    CHECK(made.sink.find("aws_secret_access_key")->value.empty());
    CHECK(made.sink.find("aws_secret_access_key")->reveal() == "hunter2");
    CHECK(made.sink.find("region")->shown() == "***");
    CHECK(
        refused("sink_config: {type: kafka, topic: \"{{ secrets/a/b }}\"}\n") ==
        "c.yaml:1:35: sink_config: topic: secret: holds a reference that is none; write it like {{secrets/scope/key}}, with letters, digits, -, _ and points");
    CHECK(refused("sink_config: {type: file, path: \"{{secrets/a/b}}\"}\n") ==
          "c.yaml:1:33: sink_config: path: is a secret, and names of files are shown; write it out");
}

TEST_CASE("event/read_configuration: a partition key that no event has is a warning") {
    CHECK(read("event_types:\n  - {event_type_id: a, fields: {u: {type: uuid}}}\nsink_config: {type: file, partition_key_field: user}\n").warnings ==
          texts{"c.yaml:3:48: sink_config: partition_key_field: \"user\" is a field of no event, so that their types are the keys"});
    CHECK(read("event_types:\n  - {event_type_id: a, fields: {user: {type: uuid}}}\nsink_config: {type: file, partition_key_field: user}\n").warnings.empty());
}

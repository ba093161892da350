// SPDX-License-Identifier: Apache-2.0
#include <spate/event/sink_url.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace spate;

namespace {

// "kafka, bootstrap_servers a:1, topic t".
std::string read(std::string_view url) {
    const configured_sink made = read_sink_url(url, "--sink");
    std::string out{to_string(made.sink.type)};
    for (const sink_setting& one : made.sink.settings) out += ", " + one.key + " " + one.shown();
    return out + (made.partition_key.empty() ? "" : ", by " + made.partition_key);
}

std::string refused(std::string_view url) {
    try {
        (void)read_sink_url(url, "--sink");
    } catch (const specification_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("event/sink_url: every scheme") {
    CHECK(read("kafka://a:1/t") == "kafka, bootstrap_servers a:1, topic t");
    CHECK(read("kafka://a:1,b:2/t?compression=lz4&partition_key_field=user_id") == "kafka, bootstrap_servers a:1,b:2, topic t, compression lz4, by user_id");
    CHECK(read("eventhubs://n.servicebus.windows.net/hub") == "eventhubs, namespace n.servicebus.windows.net, event_hub_name hub");
    CHECK(read("kinesis://s?region=eu-central-1&endpoint_url=http://localhost:4567&shard_count=3") ==
          "kinesis, stream_name s, region eu-central-1, endpoint_url http://localhost:4567, shard_count 3");
    CHECK(read("delta:a/b?mode=overwrite") == "delta, path a/b, mode overwrite");
    CHECK(read("delta:///a/b") == "delta, path /a/b");
    CHECK(read("s3://bucket/a/b") == "delta, path s3://bucket/a/b");
    CHECK(read("elasticsearch://h:9200/i") == "elasticsearch, hosts http://h:9200, index i");
    CHECK(read("opensearch+https://h,g:1/i") == "elasticsearch, hosts https://h,https://g:1, index i");
    CHECK(read("opensearch://h/?data_stream=logs-a-b") == "elasticsearch, hosts http://h, data_stream logs-a-b");
    CHECK(read("file:a/b.csv?format=csv") == "file, path a/b.csv, format csv");
    CHECK(read("file:///tmp/x%20y%3F.ndjson") == "file, path /tmp/x y?.ndjson");
    CHECK(read("file:100%") == "file, path 100%");
    CHECK(read("stdout:") == "stdout");
    CHECK(read("kafka://a:1/t?checkpoint_location=/tmp/c") == "kafka, bootstrap_servers a:1, topic t, checkpoint_location /tmp/c");
    CHECK(read("kafka://a:1/42") == "kafka, bootstrap_servers a:1, topic 42");
}

TEST_CASE("event/sink_url: what is one") {
    for (const char* url : {"kafka://a/t", "kafak://a/t", "delta:x", "stdout:", "file:x", "s3://b"}) CHECK(is_sink_url(url));
    for (const char* text : {"kafka", "stdout", "events.yaml", "a:b", ""}) CHECK_FALSE(is_sink_url(text));
}

TEST_CASE("event/sink_url: users, passwords and references are kept and never shown") {
    const configured_sink plain = read_sink_url("kafka://me:hunter%32@a:1/t");
    CHECK(plain.sink.find("sasl_username")->value == "me");
    CHECK(plain.sink.find("sasl_password")->is_secret);
    CHECK_FALSE(plain.sink.find("sasl_password")->hidden.refers());
    CHECK(plain.sink.find("sasl_password")->reveal() == "hunter2");
    CHECK(read("kafka://me:hunter2@a:1/t") == "kafka, sasl_username me, sasl_password ***, bootstrap_servers a:1, topic t");
    const configured_sink reference = read_sink_url("elasticsearch://me:{{secrets/a/b}}@h/i");
    CHECK(reference.sink.find("password")->hidden.refers());
    CHECK(reference.sink.text("hosts") == "http://h");
    CHECK(read("kinesis://s?aws_secret_access_key={{secrets/a/b}}&region=r") == "kinesis, stream_name s, aws_secret_access_key ***, region r");
    CHECK(read("kinesis://s?endpoint_url=http://u:hunter2@h") == "kinesis, stream_name s, endpoint_url http://***@h");
    for (const char* url : {"kafka://me:hunter2@/t", "kafka://me:hunter2@a", "eventhubs://me:hunter2@a/b", "kafka://me:hunter2@a/t?sasl_password=hunter2",
                            "kafka://me:{{secrets/hunter2}}@a/t", "kinesis://s?aws_secret_access_key=hunter2&nope=1"}) {
        CAPTURE(url);
        CHECK_FALSE(refused(url).empty());
        CHECK(refused(url).find("hunter2") == std::string::npos);
    }
}

TEST_CASE("event/sink_url: what is wrong, and what would be right") {
    CHECK(refused("kafak://a/t") == "--sink: \"kafak\" is no scheme of a sink; did you mean \"kafka\"?");
    CHECK(refused("kafka://a:1") == "--sink: kafka: names no topic; write it like kafka://localhost:9092/events");
    CHECK(refused("kafka:///t") == "--sink: kafka://: names no host; write it like kafka://localhost:9092/events");
    CHECK(refused("kafka:a/t") == "--sink: kafka: is not followed by //; write it like kafka://localhost:9092/events");
    CHECK(refused("kinesis://") == "--sink: kinesis: names no stream; write it like kinesis://events?region=eu-central-1");
    CHECK(refused("delta:") == "--sink: delta: names no folder; write it like delta:tables/events");
    CHECK(refused("s3://") == "--sink: s3: names no folder; write it like s3://bucket/events");
    CHECK(refused("file://host/x") ==
          "--sink: file://: is followed by a host, and paths are of this machine; write file:folder/name, or file:///folder/name for one from the root on");
    CHECK(refused("stdout:x") == "--sink: stdout: is followed by a name; leave it out, or write file:NAME");
    CHECK(refused("kafka://a/t?topc=1") == "--sink: unknown key \"topc\"; did you mean \"topic\"?");
    CHECK(refused("kafka://a/t?topic=u") == "--sink: topic: is there twice; give it once");
    CHECK(refused("kafka://a/t?acks") == "--sink: \"acks\" has no value; write key=value, with & between several");
    CHECK(refused("file:x?format=parqet") == "--sink: format: \"parqet\" is not known; did you mean \"parquet\"?");
    CHECK(refused("kinesis://s?shard_count=many") == "--sink: shard_count: \"many\" is no whole number from 1 to 100000; give one, like 1");
}

TEST_CASE("event/sink_url: settings know where they are written") {
    CHECK(read_sink_url("kafka://a/t?acks=all", "--sink").sink.find("acks")->place == "--sink: ");
}

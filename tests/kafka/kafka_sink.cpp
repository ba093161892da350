// SPDX-License-Identifier: Apache-2.0
// Against the broker that librdkafka has for tests. A real one is in tests/integration/kafka.py.
#include <spate/kafka/kafka_sink.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <librdkafka/rdkafka_mock.h>

using namespace spate;
using namespace std::chrono_literals;

namespace {

constexpr std::int16_t produce_request = 0, fetch_offset_request = 9, init_producer_request = 22, end_transaction_request = 26, offset_commit_request = 28;

// Message i has the value "i" and the key "k" and its last digit; places that end in 7 are lost.
struct numbered final : message_source {
    std::uint64_t long_at = ~std::uint64_t{0};
    std::vector<std::string_view> names{"even", "odd"};
    [[nodiscard]] std::uint64_t size() const noexcept override { return std::uint64_t{1} << 40; }
    [[nodiscard]] std::span<const std::string_view> types() const noexcept override { return names; }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override {
        struct made final : message_maker {
            const numbered& of;
            std::vector<std::string> texts;
            std::vector<message> messages;
            explicit made(const numbered& source) : of{source} {}
            std::span<const message> make(std::uint64_t first, std::size_t count) override {
                REQUIRE(first / block == (first + count - 1) / block);
                texts.clear();
                texts.reserve(2 * count);
                messages.clear();
                for (std::uint64_t i = first; i < first + count; ++i) {
                    if (i % 10 == 7) continue;
                    texts.push_back(i == of.long_at ? std::string(20'000, 'x') : std::to_string(i));
                    texts.push_back("k" + std::to_string(i % 10));
                    messages.push_back(
                        {i, static_cast<std::int64_t>(1000 + i), static_cast<std::uint32_t>(i % 2), of.names[i % 2], texts.back(), texts[texts.size() - 2]});
                }
                return messages;
            }
        };
        return std::make_unique<made>(*this);
    }
};

struct cluster {
    cluster() {
        char problem[256];
        rd_kafka_conf_t* const conf = rd_kafka_conf_new();
        rd_kafka_conf_set(conf, "log_level", "0", problem, sizeof problem);
        owner = rd_kafka_new(RD_KAFKA_PRODUCER, conf, problem, sizeof problem);
        mock = rd_kafka_mock_cluster_new(owner, 1);
        rd_kafka_mock_topic_create(mock, "orders", 3, 1);
    }
    cluster(const cluster&) = delete;
    cluster& operator=(const cluster&) = delete;
    ~cluster() {
        rd_kafka_mock_cluster_destroy(mock);
        rd_kafka_destroy(owner);
    }
    [[nodiscard]] kafka_options options() const {
        return {.bootstrap_servers = rd_kafka_mock_cluster_bootstraps(mock),
                .topic = "orders",
                .compression = "lz4",  // so that the topic's limit is not asked for, which this broker does not tell
                .linger = 1ms,
                .message_bytes = 1'000'000,
                .create_topic = false,
                .connect_timeout = 3000ms};
    }
    void fail(std::int16_t request, rd_kafka_resp_err_t code, int times) const {
        for (int i = 0; i < times; ++i) rd_kafka_mock_push_request_errors(mock, request, 1, code);
    }
    // As a transaction does it, which this broker forgets.
    void commit(const char* group, std::int64_t offset, const std::string& metadata) const {
        char problem[256];
        rd_kafka_conf_t* const conf = rd_kafka_conf_new();
        rd_kafka_conf_set(conf, "bootstrap.servers", rd_kafka_mock_cluster_bootstraps(mock), problem, sizeof problem);
        rd_kafka_conf_set(conf, "group.id", group, problem, sizeof problem);
        rd_kafka_conf_set(conf, "log_level", "0", problem, sizeof problem);
        rd_kafka_t* const consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, problem, sizeof problem);
        rd_kafka_topic_partition_list_t* const one = rd_kafka_topic_partition_list_new(1);
        rd_kafka_topic_partition_t* const to = rd_kafka_topic_partition_list_add(one, "orders", 0);
        to->offset = offset;
        to->metadata = std::malloc(metadata.size());  // the list frees it
        to->metadata_size = metadata.copy(static_cast<char*>(to->metadata), metadata.size());
        CHECK(rd_kafka_commit(consumer, one, 0) == RD_KAFKA_RESP_ERR_NO_ERROR);
        rd_kafka_topic_partition_list_destroy(one);
        rd_kafka_destroy(consumer);
    }
    // The values of all messages that are there, each with its partition before it, in the order within partitions.
    [[nodiscard]] std::vector<std::pair<int, std::string>> read(std::size_t expected) const {
        char problem[256];
        rd_kafka_conf_t* const conf = rd_kafka_conf_new();
        rd_kafka_conf_set(conf, "bootstrap.servers", rd_kafka_mock_cluster_bootstraps(mock), problem, sizeof problem);
        rd_kafka_conf_set(conf, "group.id", "reader", problem, sizeof problem);
        rd_kafka_conf_set(conf, "log_level", "0", problem, sizeof problem);
        rd_kafka_t* const consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, problem, sizeof problem);
        rd_kafka_topic_partition_list_t* const all = rd_kafka_topic_partition_list_new(3);
        for (int i = 0; i < 3; ++i) rd_kafka_topic_partition_list_add(all, "orders", i)->offset = 0;
        rd_kafka_assign(consumer, all);
        std::vector<std::pair<int, std::string>> out;
        const auto until = std::chrono::steady_clock::now() + 10s;
        while (out.size() < expected && std::chrono::steady_clock::now() < until) {
            rd_kafka_message_t* const one = rd_kafka_consumer_poll(consumer, 100);
            if (one == nullptr) continue;
            if (one->err == RD_KAFKA_RESP_ERR_NO_ERROR) out.emplace_back(one->partition, std::string{static_cast<const char*>(one->payload), one->len});
            rd_kafka_message_destroy(one);
        }
        rd_kafka_topic_partition_list_destroy(all);
        rd_kafka_consumer_close(consumer);
        rd_kafka_destroy(consumer);
        return out;
    }

    rd_kafka_t* owner;
    rd_kafka_mock_cluster_t* mock;
};

constexpr std::uint64_t without_lost(std::uint64_t below) { return below - (below + 2) / 10; }

std::string message_of(const auto& run) {
    try {
        run();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "nothing was thrown";
}

}  // namespace

TEST_CASE("kafka/kafka_sink: messages come once, in order, keys in one partition each, with and without transactions") {
    for (const bool transactions : {true, false}) {
        CAPTURE(transactions);
        const cluster there;
        kafka_options options = there.options();
        options.transactions = transactions;
        options.transaction_messages = 300;
        kafka_sink sink{options};
        CHECK(sink.keeps_position() == transactions);
        CHECK(sink.target() == "kafka " + options.bootstrap_servers + ", topic orders");
        sink.attach(std::make_shared<numbered>());
        const delivery_stream stream{.name = "s", .specification = 5};
        sink.check(stream);
        CHECK(sink.acknowledged() == 0);
        sink.open(stream, 100);
        CHECK(sink.acknowledged() == 100);
        sink.send(100, 700);
        sink.send(700, 1300);
        sink.flush();
        CHECK(sink.acknowledged() == 1300);
        sink.send(1300, 2000);
        sink.close();
        CHECK(sink.acknowledged() == 2000);
        const std::uint64_t count = without_lost(2000) - without_lost(100);
        const delivery_counts counts = sink.counts();
        CHECK(counts.sent == count);
        CHECK(counts.acknowledged == count);
        CHECK(counts.bytes_in_flight == 0);
        CHECK(counts.errors == 0);
        CHECK(counts.requests > 1);
        std::vector<std::uint64_t> last(3, 0), places;
        std::vector<int> of_digit(10, -1);
        for (const auto& [partition, text] : there.read(static_cast<std::size_t>(count))) {
            const std::uint64_t place = std::stoull(text);
            CHECK(place > last[static_cast<std::size_t>(partition)]);
            last[static_cast<std::size_t>(partition)] = place;
            int& known = of_digit[place % 10];
            CHECK((known == -1 || known == partition));
            known = partition;
            places.push_back(place);
        }
        std::sort(places.begin(), places.end());
        CHECK(places.size() == count);
        CHECK(std::adjacent_find(places.begin(), places.end()) == places.end());
    }
}

TEST_CASE("kafka/kafka_sink: errors that pass are tried again, a transaction that is aborted is sent once more") {
    const cluster there;
    kafka_options options = there.options();
    options.retry.first = 1ms;
    there.fail(init_producer_request, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, 1);
    kafka_sink sink{options};
    sink.attach(std::make_shared<numbered>());
    sink.open({.name = "s"}, 0);
    sink.send(0, 600);
    there.fail(offset_commit_request, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, 1);
    sink.flush();
    CHECK(sink.acknowledged() == 600);
    CHECK(sink.counts().retries == 0);
    there.fail(end_transaction_request, RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID, 1);
    sink.send(600, 1000);
    sink.close();
    CHECK(sink.acknowledged() == 1000);
    const delivery_counts counts = sink.counts();
    CHECK(counts.retries == without_lost(1000) - without_lost(600));
    CHECK(counts.errors > 0);
    CHECK(counts.acknowledged == without_lost(1000));
    CHECK(counts.bytes_in_flight == 0);
}

TEST_CASE("kafka/kafka_sink: a transaction is committed when it is old, though nothing more is sent") {
    const cluster there;
    kafka_options options = there.options();
    options.transaction_interval = 100ms;
    kafka_sink sink{options};
    sink.attach(std::make_shared<numbered>());
    sink.open({.name = "s"}, 0);
    sink.send(0, 10);
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (sink.acknowledged() == 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(5ms);
    CHECK(sink.acknowledged() == 10);
}

TEST_CASE("kafka/kafka_sink: who is fenced off, refused or too long says so, and what came before is told") {
    const cluster there;
    const auto source = std::make_shared<numbered>();
    source->long_at = 601;
    for (const bool transactions : {true, false}) {
        CAPTURE(transactions);
        kafka_options options = there.options();
        options.transactions = transactions;
        options.message_bytes = 20'000;
        kafka_sink sink{options};
        sink.attach(source);
        sink.open({.name = "long"}, 0);
        sink.send(0, 512);
        const std::string told = message_of([&] { sink.send(512, 1024); });
        CHECK(told.find("the message at place 601, type odd, has 20002 bytes; with its envelope that is more than 20000") != std::string::npos);
        CHECK(sink.acknowledged() == 601);
        CHECK(sink.counts().acknowledged == without_lost(601));
    }
    {
        kafka_sink sink{there.options()};
        sink.attach(source);
        sink.open({.name = "fenced"}, 0);
        sink.send(0, 100);
        there.fail(end_transaction_request, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, 1);
        CHECK(message_of([&] { sink.flush(); }).find("another run of the same stream has taken over") != std::string::npos);
        CHECK(sink.acknowledged() == 0);
    }
    {
        kafka_options options = there.options();
        options.transactions = false;
        kafka_sink sink{options};
        sink.attach(source);
        sink.open({}, 0);
        there.fail(produce_request, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, 3);
        sink.send(0, 100);
        const std::string told = message_of([&] { sink.flush(); });
        CHECK(told.find("a message of places 0 to 99 was not taken: is not allowed") != std::string::npos);
        CHECK(sink.acknowledged() == 0);
    }
}

TEST_CASE("kafka/kafka_sink: what a broker would refuse again is not sent again, with transactions too") {
    const std::pair<rd_kafka_resp_err_t, std::string_view> refusals[] = {{RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "is not allowed"},
                                                                         {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, "raise message.timestamp.after.max.ms"},
                                                                         {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, "max.message.bytes"}};
    for (const auto& [code, told] : refusals) {
        CAPTURE(told);
        const cluster there;
        kafka_options options = there.options();
        options.retry = {1ms, 2ms, 1000ms};
        kafka_sink sink{options};
        sink.attach(std::make_shared<numbered>());
        sink.open({.name = "s"}, 0);
        sink.send(0, 10);
        sink.flush();
        there.fail(produce_request, code, 9);
        const std::string message = message_of([&] {
            sink.send(10, 20);
            sink.flush();
        });
        CHECK(message.find(told) != std::string::npos);
        CHECK(message.find("again and again") == std::string::npos);
        CHECK(sink.acknowledged() == 10);
    }
    const cluster there;
    kafka_options options = there.options();
    options.retry = {1ms, 2ms, 1000ms};
    kafka_sink sink{options};
    sink.attach(std::make_shared<numbered>());
    sink.open({.name = "s"}, 0);
    sink.send(0, 10);
    there.fail(offset_commit_request, RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE, 9);
    CHECK(message_of([&] { sink.flush(); }).find("raise offset.metadata.max.bytes") != std::string::npos);
}

TEST_CASE("kafka/kafka_sink: a broker that does not know the topic yet is asked for the position again") {
    const cluster there;
    there.commit("s-0-of-1", 100, "0000000000000005 seed=1");
    kafka_sink sink{there.options()};
    there.fail(fetch_offset_request, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, 2);
    CHECK(sink.position({.name = "s"}) == delivery_position{100, 5, "seed=1"});
}

TEST_CASE("kafka/kafka_sink: what is not there is told, in time") {
    {
        const cluster there;
        kafka_options options = there.options();
        options.topic = "absent";
        kafka_sink sink{options};
        CHECK(message_of([&] { sink.check({}); }) == sink.target() + ": there is no such topic; make it, or let it be made with create_topic: true");
    }
    kafka_options options{.bootstrap_servers = "127.0.0.1:1", .topic = "t", .connect_timeout = 300ms};
    kafka_sink sink{options};
    sink.attach(std::make_shared<numbered>());
    const std::string told = message_of([&] { sink.open({}, 0); });
    CHECK(told.find("kafka 127.0.0.1:1, topic t: connecting: no broker answers in time") == 0);
    CHECK(told.find("check bootstrap_servers") != std::string::npos);
    options.framing = kafka_framing::confluent_avro;
    options.schema_ids = {{"even", 1}};
    kafka_sink framed{options};
    framed.attach(std::make_shared<numbered>());
    CHECK_THROWS_WITH_AS(framed.open({}, 0), "schema_ids: odd has no number; add odd=NUMBER, or one number for all others", config_error);
    kafka_sink alone{options};
    CHECK_THROWS_AS(alone.open({}, 0), config_error);
}

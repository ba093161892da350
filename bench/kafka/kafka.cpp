// SPDX-License-Identifier: Apache-2.0
// Messages into a broker, for kafka.py: --run constant|events|client --servers HOST:PORT --topic NAME --count N [--bytes 200] [--batch 16384] [--linger 5]
// [--transactions]. `constant` is the sink with messages that cost nothing to make, `events` with events of 1,000 types, `client` is the client library alone
// in a loop.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <librdkafka/rdkafka.h>

#include <spate/event/mixed_events.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/real.hpp>
#include <spate/field/uuid.hpp>
#include <spate/kafka/kafka_sink.hpp>
#include <spate/run/event_messages.hpp>

#include "../support/measure.hpp"

namespace {

using namespace spate;

struct constant_messages final : message_source {
    std::string value;
    explicit constant_messages(std::size_t bytes) : value(bytes, 'x') {}
    [[nodiscard]] std::uint64_t size() const noexcept override { return std::uint64_t{1} << 62; }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override {
        struct made final : message_maker {
            const std::string& value;
            std::vector<message> messages = std::vector<message>(block);
            explicit made(const std::string& text) : value{text} {}
            std::span<const message> make(std::uint64_t first, std::size_t count) override {
                for (std::size_t i = 0; i < count; ++i) messages[i] = {.place = first + i, .value = value};
                return {messages.data(), count};
            }
        };
        return std::make_unique<made>(value);
    }
};

mixed_events thousand_types() {
    mix_specification mix{.name = "bench", .from = seed{1}};
    mix.common = {{"event_id", uuid4()}, {"user_id", uniform_int<std::int64_t>(1, 1000000)}, {"level", one_of({"low", "medium", "high", "critical"})}};
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const std::string number = std::to_string(i);
        mix.types.push_back({.id = "service." + number,
                             .weight = ratio{1 + i % 10, 1},
                             .fields = {{"count_" + number, uniform_int<std::int32_t>(0, 100)}, {"amount_" + number, uniform_real(0.0, 1000.0)}}});
    }
    mix.partition_key = "user_id";
    return mixed_events{mix};
}

struct asked {
    std::string run, servers, topic;
    std::uint64_t count = 1'000'000;
    std::size_t bytes = 200, batch = 16384;
    std::size_t queue = 200'000;
    int linger = 5;
    bool transactions = false;
};

asked read(int count, char** arguments) {
    asked out;
    for (int i = 1; i < count; ++i) {
        const std::string_view name = arguments[i];
        const auto value = [&]() -> const char* { return ++i < count ? arguments[i] : ""; };
        if (name == "--run")
            out.run = value();
        else if (name == "--servers")
            out.servers = value();
        else if (name == "--topic")
            out.topic = value();
        else if (name == "--count")
            out.count = std::strtoull(value(), nullptr, 10);
        else if (name == "--bytes")
            out.bytes = std::strtoull(value(), nullptr, 10);
        else if (name == "--batch")
            out.batch = std::strtoull(value(), nullptr, 10);
        else if (name == "--queue")
            out.queue = std::strtoull(value(), nullptr, 10);
        else if (name == "--linger")
            out.linger = std::atoi(value());
        else if (name == "--transactions")
            out.transactions = true;
    }
    return out;
}

double sink_seconds(const asked& with, std::uint64_t& bytes) {
    kafka_sink sink{{.bootstrap_servers = with.servers,
                     .topic = with.topic,
                     .transactions = with.transactions,
                     .linger = std::chrono::milliseconds{with.linger},
                     .batch_bytes = with.batch,
                     .queue_messages = with.queue}};
    if (with.run == "events")
        sink.attach(std::make_shared<event_messages>(thousand_types()));
    else
        sink.attach(std::make_shared<constant_messages>(with.bytes));
    sink.open({.name = "bench"}, 0);
    const double begin = bench::seconds_now();
    for (std::uint64_t at = 0; at < with.count; at += 8192) sink.send(at, std::min(with.count, at + 8192));
    sink.flush();
    const double out = bench::seconds_now() - begin;
    bytes = sink.counts().bytes;
    return out;
}

// As the tool rdkafka_performance that comes with the client: constant messages, waiting where the queue is full.
double client_seconds(const asked& with) {
    char problem[256];
    rd_kafka_conf_t* const conf = rd_kafka_conf_new();
    const auto set = [&](const char* key, const std::string& value) {
        if (rd_kafka_conf_set(conf, key, value.c_str(), problem, sizeof problem) != RD_KAFKA_CONF_OK)
            std::exit((std::fprintf(stderr, "%s: %s\n", key, problem), 1));
    };
    set("bootstrap.servers", with.servers);
    set("enable.idempotence", "true");
    set("linger.ms", std::to_string(with.linger));
    set("batch.size", std::to_string(with.batch));
    set("batch.num.messages", "1000000");
    set("queue.buffering.max.messages", std::to_string(with.queue));
    set("delivery.report.only.error", "true");
    rd_kafka_t* const client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, problem, sizeof problem);
    rd_kafka_topic_t* const topic = rd_kafka_topic_new(client, with.topic.c_str(), nullptr);
    const std::string value(with.bytes, 'x');
    const double begin = bench::seconds_now();
    for (std::uint64_t i = 0; i < with.count; ++i)
        while (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, const_cast<char*>(value.data()), value.size(), nullptr, 0, nullptr) != 0) {
            if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) std::exit((std::fprintf(stderr, "%s\n", rd_kafka_err2str(rd_kafka_last_error())), 1));
            rd_kafka_poll(client, 0);
            std::this_thread::sleep_for(std::chrono::microseconds{500});
        }
    rd_kafka_flush(client, 120'000);
    const double out = bench::seconds_now() - begin;
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(client);
    return out;
}

}  // namespace

int main(int count, char** arguments) {
    const asked with = read(count, arguments);
    if (with.run.empty() || with.servers.empty()) {
        std::fprintf(stderr, "bench/run.py --rows kafka starts a broker and this\n");
        return 77;
    }
    try {
        std::uint64_t bytes = with.count * with.bytes;
        const double seconds = with.run == "client" ? client_seconds(with) : sink_seconds(with, bytes);
        std::printf("{\"messages/s\": %.1f, \"MB/s\": %.3f, \"bytes\": %.1f}\n", static_cast<double>(with.count) / seconds,
                    static_cast<double>(bytes) / seconds / 1e6, static_cast<double>(bytes) / static_cast<double>(with.count));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}

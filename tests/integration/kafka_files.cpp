// SPDX-License-Identifier: Apache-2.0
// Runs streams of messages into a broker, as the script kafka.py asks for: SPATE_KAFKA holds `key=value` lines. Without it there is nothing to run.
// Reports on standard output, a line each: "resumed N", "at N" while it goes on, "done SENT ACKNOWLEDGED RETRIES ERRORS BYTES SECONDS"; "error TEXT" and 1
// where it fails.
#include <doctest/doctest.h>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/kafka/kafka_configuration.hpp>
#include <spate/kafka/kafka_sink.hpp>
#include <spate/sink/message.hpp>

using namespace spate;

namespace {

struct plan {
    std::map<std::string, std::string> given;

    [[nodiscard]] std::string text(const std::string& key, std::string otherwise) const {
        const auto found = given.find(key);
        return found == given.end() ? std::move(otherwise) : found->second;
    }
    [[nodiscard]] std::uint64_t number(const std::string& key, std::uint64_t otherwise) const {
        const auto found = given.find(key);
        return found == given.end() ? otherwise : std::strtoull(found->second.c_str(), nullptr, 10);
    }
};

// Message i: "place:i:" and letters of a fixed or a varying number; every seventh place is lost where that is asked for.
struct plain_source final : message_source {
    std::uint64_t count = 0, keys = 0, bytes = 0, lost = 0, long_at = ~std::uint64_t{0}, long_bytes = 0;
    std::int64_t time = 0;
    std::string payload;
    std::vector<std::string_view> names{"order.created", "order.paid", "order.shipped"};

    [[nodiscard]] std::uint64_t size() const noexcept override { return count; }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override { return std::make_unique<plain_maker>(*this); }
    [[nodiscard]] std::span<const std::string_view> types() const noexcept override { return names; }

    struct plain_maker final : message_maker {
        explicit plain_maker(const plain_source& of) : from{of} {}
        std::span<const message> make(std::uint64_t first, std::size_t size) override {
            texts.clear();
            texts.reserve(2 * size);
            messages.clear();
            for (std::uint64_t i = first; i < first + size; ++i) {
                if (from.lost != 0 && i % from.lost == 3) continue;
                texts.push_back(from.payload.empty() ? "place:" + std::to_string(i) + ":" : from.payload);
                std::string& value = texts.back();
                const std::uint64_t bytes = i == from.long_at ? from.long_bytes : from.bytes != 0 ? from.bytes : 20 + mix(i) % 200;
                if (from.payload.empty() && value.size() < bytes) value.append(bytes - value.size(), static_cast<char>('a' + i % 26));
                texts.push_back(from.keys == 0 ? "" : "key" + std::to_string(mix(i) % from.keys));
                const auto type = static_cast<std::uint32_t>(i % 3);
                messages.push_back({i, from.time + static_cast<std::int64_t>(i), type, from.names[type], texts.back(), value});
            }
            return messages;
        }
        const plain_source& from;
        std::vector<std::string> texts;
        std::vector<message> messages;
    };
};

void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

int run(const plan& with) {
    sink_configuration configuration{with.text("type", "kafka") == "eventhubs" ? sink_type::eventhubs : sink_type::kafka};
    for (const auto& [key, value] : with.given)
        if (key.starts_with("sink.")) {
            sink_setting one{key.substr(5), value};
            one.is_secret = key.ends_with("password") || key.ends_with("connection_string");
            if (one.is_secret) {
                one.hidden = secret{value};
                one.value.clear();
            }
            configuration.settings.push_back(one);
        }
    const auto source = std::make_shared<plain_source>();
    source->count = with.number("count", 1000);
    source->keys = with.number("keys", 0);
    source->bytes = with.number("bytes", 0);
    source->lost = with.number("lost", 0);
    source->long_at = with.number("long_at", ~std::uint64_t{0});
    source->long_bytes = with.number("long_bytes", 0);
    source->time = static_cast<std::int64_t>(with.number("time", 1'700'000'000'000));
    const std::string digits = with.text("payload", "");
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
        source->payload += static_cast<char>(byte);
    }
    const std::uint64_t pause = with.number("pause_us", 0), step = with.number("step", 4096);
    const delivery_stream stream{.name = with.text("stream", "test"), .specification = with.number("specification", 77), .note = "seed=1 start=2"};
    kafka_sink sink{kafka_options_of(configuration)};
    sink.attach(source);
    std::uint64_t first = 0;
    try {
        if (with.number("check", 0) != 0) {
            sink.check(stream);
            say("checked " + sink.target());
            return 0;
        }
        if (const auto found = sink.position(stream)) {
            first = found->next;
            say("resumed " + std::to_string(first) + " " + std::to_string(found->specification) + " " + found->note);
        }
        sink.open(stream, first);
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint64_t at = first; at < source->count;) {
            const std::uint64_t end = std::min(source->count, at + step);
            sink.send(at, end);
            at = end;
            say("at " + std::to_string(at) + " " + std::to_string(sink.acknowledged()));
            if (pause != 0) std::this_thread::sleep_for(std::chrono::microseconds{pause});
        }
        sink.close();
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        const delivery_counts counts = sink.counts();
        std::ostringstream line;
        line << "done " << counts.sent << ' ' << sink.acknowledged() << ' ' << counts.retries << ' ' << counts.errors << ' ' << counts.bytes << ' ' << seconds
             << ' ' << counts.acknowledged << ' ' << counts.bytes_in_flight;
        say(line.str());
        return 0;
    } catch (const std::exception& error) {
        say(std::string{"error "} + error.what() + " (acknowledged " + std::to_string(sink.acknowledged()) + ")");
        return 1;
    }
}

}  // namespace

TEST_CASE("integration/kafka_files: a stream into a broker") {
    const char* const text = std::getenv("SPATE_KAFKA");
    if (text == nullptr) {
        MESSAGE("SPATE_KAFKA is not in the environment: nothing to run");
        CHECK(true);
        return;
    }
    plan with;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        if (const std::size_t equals = line.find('='); equals != std::string::npos) with.given[line.substr(0, equals)] = line.substr(equals + 1);
    try {
        const int status = run(with);
        CHECK(status == 0);
    } catch (const std::exception& error) {
        say(std::string{"error "} + error.what());
        FAIL_CHECK("refused");
    }
}

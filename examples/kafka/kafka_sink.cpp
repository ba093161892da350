// SPDX-License-Identifier: Apache-2.0
/// Events of two types into a topic, each once: run it again after a kill and it goes on where the broker knows that it was. Needs a broker: `kafka_sink
/// localhost:9092`.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>

#include <spate/event/mixed_events.hpp>
#include <spate/field/integer.hpp>
#include <spate/kafka/kafka_sink.hpp>
#include <spate/run/event_messages.hpp>

int main(int count, char** arguments) {
    if (count < 2) {
        std::puts("name a broker, like localhost:9092");
        return 77;
    }
    spate::mix_specification mix{.name = "shop", .from = spate::seed{42}, .partition_key = "user_id"};
    mix.common = {{"user_id", spate::uniform_int<std::int64_t>(1, 1000)}};
    mix.types = {{.id = "order.created"}, {.id = "order.paid"}};
    try {
        spate::kafka_sink sink{{.bootstrap_servers = arguments[1], .topic = "orders", .headers = true}};
        sink.attach(std::make_shared<spate::event_messages>(spate::mixed_events{mix}));
        const spate::delivery_stream stream{.name = "shop", .specification = 1};
        const auto earlier = sink.position(stream);
        const std::uint64_t first = earlier ? earlier->next : 0;
        sink.open(stream, first);
        sink.send(first, first + 100'000);
        sink.close();
        std::printf("places %llu to %llu are there\n", static_cast<unsigned long long>(first), static_cast<unsigned long long>(sink.acknowledged() - 1));
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
        return 1;
    }
}

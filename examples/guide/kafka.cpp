// SPDX-License-Identifier: Apache-2.0
// What the guide of Kafka shows. Without a broker it leaves with 77.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>

#include <spate/event/mixed_events.hpp>
#include <spate/kafka/kafka_sink.hpp>
#include <spate/run/event_messages.hpp>

int main() {
    const char* const broker = std::getenv("SPATE_EXAMPLE_KAFKA");
    if (broker == nullptr) {
        std::puts("SPATE_EXAMPLE_KAFKA names no broker");
        return 77;
    }
    const std::string servers = broker;
    spate::mix_specification mix{.name = "shop", .from = spate::seed{42}};
    mix.types = {{.id = "order.created"}, {.id = "order.paid"}};
    const spate::mixed_events events{mix};
    try {
        spate::kafka_sink sink{{.bootstrap_servers = servers, .topic = "orders", .compression = "lz4", .partitions = 12}};
        sink.attach(std::make_shared<spate::event_messages>(events));
        const spate::delivery_stream stream{.name = "shop", .specification = 1};
        const auto earlier = sink.position(stream);
        const std::uint64_t first = earlier ? earlier->next : 0;
        sink.open(stream, first);
        sink.send(first, first + 1'000'000);
        sink.close();
    } catch (const std::exception& error) {
        std::puts(error.what());
        return 1;
    }
}

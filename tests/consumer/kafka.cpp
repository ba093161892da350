// SPDX-License-Identifier: Apache-2.0
// The component kafka: a sink tells that nobody answers.
#include <chrono>
#include <cstdio>
#include <string>

#include <spate/kafka/kafka_sink.hpp>
#include <spate/spate.hpp>

int main() {
    using namespace std::chrono_literals;
    spate::kafka_sink sink{{.bootstrap_servers = "127.0.0.1:1", .topic = "events", .connect_timeout = 500ms}};
    try {
        sink.check({.name = "consumer"});
    } catch (const spate::delivery_error& error) {
        std::printf("%s\n", error.what());
        return std::string{error.what()}.find("127.0.0.1:1") == std::string::npos ? 1 : 0;
    }
    return 1;
}

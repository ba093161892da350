// SPDX-License-Identifier: Apache-2.0
// Sinks in one line: which keys a URL stands for, and that a password is not shown.
#include <cstdio>
#include <string>

#include <spate/event/sink_url.hpp>

int main() {
    const spate::configured_sink made = spate::read_sink_url("kafka://me:{{secrets/kafka/password}}@broker-1:9092,broker-2:9092/events?compression=lz4");
    for (const spate::sink_setting& one : made.sink.settings) std::printf("%s: %s\n", one.key.c_str(), one.shown().c_str());
    try {
        (void)spate::read_sink_url("kafka://broker-1:9092", "--sink");
    } catch (const spate::config_error& error) {
        std::printf("%s\n", error.what());
        return made.sink.find("sasl_password")->shown() == "***" && made.sink.text("topic") == "events" ? 0 : 1;
    }
    return 1;
}

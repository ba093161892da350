// SPDX-License-Identifier: Apache-2.0
// The component http: its sinks tell that nobody answers.
#include <chrono>
#include <cstdio>
#include <string>

#include <spate/http/elasticsearch_sink.hpp>
#include <spate/http/kinesis_sink.hpp>
#include <spate/spate.hpp>

template <class Sink>
bool tells(Sink&& sink) {
    try {
        sink.check({.name = "consumer"});
    } catch (const spate::delivery_error& error) {
        std::printf("%s\n", error.what());
        return std::string{error.what()}.find("127.0.0.1:1") != std::string::npos;
    }
    return false;
}

int main() {
    using namespace std::chrono_literals;
    const spate::retry_options once{.first = 1ms, .most = 1ms, .deadline = 0ms};
    spate::elasticsearch_options documents;
    documents.hosts = {"http://127.0.0.1:1"};
    documents.index = "consumer";
    documents.retry = once;
    spate::kinesis_options records;
    records.stream_name = "consumer";
    records.endpoint_url = "http://127.0.0.1:1";
    records.region = "us-east-1";
    records.credentials = {.access_key_id = "id", .secret_access_key = spate::secret{"key"}};
    records.retry = once;
    const bool first = tells(spate::elasticsearch_sink{documents}), second = tells(spate::kinesis_sink{records});
    return first && second ? 0 : 1;
}

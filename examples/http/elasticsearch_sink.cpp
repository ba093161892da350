// SPDX-License-Identifier: Apache-2.0
/// Metric documents to the server whose address is given, like http://127.0.0.1:9200.
#include <cstdio>
#include <exception>
#include <memory>

#include <spate/http/elasticsearch_sink.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/telemetry/metric_documents.hpp>

int main(int count, char** arguments) try {
    if (count < 2) {
        std::printf("skipped: no address of a server is given\n");
        return 77;
    }
    spate::elasticsearch_options options;
    options.hosts = {arguments[1]};
    options.index = "metrics-example-default";
    options.document_ids = true;
    spate::elasticsearch_sink sink{options};
    sink.attach(std::make_shared<spate::row_messages<spate::metric_documents>>(
        spate::metric_documents{{.from = spate::seed{42}, .services = spate::usual_services(4)}}));
    sink.open({.name = "example"}, 0);
    sink.send(0, 10'000);
    sink.close();
    std::printf("%s: %llu documents\n", sink.target().c_str(), static_cast<unsigned long long>(sink.counts().acknowledged));
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}

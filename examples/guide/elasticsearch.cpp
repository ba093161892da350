// SPDX-License-Identifier: Apache-2.0
// What the guide to the sink of Elasticsearch shows. With the address of a server it sends to it.
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>

#include <spate/event/configuration.hpp>
#include <spate/http/elasticsearch_sink.hpp>
#include <spate/run/deliver.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/telemetry/metric_documents.hpp>

using namespace spate;

namespace {

constexpr std::string_view yaml = R"(
seed: 42
start_time: 2026-01-01T00:00:00Z
event_types:
  - event_type_id: order.placed
    weight: 1
    fields:
      order_id: {type: uuid}
      amount: {type: float, range: [0.99, 999.99]}
generation_mode: streaming
streaming_config: {total_rows_per_second: 1000}
serialization_format: json
sink_config:
  type: elasticsearch
  hosts: https://search-1.example:9200,https://search-2.example:9200
  index: orders
  username: loader
  password: "{{secrets/search/loader}}"
)";

int send(const char* address) {
    elasticsearch_options options;
    options.hosts = {address};
    options.data_stream = options.create_data_stream = true;
    options.index = "metrics-shop-default";
    options.document_ids = true;

    const metric_documents documents{{.from = seed{42}, .services = usual_services(4)}};
    const auto source = std::make_shared<row_messages<metric_documents>>(documents);
    elasticsearch_sink sink{options};
    sink.attach(source);
    const delivery_stream stream{.name = "shop", .specification = 1};  // a hash of all that decides the documents
    delivery_options how;
    how.paced = false;
    how.count = 100'000;
    how.checkpoint = "checkpoints";
    how.resume = true;
    const delivery_report report = deliver(sink, stream, source->size(), nullptr, how);
    std::printf("%llu documents are there. %s\n", static_cast<unsigned long long>(sink.acknowledged()), report.error.c_str());
    return report.error.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const elasticsearch_options options = elasticsearch_options_of(read_configuration(parse_yaml(yaml)).sink);
    std::printf("%s\n", options.target().c_str());
    if (count > 1) return send(arguments[1]);
    return options.client.user == "loader" && options.client.password.refers() ? 0 : 1;
}

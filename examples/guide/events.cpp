// SPDX-License-Identifier: Apache-2.0
// The configurations of the guide events.md.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/configuration.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>

using namespace spate;

namespace {

constexpr std::string_view yaml = R"(
seed: 42
start_time: 2026-01-01T00:00:00Z
common_fields:
  event_name: {event_type_id: true}
  user_id: {type: int, range: [1, 1000000]}
  at: {type: timestamp}
event_types:
  - event_type_id: user.session.start
    weight: 0.5
    fields:
      session_id: {type: uuid}
      device_type: {type: string, values: [iOS, Android, Web], weights: [0.4, 0.4, 0.2]}
  - event_type_id: order.placed
    weight: 0.3
    fields:
      order_id: {type: uuid, rows: instance}
      amount: {type: float, range: [0.99, 999.99]}
  - event_type_id: order.paid
    weight: 0.2
    fields:
      order_id: {type: uuid, rows: instance}
      card: {type: string, faker: credit_card_number}
generation_mode: streaming
streaming_config: {total_rows_per_second: 1000}
serialization_format: json
sink_config:
  type: kinesis
  stream_name: my-events-stream
  region: us-east-1
  partition_key_field: user_id
  aws_secret_access_key: "{{secrets/my-scope/aws-secret}}"
flows:
  - name: order
    share: 0.2
    steps: [order.placed, {event: order.paid, after: [1s, 5min]}]
arrival:
  late: {share: 0.02, mean_delay: 1min, most_delay: 1h}
  duplicate: {share: 0.01, within: 1000}
)";

constexpr std::string_view rates = R"(
event_types: [{event_type_id: page.view}]
rate:
  - {shape: diurnal, mean: 1000, amplitude: 600, peak: 14h}
  - 50
)";

event_configuration read(std::string_view text) {
    std::FILE* const out = std::fopen("events.yaml", "wb");
    std::fwrite(text.data(), 1, text.size(), out);
    std::fclose(out);
    event_configuration config = load_config("events.yaml");
    std::remove("events.yaml");
    return config;
}

}  // namespace

int main() {
    const event_configuration config = read(yaml);
    for (const std::string& warning : config.warnings) std::printf("%s\n", warning.c_str());
    const mixed_events events = config.events();
    const event_record first = events[0];
    std::printf("%s %s %s\n", first.event_type_id.c_str(), first.partition_key.c_str(), first.serialized_payload.c_str());
    (void)run_to_file(events, ndjson{}, {.path = "guide_events.ndjson", .file = {.overwrite = true}, .run = {.rows = 10'000}}, default_pool());
    std::remove("guide_events.ndjson");
    if (config.mix.types.size() != 3 || config.mix.flows.size() != 1 || !config.warnings.empty() || first.timestamp != config.mix.when.start()) return 1;
    if (config.sink.find("aws_secret_access_key")->shown() != "***") return 1;
    return read(rates).rate_name == "diurnal + constant" ? 0 : 1;
}

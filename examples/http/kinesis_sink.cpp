// SPDX-License-Identifier: Apache-2.0
/// Rows of a table into a stream of Kinesis, with a checkpoint: `kinesis_sink http://127.0.0.1:4568`, or without an address what would be sent where.
#include <cstdio>
#include <memory>
#include <type_traits>

#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/http/kinesis_sink.hpp>
#include <spate/run/deliver.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

namespace {

const char* const configuration = R"(
sink_config:
  type: kinesis
  stream_name: events
  region: eu-central-1
  partition_key_field: user_id
  auto_shard_calculation: true
  aws_access_key_id: "{{secrets/aws/id}}"          # or AWS_ACCESS_KEY_ID in the environment, or ~/.aws/credentials
  aws_secret_access_key: "{{secrets/aws/secret}}"
)";

int deliver_to(const char* endpoint) {
    const auto sales =
        spate::schema(spate::field<"user_id">(spate::uniform_int(0, 999)), spate::field<"city">(spate::one_of({"Paris", "Rome"}))) | spate::rows(10'000);

    spate::kinesis_options to;
    to.stream_name = "events";
    to.region = "eu-central-1";
    to.credentials = spate::find_aws_credentials();         // of the environment, or of the profile file
    to.shards = spate::kinesis_shards(5'000, 5'000 * 200);  // 5: a shard takes 1000 records and 1 MiB a second
    to.grows = true;                                        // a stream that has fewer gets more
    if (endpoint != nullptr) to.endpoint_url = endpoint;    // else that of AWS in the region

    spate::kinesis_sink sink{to};
    const auto source = std::make_shared<spate::row_messages<std::remove_const_t<decltype(sales)>>>(sales, spate::row_message_options{.key = "user_id"});
    sink.attach(source);

    spate::delivery_options how;
    how.paced = false;
    how.checkpoint = "kinesis-checkpoint";
    how.resume = true;
    const spate::delivery_report report = spate::deliver(sink, {}, source->size(), nullptr, how);
    std::printf("%llu acknowledged\n", static_cast<unsigned long long>(report.next));
    return report.end_reason == spate::run_end::complete ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    if (count > 1) return deliver_to(arguments[1]);
    std::printf("skipped: there is no Kinesis here; a configuration for one:%s", configuration);
    return 77;
}

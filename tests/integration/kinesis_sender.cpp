// SPDX-License-Identifier: Apache-2.0
// Sends numbered messages to the Kinesis that KINESIS_ENDPOINT names; kinesis.py runs it, and knows what each message is. What it is to do is in the
// environment, too: KINESIS_STREAM, _COUNT, _SIZE (the longest value), _LONG (the place of a value of more than 1 MiB), _SHARDS, _CONCURRENT, _RATE, _DEADLINE
// (ms), _CA, _TLS=trusting, _CHECKPOINT (a folder), _RESUME, _CHECK. Credentials are those of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/http/kinesis_sink.hpp>
#include <spate/run/deliver.hpp>

using namespace spate;

namespace {

std::string given(const char* name) {
    const char* const found = std::getenv((std::string{"KINESIS_"} + name).c_str());
    return found == nullptr ? std::string{} : std::string{found};
}
std::uint64_t number(const char* name, std::uint64_t otherwise) {
    const std::string text = given(name);
    return text.empty() ? otherwise : std::stoull(text);
}

// Place n has the value {"n":<n>,"pad":"<n * 37 mod size letters>"} and the key user-<n mod 100>; each 97th has no key, and each with n mod 89 = 7 is lost.
class numbered final : public message_source {
public:
    numbered(std::uint64_t longest, std::uint64_t size) : long_{longest}, size_{size}, pad_(std::size_t{1} << 20, 'x') {}

    [[nodiscard]] std::uint64_t size() const noexcept override { return std::uint64_t{1} << 40; }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override { return std::make_unique<numbered_maker>(*this); }
    [[nodiscard]] std::size_t usual_bytes() const noexcept override { return size_ / 2 + 20; }

private:
    class numbered_maker final : public message_maker {
    public:
        explicit numbered_maker(const numbered& of) : of_{of} {}
        [[nodiscard]] std::span<const message> make(std::uint64_t first, std::size_t count) override {
            texts_.clear();
            out_.clear();
            for (std::uint64_t place = first; place < first + count; ++place) {
                if (place % 89 == 7) continue;
                const std::size_t letters = place == of_.long_ ? of_.pad_.size() : place * 37 % of_.size_;
                texts_.push_back("{\"n\":" + std::to_string(place) + ",\"pad\":\"" + of_.pad_.substr(0, letters) + "\"}");
                texts_.push_back(place % 97 == 0 ? "" : "user-" + std::to_string(place % 100));
                out_.emplace_back();
                out_.back().place = place;
            }
            for (std::size_t i = 0; i < out_.size(); ++i) {
                out_[i].value = texts_[2 * i];
                out_[i].key = texts_[2 * i + 1];
            }
            return out_;
        }

    private:
        const numbered& of_;
        std::vector<std::string> texts_;
        std::vector<message> out_;
    };

    std::uint64_t long_, size_;
    std::string pad_;
};

kinesis_options options() {
    sink_configuration from{sink_type::kinesis, {}};
    from.set("stream_name", given("STREAM"));
    from.set("region", "us-east-1");
    from.set("endpoint_url", given("ENDPOINT"));
    from.set("concurrent_requests", std::to_string(number("CONCURRENT", 4)));
    if (!given("SHARDS").empty()) from.set("shard_count", given("SHARDS"));
    if (!given("RATE").empty()) from.set("auto_shard_calculation", "true");
    if (!given("CA").empty()) from.set("ca_file", given("CA"));
    if (given("TLS") == "trusting") from.set("verify_tls", "false");
    kinesis_options out = kinesis_options_of(from);
    out.records_per_second = static_cast<double>(number("RATE", 0));
    out.retry.first = std::chrono::milliseconds{10};
    out.retry.deadline = std::chrono::milliseconds{number("DEADLINE", 30'000)};
    return out;
}

}  // namespace

TEST_CASE("kinesis_sender: what kinesis.py asks for") {
    if (given("ENDPOINT").empty()) {
        std::puts("skipped: KINESIS_ENDPOINT is not in the environment; run tests/integration/kinesis.py");
        std::exit(77);
    }
    try {
        kinesis_sink sink{options()};
        if (!given("CHECK").empty()) {
            sink.check({});
            std::puts("checked");
            return;
        }
        const auto source = std::make_shared<numbered>(number("LONG", ~std::uint64_t{0}), number("SIZE", 100));
        sink.attach(source);
        delivery_options how;
        how.paced = false;
        how.count = number("COUNT", 1000);
        how.checkpoint = given("CHECKPOINT");
        how.checkpoint_interval = std::chrono::milliseconds{20};
        how.resume = !given("RESUME").empty();
        how.batch = number("BATCH", 4096);
        delivery_stream stream;
        stream.name = given("STREAM");
        const delivery_report report = deliver(sink, stream, source->size(), nullptr, how);
        std::printf("begin %llu next %llu sent %llu retries %llu errors %llu requests %llu in-flight %llu seconds %.3f\n",
                    static_cast<unsigned long long>(report.begin), static_cast<unsigned long long>(report.next),
                    static_cast<unsigned long long>(report.counts.sent), static_cast<unsigned long long>(report.counts.retries),
                    static_cast<unsigned long long>(report.counts.errors), static_cast<unsigned long long>(report.counts.requests),
                    static_cast<unsigned long long>(report.counts.bytes_in_flight), report.seconds);
        report.raise_failure();
    } catch (const std::exception& error) {
        std::printf("ERROR %s\n", error.what());
        std::fflush(stdout);
        std::exit(2);
    }
}

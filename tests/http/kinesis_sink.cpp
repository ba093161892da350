// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/http/kinesis_sink.hpp>

#include "fake_kinesis.hpp"

namespace {

// Message i of a shard: the value "<place>:xxx", the key of seven; each thirteenth is lost. One place has a long message.
class numbers final : public spate::message_source {
public:
    explicit numbers(std::uint64_t shard = 0, std::uint64_t shards = 1, std::uint64_t longest = ~std::uint64_t{0})
        : shard_{shard}, shards_{shards}, longest_{longest} {}

    [[nodiscard]] std::uint64_t size() const noexcept override { return 1'000'000; }
    [[nodiscard]] std::unique_ptr<spate::message_maker> maker() const override { return std::make_unique<numbers_maker>(*this); }

    [[nodiscard]] std::uint64_t place(std::uint64_t own) const { return (own / 512 * shards_ + shard_) * 512 + own % 512; }
    [[nodiscard]] static bool is_lost(std::uint64_t place) { return place % 13 == 5; }
    [[nodiscard]] std::string value(std::uint64_t place) const {
        return std::to_string(place) + ":" + std::string(place == longest_ ? spate::kinesis_limits::record_bytes : place % 50, 'x');
    }

private:
    class numbers_maker final : public spate::message_maker {
    public:
        explicit numbers_maker(const numbers& of) : of_{of} {}
        [[nodiscard]] std::span<const spate::message> make(std::uint64_t first, std::size_t count) override {
            REQUIRE(first / 512 == (first + count - 1) / 512);
            texts_.clear();
            out_.clear();
            for (std::uint64_t own = first; own < first + count; ++own)
                if (const std::uint64_t place = of_.place(own); !is_lost(place)) {
                    texts_.push_back(of_.value(place));
                    out_.emplace_back();
                    out_.back().place = place;
                    out_.back().key = std::string_view{"key-1key-2key-3"}.substr(place % 3 * 5, 5);
                }
            for (std::size_t i = 0; i < out_.size(); ++i) out_[i].value = texts_[i];
            return out_;
        }

    private:
        const numbers& of_;
        std::vector<std::string> texts_;
        std::vector<spate::message> out_;
    };

    std::uint64_t shard_, shards_, longest_;
};

// How many of the places [first, end) of a shard are there exactly once, under their keys; and how many are there at all.
struct found {
    std::size_t once = 0, all = 0, messages = 0;
};

found look(const fake::kinesis& server, const numbers& source, std::uint64_t first, std::uint64_t end) {
    found out;
    for (std::uint64_t own = first; own < end; ++own) {
        const std::uint64_t place = source.place(own);
        if (numbers::is_lost(place)) continue;
        ++out.messages;
        const auto taken = server.taken.find(source.value(place));
        if (taken == server.taken.end()) continue;
        ++out.all;
        out.once += taken->second == 1 && server.keys.at(taken->first) == "key-" + std::to_string(place % 3 + 1);
    }
    return out;
}

struct delivered {
    std::string error;
    std::uint64_t acknowledged = 0;
    spate::delivery_counts counts;
};

delivered deliver(const spate::kinesis_options& options, std::shared_ptr<const numbers> source, std::uint64_t first, std::uint64_t end) {
    spate::kinesis_sink sink{options};
    delivered out;
    try {
        sink.attach(std::move(source));
        sink.open({}, first);
        for (std::uint64_t at = first; at < end; at += 1000) sink.send(at, std::min(at + 1000, end));
        sink.close();
    } catch (const spate::delivery_error& error) {
        out.error = error.what();
    }
    out.acknowledged = sink.acknowledged();
    out.counts = sink.counts();
    return out;
}

}  // namespace

TEST_CASE("kinesis_sink: every message once, for any number of requests at once, of a shard too") {
    for (const std::size_t threads : {std::size_t{1}, std::size_t{5}}) {
        for (const std::uint64_t shards : {std::uint64_t{1}, std::uint64_t{3}}) {
            fake::kinesis server;
            spate::kinesis_options options = server.options();
            options.concurrent_requests = threads;
            const auto source = std::make_shared<numbers>(shards - 1, shards);
            const delivered out = deliver(options, source, 700, 9000);
            CHECK(out.error.empty());
            CHECK(out.acknowledged == 9000);
            const found there = look(server, *source, 700, 9000);
            CHECK(there.once == there.messages);
            CHECK(server.taken.size() == there.messages);
            CHECK(out.counts.sent == there.messages);
            CHECK(out.counts.acknowledged == there.messages);
            CHECK(out.counts.bytes_in_flight == 0);
            CHECK(out.counts.retries == 0);
            CHECK(server.largest_request <= 500);
            if (threads == 1) CHECK(server.largest_request > 400);
        }
    }
}

TEST_CASE("kinesis_sink: records that are throttled are sent again, alone") {
    fake::kinesis server;
    server.refusal = [](std::size_t attempt, const std::string& data) {
        const bool refused = attempt < (data.size() + static_cast<unsigned char>(data.back())) % 4 && data[0] % 3 != 0;
        return std::string{refused ? (data[0] % 2 == 0 ? "InternalFailure" : "ProvisionedThroughputExceededException") : ""};
    };
    const auto source = std::make_shared<numbers>();
    const delivered out = deliver(server.options(), source, 0, 6000);
    CHECK(out.error.empty());
    CHECK(out.acknowledged == 6000);
    const found there = look(server, *source, 0, 6000);
    CHECK(there.once == there.messages);
    std::size_t again = 0;
    for (const auto& [data, tries] : server.tried) again += tries - 1;
    CHECK(again > 1000);
    CHECK(out.counts.retries == again);
    CHECK(out.counts.errors == again);
}

TEST_CASE("kinesis_sink: a body that comes through little by little is given the time that it takes") {
    fake::kinesis server;
    // Each attempt takes one record more.
    server.refusal = [](std::size_t attempt, const std::string& data) {
        return std::string{attempt < std::stoull(data) ? "ProvisionedThroughputExceededException" : ""};
    };
    spate::kinesis_options options = server.options();
    options.retry = {std::chrono::milliseconds{10}, std::chrono::milliseconds{10}, std::chrono::milliseconds{200}};
    const auto source = std::make_shared<numbers>();
    const delivered out = deliver(options, source, 0, 100);
    CHECK(out.error == "");
    CHECK(out.acknowledged == 100);
    const found there = look(server, *source, 0, 100);
    CHECK(there.once == there.messages);
}

TEST_CASE("kinesis_sink: an answer that counts failures and names none is none") {
    fake::kinesis server;
    server.trouble = [](std::size_t, const std::string& action) {
        return action == "PutRecords" ? fake::answer(200, R"({"FailedRecordCount":1,"Records":[{"ShardId":"1"},{"ShardId":"1"}]})") : std::string{};
    };
    const delivered out = deliver(server.options(), std::make_shared<numbers>(), 0, 2);
    CHECK(out.error.find("PutRecords is answered by what is no answer of Kinesis") != std::string::npos);
    CHECK(out.acknowledged == 0);
}

TEST_CASE("kinesis_sink: throttled requests, servers in trouble and lost answers lose nothing; only what lost its answer is there twice") {
    fake::kinesis server;
    std::atomic<std::size_t> lost = 0;
    server.trouble = [&lost](std::size_t request, const std::string& action) {
        if (action != "PutRecords") return std::string{};
        switch (request % 7) {
            case 1:
                return fake::answer(429);
            case 2:
                return fake::answer(503, "<html>");
            case 3:
                return fake::answer(400, R"({"__type":"ProvisionedThroughputExceededException","message":"slow"})");
            case 5:
                ++lost;
                return std::string{"lost"};
            default:
                return std::string{};
        }
    };
    spate::kinesis_options options = server.options();
    const auto source = std::make_shared<numbers>();
    const delivered out = deliver(options, source, 0, 6000);
    CHECK(out.error.empty());
    CHECK(out.acknowledged == 6000);
    const found there = look(server, *source, 0, 6000);
    CHECK(there.all == there.messages);
    CHECK(lost > 0);
    CHECK(there.messages - there.once > 0);
    std::size_t copies = 0;
    for (const auto& [data, count] : server.taken) copies += count;
    CHECK(copies - there.messages <= lost * 500);
}

TEST_CASE("kinesis_sink: a message that is too long is told before it is sent, and all before it is there") {
    for (const std::size_t threads : {std::size_t{1}, std::size_t{4}}) {
        fake::kinesis server;
        spate::kinesis_options options = server.options();
        options.concurrent_requests = threads;
        const auto source = std::make_shared<numbers>(0, 1, 5000);
        const delivered out = deliver(options, source, 0, 40'000);
        CHECK(out.error.find("the message at place 5000 has 1048586 bytes with its key, and Kinesis takes at most 1048576") != std::string::npos);
        CHECK(out.acknowledged == 5000);
        const found there = look(server, *source, 0, 5000);
        CHECK(there.once == there.messages);
        CHECK(server.taken.count(source->value(5000)) == 0);
    }
}

TEST_CASE("kinesis_sink: what does not get better is one message, and what was acknowledged stands") {
    fake::kinesis server;
    server.refusal = [](std::size_t, const std::string& data) {
        return std::string{data.starts_with("2000:") ? "ProvisionedThroughputExceededException" : ""};
    };
    spate::kinesis_options options = server.options();
    options.retry.deadline = std::chrono::milliseconds{50};
    const auto source = std::make_shared<numbers>();
    const delivered throttled = deliver(options, source, 0, 4000);
    CHECK(throttled.error.find("1 records are still refused after ") != std::string::npos);
    CHECK(throttled.error.find("place 2000: ProvisionedThroughputExceededException: not now; send less a second") != std::string::npos);
    CHECK(throttled.acknowledged <= 2000);

    fake::kinesis other;
    other.refusal = [](std::size_t, const std::string& data) { return std::string{data.starts_with("2000:") ? "KMSDisabledException" : ""}; };
    const delivered refused = deliver(other.options(), source, 0, 4000);
    CHECK(refused.error.find("the record of place 2000 is refused: KMSDisabledException: not now") != std::string::npos);

    fake::kinesis gone;
    gone.trouble = [](std::size_t request, const std::string&) {
        return request < 6 ? std::string{} : fake::answer(400, R"({"__type":"ResourceNotFoundException","message":"gone"})");
    };
    CHECK(deliver(gone.options(), source, 0, 4000).error.find("PutRecords is refused with 400 ResourceNotFoundException: gone; check the name") !=
          std::string::npos);
}

TEST_CASE("kinesis_sink: check changes nothing; what is not open says so") {
    fake::kinesis server;
    spate::kinesis_options options = server.options();
    spate::kinesis_sink sink{options};
    sink.check({});
    CHECK(server.actions == "DescribeStreamSummary ");
    CHECK(sink.target() == "kinesis " + options.endpoint_url + ", stream events");
    CHECK_THROWS_AS(sink.send(0, 1), spate::config_error);
    CHECK_THROWS_AS(sink.open({}, 0), spate::config_error);
    CHECK(sink.acknowledged() == 0);
    options.creates = false;
    CHECK_THROWS_AS(spate::kinesis_sink{options}.check({}), spate::delivery_error);
    options.stream_name.clear();
    CHECK_THROWS_AS(spate::kinesis_sink{options}, spate::config_error);
}

// SPDX-License-Identifier: Apache-2.0
// Sends documents to a server that a script has started: SPATE_ELASTICSEARCH holds the keys of a sink_config as key=value, one on each line, and besides
// `documents` (how many), `misfit` (each document whose place is a multiple of it does not fit), `checkpoint` (a folder), `resume` and `check` (true). Writes
// one line of JSON: what the sink has counted, and its error.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/http/elasticsearch_sink.hpp>
#include <spate/run/deliver.hpp>

using namespace spate;

namespace {

class documents : public message_source {
public:
    documents(std::uint64_t size, std::uint64_t misfit) : size_{size}, misfit_{misfit} {}
    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override { return std::make_unique<making>(misfit_); }

private:
    class making : public message_maker {
    public:
        explicit making(std::uint64_t misfit) : misfit_{misfit} {}
        [[nodiscard]] std::span<const message> make(std::uint64_t first, std::size_t count) override {
            texts_.clear();
            out_.clear();
            for (std::uint64_t place = first; place < first + count; ++place) texts_.push_back(text_of(place));
            for (std::uint64_t place = first; place < first + count; ++place)
                out_.push_back({.place = place, .value = texts_[static_cast<std::size_t>(place - first)]});
            return out_;
        }

    private:
        [[nodiscard]] std::string text_of(std::uint64_t place) const {
            const bool fits = misfit_ == 0 || place == 0 || place % misfit_ != 0;
            char text[200];
            std::snprintf(text, sizeof text, "{\"@timestamp\":\"2026-01-01T%02u:%02u:%02u.%03uZ\",\"place\":%s,\"user\":\"u%llu\",\"text\":\"",
                          static_cast<unsigned>(place / 3600000 % 24), static_cast<unsigned>(place / 60000 % 60), static_cast<unsigned>(place / 1000 % 60),
                          static_cast<unsigned>(place % 1000), fits ? std::to_string(place).c_str() : "\"none\"",
                          static_cast<unsigned long long>(mix(place) % 1000));
            std::string out = text;
            for (std::uint64_t i = 0; i < 4; ++i) out += "word" + std::to_string(mix(place * 4 + i) % 100000) + " ";
            return out + "\"}";
        }

        std::uint64_t misfit_;
        std::vector<std::string> texts_;
        std::vector<message> out_;
    };

    std::uint64_t size_, misfit_;
};

}  // namespace

TEST_CASE("integration/elasticsearch_documents: documents go to the server that is named") {
    const char* const given = std::getenv("SPATE_ELASTICSEARCH");
    if (given == nullptr) {
        std::puts("skipped: SPATE_ELASTICSEARCH names no server; run tests/integration/elasticsearch.py");
        std::exit(77);
    }
    std::map<std::string, std::string> own = {{"documents", "1000"}, {"misfit", "0"}, {"checkpoint", ""}, {"resume", "false"}, {"check", "false"}};
    sink_configuration configuration{sink_type::elasticsearch};
    std::istringstream lines{given};
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = line.find('=');
        REQUIRE(equals != std::string::npos);
        const std::string key = line.substr(0, equals), value = line.substr(equals + 1);
        if (const auto found = own.find(key); found != own.end())
            found->second = value;
        else
            configuration.set(key, value);
    }
    const auto source = std::make_shared<documents>(std::stoull(own["documents"]), std::stoull(own["misfit"]));
    const delivery_stream stream{.name = "integration", .specification = 0x5eed};
    std::string error;
    delivery_counts counts;
    std::uint64_t acknowledged = 0, skipped = 0;
    double seconds = 0;
    try {
        elasticsearch_sink sink{elasticsearch_options_of(configuration)};
        sink.attach(source);
        if (own["check"] == "true") {
            sink.check(stream);
        } else {
            delivery_options options;
            options.paced = false;
            options.checkpoint = own["checkpoint"];
            options.checkpoint_interval = std::chrono::milliseconds{20};
            options.resume = own["resume"] == "true";
            options.restart = !options.resume;
            const delivery_report report = deliver(sink, stream, source->size(), nullptr, options);
            error = report.error;
            seconds = report.seconds;
        }
        counts = sink.counts();
        acknowledged = sink.acknowledged();
        skipped = sink.skipped();
    } catch (const std::exception& problem) {
        error = problem.what();
    }
    std::printf(
        "{\"acknowledged\":%llu,\"documents\":%llu,\"skipped\":%llu,\"sent\":%llu,\"bytes\":%llu,\"requests\":%llu,\"retries\":%llu,\"errors\":%llu,"
        "\"seconds\":%.3f,\"error\":%s}\n",
        static_cast<unsigned long long>(acknowledged), static_cast<unsigned long long>(counts.acknowledged), static_cast<unsigned long long>(skipped),
        static_cast<unsigned long long>(counts.sent), static_cast<unsigned long long>(counts.bytes), static_cast<unsigned long long>(counts.requests),
        static_cast<unsigned long long>(counts.retries), static_cast<unsigned long long>(counts.errors), seconds, detail::json_text(error).c_str());
    CHECK(counts.bytes_in_flight == 0);
}

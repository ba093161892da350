// SPDX-License-Identifier: Apache-2.0
// Metric documents: they may never change, whatever the compiler and its flags. The test is compiled with several sets of flags and run with every instruction
// set.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/telemetry/metric_documents.hpp>

#include "../support/isa.hpp"

using namespace spate;

namespace {

// Of 10,000 documents from the beginning, and of 1,000 far away.
std::uint64_t hash(const telemetry_options& options) {
    const metric_documents documents{options};
    auto encoder = ndjson{}.encoder(documents.type());
    text_buffer out;
    batch rows;
    documents.fill(0, 10'000, rows);
    encoder.encode(rows, out);
    documents.fill(documents.size() - 12'345, 1'000, rows);
    encoder.encode(rows, out);
    return hash_name(out.text());
}

telemetry_options some() { return {.from = seed{42}, .services = usual_services(4)}; }

}  // namespace

TEST_CASE("golden/telemetry_metrics: each detail") {
    telemetry_options options = some();
    CHECK(hash(options) == 0xd6730995c076c323u);
    options.detail = document_detail::lean;
    CHECK(hash(options) == 0x77c29249f5653f4du);
    options.detail = document_detail::full;
    options.histogram = true;
    CHECK(hash(options) == 0xe15b2701b245cc91u);
    options.names = field_naming::otel;
    CHECK(hash(options) == 0xfd8012d7ebaa6d5cu);
}

TEST_CASE("golden/telemetry_metrics: each option") {
    telemetry_options options = some();
    options.services = usual_services(100);
    options.interval = 60'000'000'000;
    CHECK(hash(options) == 0xa71987c51f4e8a57u);
    options.anomaly_rate = {1, 3};
    options.anomaly_weights = {3.0, 1.0, 1.0, 0.5, 0.0};
    CHECK(hash(options) == 0x37a898d85d0d5a64u);
    options = some();
    options.daily = 0.5, options.weekly = 0.05, options.growth = 0.1, options.noise = 0.01, options.restart = 3'600'000'000'000;
    CHECK(hash(options) == 0x51332c22c28c252au);
    options = some();
    options.begin = 1'700'000'000'123'456'789;
    options.interval = 12'345;
    CHECK(hash(options) == 0xf4fbde7559e58c6au);
}

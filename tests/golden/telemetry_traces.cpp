// SPDX-License-Identifier: Apache-2.0
// The lines of NDJSON that traces and logs make: they may never change, whatever the compiler and its flags.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/telemetry/log_documents.hpp>
#include <spate/telemetry/trace_documents.hpp>

#include "../support/isa.hpp"

namespace {

using namespace spate;

// 1000 lines from a row on.
template <class Documents>
std::uint64_t golden(field_naming names, std::uint32_t services, std::uint64_t first) {
    telemetry_options options{.from = seed{20240229}, .services = usual_services(services), .anomaly_rate = ratio{1, 3}, .names = names};
    const Documents documents{options};
    auto encoder = ndjson{}.encoder(documents.type());
    batch rows;
    text_buffer out;
    documents.fill(first, 1000, rows);
    encoder.encode(rows, out);
    return hash_name(out.text());
}

}  // namespace

TEST_CASE("golden/telemetry_traces: spans") {
    CHECK(golden<trace_documents>(field_naming::ecs, 4, 0) == 0x45778608d878bc2fu);
    CHECK(golden<trace_documents>(field_naming::ecs, 4, 123'456'789) == 0xfe1c2aa9defa5dcu);
    CHECK(golden<trace_documents>(field_naming::ecs, 100, 1'000'000) == 0x88031d2da5f57898u);
    CHECK(golden<trace_documents>(field_naming::otel, 4, 123'456'789) == 0x2ef355d673f76b1du);
}

TEST_CASE("golden/telemetry_traces: log lines") {
    CHECK(golden<log_documents>(field_naming::ecs, 4, 0) == 0x4978b17ed5ec5bd3u);
    CHECK(golden<log_documents>(field_naming::ecs, 4, 123'456'789) == 0x5016b16983abb2dau);
    CHECK(golden<log_documents>(field_naming::ecs, 100, 1'000'000) == 0x542ae3fbd1fd0c02u);
    CHECK(golden<log_documents>(field_naming::otel, 4, 123'456'789) == 0x66544060047129c5u);
}

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
    CHECK(golden<trace_documents>(field_naming::ecs, 4, 0) == 0x918b6cde6b699feau);
    CHECK(golden<trace_documents>(field_naming::ecs, 4, 123'456'789) == 0xe50b7d4448721dafu);
    CHECK(golden<trace_documents>(field_naming::ecs, 100, 1'000'000) == 0xa22f8ede59e1caa1u);
    CHECK(golden<trace_documents>(field_naming::otel, 4, 123'456'789) == 0x663fffc568ee193bu);
}

TEST_CASE("golden/telemetry_traces: log lines") {
    CHECK(golden<log_documents>(field_naming::ecs, 4, 0) == 0x6280609318f9424bu);
    CHECK(golden<log_documents>(field_naming::ecs, 4, 123'456'789) == 0x2f19e2b9de89ebb1u);
    CHECK(golden<log_documents>(field_naming::ecs, 100, 1'000'000) == 0x71ae1a7bcac82e21u);
    CHECK(golden<log_documents>(field_naming::otel, 4, 123'456'789) == 0x85eb4b6692df75b3u);
}

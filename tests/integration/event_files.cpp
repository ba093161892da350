// SPDX-License-Identifier: Apache-2.0
// Random mixes of events for other readers: with SPATE_READER_FOLDER a folder for each mix, in which are FORMAT.events (of each event the sizes of its type's
// id and of its payload in 4 bytes each, the id and the payload), the schema of each type, and types.json, which says what types there are.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/json_text.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/event/payload_schema.hpp>

#include "../support/random_mix.hpp"

using namespace spate;

namespace {

constexpr payload_format formats[] = {payload_format::json, payload_format::avro, payload_format::avro_single_object, payload_format::protobuf,
                                      payload_format::binary};

void write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    REQUIRE(file.good());
}

void append_size(std::string& out, std::size_t size) {
    const auto word = static_cast<std::uint32_t>(size);
    char bytes[4];
    std::memcpy(bytes, &word, 4);
    out.append(bytes, 4);
}

std::string events_of(const mixed_events& events, std::uint64_t first, std::size_t count) {
    std::string out;
    for (std::uint64_t i = first; i < first + count; ++i) {
        const event_record one = events[i];
        append_size(out, one.event_type_id.size());
        append_size(out, one.serialized_payload.size());
        out += one.event_type_id + one.serialized_payload;
    }
    return out;
}

void write_schemas(const std::filesystem::path& folder, const mixed_events& events, const mix_specification& mix) {
    std::vector<std::string_view> ids;
    for (const event_type& type : mix.types) ids.push_back(type.id);
    const std::vector<std::string> names = payload_schema_names({ids.data(), ids.size()});
    std::string all = "[";
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const record_type type = events.payload_type(i);
        for (const payload_format format : {payload_format::avro, payload_format::protobuf, payload_format::binary})
            write(folder / (names[i] + std::string{payload_schema_extension(format)}), payload_schema_text(format, type, ids[i]));
        all += std::string{i == 0 ? "" : ","} + "{\"id\":" + detail::json_text(ids[i]) + ",\"name\":" + detail::json_text(names[i]) + "}";
    }
    write(folder / "types.json", all + "]");
}

}  // namespace

TEST_CASE("integration/event_files: events of random mixes are the same alone and in batches") {
    constexpr std::size_t mixes = 40, count = 150;
    const char* const folder = std::getenv("SPATE_READER_FOLDER");
    const char* const given = std::getenv("SPATE_READER_SEED");
    const std::uint64_t seed = given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
    for (std::size_t which = 0; which < mixes; ++which) {
        CAPTURE(seed);
        CAPTURE(which);
        mix_specification mix = test::random_mix{seed * 1000 + which}(true);
        const std::filesystem::path path = std::filesystem::path{folder == nullptr ? "" : folder} / ("mix" + std::to_string(which));
        const std::uint64_t first = which % 2 == 0 ? 0 : 1000003 * which;
        if (folder != nullptr) std::filesystem::create_directory(path);
        for (const payload_format format : formats) {
            mix.payload = format;
            const mixed_events events{mix};
            batch rows;
            events.fill(first, count, rows);
            std::size_t differ = 0;
            for (std::size_t i = 0; i < count; ++i) differ += rows.columns[3].text(i) != events[first + i].serialized_payload;
            CAPTURE(to_string(format));
            CHECK(differ == 0);
            if (folder == nullptr) continue;
            write(path / (std::string{to_string(format)} + ".events"), events_of(events, first, count));
            if (format == payload_format::json) write_schemas(path, events, mix);
        }
    }
}

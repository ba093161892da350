// SPDX-License-Identifier: Apache-2.0
#include "deliver.hpp"

#include <memory>
#include <string>

#include <spate/core/concepts.hpp>
#include <spate/core/ratio.hpp>
#include <spate/event/schedule.hpp>
#include <spate/run/row_messages.hpp>

#include "../delivery/any_table.hpp"
#include "../delivery/fingerprint.hpp"

namespace cli {
namespace {

// The column that tells when a document happened.
std::string time_column(const spate::record_type& type) {
    for (const char* name : {"@timestamp", "timestamp", "time_unix_nano"})
        for (const auto& one : type)
            if (one.name == name && one.type.id == spate::type_id::timestamp) return name;
    return {};
}

}  // namespace

stream_maker documents_stream(const documents_request& asked, bool begins_with_now) {
    return [&asked, begins_with_now](const std::string& note) {
        const spate::telemetry_options& options = asked.what.options;
        const any_table table{asked.documents};
        const std::string kind{to_string(asked.what.kind)};
        delivered_stream out{.stream = {.name = stream_name(*asked.delivery, "", asked.config_file.empty() ? kind : asked.config_file)},
                             .source = {.table = table}};
        out.stream.note = note_text(options.from.value, options.begin);
        out.stream.specification =
            fingerprint({kind}, {options.from.value, static_cast<std::uint64_t>(options.begin), options.interval, options.services.size(), asked.fingerprint,
                                 fingerprint(table, 0), fingerprint(table, std::uint64_t{1} << 24)});
        out.source.messages = [table](bool) -> std::shared_ptr<const spate::message_source> {
            return std::make_shared<spate::row_messages<any_table>>(table, spate::row_message_options{.timestamp = time_column(table.type())});
        };
        out.size = table.size();
        const bool goes_on = !note.empty();
        out.options.first = begins_with_now && goes_on ? 0 : asked.first_document();  // 0: where the stream that is resumed began
        out.options.count = asked.live ? spate::unlimited : asked.end_document() - asked.first_document();
        out.options.paced = asked.live;
        if (!asked.live) return out;
        // Traces have different numbers of log lines, 16 of them together the same. So many intervals later none is sent before it happens.
        constexpr std::uint64_t traces = 16;
        const std::uint64_t number = asked.documents.first_of(traces);
        const std::uint64_t later = asked.what.kind == spate::telemetry_kind::metrics ? 0 : (traces + options.services.size() - 1) / options.services.size();
        const spate::ratio rate{number * std::uint64_t{1'000'000'000}, traces * options.interval};
        out.when = spate::schedule{options.begin + static_cast<std::int64_t>(later * options.interval), rate};
        out.options.begin = wall_clock_now();
        out.source.messages_per_second = rate.value();
        return out;
    };
}

}  // namespace cli

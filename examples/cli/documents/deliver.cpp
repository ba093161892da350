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

stream_maker documents_stream(const documents_request& asked) {
    return [&asked](const std::string&) {
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
        out.options.first = asked.first_document();
        out.options.count = asked.live ? spate::unlimited : asked.end_document() - asked.first_document();
        out.options.paced = asked.live;
        if (!asked.live) return out;
        // Document i is of interval i / services.
        out.when = spate::schedule{options.begin, spate::ratio{options.services.size() * std::uint64_t{1'000'000'000}, options.interval}};
        out.options.begin = wall_clock_now();
        out.source.messages_per_second = static_cast<double>(options.services.size()) * 1e9 / static_cast<double>(options.interval);
        return out;
    };
}

}  // namespace cli

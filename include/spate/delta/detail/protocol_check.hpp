// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PROTOCOL_CHECK_HPP
#define SPATE_DELTA_DETAIL_PROTOCOL_CHECK_HPP

/// What a table asks of those who read and write it. Source: delta-io/delta, PROTOCOL.md, "Table Features".

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0::detail {

/// Those that are not among the known ones, with commas; empty where all are.
template <std::size_t Count>
[[nodiscard]] std::string unknown_features(const std::vector<std::string>& features, const std::string_view (&known)[Count]) {
    std::string out;
    for (const std::string& one : features)
        if (std::find(std::begin(known), std::end(known), one) == std::end(known)) out += (out.empty() ? "" : ", ") + one;
    return out;
}

/// Throws delivery_error for features that readers must know and that are not known here.
inline void check_delta_reader(const delta_snapshot& table, const std::string& target) {
    const delta_protocol& protocol = table.protocol;
    const auto refuse = [&](const std::string& what) {
        raise(delivery_error{target, "the table needs " + what + ", which is not supported", "write another table, or make this one without that feature"});
    };
    if (protocol.reader_version > 3) refuse("version " + std::to_string(protocol.reader_version) + " of the reader protocol");
    constexpr std::string_view known[] = {"timestampNtz", "vacuumProtocolCheck"};
    if (protocol.reader_version == 3)
        if (const std::string unknown = unknown_features(protocol.reader_features, known); !unknown.empty()) refuse("the reader feature " + unknown);
    const auto mode = table.property("delta.columnMapping.mode");
    if (protocol.reader_version >= 2 && mode && *mode != "none") refuse("the reader feature columnMapping");
}

/// Throws delivery_error for features that writers must know and that are not known here. Those that a table allows and does not use are no hindrance.
inline void check_delta_writer(const delta_snapshot& table, bool removes, const std::string& target) {
    const auto refuse = [&](const std::string& what) {
        raise(delivery_error{target, "the table needs " + what + " of its writers, which is not supported",
                             "write another table, or make this one without that feature"});
    };
    check_delta_reader(table, target);
    const delta_protocol& protocol = table.protocol;
    if (protocol.writer_version > 7) refuse("version " + std::to_string(protocol.writer_version) + " of the writer protocol");
    constexpr std::string_view known[] = {"appendOnly",       "invariants",      "checkConstraints", "changeDataFeed",
                                          "generatedColumns", "identityColumns", "timestampNtz",     "vacuumProtocolCheck"};
    if (protocol.writer_version == 7)
        if (const std::string unknown = unknown_features(protocol.writer_features, known); !unknown.empty()) refuse("the feature " + unknown);
    const auto is_set = [&](const char* name) { return table.property(name).value_or("false") == "true"; };
    if (removes && is_set("delta.appendOnly"))
        raise(delivery_error{target, "the table takes no removals (its property delta.appendOnly is true)", "append to it, or write another table"});
    if (removes && is_set("delta.enableChangeDataFeed")) refuse("the feature changeDataFeed");
    for (const auto& [name, value] : table.metadata.configuration)
        if (name.starts_with("delta.constraints.")) refuse("the feature checkConstraints (its property " + name + ")");
    const auto has_column = [&](std::string_view key) { return table.metadata.schema.find(key) != std::string::npos; };
    if (has_column("\"delta.invariants\"")) refuse("the feature invariants");
    if (has_column("\"delta.generationExpression\"")) refuse("the feature generatedColumns");
    if (has_column("\"delta.identity.")) refuse("the feature identityColumns");
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DELTA_DETAIL_PROTOCOL_CHECK_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_COMMIT_READ_HPP
#define SPATE_DELTA_DETAIL_COMMIT_READ_HPP

/// Commits of Delta logs, whoever has written them. Source: delta-io/delta, PROTOCOL.md, "Actions".

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/core/error.hpp>
#include <spate/delta/delta_actions.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0::detail {

/// The members of an action that are of the types they should be; whoever asks for another is told the line.
class action_reader {
public:
    action_reader(const std::string& file, std::size_t line) : file_{file}, line_{line} {}

    [[noreturn]] void fail(const std::string& problem) const {
        raise(delivery_error{file_, "line " + std::to_string(line_) + ' ' + problem,
                             "the log is damaged; restore the file, or read the table at an older version"});
    }
    // Null where it is not there or null.
    [[nodiscard]] const nlohmann::json* find(const nlohmann::json& in, const char* name, nlohmann::json::value_t type, const char* what, bool needed) const {
        const auto found = in.find(name);
        if (found == in.end() || found->is_null()) {
            if (needed) fail(std::string{"has no "} + name);
            return nullptr;
        }
        const bool fits = found->type() == type || (type == nlohmann::json::value_t::number_integer && found->is_number_integer());
        if (!fits) fail(std::string{"has a "} + name + " that is no " + what);
        return &*found;
    }
    [[nodiscard]] std::string text(const nlohmann::json& in, const char* name, bool needed = false) const {
        const auto* const found = find(in, name, nlohmann::json::value_t::string, "text", needed);
        return found == nullptr ? std::string{} : found->get<std::string>();
    }
    [[nodiscard]] std::int64_t number(const nlohmann::json& in, const char* name, bool needed = false) const {
        const auto* const found = find(in, name, nlohmann::json::value_t::number_integer, "whole number", needed);
        if (found == nullptr) return 0;
        if (found->is_number_unsigned() && found->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
            fail(std::string{"has a "} + name + " beyond 2^63");
        return found->get<std::int64_t>();
    }
    [[nodiscard]] bool boolean(const nlohmann::json& in, const char* name) const {
        const auto* const found = find(in, name, nlohmann::json::value_t::boolean, "boolean", false);
        return found == nullptr || found->get<bool>();
    }
    [[nodiscard]] std::vector<std::string> list(const nlohmann::json& in, const char* name) const {
        std::vector<std::string> out;
        if (const auto* const found = find(in, name, nlohmann::json::value_t::array, "list", false))
            for (const nlohmann::json& one : *found) {
                if (!one.is_string()) fail(std::string{"has a "} + name + " with an element that is no text");
                out.push_back(one.get<std::string>());
            }
        return out;
    }
    [[nodiscard]] delta_partition_values map(const nlohmann::json& in, const char* name) const {
        delta_partition_values out;
        if (const auto* const found = find(in, name, nlohmann::json::value_t::object, "object", false))
            for (const auto& [key, value] : found->items()) {
                if (!value.is_string() && !value.is_null()) fail(std::string{"has a "} + name + " with a value that is no text");
                out[key] = value.is_null() ? std::nullopt : std::optional{value.get<std::string>()};
            }
        return out;
    }
    [[nodiscard]] delta_texts texts(const nlohmann::json& in, const char* name) const {
        delta_texts out;
        for (auto& [key, value] : map(in, name)) out[key] = value.value_or("");
        return out;
    }
    void refuse_vector(const nlohmann::json& in) const {
        if (const auto found = in.find("deletionVector"); found != in.end() && !found->is_null())
            raise(delivery_error{file_, "line " + std::to_string(line_) + " has a deletion vector (feature deletionVectors), which is not supported",
                                 "purge the table's deletion vectors with another tool, or write another table"});
    }

    void action(const nlohmann::json& whole, delta_actions& to) const {
        if (!whole.is_object()) fail("is no object");
        for (const auto& [name, in] : whole.items()) {
            if (!in.is_object()) {
                if (in.is_null()) continue;
                fail("has a " + name + " that is no object");
            }
            if (name == "add") {
                refuse_vector(in);
                to.adds.push_back({delta_decoded_path(text(in, "path", true)), map(in, "partitionValues"), number(in, "size", true),
                                   number(in, "modificationTime"), boolean(in, "dataChange"), text(in, "stats"), texts(in, "tags")});
            } else if (name == "remove") {
                to.removes.push_back({delta_decoded_path(text(in, "path", true)), number(in, "deletionTimestamp"), boolean(in, "dataChange"),
                                      map(in, "partitionValues"), number(in, "size")});
            } else if (name == "txn") {
                to.transactions.push_back({text(in, "appId", true), number(in, "version", true), number(in, "lastUpdated")});
            } else if (name == "metaData") {
                to.metadata = delta_metadata{text(in, "id", true),         text(in, "name"),           text(in, "description"),  text(in, "schemaString", true),
                                             list(in, "partitionColumns"), texts(in, "configuration"), number(in, "createdTime")};
            } else if (name == "protocol") {
                const std::int64_t reader = number(in, "minReaderVersion", true), writer = number(in, "minWriterVersion", true);
                if (reader < 0 || reader > 1000 || writer < 0 || writer > 1000) fail("has a version of the protocol that is not from 0 to 1000");
                to.protocol = delta_protocol{static_cast<std::int32_t>(reader), static_cast<std::int32_t>(writer), list(in, "readerFeatures"),
                                             list(in, "writerFeatures")};
            }
        }
    }

private:
    const std::string& file_;
    std::size_t line_;
};

/// Reads a commit; `file` is its name, for errors. Actions that are not known are passed over, as the protocol wants it. Throws delivery_error with the line.
[[nodiscard]] inline delta_actions read_commit(const std::string& file, std::string_view text) {
    delta_actions out;
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) action_reader{file, 1}.fail("is empty");
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const action_reader in{file, line};
        try {
            in.action(nlohmann::json::parse(one), out);
        } catch (const nlohmann::json::exception& error) {
            in.fail(std::string{"is not JSON: "} + error.what());
        }
    }
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DELTA_DETAIL_COMMIT_READ_HPP

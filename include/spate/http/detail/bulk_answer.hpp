// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_DETAIL_BULK_ANSWER_HPP
#define SPATE_HTTP_DETAIL_BULK_ANSWER_HPP

/// What Elasticsearch says of a bulk request, document by document. Needs nlohmann-json.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0::detail {

/// A document that was not taken.
struct bulk_refusal {
    std::size_t document;
    int status;
    std::string type, reason;

    /// Whether it may be taken later, unchanged.
    [[nodiscard]] bool may_pass() const noexcept { return status == 429 || status == 502 || status == 503 || status == 504; }
    /// Whether a document of this id is there already.
    [[nodiscard]] bool is_there() const noexcept { return status == 409 && type == "version_conflict_engine_exception"; }
};

/// The parts of an answer that are read; all others are left out of it.
inline constexpr std::string_view bulk_answer_parts = "errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason";

[[nodiscard]] inline std::string member_text(const nlohmann::json& from, const char* key) {
    const auto found = from.is_object() ? from.find(key) : from.end();
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// "reason (what lies behind it)", shortened.
[[nodiscard]] inline std::string reason_of(const nlohmann::json& error) {
    constexpr std::size_t longest = 600;
    std::string out = error.is_string() ? error.get<std::string>() : member_text(error, "reason");
    if (error.is_object() && error.contains("caused_by"))
        if (const std::string cause = member_text(error["caused_by"], "reason"); !cause.empty() && cause != out) out += " (" + cause + ")";
    if (out.size() > longest) out = out.substr(0, longest) + " ...";
    return out;
}

/// The reason in an answer that is an error as a whole, or the begin of what it is instead.
[[nodiscard]] inline std::string reason_of_answer(std::string_view body) {
    constexpr std::size_t shown = 200;
    const nlohmann::json answer = nlohmann::json::parse(body, nullptr, false);
    if (answer.is_object() && answer.contains("error"))
        if (std::string reason = reason_of(answer["error"]); !reason.empty()) return reason;
    return std::string{body.substr(0, shown)};
}

/// The documents of a request that were not taken, in order. Cost: none to speak of where all were taken. Throws delivery_error for an answer that is none.
[[nodiscard]] inline std::vector<bulk_refusal> read_bulk_answer(std::string_view body, std::size_t documents, std::string_view target) {
    constexpr std::size_t head = 64;
    if (body.substr(0, head).find("\"errors\":false") != std::string_view::npos && body.ends_with('}')) return {};
    const auto fail = [&](const std::string& problem) {
        throw delivery_error{target, problem, "check that it is Elasticsearch or OpenSearch, and what stands between"};
    };
    const nlohmann::json answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object() || !answer.contains("items") || !answer["items"].is_array()) fail("answers a bulk request with what is no answer to one");
    const nlohmann::json& items = answer["items"];
    if (items.size() != documents) fail("answers a request of " + std::to_string(documents) + " documents with " + std::to_string(items.size()));
    std::vector<bulk_refusal> out;
    for (std::size_t i = 0; i < documents; ++i) {
        const nlohmann::json* const item = items[i].is_object() && items[i].size() == 1 ? &*items[i].begin() : nullptr;
        const bool is_one = item != nullptr && item->is_object() && item->contains("status") && (*item)["status"].is_number_integer();
        if (!is_one) fail("does not say what has become of a document");
        const int status = (*item)["status"].get<int>();
        if (status >= 200 && status < 300) continue;
        const nlohmann::json error = item->value("error", nlohmann::json{});
        out.push_back({i, status, member_text(error, "type"), reason_of(error)});
    }
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_HTTP_DETAIL_BULK_ANSWER_HPP

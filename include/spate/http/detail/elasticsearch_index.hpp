// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_DETAIL_ELASTICSEARCH_INDEX_HPP
#define SPATE_HTTP_DETAIL_ELASTICSEARCH_INDEX_HPP

/// The index or the data stream that documents go to: whether it is there, and how it is made. Needs libcurl and nlohmann-json.

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <spate/detail/json_text.hpp>
#include <spate/http/detail/elasticsearch_nodes.hpp>

namespace spate::inline v0::detail {

/// Whether a pattern of a template, in which * stands for any text, means a name.
[[nodiscard]] constexpr bool matches(std::string_view pattern, std::string_view name) noexcept {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == name;
    if (!name.starts_with(pattern.substr(0, star))) return false;
    pattern.remove_prefix(star + 1);
    for (name.remove_prefix(star);; name.remove_prefix(1)) {
        if (matches(pattern, name)) return true;
        if (name.empty()) return false;
    }
}

class elasticsearch_index {
public:
    elasticsearch_index(const elasticsearch_options& options, elasticsearch_nodes& nodes) : options_{options}, nodes_{nodes} {}

    /// Throws delivery_error where documents cannot go there, as far as can be seen without sending any. Changes nothing.
    void check() { (void)is_missing(); }

    /// As check, and makes the index template of a data stream that is missing, where that is asked for. The first document makes the data stream, as it makes
    /// an index. Others may do the same meanwhile.
    void make() {
        if (!is_missing() || !options_.create_data_stream || has_template()) return;
        const std::string body = "{\"index_patterns\":[" + json_text(options_.index) +
                                 "],\"data_stream\":{},\"priority\":500,\"template\":{\"mappings\":{\"properties\":{\"@timestamp\":{\"type\":\"date\"}}}}}";
        const http_response answer = nodes_.ask("PUT", "/_index_template/" + url_part(options_.index) + "?create=true", body);
        const bool is_there = answer.status == 400 && answer.body.find("already exists") != std::string::npos;
        if (answer.status != 200 && !is_there) nodes_.fail(answer, "making the index template");
    }

private:
    // Whether there is no such data stream, though there shall be.
    [[nodiscard]] bool is_missing() {
        const http_response answer = nodes_.ask("GET", "/" + url_part(options_.index) + "?filter_path=*.data_stream");
        // Who may only write is not told whether it is there; the first documents will.
        if (answer.status == 403) return false;
        if (answer.status == 404) {
            if (!options_.data_stream) return false;
            if (!options_.create_data_stream && !has_template())
                throw delivery_error{options_.target(), "there is no such data stream, and no index template that would make it one",
                                     "make an index template with data_stream, or give create_data_stream: true"};
            return true;
        }
        if (answer.status != 200) nodes_.fail(answer, "asking for it");
        const nlohmann::json indices = nlohmann::json::parse(answer.body, nullptr, false);
        if (!indices.is_object()) throw delivery_error{options_.target(), "answers with what is no JSON", "check that it is Elasticsearch or OpenSearch"};
        if (options_.data_stream && indices.empty())
            throw delivery_error{options_.target(), "is an index and no data stream", "name it with the key index, or take another name"};
        if (!options_.data_stream && options_.replace && !indices.empty())
            throw delivery_error{options_.target(), "is a data stream, which only takes operation: create",
                                 "name it with the key data_stream, or take another name"};
        return false;
    }

    // Whether the template of the highest priority that means the name makes data streams. True where the templates may not be seen.
    [[nodiscard]] bool has_template() {
        const http_response answer =
            nodes_.ask("GET",
                       "/_index_template?filter_path=index_templates.index_template.index_patterns,index_templates.index_template.priority,"
                       "index_templates.index_template.data_stream");
        if (answer.status == 403) return true;
        if (answer.status != 200) nodes_.fail(answer, "asking for index templates");
        try {
            return makes_data_streams(nlohmann::json::parse(answer.body));
        } catch (const nlohmann::json::exception&) {
            throw delivery_error{options_.target(), "answers with what are no index templates", "check that it is Elasticsearch or OpenSearch"};
        }
    }
    // Throws the exceptions of nlohmann::json for what are no templates.
    [[nodiscard]] bool makes_data_streams(const nlohmann::json& all) const {
        std::int64_t best = -1;
        bool found = false;
        for (const nlohmann::json& one : all.value("index_templates", nlohmann::json::array())) {
            const nlohmann::json inner = one.value("index_template", nlohmann::json::object());
            const std::int64_t priority = inner.value("priority", std::int64_t{0});
            for (const nlohmann::json& pattern : inner.value("index_patterns", nlohmann::json::array()))
                if (pattern.is_string() && priority > best && matches(pattern.get_ref<const std::string&>(), options_.index)) {
                    best = priority;
                    found = inner.contains("data_stream");
                }
        }
        return found;
    }

    const elasticsearch_options& options_;
    elasticsearch_nodes& nodes_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_HTTP_DETAIL_ELASTICSEARCH_INDEX_HPP

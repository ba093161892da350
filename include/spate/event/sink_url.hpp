// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_SINK_URL_HPP
#define SPATE_EVENT_SINK_URL_HPP

/// `read_sink_url(url)`: a sink in one line, as for a command.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/event/detail/configuration/read_sink.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace spate::inline v0 {

/// A sink with the field that is the partition key; nothing where none was named.
struct configured_sink {
    sink_configuration sink = {};
    std::string partition_key = {};
};

namespace detail {

inline constexpr std::string_view sink_url_schemes[] = {
    "kafka",      "eventhubs",       "kinesis",          "delta", "s3",    "elasticsearch", "elasticsearch+http", "elasticsearch+https",
    "opensearch", "opensearch+http", "opensearch+https", "file",  "stdout"};

// The end of a part of a URL: at one of the signs, which do not count within {{...}}.
[[nodiscard]] inline std::size_t end_of_part(std::string_view text, std::string_view signs) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("{{")) {
            const std::size_t end = text.find("}}", i);
            if (end == std::string_view::npos) return text.size();
            i = end + 1;
        } else if (signs.find(text[i]) != std::string_view::npos) {
            return i;
        }
    }
    return text.size();
}

// RFC 3986, section 2.1; a % that begins no pair of digits stays.
[[nodiscard]] inline std::string percent_decoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef", capitals = "0123456789ABCDEF";
    const auto digit = [&](char letter) { return std::min(digits.find(letter), capitals.find(letter)); };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) < 16 && digit(text[i + 2]) < 16) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// As a configuration would have it: numbers and booleans are none only where they are texts.
[[nodiscard]] inline specification_node sink_url_value(std::string text) {
    if (text == "true" || text == "false") return text == "true";
    if (!text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == std::string::npos) return specification_node::number(text);
    return text;
}

// The parts of a URL become keys of sink_config.
class sink_url_reader {
public:
    sink_url_reader(std::string_view url, problem_list& problems) : problems_{problems} {
        const std::size_t colon = url.find(':');
        scheme_ = url.substr(0, colon);
        rest_ = colon == std::string_view::npos ? std::string_view{} : url.substr(colon + 1);
        const std::size_t question = end_of_part(rest_, "?");
        query_ = question < rest_.size() ? rest_.substr(question + 1) : std::string_view{};
        rest_ = rest_.substr(0, question);
    }

    [[nodiscard]] specification_node read() {
        if (scheme_ == "kafka") {
            hosts("kafka://localhost:9092/events", "bootstrap_servers", "", "sasl_username", "sasl_password", "topic", "topic");
        } else if (scheme_ == "eventhubs") {
            hosts("eventhubs://telemetry.servicebus.windows.net/events?connection_string={{secrets/hubs/connection}}", "namespace", "", "", "",
                  "event_hub_name", "event hub");
        } else if (scheme_ == "kinesis") {
            type("kinesis");
            const std::string name = percent_decoded(without_slashes());
            need(name.find('/') == std::string::npos && !name.empty() ? name : "", "stream_name", "stream", "kinesis://events?region=eu-central-1");
        } else if (scheme_ == "delta" || scheme_ == "s3") {
            type("delta");
            const std::string path = scheme_ == "s3" ? "s3:" + percent_decoded(rest_) : local_path("delta");
            need(path == "s3://" || path == "s3:" ? "" : path, "path", "folder", scheme_ == "s3" ? "s3://bucket/events" : "delta:tables/events");
        } else if (scheme_.starts_with("elasticsearch") || scheme_.starts_with("opensearch")) {
            const std::string kind{scheme_.substr(0, scheme_.find('+'))};
            hosts(kind + "://localhost:9200/events", "hosts", scheme_.ends_with("+https") ? "https://" : "http://", "username", "password", "index", "index");
        } else if (scheme_ == "file") {
            type("file");
            need(local_path("file"), "path", "file", "file:events.ndjson");
        } else {
            type("stdout");
            if (!without_slashes().empty()) problem("stdout: is followed by a name", "leave it out, or write file:NAME");
        }
        read_query();
        return std::move(map_);
    }

private:
    void problem(std::string_view what, std::string_view remedy) { problems_.add({}, "", what, remedy); }
    void type(std::string name) { map_.add("type", {}, std::move(name)); }
    void add(std::string_view key, std::string value) { map_.add(std::string{key}, {}, sink_url_value(std::move(value))); }
    void need(const std::string& value, std::string_view key, const std::string& what, const std::string& example) {
        if (value.empty()) return problem(std::string{scheme_} + ": names no " + what, "write it like " + example);
        add(key, value);
    }

    [[nodiscard]] std::string_view without_slashes() const { return rest_.starts_with("//") ? rest_.substr(2) : rest_; }
    // PATH, or ///PATH.
    [[nodiscard]] std::string local_path(const std::string& name) {
        if (!rest_.starts_with("//")) return percent_decoded(rest_);
        if (rest_.starts_with("///")) return percent_decoded(rest_.substr(2));
        problem(name + "://: is followed by a host, and paths are of this machine",
                "write " + name + ":folder/name, or " + name + ":///folder/name for one from the root on");
        return "?";
    }

    // //[user[:password]@]host[,host ...]/name
    void hosts(const std::string& example, std::string_view host_key, std::string_view before, std::string_view user_key, std::string_view password_key,
               std::string_view name_key, const std::string& what) {
        type(scheme_.starts_with("opensearch") || scheme_.starts_with("elastic") ? "elasticsearch" : std::string{scheme_});
        if (!rest_.starts_with("//")) return problem(std::string{scheme_} + ": is not followed by //", "write it like " + example);
        std::string_view text = rest_.substr(2);
        const std::size_t slash = end_of_part(text, "/");
        std::string_view authority = text.substr(0, slash);
        const std::string_view name = slash < text.size() ? text.substr(slash + 1) : std::string_view{};
        if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
            const std::string_view user = authority.substr(0, at);
            authority.remove_prefix(at + 1);
            if (user_key.empty()) return problem(std::string{scheme_} + "://: has a user before the host", "give connection_string instead, like " + example);
            const std::size_t colon = end_of_part(user, ":");
            add(user_key, percent_decoded(user.substr(0, colon)));
            if (colon < user.size()) map_.add(std::string{password_key}, {}, percent_decoded(user.substr(colon + 1)));
        }
        if (authority.empty()) return problem(std::string{scheme_} + "://: names no host", "write it like " + example);
        std::string servers;
        for (std::size_t from = 0; from <= authority.size();) {
            const std::size_t end = std::min(authority.find(',', from), authority.size());
            servers.append(servers.empty() ? "" : ",").append(before).append(authority.substr(from, end - from));
            from = end + 1;
        }
        map_.add(std::string{host_key}, {}, servers);
        const bool is_stream = name_key == "index" && query_.find("data_stream=") != std::string_view::npos;
        if (!name.empty() || !is_stream) need(percent_decoded(name), name_key, what, example);
    }

    void read_query() {
        while (!query_.empty()) {
            const std::size_t end = end_of_part(query_, "&");
            const std::string_view pair = query_.substr(0, end);
            query_.remove_prefix(end < query_.size() ? end + 1 : end);
            if (pair.empty()) continue;
            const std::size_t equal = pair.find('=');
            const std::string key = percent_decoded(pair.substr(0, equal));
            if (equal == std::string_view::npos || key.empty()) {
                problem("\"" + key + "\" has no value", "write key=value, with & between several");
            } else if (map_.find(key) != nullptr) {
                problem(key + ": is there twice", "give it once");
            } else {
                add(key, percent_decoded(pair.substr(equal + 1)));
            }
        }
    }

    problem_list& problems_;
    std::string_view scheme_, rest_, query_;
    specification_node map_ = specification_node::map();
};

}  // namespace detail

/// Whether a text is a URL of a sink, though perhaps a wrong one: it begins with one of the schemes and a colon, or with any scheme and ://.
[[nodiscard]] inline bool is_sink_url(std::string_view text) noexcept {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    if (text.substr(colon).starts_with("://")) return true;
    for (const std::string_view scheme : detail::sink_url_schemes)
        if (scheme == text.substr(0, colon)) return true;
    return false;
}

/// What a URL says in place of sink_config; behind ? stand keys of sink_config for that type, with & between, and with %41 for signs that mean something else:
///
///     kafka://[user:password@]host:9092[,host:9092]/topic       eventhubs://namespace.servicebus.windows.net/hub
///     kinesis://stream?region=eu-central-1                      delta:folder/table, delta:///folder/table, s3://bucket/table
///     elasticsearch[+https]://[user:password@]host:9200/index   opensearch[+https]://host:9200/?data_stream=name
///     file:folder/name.ndjson?format=csv, file:///folder/name   stdout:
///
/// Throws specification_error, which names all that is wrong, each behind `called`; no message holds a secret. Where a password is written out in the URL, its
/// setting is a secret that does not refer (secret::refers). Thread safety: a function of its arguments.
[[nodiscard]] inline configured_sink read_sink_url(std::string_view url, std::string called = "sink") {
    problem_list problems{std::move(called)};
    const std::string_view scheme = url.substr(0, url.find(':'));
    const std::vector<std::string_view> known{std::begin(detail::sink_url_schemes), std::end(detail::sink_url_schemes)};
    bool is_known = false;
    for (const std::string_view one : known) is_known = is_known || (one == scheme && scheme.size() < url.size());
    if (!is_known) problems.add({}, "", "\"" + std::string{scheme} + "\" is no scheme of a sink", suggestion(scheme, known));
    problems.raise_if_any();
    const specification_node node = detail::sink_url_reader{url, problems}.read();
    configured_sink out;
    out.sink = detail::read_sink(&node, problems, out.partition_key, "");
    problems.raise_if_any();
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_SINK_URL_HPP

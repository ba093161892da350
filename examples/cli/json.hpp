// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_JSON_HPP
#define SPATE_EXAMPLES_CLI_JSON_HPP

/// The writing of JSON (RFC 8259): objects and arrays on one line, members in the order in which they were added.

#include <charconv>
#include <cmath>
#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// A text as a JSON string. Bytes that are not UTF-8 (file names may hold any) become U+FFFD, so that every reader takes it.
std::string json_string(std::string_view text);

/// A number that is not finite has no JSON form and becomes null.
inline std::string json_number(double value) {
    if (!std::isfinite(value)) return "null";
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

class json_object {
public:
    json_object& add(std::string_view key, std::string_view value) { return raw(key, json_string(value)); }
    json_object& add(std::string_view key, const char* value) { return raw(key, json_string(value)); }
    json_object& add(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
    json_object& add(std::string_view key, double value) { return raw(key, json_number(value)); }
    json_object& add(std::string_view key, std::integral auto value) { return raw(key, std::to_string(value)); }
    json_object& add(std::string_view key, const json_object& value) { return raw(key, value.text()); }
    json_object& add(std::string_view key, const std::vector<json_object>& values) {
        std::string all;
        for (const json_object& value : values) all += (all.empty() ? "" : ", ") + value.text();
        return raw(key, "[" + all + "]");
    }
    json_object& add(std::string_view key, const std::vector<std::string>& values) {
        std::string all;
        for (const std::string& value : values) all += (all.empty() ? "" : ", ") + json_string(value);
        return raw(key, "[" + all + "]");
    }
    /// `value` is JSON already.
    json_object& raw(std::string_view key, std::string_view value) {
        members_ += (members_.empty() ? "" : ", ") + json_string(key) + ": ";
        members_ += value;
        return *this;
    }
    [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

private:
    std::string members_;
};

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_JSON_HPP

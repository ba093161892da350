// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_SINK_CONFIGURATION_HPP
#define SPATE_SINK_SINK_CONFIGURATION_HPP

/// Where a configuration sends events.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <spate/sink/secret.hpp>

namespace spate::inline v0 {

/// The kinds of outputs that a configuration can name; `none` where it names none.
enum class sink_type : unsigned char { none, kinesis, kafka, eventhubs, delta, file, stdout_stream, elasticsearch };

inline constexpr std::string_view sink_type_names[] = {"none", "kinesis", "kafka", "eventhubs", "delta", "file", "stdout", "elasticsearch"};

[[nodiscard]] constexpr std::string_view to_string(sink_type type) noexcept { return sink_type_names[static_cast<std::size_t>(type)]; }

namespace detail {

// A text with *** for users and passwords in URLs: https://***@host.
[[nodiscard]] inline std::string without_users(std::string_view text) {
    constexpr std::string_view begin = "://";
    std::string out;
    for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin)) {
        at += begin.size();
        out += text.substr(0, at);
        text.remove_prefix(at);
        const std::string_view host = text.substr(0, text.find_first_of("/?#, "));
        std::size_t user = host.rfind('@');
        // What stands where a port should, and is none, begins a password that nobody has escaped: it goes on to an @.
        if (const std::size_t port = host.rfind(':'); user == std::string_view::npos && port != std::string_view::npos &&
                                                      (port + 1 == host.size() || host.find_first_not_of("0123456789", port + 1) != std::string_view::npos) &&
                                                      !host.ends_with(']'))
            user = text.substr(0, text.find_first_of(", ")).rfind('@');
        if (user != std::string_view::npos) {
            out += secret::mask;
            text.remove_prefix(user);
        }
    }
    return out += text;
}

}  // namespace detail

/// Whether the value of a key is a secret even where it is written out.
[[nodiscard]] inline bool is_secret_setting(std::string_view key) noexcept {
    for (const std::string_view part : {"secret", "password", "token", "access_key", "api_key", "connection_string"})
        if (key.find(part) != std::string_view::npos) return true;
    return false;
}

/// A key of sink_config with its value: a secret where it refers to one, and where its name says that it is one.
struct sink_setting {
    std::string key;
    std::string value;
    secret hidden = {};
    bool is_secret = false;
    /// Where it is written, for messages: "events.yaml:7:5: sink_config: ". Nothing for one that was set in code.
    std::string place = {};

    /// The value, *** for a secret, and for the user and the password in a URL.
    [[nodiscard]] std::string shown() const { return is_secret ? std::string{secret::mask} : detail::without_users(value); }
    /// The value itself; throws config_error as secret::reveal.
    [[nodiscard]] std::string reveal() const { return is_secret ? hidden.reveal() : value; }
};

/// sink_config: the type, and its other keys in their order.
struct sink_configuration {
    sink_type type = sink_type::none;
    std::vector<sink_setting> settings = {};
    /// Where it is written, for messages: "events.yaml:7:3: sink_config: ". Nothing for one that was set in code.
    std::string place = {};

    /// Null where it is not there.
    [[nodiscard]] const sink_setting* find(std::string_view key) const noexcept {
        for (const sink_setting& one : settings)
            if (one.key == key) return &one;
        return nullptr;
    }
    /// A value that is no secret, or `otherwise`.
    [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise = {}) const {
        const sink_setting* const found = find(key);
        return found == nullptr || found->is_secret ? std::string{otherwise} : found->value;
    }
    /// Sets a value that is no secret.
    void set(std::string_view key, std::string value) {
        for (sink_setting& one : settings)
            if (one.key == key) {
                one = {std::string{key}, std::move(value)};
                return;
            }
        settings.push_back({std::string{key}, std::move(value)});
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_SINK_CONFIGURATION_HPP

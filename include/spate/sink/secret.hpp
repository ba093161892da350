// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_SECRET_HPP
#define SPATE_SINK_SECRET_HPP

/// Texts that are never printed, and those that stand outside a configuration: `{{secrets/scope/key}}`.

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>

namespace spate::inline v0 {

/// The environment variable of a secret: SPATE_SECRET_, scope, _ and key in capital letters, with _ for all that is neither a letter nor a digit.
[[nodiscard]] inline std::string secret_variable(std::string_view scope, std::string_view key) {
    std::string out = "SPATE_SECRET_";
    const auto add = [&out](std::string_view part) {
        for (const char letter : part) {
            const bool small = letter >= 'a' && letter <= 'z', kept = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
            out += small ? static_cast<char>(letter - 'a' + 'A') : kept ? letter : '_';
        }
    };
    add(scope);
    out += '_';
    add(key);
    return out;
}

namespace detail {

inline constexpr std::string_view secret_begin = "{{secrets/", secret_end = "}}";

// Whether it can be the name of a file and is not that of a folder above.
[[nodiscard]] inline bool is_secret_name(std::string_view name) noexcept {
    if (name.empty() || name == "." || name == "..") return false;
    for (const char letter : name) {
        const bool known = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        if (!known && letter != '-' && letter != '_' && letter != '.') return false;
    }
    return true;
}

// Whether a text means to refer to a secret, though it may be written wrong: {{ secret/a }}.
[[nodiscard]] inline bool mentions_secret(std::string_view text) noexcept {
    for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{")) {
        text.remove_prefix(at + 2);
        const std::size_t word = text.find_first_not_of(" \t");
        if (word != std::string_view::npos && text.substr(word).starts_with("secret")) return true;
    }
    return false;
}

// Calls text(part) and reference(scope, key, whole) in their order; says false where a reference is none.
template <class Text, class Reference>
bool split_secrets(std::string_view from, const Text& text, const Reference& reference) {
    for (;;) {
        const std::size_t begin = from.find(secret_begin);
        if (begin == std::string_view::npos) {
            text(from);
            return true;
        }
        const std::size_t end = from.find(secret_end, begin);
        if (end == std::string_view::npos) return false;
        text(from.substr(0, begin));
        const std::string_view inner = from.substr(begin + secret_begin.size(), end - begin - secret_begin.size());
        const std::size_t slash = inner.find('/');
        if (slash == std::string_view::npos || !is_secret_name(inner.substr(0, slash)) || !is_secret_name(inner.substr(slash + 1))) return false;
        reference(inner.substr(0, slash), inner.substr(slash + 1), from.substr(begin, end + secret_end.size() - begin));
        from.remove_prefix(end + secret_end.size());
    }
}

}  // namespace detail

/// A text that prints as ***. It may hold `{{secrets/scope/key}}`, several times too: what stands there is looked for when the text is revealed, not before, so
/// that all else can be done without it.
///
/// A secret is the environment variable secret_variable(scope, key), else the file `scope/key` in the folder that the environment variable SPATE_SECRETS_DIR
/// names, without a line end at its end. Thread safety: a value; reveal reads the environment.
class secret {
public:
    secret() = default;
    /// Throws config_error for a reference without an end, and for names of other characters than letters, digits, -, _ and points.
    explicit secret(std::string text) : text_{std::move(text)} {
        bool is_plain = true;
        const bool right = detail::split_secrets(
            text_, [&is_plain](std::string_view part) { is_plain = is_plain && !detail::mentions_secret(part); },
            [this](std::string_view, std::string_view, std::string_view) { refers_ = true; });
        if (!right || !is_plain)
            detail::raise_config("secret", "", "holds a reference that is none", "write it like {{secrets/scope/key}}, with letters, digits, -, _ and points");
    }

    /// Whether a part of it stands outside the configuration.
    [[nodiscard]] bool refers() const noexcept { return refers_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    /// The text itself. Throws config_error, which names the reference and where it was looked for, where there is no such secret.
    [[nodiscard]] std::string reveal() const {
        std::string out;
        (void)detail::split_secrets(
            text_, [&out](std::string_view part) { out += part; },
            [&out](std::string_view scope, std::string_view key, std::string_view whole) { out += look_up(scope, key, whole); });
        return out;
    }

    /// What is shown in its place.
    static constexpr std::string_view mask = "***";
    template <class Stream>
    friend Stream& operator<<(Stream& to, const secret&) {
        to << mask;
        return to;
    }

private:
    static std::string look_up(std::string_view scope, std::string_view key, std::string_view whole) {
        const std::string variable = secret_variable(scope, key);
        if (const char* const found = std::getenv(variable.c_str())) return found;
        const char* const folder = std::getenv("SPATE_SECRETS_DIR");
        if (folder == nullptr)
            detail::raise_config("secret", whole, "is not there: neither " + variable + " nor SPATE_SECRETS_DIR is in the environment",
                                 "set one of them: the text, or a folder with the file " + std::string{scope} + "/" + std::string{key});
        const std::string path = std::string{folder} + "/" + std::string{scope} + "/" + std::string{key};
        std::ifstream file{path, std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        if (!file.is_open() || file.bad())
            detail::raise_config("secret", whole, "is not there: " + variable + " is not in the environment, and " + path + " cannot be read",
                                 "set the variable, or write the file");
        if (text.ends_with('\n')) text.pop_back();
        if (text.ends_with('\r')) text.pop_back();
        return text;
    }

    std::string text_;
    bool refers_ = false;
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_SECRET_HPP

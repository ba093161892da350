// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_AWS_CREDENTIALS_HPP
#define SPATE_HTTP_AWS_CREDENTIALS_HPP

/// Who signs requests to AWS: from the configuration, the environment, or the profile file.

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/sink/secret.hpp>

namespace spate::inline v0 {

/// Nothing in it is printed by what holds it.
struct aws_credentials {
    std::string access_key_id = {};
    secret secret_access_key = {};
    /// Only for credentials that pass.
    secret session_token = {};
};

namespace detail {

[[nodiscard]] inline std::string environment_of(const char* name) {
    const char* const found = std::getenv(name);
    return found == nullptr ? std::string{} : std::string{found};
}

[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t begin = text.find_first_not_of(" \t\r"), end = text.find_last_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, end - begin + 1);
}

// The three keys of a profile in a file; nothing where the file or the profile is not there.
[[nodiscard]] inline std::optional<aws_credentials> read_aws_profile(const std::string& path, std::string_view profile) {
    std::ifstream file{path};
    std::optional<aws_credentials> out;
    bool is_inside = false;
    for (std::string line; std::getline(file, line);) {
        const std::string_view text = trimmed(line);
        if (text.empty() || text.front() == '#' || text.front() == ';') continue;
        if (text.front() == '[') {
            is_inside = trimmed(text.substr(1, text.find(']') - 1)) == profile;
            if (is_inside && !out) out.emplace();
            continue;
        }
        const std::size_t equals = text.find('=');
        if (!is_inside || equals == std::string_view::npos) continue;
        const std::string_view key = trimmed(text.substr(0, equals));
        std::string value{trimmed(text.substr(equals + 1))};
        if (key == "aws_access_key_id") out->access_key_id = std::move(value);
        if (key == "aws_secret_access_key") out->secret_access_key = secret{std::move(value)};
        if (key == "aws_session_token") out->session_token = secret{std::move(value)};
    }
    return out;
}

}  // namespace detail

/// What is given, if it has an access key; else AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the environment; else the profile AWS_PROFILE
/// (by default `default`) in the file AWS_SHARED_CREDENTIALS_FILE (by default ~/.aws/credentials). Throws config_error, which says where was looked, where
/// there are none, and for half of a pair. Reads the environment and the file. Source: AWS SDKs and Tools reference guide, credential providers, static ones
/// and profiles; no others (SSO, roles, metadata services) are asked.
[[nodiscard]] inline aws_credentials find_aws_credentials(const aws_credentials& given = {}) {
    const auto whole = [](const aws_credentials& one, std::string_view where) {
        const bool has_id = !one.access_key_id.empty(), has_secret = !one.secret_access_key.empty();
        if (has_id != has_secret)
            detail::raise_config(
                "aws credentials", "",
                std::string{where} + " has " + (has_id ? "an access key id and no secret access key" : "a secret access key and no access key id"),
                "give both or neither");
        return has_id;
    };
    if (whole(given, "the configuration")) return given;
    const aws_credentials environment{detail::environment_of("AWS_ACCESS_KEY_ID"), secret{detail::environment_of("AWS_SECRET_ACCESS_KEY")},
                                      secret{detail::environment_of("AWS_SESSION_TOKEN")}};
    if (whole(environment, "the environment")) return environment;
    std::string path = detail::environment_of("AWS_SHARED_CREDENTIALS_FILE"), profile = detail::environment_of("AWS_PROFILE");
    if (path.empty()) path = detail::environment_of("HOME") + "/.aws/credentials";
    if (profile.empty()) profile = "default";
    const std::optional<aws_credentials> found = detail::read_aws_profile(path, profile);
    if (found && whole(*found, "the profile " + profile + " in " + path)) return *found;
    const std::string in_file = found                        ? "the profile " + profile + " in " + path + " has none"
                                : std::ifstream{path}.good() ? path + " has no profile " + profile
                                                             : path + " cannot be read";
    detail::raise_config("aws credentials", "",
                         "are not there: aws_access_key_id is not in the configuration, AWS_ACCESS_KEY_ID is not in the environment, and " + in_file,
                         "give aws_access_key_id and aws_secret_access_key in one of these places");
}

/// `given`, if it is not empty; else AWS_REGION, else AWS_DEFAULT_REGION of the environment. Throws config_error where there is none.
[[nodiscard]] inline std::string find_aws_region(std::string_view given = {}) {
    std::string out{given};
    if (out.empty()) out = detail::environment_of("AWS_REGION");
    if (out.empty()) out = detail::environment_of("AWS_DEFAULT_REGION");
    if (out.empty())
        detail::raise_config("region", "", "is not there, and neither AWS_REGION nor AWS_DEFAULT_REGION is in the environment",
                             "give one like region: us-east-1");
    if (out.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
        detail::raise_config("region", "\"" + out + "\"", "is no region", "give one like us-east-1");
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_AWS_CREDENTIALS_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_KINESIS_OPTIONS_HPP
#define SPATE_HTTP_KINESIS_OPTIONS_HPP

/// Where and how a stream goes to Kinesis.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/http/aws_credentials.hpp>
#include <spate/http/http_request.hpp>
#include <spate/sink/retry.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace spate::inline v0 {

/// A shard takes 1000 records and 1 MiB a second.
[[nodiscard]] inline std::uint64_t kinesis_shards(double records_per_second, double bytes_per_second) noexcept {
    const double shards = std::max(std::ceil(records_per_second / 1000.0), std::ceil(bytes_per_second / 1048576.0));
    return shards >= 1.0 ? static_cast<std::uint64_t>(std::min(shards, 1e6)) : 1;
}

struct kinesis_options {
    std::string stream_name = {};
    std::string region = {};
    /// A URL without a path; empty: that of AWS in the region.
    std::string endpoint_url = {};
    aws_credentials credentials = {};
    /// The name of the field that messages are partitioned by, for whoever makes them.
    std::string partition_key_field = {};
    /// The shards of a stream that is made, and the least of one that is there, which gets more where `grows`: 1 to 100000. With `automatic`, kinesis_shards of
    /// the two rates, if they are above 0.
    std::uint64_t shards = 1;
    bool automatic = false, grows = false;
    double records_per_second = 0, bytes_per_second = 0;
    /// Whether a stream that is not there is made.
    bool creates = true;
    /// Requests in flight at once, each on a connection of its own: 1 to 256.
    std::size_t concurrent_requests = 8;
    bool verify_tls = true;
    std::string ca_file = {};
    retry_options retry = {};
    /// How long may pass until a stream that is made or gets more shards is there.
    std::chrono::milliseconds active_timeout{300'000};

    [[nodiscard]] std::uint64_t wanted_shards() const noexcept {
        return automatic && (records_per_second > 0 || bytes_per_second > 0) ? kinesis_shards(records_per_second, bytes_per_second) : shards;
    }
    [[nodiscard]] std::string url() const {
        return endpoint_url.empty() ? "https://kinesis." + region + ".amazonaws.com" + (region.starts_with("cn-") ? ".cn" : "") : endpoint_url;
    }
    /// "kinesis https://kinesis.us-east-1.amazonaws.com, stream events".
    [[nodiscard]] std::string target() const { return "kinesis " + detail::without_users(url()) + ", stream " + stream_name; }
    [[nodiscard]] http_client_options client() const {
        http_client_options out;
        out.verify_tls = verify_tls;
        out.ca_file = ca_file;
        out.signature = {"kinesis", region, credentials.access_key_id, credentials.secret_access_key, credentials.session_token};
        return out;
    }

    /// Throws config_error for what cannot be.
    void check() const {
        constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
        if (stream_name.empty() || stream_name.size() > 128 || stream_name.find_first_not_of(letters) != std::string::npos)
            detail::raise_config("stream_name", "\"" + stream_name + "\"", "is no name of a stream", "give 1 to 128 letters, digits, _, - and points");
        if (region.empty()) detail::raise_config("region", "", "is not there", "give one like us-east-1");
        if (const std::string to = url(); !(to.starts_with("https://") || to.starts_with("http://")) || to.find_first_of("?#@ \t\r\n") != std::string::npos)
            detail::raise_config("endpoint_url", "\"" + detail::without_users(to) + "\"", "is no address of Kinesis",
                                 "write it like https://kinesis.us-east-1.amazonaws.com");
        if (shards == 0 || shards > 100'000) detail::raise_config("shard_count", std::to_string(shards), "is no number of shards", "give 1 to 100000");
        if (concurrent_requests == 0 || concurrent_requests > 256)
            detail::raise_config("concurrent_requests", std::to_string(concurrent_requests), "is no number of requests at once", "give 1 to 256");
        retry.check();
    }
};

namespace detail {

// What is shown in messages, and therefore is no secret.
[[nodiscard]] inline std::string kinesis_text(const sink_configuration& from, std::string_view key) {
    const sink_setting* const found = from.find(key);
    if (found != nullptr && found->is_secret) raise_config(key, secret::mask, "is a secret, and would be shown", "write it out");
    return found == nullptr ? std::string{} : found->value;
}

[[nodiscard]] inline std::uint64_t kinesis_number(const sink_configuration& from, std::string_view key, std::uint64_t otherwise) {
    const std::string text = kinesis_text(from, key);
    std::uint64_t out = otherwise;
    if (text.empty()) return out;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) raise_config(key, "\"" + text + "\"", "is no whole number", "write digits");
    return out;
}

[[nodiscard]] inline bool kinesis_switch(const sink_configuration& from, std::string_view key, bool otherwise) {
    const std::string text = kinesis_text(from, key);
    if (!text.empty() && text != "true" && text != "false") raise_config(key, "\"" + text + "\"", "is neither true nor false", "write one of them");
    return text.empty() ? otherwise : text == "true";
}

}  // namespace detail

/// Reads stream_name (required), region, endpoint_url, aws_access_key_id, aws_secret_access_key, aws_session_token, shard_count (1), auto_shard_calculation
/// (false), partition_key_field, concurrent_requests (8), create_stream (true), verify_tls (true), ca_file, and service_credential, which only its own platform
/// can look up: the credentials are then those of the environment or of the profile file. A stream that has fewer shards than shard_count or
/// auto_shard_calculation say gets more. Throws config_error, which names the key and what would be right, and where credentials were looked for.
[[nodiscard]] inline kinesis_options kinesis_options_of(const sink_configuration& from) {
    kinesis_options out;
    out.stream_name = detail::kinesis_text(from, "stream_name");
    if (out.stream_name.empty()) detail::raise_config("stream_name", "", "is not there", "name the stream, like stream_name: events");
    out.region = find_aws_region(detail::kinesis_text(from, "region"));
    out.endpoint_url = detail::kinesis_text(from, "endpoint_url");
    while (out.endpoint_url.ends_with('/')) out.endpoint_url.pop_back();
    out.partition_key_field = detail::kinesis_text(from, "partition_key_field");
    out.shards = detail::kinesis_number(from, "shard_count", 1);
    out.automatic = detail::kinesis_switch(from, "auto_shard_calculation", false);
    out.grows = out.automatic || from.find("shard_count") != nullptr;
    out.creates = detail::kinesis_switch(from, "create_stream", true);
    out.concurrent_requests = detail::kinesis_number(from, "concurrent_requests", 8);
    out.verify_tls = detail::kinesis_switch(from, "verify_tls", true);
    out.ca_file = detail::kinesis_text(from, "ca_file");
    const auto hidden = [&from](std::string_view key) {
        const sink_setting* const found = from.find(key);
        return found == nullptr ? secret{} : found->is_secret ? found->hidden : secret{found->value};
    };
    try {
        out.credentials = find_aws_credentials({hidden("aws_access_key_id").reveal(), hidden("aws_secret_access_key"), hidden("aws_session_token")});
    } catch (const config_error&) {
        if (const std::string name = detail::kinesis_text(from, "service_credential"); !name.empty() && from.find("aws_access_key_id") == nullptr)
            detail::raise_config("service_credential", "\"" + name + "\"", "is known to its own platform only, and no other credentials are there",
                                 "give aws_access_key_id and aws_secret_access_key, here or as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment");
        throw;
    }
    out.check();
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_KINESIS_OPTIONS_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_S3_OPTIONS_HPP
#define SPATE_DELTA_S3_OPTIONS_HPP

/// How a table in S3 is reached.

#include <chrono>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/sink/retry.hpp>
#include <spate/sink/secret.hpp>

namespace spate::inline v0 {

struct s3_options {
    std::string bucket = {}, prefix = {};
    std::string region = "us-east-1";
    /// "http://127.0.0.1:9000" of a store that is not Amazon's; the bucket then stands in the path.
    std::string endpoint_url = {};
    /// Requests are not signed where the id is empty.
    std::string access_key_id = {};
    secret secret_access_key = {}, session_token = {};
    std::string ca_file = {};
    std::chrono::milliseconds connect_timeout{10'000}, timeout{300'000};
    retry_options retry = {};
};

/// Whether a path names a table in S3, and no folder: s3:// or s3a://.
[[nodiscard]] inline bool is_s3_path(std::string_view path) noexcept { return path.starts_with("s3://") || path.starts_with("s3a://"); }

/// Sets the bucket and the prefix of "s3://bucket/folder/table". Throws config_error where there is no bucket.
inline void set_s3_path(s3_options& to, std::string_view path) {
    const std::size_t begin = path.find("://");
    std::string_view rest = begin == std::string_view::npos ? std::string_view{} : path.substr(begin + 3);
    const std::size_t slash = rest.find('/');
    to.bucket = rest.substr(0, slash);
    if (to.bucket.empty() || to.bucket.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") != std::string::npos)
        detail::raise_config("path", path, "names no bucket", "write s3://bucket/folder");
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    while (rest.ends_with('/')) rest.remove_suffix(1);
    to.prefix = rest;
}

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_S3_OPTIONS_HPP

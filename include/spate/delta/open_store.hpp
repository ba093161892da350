// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_OPEN_STORE_HPP
#define SPATE_DELTA_OPEN_STORE_HPP

/// `open_delta_store(path)`: the folder of a table, wherever it lies. Needs libcurl.

#include <memory>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/delta/local_store.hpp>
#include <spate/delta/s3_options.hpp>
#include <spate/delta/s3_store.hpp>
#include <spate/http/aws_credentials.hpp>

namespace spate::inline v0 {

/// A table at s3://bucket/folder, of which the options say how it is reached (their bucket and prefix are replaced), or in a local folder, which may be
/// written file:///folder. Keys for S3 that are not given are looked for as find_aws_credentials does. Connects to nothing. Throws config_error for other
/// schemes, and where there are no keys.
[[nodiscard]] inline std::shared_ptr<delta_store> open_delta_store(const std::string& path, s3_options options = {}) {
    if (is_s3_path(path)) {
        set_s3_path(options, path);
        const aws_credentials found = find_aws_credentials({options.access_key_id, options.secret_access_key, options.session_token});
        options.access_key_id = found.access_key_id;
        options.secret_access_key = found.secret_access_key;
        options.session_token = found.session_token;
        return std::make_shared<s3_store>(std::move(options));
    }
    if (path.starts_with("file://")) return std::make_shared<local_store>(path.substr(7));
    if (const std::size_t scheme = path.find("://"); scheme != std::string::npos && path.find('/') > scheme)
        detail::raise_config("path", path, "is of a scheme that is not supported", "write a local folder, or s3://bucket/folder");
    return std::make_shared<local_store>(path);
}

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_OPEN_STORE_HPP

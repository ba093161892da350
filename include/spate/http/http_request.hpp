// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_HTTP_REQUEST_HPP
#define SPATE_HTTP_HTTP_REQUEST_HPP

/// A request and its answer.

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/sink/secret.hpp>

namespace spate::inline v0 {

/// One request. Nothing is followed and nothing repeated by itself.
struct http_request {
    std::string_view method = "GET";
    /// The whole URL, with the scheme http or https.
    std::string_view url = {};
    /// Names and values, besides those that go without saying.
    std::span<const std::pair<std::string_view, std::string_view>> headers = {};
    std::string_view body = {};
};

/// What came back. Names of headers are in small letters.
struct http_response {
    int status = 0;
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};

    /// The value of a header, or nothing.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept {
        for (const auto& [key, value] : headers)
            if (key == name) return value;
        return {};
    }
};

/// How requests are signed: AWS Signature Version 4.
struct http_signature {
    std::string service = {}, region = {};
    std::string access_key_id = {};
    secret secret_access_key = {}, session_token = {};
};

/// How a server is spoken to. Certificates of https are verified unless `verify_tls` is false.
struct http_client_options {
    std::chrono::milliseconds connect_timeout{10'000}, timeout{60'000};
    bool verify_tls = true;
    /// A file of certificates in place of the system's.
    std::string ca_file = {};
    /// At most one of: a user with a password, an API key, a signature.
    std::string user = {};
    secret password = {};
    secret api_key = {};
    http_signature signature = {};
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_HTTP_REQUEST_HPP

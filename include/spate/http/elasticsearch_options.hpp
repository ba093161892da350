// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_ELASTICSEARCH_OPTIONS_HPP
#define SPATE_HTTP_ELASTICSEARCH_OPTIONS_HPP

/// Where and how documents go to Elasticsearch or OpenSearch.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/http/http_request.hpp>
#include <spate/sink/retry.hpp>
#include <spate/sink/secret.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace spate::inline v0 {

/// What becomes of a document that the server refuses for what it holds, as for a field of another type.
enum class on_refusal : unsigned char {
    stop,  ///< The sink throws a delivery_error, and sends nothing after it.
    skip   ///< It is counted among the errors, and all others are sent.
};

/// What elasticsearch_sink takes.
struct elasticsearch_options {
    /// Addresses of nodes of one cluster, like http://127.0.0.1:9200, each with or without a path. Requests take turns among them.
    std::vector<std::string> hosts = {};
    /// The data stream or the index that documents go to.
    std::string index = {};
    /// Whether it is a data stream, and whether open() makes it, with an index template of the same name that takes `@timestamp` for a date, where it is
    /// missing.
    bool data_stream = false, create_data_stream = false;
    /// A document with an id that is there already is replaced rather than left as it is; not in data streams.
    bool replace = false;
    /// The ids of documents are the stream's name and their places in it, so that what is sent again is no second document. Else the server draws them.
    bool document_ids = false;
    on_refusal refused = on_refusal::stop;
    /// An ingest pipeline of the server; nothing for none, or for the index's own.
    std::string pipeline = {};

    /// About so many bytes in a request, before compression, and at most so many documents; 0 documents for any number.
    std::size_t batch_bytes = std::size_t{8} << 20, batch_documents = 0;
    /// The bytes that the server takes in one request, its http.max_content_length: a document above it is an error before it is sent.
    std::size_t request_limit = 100'000'000;
    /// How many requests are on their way at once, each of a thread with a connection of its own.
    std::size_t requests = 4;
    bool gzip = false;
    http_client_options client = {};
    retry_options retry = {};

    /// "elasticsearch http://127.0.0.1:9200, data stream events".
    [[nodiscard]] std::string target() const {
        std::string out = "elasticsearch ";
        for (const std::string& host : hosts) out += (&host == hosts.data() ? "" : ",") + detail::without_users(host);
        return out + (data_stream ? ", data stream " : ", index ") + index;
    }
    /// Throws config_error for what makes no sense; names the keys of elasticsearch_options_of.
    void check() const;
};

namespace detail {

// Whether Elasticsearch takes it as the name of an index. Source: the reference of its "Create index" API.
[[nodiscard]] inline bool is_index_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > 255 || name == "." || name == ".." || std::string_view{"-_+"}.find(name[0]) != std::string_view::npos) return false;
    for (const char letter : name)
        if ((letter >= 0 && letter <= ' ') || letter == 127 || (letter >= 'A' && letter <= 'Z') ||
            std::string_view{"\\/*?\"<>|,#:"}.find(letter) != std::string_view::npos)
            return false;
    return true;
}

// The values of keys that are truths or whole numbers.
[[nodiscard]] inline bool setting_truth(const sink_configuration& from, std::string_view key, bool otherwise) {
    const std::string text = from.text(key, otherwise ? "true" : "false");
    if (text != "true" && text != "false") raise_config(key, "\"" + text + "\"", "is neither true nor false", "give true or false");
    return text == "true";
}

[[nodiscard]] inline std::size_t setting_number(const sink_configuration& from, std::string_view key, std::size_t otherwise, std::size_t most) {
    const sink_setting* const found = from.find(key);
    if (found == nullptr) return otherwise;
    std::size_t out = 0;
    bool right = !found->value.empty() && found->value.size() <= 9;
    for (const char digit : found->value) {
        right = right && digit >= '0' && digit <= '9';
        out = out * 10 + static_cast<std::size_t>(digit - '0');
    }
    if (!right || out == 0 || out > most)
        raise_config(key, "\"" + found->shown() + "\"", "is no whole number from 1 to " + std::to_string(most), "leave it out for the usual one");
    return out;
}

// A text with the letters that %XX stand for; a % before anything else stays. Source: RFC 3986, 2.1.
[[nodiscard]] inline std::string without_escapes(std::string_view text) {
    const auto value = [](char digit) {
        return digit >= '0' && digit <= '9'   ? digit - '0'
               : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
               : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                              : -1;
    };
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int high = text[at] == '%' && at + 2 < text.size() ? value(text[at + 1]) : -1, low = high < 0 ? -1 : value(text[at + 2]);
        if (low >= 0) at += 2;
        out += low < 0 ? text[at] : static_cast<char>(high * 16 + low);
    }
    return out;
}

// Takes the user and the password out of an address; they come out where there are any.
[[nodiscard]] inline std::string without_credentials(std::string_view address, std::optional<std::string>& user, std::optional<std::string>& password) {
    const std::size_t begin = address.find("://") + 3, at = address.substr(0, address.find_first_of("/?#", begin)).rfind('@');
    if (at == std::string_view::npos || at < begin) return std::string{address};
    const std::string_view both = address.substr(begin, at - begin);
    const std::size_t colon = both.find(':');
    user = without_escapes(both.substr(0, colon));
    if (colon != std::string_view::npos) password = without_escapes(both.substr(colon + 1));
    return std::string{address.substr(0, begin)} + std::string{address.substr(at + 1)};
}

// Whether an address with a scheme names a host, and no port or a number.
[[nodiscard]] inline bool has_host(std::string_view address) noexcept {
    address.remove_prefix(address.find("://") + 3);
    address = address.substr(0, address.find('/'));
    address.remove_prefix(address.rfind('@') + 1);
    const std::size_t colon = address.rfind(':');
    const bool has_port = colon != std::string_view::npos && !address.ends_with(']');
    const std::string_view port = has_port ? address.substr(colon + 1) : "0";
    return !address.substr(0, has_port ? colon : address.size()).empty() && !port.empty() && port.size() <= 5 &&
           port.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace detail

inline void elasticsearch_options::check() const {
    using detail::raise_config;
    if (hosts.empty()) raise_config("hosts", "", "is missing", "give addresses, like http://127.0.0.1:9200");
    for (const std::string& host : hosts) {
        const bool has_scheme = host.starts_with("http://") || host.starts_with("https://");
        if (!has_scheme || host.find_first_of(" ?#") != std::string::npos || !detail::has_host(host))
            raise_config(
                "hosts", "\"" + detail::without_users(host) + "\"", "is no address of a server",
                "write it like http://127.0.0.1:9200 or https://search.example:9200, with %2F for / in a user or a password, or give username and password");
    }
    const std::string_view named_by = data_stream ? "data_stream" : "index";
    if (index.empty()) raise_config("index", "", "is missing", "name an index, or a data stream with the key data_stream");
    if (!detail::is_index_name(index))
        raise_config(named_by, "\"" + index + "\"", "is a name that Elasticsearch refuses",
                     "take at most 255 small letters, digits, points, - and _, and begin with a letter or a digit");
    if (data_stream && replace) raise_config("operation", "index", "does not go with a data stream, which only takes create", "leave it out, or name an index");
    if (!data_stream && create_data_stream)
        raise_config("create_data_stream", "true", "does not go with an index", "name a data stream with the key data_stream");
    if (batch_bytes == 0 || requests == 0) raise_config(requests == 0 ? "concurrent_requests" : "batch_bytes", "0", "sends nothing", "give 1 or more");
    if (batch_bytes > request_limit)
        raise_config("batch_bytes", std::to_string(batch_bytes),
                     "is more than the " + std::to_string(request_limit) + " bytes that the server takes in one request",
                     "give less, or raise request_limit if http.max_content_length of the server is more");
    if (!client.api_key.empty() && (!client.user.empty() || !client.password.empty()))
        raise_config("api_key", "", "does not go with a user and a password", "leave one of them out");
    if (client.user.empty() && !client.password.empty()) raise_config("username", "", "is missing, but there is a password", "add it");
    retry.check();
}

/// The keys of a sink_config of the type elasticsearch:
///
///     endpoint_url or hosts   addresses with commas between; http://127.0.0.1:9200 where there are none. A user and a password in one are taken as such, with
///     %2F for / index or data_stream    where documents go to; one of them is needed create_data_stream      true: makes an index template for a data stream
///     that is missing; false operation               create, or index, which replaces documents of the same id; create document_ids            true: ids from
///     the stream's name and the places; false on_error                stop or skip; stop pipeline                an ingest pipeline; none batch_bytes as 8MiB;
///     8 MiB batch_size              documents in a request at most; no limit but that of bytes request_limit           what the server takes in a request; 100
///     MB concurrent_requests     4 gzip                    false username, password, api_key verify_tls, ca_file     true; the system's certificates
///
/// Throws config_error, which names the key, for values that make no sense. Secrets that stand outside of the configuration are not looked for, except where
/// one is an address or a user.
[[nodiscard]] inline elasticsearch_options elasticsearch_options_of(const sink_configuration& from) {
    using detail::raise_config;
    const auto revealed = [&from](std::string_view key) {
        const sink_setting* const found = from.find(key);
        return found == nullptr ? std::string{} : found->reveal();
    };
    const auto hidden = [&from](std::string_view key) {
        const sink_setting* const found = from.find(key);
        return found == nullptr ? secret{} : found->is_secret ? found->hidden : secret{found->value};
    };
    const auto one_of = [&from](std::string_view key, std::string_view usual, std::string_view other) {
        const std::string text = from.text(key, usual);
        if (text != usual && text != other)
            raise_config(key, "\"" + text + "\"", "is neither " + std::string{usual} + " nor " + std::string{other}, "give one of them, or leave it out");
        return text == other;
    };
    const auto bytes = [&from](std::string_view key, std::size_t otherwise) {
        const sink_setting* const found = from.find(key);
        return found == nullptr ? otherwise : static_cast<std::size_t>(parse_size(found->value, key));
    };
    elasticsearch_options out;
    out.client.user = revealed("username");
    out.client.password = hidden("password");
    out.client.api_key = hidden("api_key");
    if (from.find("endpoint_url") != nullptr && from.find("hosts") != nullptr)
        raise_config("hosts", "", "does not go with endpoint_url", "leave one of them out");
    std::string addresses = revealed(from.find("hosts") != nullptr ? "hosts" : "endpoint_url");
    if (addresses.empty()) addresses = "http://127.0.0.1:9200";
    std::optional<std::string> user, password;
    bool agree = true;
    for (std::size_t begin = 0; begin <= addresses.size();) {
        const std::size_t end = std::min(addresses.find(',', begin), addresses.size());
        std::string_view host = std::string_view{addresses}.substr(begin, end - begin);
        while (host.starts_with(' ')) host.remove_prefix(1);
        while (host.ends_with(' ') || host.ends_with('/')) host.remove_suffix(1);
        const std::string whole = std::string{host.find("://") == std::string_view::npos ? "http://" : ""} + std::string{host};
        std::optional<std::string> its_user, its_password;
        out.hosts.push_back(detail::without_credentials(whole, its_user, its_password));
        agree = agree && (!its_user || !user || *its_user == *user) && (!its_password || !password || *its_password == *password);
        if (its_user) user = std::move(its_user);
        if (its_password) password = std::move(its_password);
        begin = end + 1;
    }
    agree = agree && (!user || out.client.user.empty() || out.client.user == *user) && (!password || out.client.password.empty());
    if (!agree)
        raise_config("hosts", "\"" + detail::without_users(addresses) + "\"", "have several users or passwords",
                     "give one for all nodes, in one of the addresses or as username and password");
    if (user) out.client.user = std::move(*user);
    if (password) out.client.password = secret{std::move(*password)};
    if (from.find("index") != nullptr && from.find("data_stream") != nullptr)
        raise_config("data_stream", "", "does not go with index", "leave one of them out");
    out.data_stream = from.find("data_stream") != nullptr;
    out.index = from.text(out.data_stream ? "data_stream" : "index");
    out.create_data_stream = detail::setting_truth(from, "create_data_stream", out.create_data_stream);
    out.replace = one_of("operation", "create", "index");
    out.document_ids = detail::setting_truth(from, "document_ids", out.document_ids);
    out.refused = one_of("on_error", "stop", "skip") ? on_refusal::skip : on_refusal::stop;
    out.pipeline = from.text("pipeline");
    out.batch_bytes = bytes("batch_bytes", out.batch_bytes);
    out.request_limit = bytes("request_limit", out.request_limit);
    out.batch_documents = detail::setting_number(from, "batch_size", out.batch_documents, 10'000'000);
    out.requests = detail::setting_number(from, "concurrent_requests", out.requests, 256);
    out.gzip = detail::setting_truth(from, "gzip", out.gzip);
    out.client.verify_tls = detail::setting_truth(from, "verify_tls", out.client.verify_tls);
    out.client.ca_file = from.text("ca_file");
    out.check();
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_ELASTICSEARCH_OPTIONS_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_HTTP_CLIENT_HPP
#define SPATE_HTTP_HTTP_CLIENT_HPP

/// `http_client`: sends requests over one connection that stays open. Needs libcurl 7.76 or newer.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include <spate/core/error.hpp>
#include <spate/http/http_error.hpp>
#include <spate/http/http_request.hpp>

namespace spate::inline v0 {

namespace detail {

struct curl_delete {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
    void operator()(char* text) const noexcept { curl_free(text); }
};

// Once for the process; libcurl wants it before any other thread uses it, which a static variable's lock gives.
inline void start_curl() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) throw http_error{http_failure::other, "libcurl", std::string{"does not start: "} + curl_easy_strerror(code)};
}

[[nodiscard]] inline http_failure http_failure_of(CURLcode code) noexcept {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return http_failure::resolve;
        case CURLE_COULDNT_CONNECT:
            return http_failure::connect;
        case CURLE_OPERATION_TIMEDOUT:
            return http_failure::timeout;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return http_failure::tls;
        case CURLE_GOT_NOTHING:
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_PARTIAL_FILE:
            return http_failure::connection;
        case CURLE_WRITE_ERROR:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return http_failure::answer;
        case CURLE_ABORTED_BY_CALLBACK:
            return http_failure::stopped;
        default:
            return http_failure::other;
    }
}

[[nodiscard]] inline std::string_view remedy_of(http_failure failure) noexcept {
    switch (failure) {
        case http_failure::resolve:
            return "check the name of the host, and that this machine can resolve it";
        case http_failure::connect:
            return "check that the server runs, and its host and port";
        case http_failure::tls:
            return "check that the port speaks TLS, and that its certificate is for this host and from an authority that this machine trusts";
        case http_failure::timeout:
            return "check that the server is not stuck, or give it more time";
        case http_failure::connection:
            return "check the server's log";
        case http_failure::answer:
            return "check that the port is that of the server that is meant";
        default:
            return {};
    }
}

}  // namespace detail

/// Sends requests to one server after the other, with HTTP/1.1, and keeps the connection between them. What needs several connections at once makes several
/// clients. The proxies of the environment (https_proxy, no_proxy) are used, but never for this machine itself.
///
/// Secrets are looked up when it is made, and given to libcurl only. Signatures: those of AWS, version 4, also of the body; needs libcurl 7.87 for headers
/// that have to be signed, as session tokens have. Thread safety: belongs to one thread at a time; after a fork, the child makes its own.
class http_client {
public:
    /// No longer body of an answer is taken.
    static constexpr std::size_t longest_body = std::size_t{64} << 20;

    /// Throws config_error for options that exclude each other, and for secrets that are not there. Connects to nothing.
    explicit http_client(const http_client_options& options = {}) {
        check(options);
        detail::start_curl();
        handle_.reset(curl_easy_init());
        if (!handle_) throw http_error{http_failure::other, "libcurl", "has no memory for a client"};
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_NOPROXY, not_by_proxy().c_str());
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
        set(CURLOPT_TCP_KEEPALIVE, 1L);
        set(CURLOPT_UPLOAD_BUFFERSIZE, 524288L);
        set(CURLOPT_SSL_VERIFYPEER, options.verify_tls ? 1L : 0L);
        set(CURLOPT_SSL_VERIFYHOST, options.verify_tls ? 2L : 0L);
        if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
        set(CURLOPT_WRITEFUNCTION, &http_client::take_body);
        set(CURLOPT_HEADERFUNCTION, &http_client::take_header);
        set(CURLOPT_XFERINFOFUNCTION, &http_client::go_on);
        if (!options.user.empty()) {
            set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
            set(CURLOPT_USERNAME, options.user.c_str());
            set(CURLOPT_PASSWORD, options.password.reveal().c_str());
        } else if (!options.api_key.empty()) {
            hidden_headers_.push_back("Authorization: ApiKey " + options.api_key.reveal());
        } else if (const http_signature& signature = options.signature; !signature.service.empty()) {
            is_signed_ = true;
            // Servers that do not answer an Expect are not waited for.
            set(CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
            set(CURLOPT_AWS_SIGV4, ("aws:amz:" + signature.region + ":" + signature.service).c_str());
            set(CURLOPT_USERNAME, signature.access_key_id.c_str());
            set(CURLOPT_PASSWORD, signature.secret_access_key.reveal().c_str());
            if (!signature.session_token.empty()) hidden_headers_.push_back("x-amz-security-token: " + signature.session_token.reveal());
        }
        for (const std::string& header : hidden_headers_) check_header(header.substr(0, header.find(':')), header);
    }

    /// The answer, of whatever status. The body is not copied, and must stay until then. Throws http_error where there is no answer, and config_error for a URL
    /// or a header that is none.
    [[nodiscard]] http_response send(const http_request& request) {
        const std::string url{request.url}, method{request.method}, server = server_of(request.url);
        set(CURLOPT_URL, url.c_str());
        set_method(method, request.body);
        std::unique_ptr<curl_slist, detail::curl_delete> headers;
        const auto add = [&headers](const std::string& line) {
            curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
            if (longer == nullptr) throw http_error{http_failure::other, "libcurl", "has no memory for headers"};
            (void)headers.release();
            headers.reset(longer);
        };
        bool has_type = false;
        for (const auto& [name, value] : request.headers) {
            check_header(name, value);
            std::string line{name};
            // An empty value would take the header away.
            (line += value.empty() ? ";" : ": ") += value;
            add(line);
            has_type = has_type || is_content_type(name);
        }
        // Headers that are taken away are signed by libcurl all the same, so a signed request takes none away: it has a type, and a long one an Expect.
        if (!is_signed_) {
            if (!has_type) add("Content-Type:");
            add("Expect:");
        } else if (!has_type && has_body(request.method, request.body)) {
            add("Content-Type: application/octet-stream");
        }
        for (const std::string& line : hidden_headers_) add(line);
        set(CURLOPT_HTTPHEADER, headers.get());

        http_response response;
        char reason[CURL_ERROR_SIZE] = {};
        is_too_long_ = false;
        set(CURLOPT_ERRORBUFFER, &reason[0]);
        set(CURLOPT_HEADERDATA, &response);
        set(CURLOPT_WRITEDATA, &response);
        set(CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(stop_));
        set(CURLOPT_NOPROGRESS, stop_ == nullptr ? 1L : 0L);
        const CURLcode code = curl_easy_perform(handle_.get());
        is_too_long_ = response.body.size() > longest_body;
        set(CURLOPT_ERRORBUFFER, nullptr);
        set(CURLOPT_HTTPHEADER, nullptr);
        set(CURLOPT_POSTFIELDS, nullptr);
        if (code != CURLE_OK) fail(code, server, reason);
        long status = 0;
        (void)curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        response.status = static_cast<int>(status);
        has_answered_ = true;
        return response;
    }

    /// Gives up requests, also the one that is under way, within about a second after *flag is true: they throw http_error with `stopped`. Null: never.
    void stop_with(const std::atomic<bool>* flag) noexcept { stop_ = flag; }

private:
    template <class Value>
    void set(CURLoption option, Value value) {
        if (const CURLcode code = curl_easy_setopt(handle_.get(), option, value); code != CURLE_OK)
            throw http_error{http_failure::other, "libcurl", std::string{"does not take an option: "} + curl_easy_strerror(code),
                             "use libcurl 7.76 or newer, with TLS"};
    }

    static void check(const http_client_options& options) {
        const int ways = (options.user.empty() ? 0 : 1) + (options.api_key.empty() ? 0 : 1) + (options.signature.service.empty() ? 0 : 1);
        if (ways > 1) detail::raise_config("http_client", "", "has several of user, API key and signature", "give one");
        if (options.connect_timeout.count() <= 0 || options.timeout.count() <= 0)
            detail::raise_config("http_client", std::to_string(options.timeout.count()) + " ms", "is no time to wait for an answer", "give 1 ms or more");
        if (options.signature.service.empty()) return;
        if (options.signature.region.empty()) detail::raise_config("http_client", "", "signs without a region", "give a region like us-east-1");
        if (options.signature.access_key_id.empty() || options.signature.secret_access_key.empty())
            detail::raise_config("http_client", "", "signs without an access key", "give its id and its secret");
    }

    static void check_header(std::string_view name, std::string_view text) {
        if (name.empty() || name.find_first_of(": \t\r\n;") != std::string_view::npos ||
            text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos)
            detail::raise_config("header", "\"" + std::string{name} + "\"", "holds what no header can",
                                 "write a name without spaces and colons, and a value of one line");
    }

    static bool is_content_type(std::string_view name) noexcept {
        constexpr std::string_view small = "content-type";
        if (name.size() != small.size()) return false;
        for (std::size_t at = 0; at < small.size(); ++at)
            if ((name[at] | 0x20) != (small[at] | 0x20)) return false;
        return true;
    }

    // Scheme, host and port: what errors name. The rest may hold what is none of their business.
    static std::string server_of(std::string_view url) {
        const std::unique_ptr<CURLU, detail::curl_delete> parsed{curl_url()};
        const auto part = [&parsed](CURLUPart which, unsigned flags) {
            char* text = nullptr;
            const std::unique_ptr<char, detail::curl_delete> kept{curl_url_get(parsed.get(), which, &text, flags) == CURLUE_OK ? text : nullptr};
            return kept ? std::string{kept.get()} : std::string{};
        };
        const std::string text{url};
        const bool right = parsed && curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
        const std::string scheme = right ? part(CURLUPART_SCHEME, 0) : "", host = right ? part(CURLUPART_HOST, 0) : "";
        if ((scheme != "http" && scheme != "https") || host.empty())
            detail::raise_config("url", "\"" + std::string{url.substr(0, url.find("://"))} + "...\"", "is no URL of HTTP",
                                 "write it like https://host:9200/path");
        return scheme + "://" + host + ":" + part(CURLUPART_PORT, CURLU_DEFAULT_PORT);
    }

    static std::string not_by_proxy() {
        const char* const lower = std::getenv("no_proxy");
        const char* const upper = lower == nullptr ? std::getenv("NO_PROXY") : lower;
        return std::string{upper == nullptr ? "" : upper} + (upper == nullptr || *upper == '\0' ? "" : ",") + "localhost,127.0.0.1,::1";
    }

    static bool has_body(std::string_view method, std::string_view body) noexcept {
        return !body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
    }

    void set_method(const std::string& method, std::string_view body) {
        const bool sends = has_body(method, body);
        if (sends) {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDS, body.empty() ? "" : body.data());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        } else {
            set(CURLOPT_HTTPGET, 1L);
            if (method == "HEAD") set(CURLOPT_NOBODY, 1L);
        }
        const bool is_plain = (sends && method == "POST") || (!sends && (method == "GET" || method == "HEAD"));
        set(CURLOPT_CUSTOMREQUEST, is_plain ? nullptr : method.c_str());
    }

    [[noreturn]] void fail(CURLcode code, const std::string& server, const char* reason) const {
        // A server that goes away breaks off handshakes too: what was right before is not wrong now.
        const bool is_broken = code == CURLE_SSL_CONNECT_ERROR && has_answered_;
        const http_failure failure = is_broken ? http_failure::connection : detail::http_failure_of(code);
        if (is_too_long_) throw http_error{http_failure::too_long, server, "answers with more than 64 MiB", "ask for less"};
        if (failure == http_failure::stopped) throw http_error{failure, server, "was not waited for any longer"};
        throw http_error{failure, server, std::string{"no answer: "} + (*reason == '\0' ? curl_easy_strerror(code) : reason), detail::remedy_of(failure)};
    }

    static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* to) noexcept {
        std::string& body = static_cast<http_response*>(to)->body;
        const std::size_t bytes = size * count;
        try {
            body.append(data, bytes);
        } catch (...) {
            return 0;
        }
        return body.size() > longest_body ? 0 : bytes;
    }

    static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* to) noexcept {
        http_response& response = *static_cast<http_response*>(to);
        const std::string_view line{data, size * count};
        try {
            // Each answer begins anew: one of status 100 comes before the one that counts.
            if (line.starts_with("HTTP/")) response.headers.clear();
            const std::size_t colon = line.find(':');
            if (colon == std::string_view::npos) return line.size();
            std::string name{line.substr(0, colon)};
            for (char& letter : name)
                if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
            std::string_view value = line.substr(colon + 1);
            const std::size_t begin = value.find_first_not_of(" \t\r\n"), end = value.find_last_not_of(" \t\r\n");
            value = begin == std::string_view::npos ? std::string_view{} : value.substr(begin, end - begin + 1);
            response.headers.emplace_back(std::move(name), value);
        } catch (...) {
            return 0;
        }
        return line.size();
    }

    static int go_on(void* flag, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
        return flag != nullptr && static_cast<const std::atomic<bool>*>(flag)->load(std::memory_order_relaxed) ? 1 : 0;
    }

    std::unique_ptr<CURL, detail::curl_delete> handle_;
    std::vector<std::string> hidden_headers_;
    const std::atomic<bool>* stop_ = nullptr;
    bool is_signed_ = false, is_too_long_ = false, has_answered_ = false;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_HTTP_CLIENT_HPP

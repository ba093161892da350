// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_DETAIL_ELASTICSEARCH_NODES_HPP
#define SPATE_HTTP_DETAIL_ELASTICSEARCH_NODES_HPP

/// Requests to the nodes of a cluster, of which some may be down, and their answers. Needs libcurl.

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <spate/http/detail/bulk_answer.hpp>
#include <spate/http/elasticsearch_options.hpp>
#include <spate/http/http_client.hpp>

namespace spate::inline v0::detail {

/// A part of the path of a URL, with %XX for all but letters, digits and -._~. Source: RFC 3986, 2.1.
[[nodiscard]] inline std::string url_part(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
                          std::string_view{"-._~"}.find(letter) != std::string_view::npos;
        if (kept)
            out += letter;
        else
            (out += '%').append({"0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]});
    }
    return out;
}

/// Speaks to one node, until it does not answer; then to the next. Belongs to one thread.
class elasticsearch_nodes {
public:
    using header_list = std::span<const std::pair<std::string_view, std::string_view>>;

    /// Begins with node first % options.hosts.size(). The options must live as long.
    elasticsearch_nodes(const elasticsearch_options& options, std::size_t first)
        : options_{options}, client_{options.client}, node_{first % options.hosts.size()} {}

    /// One request, to each node in turn until one answers; the error of the last where none does. What may have arrived at one may be there twice.
    [[nodiscard]] http_response send(std::string_view method, std::string_view path, header_list headers, std::string_view body) {
        for (std::size_t failed = 0;;) {
            const std::string url = options_.hosts[node_] + std::string{path};
            try {
                return client_.send({method, url, headers, body});
            } catch (const http_error& error) {
                if (error.may_pass()) node_ = (node_ + 1) % options_.hosts.size();
                if (!error.may_pass() || ++failed >= options_.hosts.size()) throw;
            }
        }
    }
    /// A request with a JSON body, or with none.
    [[nodiscard]] http_response ask(std::string_view method, std::string_view path, std::string_view body = {}) {
        static constexpr std::pair<std::string_view, std::string_view> json[] = {{"Content-Type", "application/json"}};
        return send(method, path, body.empty() ? header_list{} : header_list{json}, body);
    }
    [[nodiscard]] http_client& client() noexcept { return client_; }

    /// Throws the delivery_error of an answer that is one as a whole.
    [[noreturn]] void fail(const http_response& answer, std::string_view doing) const {
        const std::string status = std::to_string(answer.status), reason = reason_of_answer(answer.body);
        const std::string problem = std::string{doing} + " is refused with status " + status + (reason.empty() ? "" : ": " + reason);
        if (answer.status == 401)
            throw delivery_error{options_.target(), problem,
                                 options_.client.user.empty() && options_.client.api_key.empty() ? "give username and password, or api_key"
                                                                                                 : "check username and password, or api_key"};
        if (answer.status == 403) throw delivery_error{options_.target(), problem, "give the user or the API key the right to do so"};
        throw delivery_error{options_.target(), problem};
    }

private:
    const elasticsearch_options& options_;
    http_client client_;
    std::size_t node_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_HTTP_DETAIL_ELASTICSEARCH_NODES_HPP

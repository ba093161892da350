// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_S3_STORE_HPP
#define SPATE_DELTA_S3_STORE_HPP

/// `s3_store`: a Delta table in S3, or a store that speaks like it. Needs libcurl.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/delta/detail/s3_listing.hpp>
#include <spate/delta/s3_options.hpp>
#include <spate/http/http_client.hpp>
#include <spate/http/parallel_requests.hpp>
#include <spate/http/retrying_client.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0 {

/// A prefix of a bucket. Commits are made by a PUT that the store refuses where the object is there (If-None-Match: *), which S3 knows since 2024, as do MinIO,
/// Ceph and others; a store that does not know it cannot keep two writers apart. Objects are put with one request, so that none is ever half there, and have
/// 5 GiB at most. Any number of threads may use it; each request has a connection of its own while it runs.
/// Source: Amazon S3 API, PutObject, GetObject, ListObjectsV2, DeleteObject.
class s3_store final : public delta_store {
public:
    /// Connects to nothing. Throws config_error for what is missing.
    explicit s3_store(s3_options options) : options_{std::move(options)} {
        if (options_.bucket.empty()) detail::raise_config("path", "", "names no bucket", "write s3://bucket/folder");
        while (!options_.prefix.empty() && options_.prefix.back() == '/') options_.prefix.pop_back();
        while (options_.endpoint_url.ends_with('/')) options_.endpoint_url.pop_back();
        client_.connect_timeout = options_.connect_timeout;
        client_.timeout = options_.timeout;
        client_.ca_file = options_.ca_file;
        if (!options_.access_key_id.empty())
            client_.signature = {"s3", options_.region, options_.access_key_id, options_.secret_access_key, options_.session_token};
        // With a server's address the bucket is a part of the path, as servers of one name want it.
        base_ = options_.endpoint_url.empty() ? "https://" + options_.bucket + ".s3." + options_.region + ".amazonaws.com"
                                              : options_.endpoint_url + '/' + detail::s3_escaped(options_.bucket, false);
        (void)http_client{client_};
    }

    using delta_store::put;

    [[nodiscard]] std::string target() const override { return "s3://" + options_.bucket + (options_.prefix.empty() ? "" : "/" + options_.prefix); }

    [[nodiscard]] std::vector<delta_file> list(std::string_view folder, std::string_view from = {}) const override {
        std::vector<delta_file> out;
        const std::string prefix = key_of(folder) + '/';
        std::string token;
        do {
            // Signatures want the parameters in the order of their names.
            std::string query = token.empty() ? "" : "continuation-token=" + detail::s3_escaped(token, false) + '&';
            query += "delimiter=%2F&encoding-type=url&list-type=2&prefix=" + detail::s3_escaped(prefix, false);
            // The store gives what is behind a name, and the wanted ones begin with it.
            if (token.empty() && !from.empty()) query += "&start-after=" + detail::s3_escaped(prefix + before(from), false);
            const http_response response = send({.method = "GET", .url = base_ + "/?" + query});
            if (response.status == 404 && response.body.find("NoSuchBucket") == std::string::npos) return out;
            if (response.status != 200) fail("list", folder, response);
            detail::s3_listing page = detail::read_s3_listing(response.body, target());
            for (delta_file& file : page.files) {
                if (!file.name.starts_with(prefix)) continue;
                file.name.erase(0, prefix.size());
                if (file.name >= from && !file.name.empty()) out.push_back(std::move(file));
            }
            token = std::move(page.next);
        } while (!token.empty());
        std::sort(out.begin(), out.end(), [](const delta_file& a, const delta_file& b) { return a.name < b.name; });
        return out;
    }

    [[nodiscard]] std::optional<std::string> read(std::string_view name) const override {
        constexpr std::size_t part = std::size_t{32} << 20;
        std::string out, tag;
        while (true) {
            const std::string range = "bytes=" + std::to_string(out.size()) + '-' + std::to_string(out.size() + part - 1);
            std::vector<std::pair<std::string_view, std::string_view>> headers{{"Range", range}};
            if (!tag.empty()) headers.emplace_back("If-Match", tag);
            const http_response response = send({.method = "GET", .url = url_of(name), .headers = headers});
            if (response.status == 404) {
                if (response.body.find("NoSuchBucket") != std::string::npos) fail("read", name, response);
                return {};
            }
            // The end of the object, of an empty one its beginning.
            if (response.status == 416) return out;
            if (response.status != 200 && response.status != 206) fail("read", name, response);
            const std::size_t got = response.body.size();
            out += response.body;
            if (response.status == 200 || got < part) return out;
            tag = response.header("etag");
        }
    }

    [[nodiscard]] bool create(std::string_view name, std::string_view bytes) override {
        constexpr std::pair<std::string_view, std::string_view> condition[] = {{"If-None-Match", "*"}};
        // 409: another request for the same name is not done yet.
        const http_response response = send({.method = "PUT", .url = url_of(name), .headers = condition, .body = bytes}, 409);
        if (response.status == 412) return false;
        if (response.status == 501) fail("make", name, response, "use a store that knows If-None-Match, without which two writers overwrite each other");
        if (response.status / 100 != 2) fail("make", name, response);
        return true;
    }

    void put(std::string_view name, std::span<const std::span<const std::byte>> parts) override {
        std::string joined;
        std::string_view body;
        if (parts.size() == 1) {
            body = {reinterpret_cast<const char*>(parts[0].data()), parts[0].size()};
        } else {
            for (const auto part : parts) joined.append(reinterpret_cast<const char*>(part.data()), part.size());
            body = joined;
        }
        if (body.size() > std::size_t{5} << 30) detail::raise(delivery_error{target(), std::string{name} + " has more than 5 GiB", "make smaller files"});
        const http_response response = send({.method = "PUT", .url = url_of(name), .body = body});
        if (response.status / 100 != 2) fail("write", name, response);
    }

    void remove(std::string_view name) override {
        const http_response response = send({.method = "DELETE", .url = url_of(name)});
        if (response.status / 100 != 2 && response.status != 404) fail("remove", name, response);
    }

private:
    struct request {
        std::string_view method;
        std::string url;
        std::span<const std::pair<std::string_view, std::string_view>> headers = {};
        std::string_view body = {};
    };
    // A client and what it counts.
    struct connection {
        connection(const http_client_options& client, const retry_options& retry) : sends{client, retry, state} {}
        request_state state;
        retrying_client sends;
    };

    [[nodiscard]] std::string key_of(std::string_view name) const {
        return options_.prefix.empty() ? std::string{name} : options_.prefix + '/' + std::string{name};
    }
    [[nodiscard]] std::string url_of(std::string_view name) const { return base_ + '/' + detail::s3_escaped(key_of(name), true); }
    // A text that is below `name`, and above all that are below it and of use here: names are digits and small letters.
    [[nodiscard]] static std::string before(std::string_view name) {
        std::string out{name};
        if (!out.empty() && out.back() > '!') {
            --out.back();
            out += '~';
        }
        return out;
    }

    [[nodiscard]] http_response send(const request& what, int again = 0) const {
        std::unique_ptr<connection> used;
        {
            const std::lock_guard lock{mutex_};
            if (!free_.empty()) {
                used = std::move(free_.back());
                free_.pop_back();
            }
        }
        if (!used) used = std::make_unique<connection>(client_, options_.retry);
        http_response out =
            used->sends.send({.method = what.method, .url = what.url, .headers = what.headers, .body = what.body},
                             [&](const http_response& answer) { return is_passing_status(answer.status) || (again != 0 && answer.status == again); });
        const std::lock_guard lock{mutex_};
        free_.push_back(std::move(used));
        return out;
    }

    [[noreturn]] void fail(std::string_view what, std::string_view name, const http_response& response, std::string_view remedy = {}) const {
        if (remedy.empty())
            remedy = response.status == 403   ? "check the access key, its secret, the region and the policy of the bucket"
                     : response.status == 404 ? "make the bucket, or check its name and the region"
                                              : "check endpoint_url, region and bucket";
        std::string code = detail::s3_element(response.body, "Code");
        detail::raise(delivery_error{
            target(), std::string{what} + ' ' + std::string{name} + ": the store answers " + std::to_string(response.status) + (code.empty() ? "" : " " + code),
            remedy});
    }

    s3_options options_;
    http_client_options client_;
    std::string base_;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<connection>> free_;
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_S3_STORE_HPP

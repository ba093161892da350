// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_DETAIL_BULK_SENDER_HPP
#define SPATE_HTTP_DETAIL_BULK_SENDER_HPP

/// Sends bulk bodies until all of their documents are taken. Needs libcurl, nlohmann-json and zlib.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/http/bulk_body.hpp>
#include <spate/http/detail/bulk_answer.hpp>
#include <spate/http/detail/elasticsearch_nodes.hpp>
#include <spate/http/elasticsearch_options.hpp>
#include <spate/http/gzip.hpp>
#include <spate/http/http_error.hpp>
#include <spate/http/parallel_requests.hpp>
#include <spate/http/retry_after.hpp>
#include <spate/sink/retry.hpp>

namespace spate::inline v0::detail {

/// A document that was refused for good, and what the server says about it.
struct refused_document {
    std::uint64_t place;
    std::uint32_t type_number;
    std::string reason;
    /// Of its request.
    std::uint64_t taken, refused;
};

/// Belongs to one thread.
class bulk_sender {
public:
    /// What is given has to live as long. Begins with node number % options.hosts.size().
    bulk_sender(const elasticsearch_options& options, request_state& state, std::size_t number)
        : options_{options}, state_{state}, nodes_{options, number}, most_{options.request_limit} {
        nodes_.client().stop_with(&state.stop_flag());
        path_ = "/" + url_part(options.index) + "/_bulk?filter_path=" + std::string{bulk_answer_parts};
        if (!options.pipeline.empty()) path_ += "&pipeline=" + url_part(options.pipeline);
    }

    /// Sends the documents of the range of places that begins at `range`, again where it helps. Afterwards all are taken or skipped, or else those before the
    /// one that comes out; taken() says how many are taken. Throws delivery_error where the server takes nothing for longer than the options' deadline, and
    /// http_error with http_failure::stopped where the range is not wanted any more. The body is used up.
    [[nodiscard]] std::optional<refused_document> send(bulk_body& body, std::uint64_t range) {
        range_ = range;
        refused_.reset();
        taken_ = refusals_ = 0;
        std::optional<backoff> waiting;
        while (body.documents() != 0) {
            const std::uint64_t before = taken_;
            pass(body);
            if (again_.empty()) break;
            body.keep(again_);
            state_.count_retries(body.documents());
            if (!waiting || taken_ != before) waiting.emplace(options_.retry);
            const std::chrono::milliseconds wait = waiting->next(backoff::clock::now(), asked_);
            if (wait < wait.zero()) give_up(body.documents(), waiting->attempts());
            rest(wait);
        }
        body.clear();
        if (refused_) {
            refused_->taken = taken_;
            refused_->refused = refusals_;
        }
        return std::move(refused_);
    }
    [[nodiscard]] std::uint64_t taken() const noexcept { return taken_; }
    /// Documents that were refused and passed over, of all requests.
    [[nodiscard]] std::uint64_t skipped() const noexcept { return skipped_; }

private:
    // Sends each document once; again_ becomes the numbers of those that are to be sent again.
    void pass(bulk_body& body) {
        again_.clear();
        asked_ = {};
        is_over_ = false;
        for (std::size_t first = 0; first < body.documents() && !is_over_;) {
            const std::size_t end = body.end_of_part(first, most_);
            if (is_tried(body, first, end)) first = end;
        }
    }

    // One request. False where it or its answer was too large, and it is to be cut.
    bool is_tried(const bulk_body& body, std::size_t first, std::size_t end) {
        const std::string_view text = body.text(first, end);
        http_response answer;
        try {
            answer = post(text, end - first);
        } catch (const http_error& error) {
            const bool is_cut = error.failure() == http_failure::too_long && end - first > 1;
            if (!error.may_pass() && !is_cut) throw;
            problem_ = error.problem();
            state_.count_errors();
            if (is_cut) return cut(text.size(), end - first);
            all_again(first, end);
            return true;
        }
        if (answer.status == 200) {
            take(body, read_bulk_answer(answer.body, end - first, options_.target()), first, end);
            return true;
        }
        state_.count_errors();
        if (answer.status == 413 && end - first > 1) return cut(text.size(), end - first);
        if (answer.status == 413)
            throw delivery_error{options_.target(),
                                 "message " + std::to_string(body.place(first)) + " has " + std::to_string(text.size()) +
                                     " bytes with its action, more than the server takes in a request",
                                 "make it smaller, or raise http.max_content_length of the server"};
        if (answer.status != 429 && (answer.status < 502 || answer.status > 504)) nodes_.fail(answer, "a bulk request");
        problem_ = "status " + std::to_string(answer.status) + ": " + reason_of_answer(answer.body);
        asked_ = std::max(asked_, retry_after(answer));
        all_again(first, end);
        return true;
    }

    bool cut(std::size_t bytes, std::size_t documents) noexcept {
        most_ = std::max<std::size_t>(bytes / 2, 1);
        state_.count_retries(documents);
        return false;
    }

    [[nodiscard]] http_response post(std::string_view text, std::size_t documents) {
        static constexpr std::pair<std::string_view, std::string_view> headers[] = {{"Content-Type", "application/x-ndjson"}, {"Content-Encoding", "gzip"}};
        must_be_wanted();
        struct landing {
            request_state& state;
            std::size_t bytes;
            landing(request_state& from, std::size_t messages, std::size_t size) : state{from}, bytes{size} { state.begin_request(messages, bytes); }
            landing(const landing&) = delete;
            landing& operator=(const landing&) = delete;
            ~landing() { state.end_request(bytes); }
        } const until{state_, documents, text.size()};
        if (options_.gzip) {
            gzip_.encode(text, packed_);
            text = packed_;
        }
        return nodes_.send("POST", path_, elasticsearch_nodes::header_list{headers}.first(options_.gzip ? 2 : 1), text);
    }

    void take(const bulk_body& body, const std::vector<bulk_refusal>& refusals, std::size_t first, std::size_t end) {
        std::uint64_t taken = end - first;
        for (const bulk_refusal& one : refusals) {
            const std::size_t document = first + one.document;
            // Our own, of a request whose answer was lost or of an earlier run.
            if (one.is_there() && options_.document_ids) continue;
            --taken;
            state_.count_errors();
            if (one.may_pass()) {
                problem_ = "status " + std::to_string(one.status) + ": " + one.reason;
                // Behind a document that ends it all, nothing is sent.
                if (!is_over_) again_.push_back(document);
                continue;
            }
            ++refusals_;
            if (options_.refused == on_refusal::skip) {
                ++skipped_;
            } else if (!is_over_) {
                // Of an earlier pass, the one that ended it stands behind all that are sent now.
                is_over_ = true;
                refused_ = refused_document{body.place(document), body.type_number(document),
                                            "status " + std::to_string(one.status) + ", " + one.type + ": " + one.reason, 0, 0};
            }
        }
        taken_ += taken;
    }

    void all_again(std::size_t first, std::size_t end) {
        for (std::size_t i = first; i < end; ++i) again_.push_back(i);
    }

    [[noreturn]] void give_up(std::size_t documents, unsigned attempts) const {
        throw delivery_error{options_.target(),
                             "does not take " + std::to_string(documents) + " documents, sent " + std::to_string(attempts) + " times: " + problem_,
                             "see what the server lacks, or send less: fewer concurrent_requests, or a lower rate"};
    }

    void rest(std::chrono::milliseconds wait) const {
        constexpr std::chrono::milliseconds step{100};
        for (; wait > wait.zero(); wait -= step) {
            (void)state_.wait(std::min(step, wait));
            must_be_wanted();
        }
    }

    void must_be_wanted() const {
        if (!state_.is_wanted(range_)) throw http_error{http_failure::stopped, options_.target(), "was not waited for any longer"};
    }

    const elasticsearch_options& options_;
    request_state& state_;
    elasticsearch_nodes nodes_;
    gzip_encoder gzip_;
    std::string path_, packed_, problem_;
    // The bytes of a request: less than the server's limit where it has refused larger ones.
    std::size_t most_;
    std::vector<std::size_t> again_;
    std::chrono::milliseconds asked_{};
    std::uint64_t range_ = 0, taken_ = 0, refusals_ = 0, skipped_ = 0;
    bool is_over_ = false;
    std::optional<refused_document> refused_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_HTTP_DETAIL_BULK_SENDER_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_ELASTICSEARCH_SINK_HPP
#define SPATE_HTTP_ELASTICSEARCH_SINK_HPP

/// `elasticsearch_sink`: sends messages as documents to Elasticsearch and OpenSearch. Needs libcurl, nlohmann-json and zlib.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/http/bulk_body.hpp>
#include <spate/http/detail/bulk_sender.hpp>
#include <spate/http/detail/elasticsearch_index.hpp>
#include <spate/http/detail/elasticsearch_nodes.hpp>
#include <spate/http/elasticsearch_options.hpp>
#include <spate/http/parallel_requests.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/delivery_error.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0 {

/// The values of messages become documents; keys are not used. Values are JSON objects, each on one line, with the field `@timestamp` for a data stream.
///
/// At least once. With document_ids a document that is sent again, also by a run that resumes, is no second one in the same index; so it is once in an index,
/// and once in a data stream until that rolls over. `acknowledged` counts what the primary shard and its in-sync replicas have, as the bulk API does.
///
/// Documents that are refused for now (status 429, and 502 to 504) are sent again alone, as are whole requests, with times between that retry_options say; a
/// request that is too large (413), or whose answer is above 64 MiB, is cut in halves. Any other refusal of a document ends the sink with the server's reason
/// and the place, or is counted, as `refused` says; where it ends, nothing behind that document is sent by its thread, and what other threads have sent behind
/// it is not acknowledged.
///
/// Memory: each of `requests` threads has a body of about batch_bytes, at most twice that, and its compressed form. Errors: those of delivery_sink.
class elasticsearch_sink : public message_sink {
public:
    /// Throws config_error as elasticsearch_options::check.
    explicit elasticsearch_sink(elasticsearch_options options) : options_{std::move(options)} { options_.check(); }

    void attach(std::shared_ptr<const message_source> source) override { source_ = std::move(source); }
    [[nodiscard]] std::string target() const override { return options_.target(); }

    void check(const delivery_stream& stream) override {
        const bulk_body tried{options_, stream};
        detail::elasticsearch_nodes nodes{options_, 0};
        detail::elasticsearch_index{options_, nodes}.check();
    }

    void open(const delivery_stream& stream, std::uint64_t first) override {
        if (source_ == nullptr) detail::raise_config("elasticsearch_sink", "", "has no source of messages", "attach one before it is opened");
        const bulk_body tried{options_, stream};
        detail::elasticsearch_nodes nodes{options_, 0};
        detail::elasticsearch_index{options_, nodes}.make();
        stream_ = stream;
        owned_state_ = std::make_unique<request_state>(first);
        state_.store(owned_state_.get(), std::memory_order_release);
        requests_ = std::make_unique<parallel_requests>(parallel_options{options_.requests, places_of_request()}, *owned_state_, [this](request_state& state) {
            auto work = std::make_shared<worker>(*this, state);
            return [work](std::uint64_t begin, std::uint64_t end) { work->send(begin, end); };
        });
    }

    void send(std::uint64_t first, std::uint64_t end) override { requests_->send(first, end); }
    void flush() override { requests_->flush(); }
    void close() override {
        flush();
        requests_.reset();
    }
    [[nodiscard]] std::uint64_t acknowledged() const noexcept override {
        const request_state* const state = state_.load(std::memory_order_acquire);
        return state == nullptr ? 0 : state->acknowledged();
    }
    [[nodiscard]] delivery_counts counts() const noexcept override {
        const request_state* const state = state_.load(std::memory_order_acquire);
        return state == nullptr ? delivery_counts{} : state->counts();
    }
    /// Documents that were refused and passed over, as on_refusal::skip says. From any thread.
    [[nodiscard]] std::uint64_t skipped() const noexcept { return skipped_.load(std::memory_order_relaxed); }

private:
    class worker {
    public:
        worker(elasticsearch_sink& sink, request_state& state)
            : sink_{sink},
              state_{state},
              maker_{sink.source_->maker()},
              body_{sink.options_, sink.stream_},
              sender_{sink.options_, state, sink.workers_.fetch_add(1, std::memory_order_relaxed)} {}

        void send(std::uint64_t first, std::uint64_t end) {
            range_ = safe_ = first;
            blocks_.clear();
            body_.clear();
            const elasticsearch_options& options = sink_.options_;
            for (std::uint64_t at = first; at < end;) {
                const std::uint64_t next = std::min(at - at % message_maker::block + message_maker::block, end);
                blocks_.push_back({at, next});
                for (const message& one : maker_->make(at, static_cast<std::size_t>(next - at))) {
                    const bool is_full = body_.bytes() >= options.batch_bytes || (options.batch_documents != 0 && body_.documents() >= options.batch_documents);
                    if (is_full) send_body(at);
                    add(one);
                }
                at = next;
            }
            send_body(end);
        }

    private:
        struct block {
            std::uint64_t first, end;
        };

        // What cannot be sent ends it all, once what stands before it is safe.
        void add(const message& one) {
            const std::uint64_t place = one.place;
            try {
                body_.add(one);
            } catch (const delivery_error&) {
                send_body(place_of(place));
                throw;
            }
        }

        // Sends what there is; then all places below `safe` are safe.
        void send_body(std::uint64_t safe) {
            const std::uint64_t skipped = sender_.skipped();
            const std::optional<detail::refused_document> refused = sender_.send(body_, range_);
            sink_.skipped_.fetch_add(sender_.skipped() - skipped, std::memory_order_relaxed);
            acknowledge(refused ? place_of(refused->place) : safe, sender_.taken());
            if (refused) fail(*refused);
            std::erase_if(blocks_, [safe](const block& one) { return one.end <= safe; });
        }

        void acknowledge(std::uint64_t end, std::uint64_t messages) {
            state_.acknowledge(safe_, end, messages);
            safe_ = std::max(safe_, end);
        }

        // The place in the source of the message that has this place in the stream. Its maker makes blocks anew to find it.
        [[nodiscard]] std::uint64_t place_of(std::uint64_t of_message) {
            const auto has = [&](std::uint64_t first, std::uint64_t end) {
                return std::ranges::any_of(maker_->make(first, static_cast<std::size_t>(end - first)),
                                           [&](const message& one) { return one.place == of_message; });
            };
            for (const block& one : blocks_) {
                if (!has(one.first, one.end)) continue;
                for (std::uint64_t at = one.first; at < one.end; ++at)
                    if (has(at, at + 1)) return at;
            }
            return safe_;
        }

        [[noreturn]] void fail(const detail::refused_document& refused) const {
            const auto types = sink_.source_->types();
            const std::string type = refused.type_number < types.size() ? " of the type " + std::string{types[refused.type_number]} : "";
            throw delivery_error{sink_.options_.target(),
                                 "message " + std::to_string(refused.place) + type + " is refused, " + refused.reason + "; of its request " +
                                     std::to_string(refused.taken) + " documents were taken and " + std::to_string(refused.refused) + " refused",
                                 "make the documents fit the mapping of the index, or pass over such ones with on_error: skip"};
        }

        elasticsearch_sink& sink_;
        request_state& state_;
        std::unique_ptr<message_maker> maker_;
        bulk_body body_;
        detail::bulk_sender sender_;
        std::vector<block> blocks_;
        std::uint64_t range_ = 0, safe_ = 0;
    };

    // So many that their documents are a little less than batch_bytes, since sizes vary.
    [[nodiscard]] std::uint64_t places_of_request() const {
        const std::size_t document = source_->usual_bytes() + 16 + (options_.document_ids ? stream_.name.size() + 48 : 0);
        std::uint64_t places = options_.batch_bytes / 8 * 7 / std::max<std::size_t>(document, 1);
        if (options_.batch_documents != 0) places = std::min<std::uint64_t>(places, options_.batch_documents);
        constexpr std::uint64_t most = std::uint64_t{1} << 20;
        return std::clamp(places / message_maker::block * message_maker::block, message_maker::block, most);
    }

    elasticsearch_options options_;
    std::shared_ptr<const message_source> source_;
    delivery_stream stream_;
    std::unique_ptr<request_state> owned_state_;
    std::atomic<request_state*> state_ = nullptr;
    std::atomic<std::uint64_t> skipped_ = 0;
    std::atomic<std::size_t> workers_ = 0;
    // Last, so that its threads end before what they use.
    std::unique_ptr<parallel_requests> requests_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_ELASTICSEARCH_SINK_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_KINESIS_SINK_HPP
#define SPATE_HTTP_KINESIS_SINK_HPP

/// `kinesis_sink`: messages into a stream of Kinesis Data Streams. Needs libcurl and nlohmann-json.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/http/kinesis_body.hpp>
#include <spate/http/kinesis_client.hpp>
#include <spate/http/kinesis_options.hpp>
#include <spate/http/parallel_requests.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0 {

namespace detail {

// What one thread sends with: places go into bodies, as equal as can be, and each is acknowledged when all its records are taken.
class kinesis_worker {
public:
    kinesis_worker(const kinesis_options& options, const message_source& source, request_state& state)
        : state_{state}, maker_{source.maker()}, body_{options.stream_name, options.target()}, client_{options, state} {}

    void operator()(std::uint64_t first, std::uint64_t end) {
        const std::uint64_t requests = (end - first + kinesis_limits::records - 1) / kinesis_limits::records;
        const std::size_t most = static_cast<std::size_t>((end - first + requests - 1) / requests);
        begin_ = first;
        body_.clear();
        while (first < end) {
            const std::uint64_t block = first - first % message_maker::block, next = std::min(end, block + message_maker::block);
            for (const message& one : maker_->make(first, static_cast<std::size_t>(next - first))) {
                // The source's place of a message, whose own is that of all shards.
                const std::uint64_t place = block + one.place % message_maker::block;
                if (body_.records() == most) send(place);
                if (!state_.is_wanted(begin_)) return;
                if (!add(one, place)) {
                    send(place);
                    (void)body_.add(one);
                }
            }
            first = next;
        }
        send(end);
    }

private:
    // False where the body is full. What was added before a message that cannot be sent is sent nonetheless.
    [[nodiscard]] bool add(const message& one, std::uint64_t place) {
        try {
            return body_.add(one);
        } catch (const delivery_error&) {
            send(place);
            throw;
        }
    }

    // All up to a place.
    void send(std::uint64_t end) {
        if (!state_.is_wanted(begin_)) return;
        const std::uint64_t records = body_.records(), bytes = body_.bytes();
        if (records != 0) {
            state_.begin_request(records, bytes);
            try {
                client_.put(body_);
            } catch (...) {
                state_.end_request(bytes);
                state_.count_errors();
                throw;
            }
            state_.end_request(bytes);
        }
        state_.acknowledge(begin_, end, records);
        begin_ = end;
        body_.clear();
    }

    request_state& state_;
    std::unique_ptr<message_maker> maker_;
    kinesis_body body_;
    kinesis_client client_;
    std::uint64_t begin_ = 0;
};

}  // namespace detail

/// Puts messages into a stream with PutRecords: bodies of up to 500 records and 5 MiB, several requests at once, records that are throttled again alone. The
/// value is the data, the key the partition key; where it is empty, the place as a text is.
///
/// At least once: Kinesis has no more to offer. A record is there twice where the answer to its request was lost, and where a run resumes behind a checkpoint
/// that is older than what was sent. Records of one key come in the order of their places only with one request at a time, and while none is throttled.
///
/// Memory: two bodies of at most 7 MiB and a maker for each request at once. Errors: see delivery_sink; a message above 1 MiB with its key, or with a key above
/// 256 characters, is one before it is sent. Thread safety: see delivery_sink.
class kinesis_sink final : public message_sink {
public:
    /// Throws config_error for options that cannot be. Connects to nothing.
    explicit kinesis_sink(kinesis_options options) : options_{std::move(options)} { options_.check(); }

    [[nodiscard]] const kinesis_options& options() const noexcept { return options_; }
    [[nodiscard]] std::string target() const override { return options_.target(); }
    void attach(std::shared_ptr<const message_source> source) override { source_ = std::move(source); }

    void check(const delivery_stream&) override {
        request_state state;
        kinesis_client client{options_, state};
        const std::optional<kinesis_stream> found = client.describe();
        if (!found && !options_.creates) throw delivery_error{target(), "there is no such stream", "make it, or let it be made with create_stream: true"};
    }

    void open(const delivery_stream&, std::uint64_t first) override {
        if (!source_) detail::raise_config("kinesis_sink", "", "has no source of messages", "attach one before it is opened");
        requests_.reset();
        state_ = std::make_unique<request_state>(first);
        kinesis_client{options_, *state_}.prepare();
        const auto make = [this](request_state& state) -> parallel_requests::worker {
            // Shared, because a function has to be one that can be copied.
            return [worker = std::make_shared<detail::kinesis_worker>(options_, *source_, state)](std::uint64_t begin, std::uint64_t end) {
                (*worker)(begin, end);
            };
        };
        requests_ = std::make_unique<parallel_requests>(parallel_options{options_.concurrent_requests, places_at_once()}, *state_, make);
    }

    void send(std::uint64_t first, std::uint64_t end) override { opened().send(first, end); }
    void flush() override { opened().flush(); }
    void close() override { opened().flush(); }

    [[nodiscard]] std::uint64_t acknowledged() const noexcept override { return state_ ? state_->acknowledged() : 0; }
    [[nodiscard]] delivery_counts counts() const noexcept override { return state_ ? state_->counts() : delivery_counts{}; }

private:
    [[nodiscard]] parallel_requests& opened() {
        if (!requests_) detail::raise_config("kinesis_sink", "", "is not open", "open it before messages are sent");
        return *requests_;
    }
    // Some eight requests of small messages, and one of large ones.
    [[nodiscard]] std::uint64_t places_at_once() const {
        const std::uint64_t fit = 8 * kinesis_limits::request_bytes / std::max<std::uint64_t>(source_->usual_bytes(), 1);
        return std::clamp<std::uint64_t>(fit / message_maker::block, 1, 8) * message_maker::block;
    }

    kinesis_options options_;
    std::shared_ptr<const message_source> source_;
    // Before the threads, which use it to their end.
    std::unique_ptr<request_state> state_;
    std::unique_ptr<parallel_requests> requests_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_KINESIS_SINK_HPP

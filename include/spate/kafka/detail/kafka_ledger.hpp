// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_DETAIL_KAFKA_LEDGER_HPP
#define SPATE_KAFKA_DETAIL_KAFKA_LEDGER_HPP

/// What a Kafka sink has sent and what of it has come: without transactions by delivery reports, counted by spans of places.

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <librdkafka/rdkafka.h>

#include <spate/kafka/detail/kafka_client.hpp>
#include <spate/sink/acknowledgements.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0::detail {

// Places [first, end) whose messages are under way. The sender holds a share until it has sent them all.
struct kafka_span {
    std::uint64_t first = 0, end = 0, bytes = 0, messages = 0;
    std::atomic<std::uint64_t> under_way{1};
    // `done`: nobody looks at it any more.
    std::atomic<bool> failed = false, done = false;
};

// Hears of deliveries in the thread that polls; all else from any thread, `open_span` and `tidy` from one at a time.
class kafka_ledger : public kafka_listener {
public:
    acknowledgements acknowledged;
    std::atomic<std::uint64_t> sent = 0, arrived = 0, bytes = 0, in_flight = 0, retries = 0, errors = 0, requests = 0;

    [[nodiscard]] kafka_span& open_span(std::uint64_t first, std::uint64_t end) {
        tidy();
        spans_.push_back(std::make_unique<kafka_span>());
        spans_.back()->first = first;
        spans_.back()->end = end;
        return *spans_.back();
    }
    // One message less under way, or the sender is through.
    void release(kafka_span& of) noexcept {
        if (of.under_way.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        if (!of.failed.load(std::memory_order_relaxed)) {
            in_flight -= of.bytes;
            arrived += of.messages;
            ++requests;
            acknowledged.add(of.first, of.end);
        }
        of.done.store(true, std::memory_order_release);
    }
    void delivered(const rd_kafka_message_t& one) noexcept override {
        auto* const of = static_cast<kafka_span*>(one._private);
        if (one.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            // Those of a transaction that was aborted went because of an error that is counted.
            if (one.err != RD_KAFKA_RESP_ERR__PURGE_QUEUE && one.err != RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) ++errors;
            if (of != nullptr) {
                of->failed = true;
                const std::lock_guard hold{lock_};
                if (!refusal_) refusal_ = {one.err, of->first, of->end};
            } else if (is_refusal(one.err)) {
                const std::lock_guard hold{lock_};
                if (!refusal_) refusal_ = {one.err, 0, 0};
            }
        }
        if (of != nullptr) release(*of);
    }
    struct refused {
        rd_kafka_resp_err_t code;
        std::uint64_t first, end;
    };
    // The first message that did not come; of a transaction, which is sent again, the first that never will: its places are none.
    [[nodiscard]] std::optional<refused> refusal() const {
        const std::lock_guard hold{lock_};
        return refusal_;
    }
    [[nodiscard]] delivery_counts counts() const noexcept { return {sent, arrived, bytes, in_flight, retries, errors, requests}; }

private:
    void tidy() {
        while (!spans_.empty() && spans_.front()->done.load(std::memory_order_acquire)) spans_.pop_front();
    }

    std::deque<std::unique_ptr<kafka_span>> spans_;
    mutable std::mutex lock_;
    std::optional<refused> refusal_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_KAFKA_DETAIL_KAFKA_LEDGER_HPP

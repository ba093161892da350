// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_KAFKA_SINK_HPP
#define SPATE_KAFKA_KAFKA_SINK_HPP

/// `kafka_sink`: messages into a topic of Kafka or of Event Hubs, each exactly once where there are transactions.

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <librdkafka/rdkafka.h>

#include <spate/core/error.hpp>
#include <spate/kafka/detail/kafka_admin.hpp>
#include <spate/kafka/detail/kafka_client.hpp>
#include <spate/kafka/detail/kafka_ledger.hpp>
#include <spate/kafka/detail/kafka_writer.hpp>
#include <spate/kafka/event_hubs.hpp>
#include <spate/kafka/kafka_options.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/delivery_error.hpp>
#include <spate/sink/message.hpp>
#include <spate/sink/retry.hpp>

namespace spate::inline v0 {

/// Messages into a topic, by an idempotent producer. A key decides on the partition as Java's producer would have it (murmur2); messages without a key go to
/// one partition after the other, a batch at a time. Within a partition, messages are in the order of their places. The time of a message is its timestamp.
///
/// With transactions (options.transactions): stream.id() is the transactional id and the name of a consumer group; each transaction stores, as this group's
/// offset of the topic's partition 0, the first place that it does not hold, and beside it the hash of the specification and the note. Who reads with
/// isolation.level=read_committed sees each message once, whatever breaks, as long as `position` is asked before `open`. A second run of the same stream fences
/// the first one off, which then throws. A broker forgets offsets of idle groups after offsets.retention.minutes (a week unless it is set): who resumes later
/// starts over.
///
/// Without transactions: once as long as the sink lives, and again from the last checkpoint after a kill. But a broker forgets producers whose newest timestamp
/// is producer.id.expiration.ms (a day) past, whatever the client: when it dies or a connection breaks, the batches of such messages that were under way may be
/// there twice, all of them before what follows.
///
/// Memory is bounded by queue_messages and queue_bytes: `send` waits while they are full. Errors: as delivery_sink; a message that is longer than the topic
/// takes is one before it is sent, and what came before it is acknowledged. Source: Kafka's protocol by librdkafka 2.0.2 or newer; KIP-98 (exactly once),
/// KIP-480. Thread safety: as delivery_sink; a thread of its own polls and commits, so that a message made by the attached source may be made in it, but never
/// in two threads at once.
class kafka_sink : public message_sink {
public:
    /// Throws config_error as kafka_options::check does; connects to nothing.
    explicit kafka_sink(kafka_options options) : options_{std::move(options)} {
        options_.check();
        name_target();
    }
    kafka_sink(const kafka_sink&) = delete;
    kafka_sink& operator=(const kafka_sink&) = delete;
    /// Aborts the transaction that is open, and drops what was not acknowledged.
    ~kafka_sink() override {
        stop_worker();
        if (client_ && in_transaction_) const detail::kafka_failure ignored{rd_kafka_abort_transaction(client_.get(), 2000)};
    }

    void attach(std::shared_ptr<const message_source> source) override { source_ = std::move(source); }
    [[nodiscard]] std::string target() const override { return target_; }
    [[nodiscard]] bool keeps_position() const noexcept override { return options_.transactions; }

    void check(const delivery_stream& stream) override {
        (void)stream;
        resolve();
        writer_.read(options_, source_.get());
        detail::kafka_admin admin{options_, target_};
        if (admin.partitions() == 0 && !options_.create_topic) refuse_missing_topic();
    }

    [[nodiscard]] std::optional<delivery_position> position(const delivery_stream& stream) override {
        if (!options_.transactions) return {};
        prepare(stream);
        const std::optional<detail::kafka_offset> found = detail::committed_offset(options_, target_, stream.id());
        if (!found) return {};
        delivery_position out{static_cast<std::uint64_t>(found->offset), 0, {}};
        const std::string_view text = found->metadata;
        const auto [end, error] = std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 16), out.specification, 16);
        if (error != std::errc{} || text.size() < 17 || text[16] != ' ' || end != text.data() + 16)
            detail::raise(delivery_error{target_, "the consumer group " + stream.id() + " has an offset that was not written here",
                                         "give the stream another name, or delete the group"});
        out.note = text.substr(17);
        return out;
    }

    void open(const delivery_stream& stream, std::uint64_t first) override {
        if (source_ == nullptr) detail::raise_config("source", "", "is missing", "attach one before the sink is opened");
        writer_.read(options_, source_.get());
        prepare(stream);
        stream_ = stream;
        maker_ = source_->maker();
        sent_ = committed_ = first;
        ledger_->acknowledged.add(0, first);
        worker_ = std::thread{[this] { work(); }};
    }

    void send(std::uint64_t first, std::uint64_t end) override {
        const std::lock_guard hold{lock_};
        throw_failure();
        for (std::uint64_t at = first; at < end;) {
            const std::uint64_t last = std::min(end, at - at % message_maker::block + message_maker::block);
            if (options_.transactions) begin();
            if (!produce(at, last)) {
                send_again();
                continue;
            }
            sent_ = at = last;
            if (is_due(clock::now())) commit();
        }
    }

    void flush() override {
        const std::lock_guard hold{lock_};
        throw_failure();
        finish();
    }

    void close() override {
        flush();
        stop_worker();
        throw_failure();
        topic_.reset();
        client_.reset();
    }

    [[nodiscard]] std::uint64_t acknowledged() const noexcept override { return ledger_->acknowledged.below(); }
    [[nodiscard]] delivery_counts counts() const noexcept override { return ledger_->counts(); }

private:
    using clock = std::chrono::steady_clock;
    enum class outcome : unsigned char { done, again, abort };

    static constexpr std::chrono::milliseconds initialising{60'000};
    // How long a step of a transaction waits before it is asked again; the client itself would wait for a broker without end.
    static constexpr int turn = 1000;

    void name_target() {
        const std::string servers = options_.bootstrap_servers.empty() ? std::string{"by connection string"} : options_.bootstrap_servers;
        target_ = (options_.event_hubs ? "event hubs " : "kafka ") + servers + (options_.topic.empty() ? "" : ", topic " + options_.topic);
    }
    // Secrets are looked up when a connection is made, not before.
    void resolve() {
        options_ = with_connection_string(std::move(options_));
        name_target();
    }
    [[noreturn]] void refuse_missing_topic() const {
        detail::raise(delivery_error{target_, "there is no such topic", "make it, or let it be made with create_topic: true"});
    }

    // The client, once: the topic is there, its limit known, and what an earlier run has left open is ended.
    void prepare(const delivery_stream& stream) {
        if (client_) return;
        resolve();
        std::size_t told = 0;
        {
            detail::kafka_admin admin{options_, target_};
            if (admin.partitions() == 0) {
                if (!options_.create_topic) refuse_missing_topic();
                admin.create_topic();
            }
            // What is compressed may fit where it does not before: who gives a limit then knows better than the topic.
            if (!options_.event_hubs && (options_.message_bytes == 0 || options_.compression == "none")) told = admin.message_bytes();
        }
        limit_is_told_ = told != 0 && (options_.message_bytes == 0 || told < options_.message_bytes);
        limit_ = limit_is_told_ ? told : options_.message_bytes != 0 ? options_.message_bytes : event_hubs_message_bytes;
        if (options_.event_hubs) limit_ = std::min(limit_, event_hubs_message_bytes);
        limit_ = std::clamp<std::size_t>(limit_, 1000, 1'000'000'000);
        client_.reset(settings(stream).make(RD_KAFKA_PRODUCER, *ledger_));
        topic_.reset(rd_kafka_topic_new(client_.get(), options_.topic.c_str(), nullptr));
        if (!topic_) detail::raise(delivery_error{target_, std::string{"the client does not take the topic: "} + rd_kafka_err2str(rd_kafka_last_error())});
        if (!options_.transactions) return;
        group_.reset(rd_kafka_consumer_group_metadata_new(stream.id().c_str()));
        const auto until = clock::now() + initialising;
        for (;;) {
            const detail::kafka_failure failure{rd_kafka_init_transactions(client_.get(), 10'000)};
            if (!failure) break;
            rd_kafka_poll(client_.get(), 0);
            const auto [code, text] = ledger_->complaints.last();
            if (detail::is_final(code)) detail::raise(detail::kafka_problem(options_, target_, code, text, "starting transactions"));
            if (!rd_kafka_error_is_retriable(failure.get()) || clock::now() > until) raise_failure(failure, "starting transactions");
        }
    }

    [[nodiscard]] detail::kafka_settings_of settings(const delivery_stream& stream) const {
        detail::kafka_settings_of out{options_, target_};
        const auto milliseconds = [](std::chrono::milliseconds time) { return std::to_string(time.count()); };
        out.set("enable.idempotence", "true");
        out.set("partitioner", "murmur2_random");
        out.set("linger.ms", milliseconds(options_.linger));
        out.set("batch.size", std::to_string(std::min(options_.batch_bytes, limit_)));
        out.set("batch.num.messages", "1000000");
        out.set("message.max.bytes", std::to_string(limit_));
        out.set("queue.buffering.max.messages", std::to_string(options_.queue_messages));
        out.set("queue.buffering.max.kbytes", std::to_string(options_.queue_bytes >> 10));
        out.set("compression.codec", options_.compression);
        out.set("message.timeout.ms", milliseconds(options_.delivery_timeout));
        if (options_.transactions) {
            out.set("transactional.id", stream.id());
            out.set("transaction.timeout.ms", milliseconds(options_.delivery_timeout));
            // A commit speaks for all messages at once.
            out.set("delivery.report.only.error", "true");
        }
        return out;
    }

    // Sends the messages at places [first, last) of one block. Says false where the transaction has to be aborted.
    [[nodiscard]] bool produce(std::uint64_t first, std::uint64_t last) {
        detail::kafka_span* const span = options_.transactions ? nullptr : &ledger_->open_span(first, last);
        std::uint64_t messages = 0, bytes = 0;
        for (const message& one : maker_->make(first, static_cast<std::size_t>(last - first))) {
            const std::string_view value = writer_.framed(one);
            const std::size_t size = one.key.size() + value.size();
            if (size + writer_.envelope(one) > limit_) refuse_long(one, first, last, span, messages, bytes);
            if (span != nullptr) span->under_way.fetch_add(1, std::memory_order_relaxed);
            if (const rd_kafka_resp_err_t code = push(one, value, span); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
                const bool aborts = options_.transactions && code == RD_KAFKA_RESP_ERR__STATE;
                if (span != nullptr) ledger_->release(*span);
                if (!aborts) fail_to_push(code);
                return false;
            }
            ++messages;
            bytes += size;
        }
        book(span, messages, bytes);
        return true;
    }
    void book(detail::kafka_span* span, std::uint64_t messages, std::uint64_t bytes) {
        ledger_->sent += messages;
        ledger_->bytes += bytes;
        ledger_->in_flight += bytes;
        if (span == nullptr) {
            pending_messages_ += messages;
            pending_bytes_ += bytes;
            return;
        }
        span->bytes = bytes;
        span->messages = messages;
        ledger_->release(*span);
    }

    // Waits while the queue is full; every other error comes back.
    [[nodiscard]] rd_kafka_resp_err_t push(const message& one, std::string_view value, detail::kafka_span* span) {
        for (;;) {
            const rd_kafka_resp_err_t code = writer_.push(client_.get(), topic_.get(), one, value, span);
            if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) return code;
            std::this_thread::sleep_for(std::chrono::microseconds{500});
            if (ledger_->refusal()) throw_failure();
        }
    }

    void fail_to_push(rd_kafka_resp_err_t code) const {
        char text[512] = "";
        if (code == RD_KAFKA_RESP_ERR__FATAL) code = rd_kafka_fatal_error(client_.get(), text, sizeof text);
        detail::raise(detail::kafka_problem(options_, target_, code, ledger_->complaints.shown(text), "sending"));
    }

    // What came before it is acknowledged, then its place is told. It is one of those at [first, last).
    [[noreturn]] void refuse_long(const message& one, std::uint64_t first, std::uint64_t last, detail::kafka_span* span, std::uint64_t messages,
                                  std::uint64_t bytes) {
        const std::string type{one.type};
        const std::uint64_t place = one.place;
        const std::size_t size = one.key.size() + one.value.size();
        std::uint64_t at = first;  // lost messages and shards: places of messages are others than those of the source
        for (; at + 1 < last; ++at)
            if (const std::span<const message> alone = maker_->make(at, 1); !alone.empty() && alone.front().place == place) break;
        if (span != nullptr) span->end = at;
        book(span, messages, bytes);
        sent_ = at;
        finish();
        detail::raise(delivery_error{target_,
                                     "the message at place " + std::to_string(place) + (type.empty() ? "" : ", type " + type + ",") + " has " +
                                         std::to_string(size) + " bytes; with its envelope that is more than " + std::to_string(limit_) + ", the limit of " +
                                         (options_.event_hubs ? "Event Hubs"
                                          : limit_is_told_    ? "the topic (max.message.bytes)"
                                                              : "message_bytes"),
                                     std::string{"make its payload smaller"} + (options_.event_hubs ? ""
                                                                                : limit_is_told_    ? ", or raise max.message.bytes of the topic"
                                                                                                    : ", or raise message_bytes")});
    }

    void begin() {
        if (in_transaction_) return;
        const detail::kafka_failure failure{rd_kafka_begin_transaction(client_.get())};
        if (failure) raise_failure(failure, "beginning a transaction");
        in_transaction_ = true;
        began_ = clock::now();
    }

    [[nodiscard]] bool is_due(clock::time_point now) const noexcept {
        return in_transaction_ && (pending_messages_ >= options_.transaction_messages || now - began_ >= options_.transaction_interval);
    }

    // Everything that was sent is acknowledged when it returns.
    void finish() {
        if (options_.transactions) {
            if (in_transaction_) commit();
            return;
        }
        while (rd_kafka_flush(client_.get(), 200) != RD_KAFKA_RESP_ERR_NO_ERROR) throw_failure();
        while (ledger_->acknowledged.below() < sent_) {  // the worker has the last reports in its hands
            throw_failure();
            std::this_thread::sleep_for(std::chrono::microseconds{200});
        }
    }

    void commit() {
        while (!is_committed()) send_again();
        patience_.reset();
        in_transaction_ = false;
        committed_ = sent_;
        ledger_->in_flight -= std::exchange(pending_bytes_, 0);
        ledger_->arrived += std::exchange(pending_messages_, 0);
        ++ledger_->requests;
        ledger_->acknowledged.add(ledger_->acknowledged.below(), committed_);
    }
    [[nodiscard]] bool is_committed() {
        const detail::kafka_partitions offsets{rd_kafka_topic_partition_list_new(1)};
        rd_kafka_topic_partition_t* const one = rd_kafka_topic_partition_list_add(offsets.get(), options_.topic.c_str(), 0);
        one->offset = static_cast<std::int64_t>(sent_);
        char hash[17] = "0000000000000000";
        char digits[17];
        const auto [end, error] = std::to_chars(digits, digits + sizeof digits, stream_.specification, 16);
        std::memcpy(hash + 16 - (end - digits), digits, static_cast<std::size_t>(end - digits));
        const std::string text = std::string{hash} + " " + stream_.note;
        one->metadata = std::malloc(text.size());  // the list frees it
        if (one->metadata != nullptr) std::memcpy(one->metadata, text.data(), one->metadata_size = text.size());
        return patiently("storing the position", [&] { return rd_kafka_send_offsets_to_transaction(client_.get(), offsets.get(), group_.get(), turn); }) &&
               patiently("committing a transaction", [&] { return rd_kafka_commit_transaction(client_.get(), turn); });
    }
    // Tries a step of a transaction until it is done. Says false where the transaction has to be aborted; throws where nothing helps.
    template <class Step>
    [[nodiscard]] bool patiently(std::string_view doing, const Step& step) {
        for (;;) {
            const detail::kafka_failure failure{step()};
            if (!failure) return true;
            const bool waits = rd_kafka_error_code(failure.get()) == RD_KAFKA_RESP_ERR__TIMED_OUT;
            if (!waits) ++ledger_->errors;
            if (rd_kafka_error_is_fatal(failure.get())) raise_failure(failure, doing);
            if (rd_kafka_error_txn_requires_abort(failure.get())) {
                if (detail::is_refusal(rd_kafka_error_code(failure.get()))) raise_failure(failure, doing);
                why_ = rd_kafka_error_string(failure.get());
                return false;
            }
            if (!rd_kafka_error_is_retriable(failure.get())) raise_failure(failure, doing);
            wait_or_raise(failure, waits, doing);
        }
    }
    void wait_or_raise(const detail::kafka_failure& failure, bool waits, std::string_view doing) {
        const std::chrono::milliseconds wait = next_wait();
        if (wait.count() < 0) raise_failure(failure, doing);
        if (!waits) std::this_thread::sleep_for(wait);
    }
    // Below zero when transactions have failed for as long as a message may take.
    [[nodiscard]] std::chrono::milliseconds next_wait() {
        if (!patience_) {
            retry_options retry = options_.retry;
            retry.deadline = std::min(retry.deadline, options_.delivery_timeout);
            patience_.emplace(retry);
        }
        return patience_->next();
    }
    // The transaction is aborted, and its places are sent once more in a new one: they are the same messages.
    void send_again() {
        for (bool is_sent = false; !is_sent;) {
            throw_refusal();
            const bool is_aborted = patiently("aborting a transaction", [&] { return rd_kafka_abort_transaction(client_.get(), turn); });
            throw_refusal();
            ledger_->in_flight -= std::exchange(pending_bytes_, 0);
            ledger_->retries += std::exchange(pending_messages_, 0);
            const std::chrono::milliseconds wait = next_wait();
            if (wait.count() < 0)
                detail::raise(delivery_error{target_, "transactions fail again and again: " + ledger_->complaints.shown(why_), "look at the brokers' logs"});
            std::this_thread::sleep_for(wait);
            if (!is_aborted) continue;
            in_transaction_ = false;
            begin();
            is_sent = true;
            for (std::uint64_t at = committed_; at < sent_ && is_sent;) {
                const std::uint64_t last = std::min(sent_, at - at % message_maker::block + message_maker::block);
                is_sent = produce(at, last);
                at = last;
            }
        }
    }

    [[noreturn]] void raise_failure(const detail::kafka_failure& failure, std::string_view doing) const {
        rd_kafka_resp_err_t code = rd_kafka_error_code(failure.get());
        char text[512] = "";
        if (rd_kafka_error_is_fatal(failure.get()))
            if (const rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(client_.get(), text, sizeof text); fatal != RD_KAFKA_RESP_ERR_NO_ERROR) code = fatal;
        detail::raise(
            detail::kafka_problem(options_, target_, code, ledger_->complaints.shown(text[0] != '\0' ? text : rd_kafka_error_string(failure.get())), doing));
    }

    // What went wrong meanwhile: in the worker, or with a message on its way.
    void throw_failure() {
        if (failure_) std::rethrow_exception(failure_);
        throw_refusal();
    }
    void throw_refusal() const {
        if (const auto refused = ledger_->refusal()) {
            const auto [code, text] = ledger_->complaints.last();
            // Those of a transaction do not say where they are.
            const bool has_places = refused->first != refused->end;
            const std::uint64_t first = has_places ? refused->first : committed_, end = std::max(has_places ? refused->end : sent_, first + 1);
            const std::string doing = "a message of places " + std::to_string(first) + " to " + std::to_string(end - 1) + " was not taken";
            const bool is_late = refused->code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT;
            const std::string why = is_late && !text.empty() ? "(" + std::to_string(options_.delivery_timeout.count()) + " ms) " + text : std::string{};
            detail::raise(detail::kafka_problem(options_, target_, refused->code, why, doing));
        }
    }

    void work() {
        while (!stop_.load(std::memory_order_relaxed)) {
            rd_kafka_poll(client_.get(), 50);
            if (!options_.transactions) continue;
            const std::unique_lock hold{lock_, std::try_to_lock};
            if (!hold || failure_ || !is_due(clock::now())) continue;
            try {
                commit();
            } catch (...) {
                failure_ = std::current_exception();
            }
        }
    }
    void stop_worker() {
        stop_ = true;
        if (worker_.joinable()) worker_.join();
    }

    kafka_options options_;
    std::string target_;
    std::shared_ptr<const message_source> source_;
    std::unique_ptr<message_maker> maker_;
    delivery_stream stream_;
    detail::kafka_writer writer_;
    std::string why_;
    std::size_t limit_ = event_hubs_message_bytes;
    bool limit_is_told_ = false;

    // Guards all that follows, and the maker.
    std::mutex lock_;
    bool in_transaction_ = false;
    clock::time_point began_;
    // Places [committed_, sent_) are in the open transaction.
    std::uint64_t sent_ = 0, committed_ = 0, pending_messages_ = 0, pending_bytes_ = 0;
    std::optional<backoff> patience_;
    std::exception_ptr failure_;

    // The client ends before what its callbacks speak to.
    std::unique_ptr<detail::kafka_ledger> ledger_ = std::make_unique<detail::kafka_ledger>();
    detail::kafka_group group_;
    detail::kafka_client client_;
    detail::kafka_topic topic_;
    std::atomic<bool> stop_ = false;
    std::thread worker_;
};

}  // namespace spate::inline v0

#endif  // SPATE_KAFKA_KAFKA_SINK_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_RUN_FAKE_SINK_HPP
#define SPATE_TESTS_RUN_FAKE_SINK_HPP

/// A target in memory that is slow, acknowledges out of order and fails where it is told to.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <spate/sink/acknowledgements.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/delivery_error.hpp>
#include <spate/sink/message.hpp>

namespace test {

/// What outlives a sink: the server.
struct fake_server {
    std::vector<std::string> values;
    std::vector<std::uint64_t> places;
    std::optional<spate::delivery_position> position;
    spate::delivery_stream opened;
    std::uint64_t first = spate::delivery_position{}.next;
    int checks = 0, opens = 0, flushes = 0, closes = 0, idles = 0;
    std::uint64_t largest_send = 0;
};

struct fake_options {
    unsigned seed = 1;
    bool keeps_position = false;
    /// Acknowledges nothing but at a flush.
    bool lazy = false;
    /// Fails when it is sent this place.
    std::uint64_t fails_at = spate::delivery_position{~std::uint64_t{0}}.next;
    bool fails_to_flush = false, fails_to_open = false;
    std::chrono::microseconds delay{0};
};

class fake_sink final : public spate::message_sink {
public:
    explicit fake_sink(fake_server& server, const fake_options& options = {}) : server_{server}, options_{options}, random_{options.seed} {}

    void attach(std::shared_ptr<const spate::message_source> source) override { source_ = std::move(source); }
    [[nodiscard]] std::string target() const override { return "fake server"; }
    [[nodiscard]] bool keeps_position() const noexcept override { return options_.keeps_position; }
    void check(const spate::delivery_stream&) override { ++server_.checks; }
    [[nodiscard]] std::optional<spate::delivery_position> position(const spate::delivery_stream&) override { return server_.position; }
    void open(const spate::delivery_stream& stream, std::uint64_t first) override {
        if (options_.fails_to_open) throw spate::delivery_error{target(), "does not answer", "start it"};
        ++server_.opens;
        server_.opened = stream;
        server_.first = first;
        done_.emplace(first);
        sent_ = first;
        if (source_) maker_ = source_->maker();
    }
    void send(std::uint64_t first, std::uint64_t end) override {
        if (first != sent_) throw spate::delivery_error{target(), "places do not go on where they ended"};
        server_.largest_send = std::max(server_.largest_send, end - first);
        if (options_.delay.count() != 0) std::this_thread::sleep_for(options_.delay);
        const std::uint64_t to = std::min(end, options_.fails_at);
        // Parts are acknowledged some time later, in any order.
        while (sent_ < to) {
            const std::uint64_t next = std::min(to, sent_ + 1 + random_() % 700);
            take(sent_, next);
            waiting_.emplace_back(sent_, next);
            sent_ = next;
        }
        std::shuffle(waiting_.begin(), waiting_.end(), random_);
        if (!options_.lazy) acknowledge(waiting_.size() / 2);
        if (to < end) throw spate::delivery_error{target(), "refuses place " + std::to_string(to), "send another"};
    }
    void idle() override {
        ++server_.idles;
        if (!options_.lazy) acknowledge(0);
    }
    void flush() override {
        ++server_.flushes;
        if (options_.fails_to_flush) throw spate::delivery_error{target(), "has gone away"};
        acknowledge(0);
    }
    void close() override {
        flush();
        ++server_.closes;
    }
    [[nodiscard]] std::uint64_t acknowledged() const noexcept override { return done_ ? done_->below() : 0; }
    [[nodiscard]] spate::delivery_counts counts() const noexcept override {
        spate::delivery_counts out;
        out.sent = messages_;
        out.bytes = bytes_;
        return out;
    }

private:
    void take(std::uint64_t first, std::uint64_t end) {
        for (std::uint64_t place = first; place < end && !maker_; ++place) server_.places.push_back(place);
        if (!maker_) return;
        spate::for_each_message(*maker_, first, end, [&](const spate::message& one) {
            server_.places.push_back(one.place);
            server_.values.emplace_back(one.value);
            ++messages_;
            bytes_ += one.value.size();
        });
    }
    void acknowledge(std::size_t left) {
        for (; waiting_.size() > left; waiting_.pop_back()) done_->add(waiting_.back().first, waiting_.back().second);
        if (options_.keeps_position) server_.position = {done_->below(), server_.opened.specification, server_.opened.note};
    }

    fake_server& server_;
    fake_options options_;
    std::mt19937 random_;
    std::shared_ptr<const spate::message_source> source_;
    std::unique_ptr<spate::message_maker> maker_;
    std::optional<spate::acknowledgements> done_;
    std::uint64_t sent_ = 0;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> waiting_;
    std::atomic<std::uint64_t> messages_{0}, bytes_{0};
};

}  // namespace test

#endif  // SPATE_TESTS_RUN_FAKE_SINK_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_KINESIS_BODY_HPP
#define SPATE_HTTP_KINESIS_BODY_HPP

/// `kinesis_body`: the bodies of Kinesis' PutRecords.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/http/base64.hpp>
#include <spate/sink/delivery_error.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0 {

/// What Kinesis takes. Source: Amazon Kinesis Data Streams, API reference, PutRecords.
struct kinesis_limits {
    static constexpr std::size_t records = 500;
    /// Values and keys, before base64: of a record, and of a request.
    static constexpr std::size_t record_bytes = std::size_t{1} << 20, request_bytes = std::size_t{5} << 20;
    /// Of a partition key, in Unicode characters.
    static constexpr std::size_t key_characters = 256;
};

/// Builds one body after the other in the same memory: {"StreamName":"s","Records":[{"Data":"YQ==","PartitionKey":"k"}]}. A message without a key has its place
/// as a text for one. Belongs to one thread. Cost: about 0.4 ns a byte of value; a body holds at most 5 MiB of values and keys, so about 7 MiB of text.
class kinesis_body {
public:
    /// `target` is what errors name: "kinesis https://host, stream s".
    kinesis_body(std::string_view stream_name, std::string target) : target_{std::move(target)} {
        ensure(256 + 6 * stream_name.size());
        put("{\"StreamName\":\"");
        put_escaped(stream_name);
        put("\",\"Records\":[");
        prefix_ = size_;
        starts_.reserve(kinesis_limits::records);
        places_.reserve(kinesis_limits::records);
    }

    /// Takes a message; false where the body is full, which then has to be sent first. Throws delivery_error for a message that no body takes: it names the
    /// message's place, type and bytes, and the limit.
    [[nodiscard]] bool add(const message& one) {
        char number[20];
        std::string_view key = one.key;
        if (key.empty()) key = {number, static_cast<std::size_t>(std::to_chars(number, number + sizeof number, one.place).ptr - number)};
        const std::size_t bytes = one.value.size() + key.size();
        if (bytes > kinesis_limits::record_bytes || key.size() > kinesis_limits::key_characters) check(one, key);
        if (starts_.size() == kinesis_limits::records || bytes_ + bytes > kinesis_limits::request_bytes) return false;
        ensure(base64_size(one.value.size()) + 6 * key.size() + 64);
        if (!starts_.empty()) text_[size_ - 1] = ',';
        starts_.push_back(size_);
        places_.push_back(one.place);
        put("{\"Data\":\"");
        size_ = static_cast<std::size_t>(encode_base64(one.value, text_.get() + size_) - text_.get());
        put("\",\"PartitionKey\":\"");
        put_escaped(key);
        put("\"},");
        bytes_ += bytes;
        return true;
    }

    [[nodiscard]] std::size_t records() const noexcept { return starts_.size(); }
    /// The values and keys of all that were added since `clear`.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] bool is_empty() const noexcept { return starts_.empty(); }
    /// The message's place at one of the records.
    [[nodiscard]] std::uint64_t place(std::size_t record) const { return places_[record]; }

    /// The body; stays until the next call of anything else. Requires that it is not empty.
    [[nodiscard]] std::string_view text() {
        // In place of the last comma, which comes back with what is added next.
        std::memcpy(text_.get() + size_ - 1, "]}", 2);
        return {text_.get(), size_ + 1};
    }

    /// Leaves only these records, whose numbers rise: those that have to be sent again.
    void keep(std::span<const std::size_t> records) {
        const std::size_t end = size_;
        size_ = prefix_;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const std::size_t at = records[i], begin = starts_[at], next = at + 1 < starts_.size() ? starts_[at + 1] : end;
            std::memmove(text_.get() + size_, text_.get() + begin, next - begin);
            // Before it is overwritten: records[i] is never below i.
            starts_[i] = size_;
            places_[i] = places_[at];
            size_ += next - begin;
            text_[size_ - 1] = ',';
        }
        starts_.resize(records.size());
        places_.resize(records.size());
    }

    void clear() noexcept {
        size_ = prefix_;
        bytes_ = 0;
        starts_.clear();
        places_.clear();
    }

private:
    void check(const message& one, std::string_view key) const {
        const auto name = [&one] {
            return "the message at place " + std::to_string(one.place) + (one.type.empty() ? "" : " of type " + std::string{one.type});
        };
        const std::size_t bytes = one.value.size() + key.size();
        if (bytes > kinesis_limits::record_bytes)
            throw delivery_error{target_,
                                 name() + " has " + std::to_string(bytes) + " bytes with its key, and Kinesis takes at most " +
                                     std::to_string(kinesis_limits::record_bytes) + " (1 MiB)",
                                 "make its texts shorter"};
        const auto characters =
            static_cast<std::size_t>(std::count_if(key.begin(), key.end(), [](char letter) { return (static_cast<unsigned char>(letter) & 0xc0u) != 0x80u; }));
        if (characters > kinesis_limits::key_characters)
            throw delivery_error{target_,
                                 name() + " has a partition key of " + std::to_string(characters) + " characters, and Kinesis takes at most " +
                                     std::to_string(kinesis_limits::key_characters),
                                 "partition by a shorter field"};
    }

    void ensure(std::size_t more) {
        // One more for what `text` writes behind the end.
        if (size_ + more + 1 <= capacity_) return;
        const std::size_t larger = std::max(size_ + more + 1, 2 * capacity_);
        std::unique_ptr<char[]> to{new char[larger]};
        if (size_ != 0) std::memcpy(to.get(), text_.get(), size_);
        text_ = std::move(to);
        capacity_ = larger;
    }
    void put(std::string_view text) noexcept {
        std::memcpy(text_.get() + size_, text.data(), text.size());
        size_ += text.size();
    }
    // RFC 8259, section 7.
    void put_escaped(std::string_view text) noexcept {
        constexpr std::string_view digits = "0123456789abcdef";
        for (const char letter : text) {
            const auto value = static_cast<unsigned char>(letter);
            if (value >= 0x20 && value != '"' && value != '\\') {
                text_[size_++] = letter;
            } else if (value >= 0x20) {
                text_[size_++] = '\\';
                text_[size_++] = letter;
            } else {
                put("\\u00");
                text_[size_++] = digits[value >> 4];
                text_[size_++] = digits[value & 15];
            }
        }
    }

    std::string target_;
    std::unique_ptr<char[]> text_;
    std::size_t size_ = 0, capacity_ = 0, prefix_ = 0, bytes_ = 0;
    std::vector<std::size_t> starts_;
    std::vector<std::uint64_t> places_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_KINESIS_BODY_HPP

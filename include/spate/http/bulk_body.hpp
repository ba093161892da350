// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_BULK_BODY_HPP
#define SPATE_HTTP_BULK_BODY_HPP

/// `bulk_body`: the body of a bulk request of Elasticsearch and OpenSearch, made of messages.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/text_numbers.hpp>
#include <spate/http/elasticsearch_options.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/delivery_error.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0 {

/// For each message an action, {"create":{}} or {"create":{"_id":"..."}}, on a line of its own, and behind it the value as the document. Every line ends with a
/// newline, the last one too, as the bulk API requires; the index stands in the path of the request.
///
/// An id is the stream's name, the 16 hexadecimal digits of its specification's hash, and the place in 20 digits:
/// "events-0123456789abcdef-00000000000000000042". A message that is sent again has the same id, and the messages of two streams have different ones.
///
/// Cost: a copy of the value, and a search in it for a newline. Thread safety: belongs to one thread. Source: the reference of Elasticsearch 8, "Bulk API".
class bulk_body {
public:
    /// Takes document_ids, replace, request_limit and the target from the options. Throws config_error for a stream whose name is no text of letters, digits,
    /// -, _ and points, or longer than 400.
    bulk_body(const elasticsearch_options& options, const delivery_stream& stream) : limit_{options.request_limit}, target_{options.target()} {
        const std::string action = options.replace ? "{\"index\":{" : "{\"create\":{";
        if (!options.document_ids) {
            before_ = action + "}}\n";
            return;
        }
        constexpr std::size_t longest = 400;
        bool right = !stream.name.empty() && stream.name.size() <= longest;
        for (const char letter : stream.name)
            right = right && ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '-' ||
                              letter == '_' || letter == '.');
        if (!right)
            detail::raise_config("stream", "\"" + stream.name + "\"", "cannot begin ids of documents", "take at most 400 letters, digits, -, _ and points");
        std::string hash;
        for (std::uint64_t word = stream.specification, i = 0; i < 16; ++i, word <<= 4) hash += "0123456789abcdef"[word >> 60];
        before_ = action + "\"_id\":\"" + stream.name + "-" + hash + "-";
        has_ids_ = true;
    }

    /// Throws delivery_error for a value that is empty, that holds a newline, or that is larger with its action than what the server takes.
    void add(const message& one) {
        const std::size_t action = before_.size() + (has_ids_ ? place_digits + after_.size() : 0), all = action + one.value.size() + 1;
        if (one.value.empty() || all > limit_ || std::memchr(one.value.data(), '\n', one.value.size()) != nullptr) refuse(one, all);
        if (text_.size() < size_ + all) text_.resize(2 * (size_ + all) + 4096);
        char* to = text_.data() + size_;
        items_.push_back({size_, one.place, one.type_number});
        std::memcpy(to, before_.data(), before_.size());
        to += before_.size();
        if (has_ids_) {
            constexpr std::uint64_t eight = 100'000'000;
            detail::put_4(to, static_cast<std::uint32_t>(one.place / (eight * eight)));
            detail::put_8(to + 4, static_cast<std::uint32_t>(one.place / eight % eight));
            detail::put_8(to + 12, static_cast<std::uint32_t>(one.place % eight));
            to += place_digits;
            std::memcpy(to, after_.data(), after_.size());
            to += after_.size();
        }
        std::memcpy(to, one.value.data(), one.value.size());
        to[one.value.size()] = '\n';
        size_ += all;
    }

    [[nodiscard]] std::size_t documents() const noexcept { return items_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return size_; }
    /// The whole body; it stays until something is added, kept or cleared.
    [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), size_}; }
    /// The body of documents [first, end) alone. Requires first < end <= documents().
    [[nodiscard]] std::string_view text(std::size_t first, std::size_t end) const noexcept {
        return text().substr(items_[first].begin, begin_of(end) - items_[first].begin);
    }
    /// The end of the longest part from document `first` on that has no more bytes; one document is a part in any case. Requires first < documents().
    [[nodiscard]] std::size_t end_of_part(std::size_t first, std::size_t most) const noexcept {
        std::size_t low = first + 1, high = items_.size();
        while (low < high) {
            const std::size_t middle = low + (high - low + 1) / 2;
            if (begin_of(middle) - items_[first].begin <= most)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
    /// The place of a document's message, and the number of its type.
    [[nodiscard]] std::uint64_t place(std::size_t document) const noexcept { return items_[document].place; }
    [[nodiscard]] std::uint32_t type_number(std::size_t document) const noexcept { return items_[document].type_number; }

    /// Only these documents stay, in order; the numbers rise.
    void keep(const std::vector<std::size_t>& documents) {
        std::size_t to = 0;
        for (std::size_t i = 0; i < documents.size(); ++i) {
            const std::size_t from = documents[i], begin = items_[from].begin, length = begin_of(from + 1) - begin;
            std::memmove(text_.data() + to, text_.data() + begin, length);
            moved_.push_back({to, items_[from].place, items_[from].type_number});
            to += length;
        }
        items_.swap(moved_);
        moved_.clear();
        size_ = to;
    }
    void clear() noexcept {
        items_.clear();
        size_ = 0;
    }

private:
    static constexpr std::size_t place_digits = 20;
    struct item {
        std::size_t begin;
        std::uint64_t place;
        std::uint32_t type_number;
    };

    [[nodiscard]] std::size_t begin_of(std::size_t document) const noexcept { return document == items_.size() ? size_ : items_[document].begin; }

    [[noreturn]] SPATE_COLD void refuse(const message& one, std::size_t bytes) const {
        const std::string where = "message " + std::to_string(one.place) + (one.type.empty() ? "" : " of the type " + std::string{one.type});
        if (one.value.empty()) detail::raise(delivery_error{target_, where + " is empty, and no document", "send JSON objects"});
        if (bytes > limit_)
            detail::raise(delivery_error{
                target_, where + " has " + std::to_string(bytes) + " bytes with its action, and the server takes " + std::to_string(limit_) + " in a request",
                "make it smaller, or raise http.max_content_length of the server and request_limit"});
        detail::raise(delivery_error{target_, where + " holds a newline, which ends a document of a bulk request", "send JSON objects, each on one line"});
    }

    std::string text_, before_, after_ = "\"}}\n";
    std::size_t size_ = 0, limit_;
    std::vector<item> items_, moved_;
    std::string target_;
    bool has_ids_ = false;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_BULK_BODY_HPP

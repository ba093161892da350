// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_JSON_HPP
#define SPATE_SCHEMA_JSON_HPP

/// Specifications in JSON. Needs nlohmann-json.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/detail/config.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

namespace detail {

// Counts what the parser has read, which it does a character at a time: that is how events know their places.
struct counting_iterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at;
    std::size_t* read;

    reference operator*() const noexcept { return *at; }
    counting_iterator& operator++() noexcept {
        ++at;
        ++*read;
        return *this;
    }
    counting_iterator operator++(int) noexcept {
        counting_iterator old = *this;
        ++*this;
        return old;
    }
    friend bool operator==(const counting_iterator& a, const counting_iterator& b) noexcept { return a.at == b.at; }
};

/// Builds nodes from the events of nlohmann's parser.
class json_node_builder {
public:
    using json = nlohmann::json;

    json_node_builder(std::string_view text, problem_list& problems) : text_{text}, problems_{&problems} {}

    std::size_t read = 0;

    bool null() { return take(specification_node{}); }
    bool boolean(bool value) { return take(value); }
    bool number_integer(json::number_integer_t) { return take_number(); }
    bool number_unsigned(json::number_unsigned_t) { return take_number(); }
    bool number_float(json::number_float_t, const json::string_t&) { return take_number(); }
    bool string(json::string_t& value) { return take(std::move(value)); }
    bool binary(json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(specification_node::map()); }
    bool start_array(std::size_t) { return open(specification_node::sequence()); }
    bool key(json::string_t& name) {
        const source_mark mark = token_mark();
        if (open_.back().node.find(name) != nullptr) problems_->add(mark, "", "the key \"" + name + "\" is there twice in one object", "leave one of them out");
        open_.back().key = std::move(name);
        open_.back().key_mark = mark;
        end_ = read;
        return true;
    }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t position, const std::string&, const json::exception& error) {
        if (dynamic_cast<const json::out_of_range*>(&error) != nullptr) return refuse_large(position);
        std::string_view reason = error.what();
        if (const std::size_t colon = reason.find(": "); colon != std::string_view::npos) reason.remove_prefix(colon + 2);
        problems_->add(mark_at(text_, position == 0 ? 0 : position - 1), "", "is not JSON: " + std::string{reason}, "");
        return false;
    }

    [[nodiscard]] specification_node take_root() { return std::move(root_); }

private:
    static constexpr std::size_t deepest = 64;
    struct level {
        specification_node node;
        std::string key;
        source_mark key_mark;
    };

    // Where the token begins that was just read: behind the last one, blanks and the signs between values.
    [[nodiscard]] std::size_t token_begin() const noexcept {
        std::size_t at = end_;
        while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\n' || text_[at] == '\r' || text_[at] == ',' || text_[at] == ':'))
            ++at;
        return at;
    }
    // Tokens come in order, so lines are counted once.
    [[nodiscard]] source_mark mark_of(std::size_t begin) noexcept {
        for (; counted_ < begin; ++counted_) {
            ++mark_.column;
            if (text_[counted_] == '\n') ++mark_.line, mark_.column = 1;
        }
        return mark_;
    }
    [[nodiscard]] source_mark token_mark() noexcept { return mark_of(token_begin()); }

    bool refuse_large(std::size_t position) {
        const std::size_t begin = token_begin(), end = std::max(begin, std::min(position, text_.size()));
        problems_->add(mark_at(text_, begin), "", std::string{text_.substr(begin, end - begin)} + " is too large", "give a number below 1.8e308");
        return false;
    }
    bool take_number() {
        const std::size_t begin = token_begin();
        std::size_t end = begin;
        while (end < text_.size() && (text_[end] == '-' || text_[end] == '+' || text_[end] == '.' || text_[end] == 'e' || text_[end] == 'E' ||
                                      (text_[end] >= '0' && text_[end] <= '9')))
            ++end;
        specification_node made = specification_node::number(text_.substr(begin, end - begin));
        made.set_mark(mark_of(begin));
        end_ = end;
        return put(std::move(made));
    }
    bool take(specification_node made) {
        made.set_mark(token_mark());
        end_ = read;
        return put(std::move(made));
    }
    bool put(specification_node made) {
        if (open_.empty())
            root_ = std::move(made);
        else if (open_.back().node.is(specification_node::kind::sequence))
            open_.back().node.add(std::move(made));
        else if (open_.back().node.find(open_.back().key) == nullptr)
            open_.back().node.add(std::move(open_.back().key), open_.back().key_mark, std::move(made));
        return true;
    }
    bool open(specification_node made) {
        made.set_mark(token_mark());
        end_ = read;
        if (open_.size() == deepest) {
            problems_->add(made.mark(), "", "is nested more than 64 deep", "");
            return false;
        }
        open_.push_back({std::move(made), {}, {}});
        return true;
    }
    bool close() {
        end_ = read;
        specification_node done = std::move(open_.back().node);
        open_.pop_back();
        return put(std::move(done));
    }

    std::string_view text_;
    problem_list* problems_;
    std::size_t end_ = 0, counted_ = 0;
    source_mark mark_{1, 1};
    std::vector<level> open_;
    specification_node root_;
};

}  // namespace detail

/// Reads a JSON text (RFC 8259; nothing may follow the value, keys must differ, at most 64 levels). `file` is what messages call it. Throws
/// specification_error, which names line and column. Thread safety: a function of its arguments.
SPATE_WHEN_USED
[[nodiscard]] specification_node parse_json(std::string_view text, std::string file = {}) {
    problem_list problems{std::move(file)};
    detail::json_node_builder builder{text, problems};
    const bool done = nlohmann::json::sax_parse(detail::counting_iterator{text.data(), &builder.read},
                                                detail::counting_iterator{text.data() + text.size(), &builder.read}, &builder);
    if (!done && problems.empty()) problems.add({}, "", "is not JSON", "");
    problems.raise_if_any();
    return builder.take_root();
}
SPATE_COMPILED_ONCE(specification_node parse_json<void>(std::string_view, std::string))

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_JSON_HPP

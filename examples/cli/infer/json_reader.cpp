// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/core/error.hpp>

#include "byte_reader.hpp"
#include "readers.hpp"

namespace cli::infer {
namespace {

using json = nlohmann::json;

// Rows as nlohmann's parser tells them: each event goes to the column that is open.
class row_events {
public:
    row_events(column_profile& root, bool rows_in_array, std::uint64_t most_rows) : root_{root}, rows_in_array_{rows_in_array}, most_rows_{most_rows} {}

    /// Values that stand alone go to the elements of `holder`.
    explicit row_events(column_profile& holder) : row_events{holder, false, 0} { open_.push_back({&holder, true}); }

    /// Why an event was refused; empty where the text is no JSON.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// What the parser says is wrong with the text.
    [[nodiscard]] const std::string& syntax() const noexcept { return syntax_; }
    [[nodiscard]] bool more() const noexcept { return more_; }
    void forget() {
        open_.clear();
        in_rows_ = false;
    }

    bool null() {
        return value([](column_profile& to) { to.add_null(); });
    }
    bool boolean(bool given) {
        return value([given](column_profile& to) { to.add_boolean(given); });
    }
    bool number_integer(json::number_integer_t given) {
        return value([given](column_profile& to) { to.add_integer(given); });
    }
    bool number_unsigned(json::number_unsigned_t given) {
        return value([given](column_profile& to) {
            if (given <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
                to.add_integer(static_cast<std::int64_t>(given));
            else
                to.add_large(given);
        });
    }
    bool number_float(json::number_float_t given, const json::string_t& text) {
        const std::optional<real_value> real = real_of(text);
        return value([&](column_profile& to) { to.add_real(given, real ? real->places : -1, real ? real->units : std::nullopt); });
    }
    bool string(json::string_t& given) {
        return value([&](column_profile& to) { to.add_text(given); });
    }
    bool binary(json::binary_t&) { return false; }

    bool start_object(std::size_t) {
        if (at_root()) {
            if (root_.objects == most_rows_) {
                more_ = true;
                return false;
            }
        } else if (open_.empty()) {
            return refuse("is no object");
        }
        column_profile& to = open_.empty() ? root_ : target();
        to.begin_object();
        return push(to);
    }
    bool key(json::string_t& name) {
        column_profile& object = *open_.back().column;
        if (object.members.size() > most_members)
            return refuse("has the key \"" + name + "\" after " + std::to_string(most_members) + " others; so many keys are no columns");
        open_.back().member = &object.member(name);
        if (open_.back().member->rows < object.objects) return true;
        return refuse("has the key \"" + name + "\" twice in one object");
    }
    bool end_object() {
        open_.back().column->end_object();
        open_.pop_back();
        return true;
    }
    bool start_array(std::size_t) {
        if (open_.empty()) {
            if (!rows_in_array_ || in_rows_) return refuse("is a list where an object is expected");
            return in_rows_ = true;
        }
        column_profile& to = target();
        (void)to.begin_list();
        if (!push(to)) return false;
        open_.back().list = true;
        return true;
    }
    bool end_array() {
        if (open_.empty()) return true;
        const level done = open_.back();
        open_.pop_back();
        done.column->end_list(done.length);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const json::exception& error) {
        std::string_view reason = error.what();
        if (const std::size_t colon = reason.find(": "); colon != std::string_view::npos) reason.remove_prefix(colon + 2);
        syntax_ = reason;
        return false;
    }

private:
    static constexpr std::size_t deepest = 24, most_members = 4096;
    struct level {
        column_profile* column;
        bool list = false;
        std::uint64_t length = 0;
        column_profile* member = nullptr;
    };

    [[nodiscard]] bool at_root() const noexcept { return open_.empty() && in_rows_ == rows_in_array_; }
    bool refuse(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }
    bool push(column_profile& column) {
        if (open_.size() == deepest) return refuse("is nested more than " + std::to_string(deepest) + " deep");
        open_.push_back({&column});
        return true;
    }
    // Where the next value goes.
    column_profile& target() {
        level& in = open_.back();
        if (!in.list) return *in.member;
        ++in.length;
        return *in.column->element;
    }
    template <class Add>
    bool value(const Add& add) {
        if (open_.empty()) return refuse("is a value where an object is expected");
        add(target());
        return true;
    }

    column_profile& root_;
    bool rows_in_array_, in_rows_ = false, more_ = false;
    std::uint64_t most_rows_;
    std::vector<level> open_;
    std::string problem_, syntax_;
};

// Characters of the file for the parser, which counts lines as it goes.
struct byte_iterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    byte_reader* bytes;
    std::uint64_t* line;

    char operator*() const { return static_cast<char>(bytes->peek()); }
    byte_iterator& operator++() {
        *line += bytes->next() == '\n';
        return *this;
    }
    byte_iterator operator++(int) {
        byte_iterator old = *this;
        ++*this;
        return old;
    }
    friend bool operator==(const byte_iterator& a, const byte_iterator& b) {
        const byte_iterator& one = a.bytes != nullptr ? a : b;
        return (a.bytes == nullptr) == (b.bytes == nullptr) || one.bytes->peek() == byte_reader::end;
    }
};

std::string what_is_wrong(const row_events& events) {
    if (!events.problem().empty()) return events.problem();
    return "is not JSON: " + (events.syntax().empty() ? std::string{"it ends too early"} : events.syntax());
}

}  // namespace

bool add_json(column_profile& holder, std::string_view text) {
    row_events events{holder};
    return json::sax_parse(text, &events);
}

table_profile read_json(const input_file& file, std::uint64_t most_rows) {
    std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), 65536)), '\0');
    file.read(0, std::as_writable_bytes(std::span{head}));
    if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"))
        throw run_failure{file.path() + ": is UTF-16, not UTF-8; convert it, as with iconv -f UTF-16 -t UTF-8"};
    const std::size_t mark = head.starts_with("\xef\xbb\xbf") ? 3 : 0, first = head.find_first_not_of(" \t\r\n", mark);
    const bool array = first != std::string::npos && head[first] == '[';

    column_profile root{"", declared_type::none};
    row_events events{root, array, most_rows};
    byte_reader bytes{file, mark};
    std::uint64_t line = 0;
    if (array) {
        line = 1;
        if (!json::sax_parse(byte_iterator{&bytes, &line}, byte_iterator{nullptr, nullptr}, &events) && !events.more())
            fail_at_line(file, line, what_is_wrong(events));
    } else {
        std::string text;
        while (!events.more()) {
            text.clear();
            if (!bytes.line(text)) break;
            ++line;
            if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
            if (!json::sax_parse(text, &events) && !events.more()) {
                if (!events.problem().empty()) fail_at_line(file, line, events.problem());
                fail_at_line(file, line, what_is_wrong(events) + "; each line is an object, or the whole file a list of objects");
            }
            events.forget();
        }
    }
    if (root.objects == 0) throw spate::config_error{"FILE", file.path(), "has no rows", "name a file with data"};
    if (root.members.empty()) throw spate::config_error{"FILE", file.path(), "has objects without members only", "name a file with data"};
    table_profile out;
    out.rows = root.objects;
    out.more = events.more();
    out.is_list = array;
    out.columns = std::move(root.members);
    return out;
}

}  // namespace cli::infer

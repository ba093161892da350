// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_YAML_HPP
#define SPATE_SCHEMA_YAML_HPP

/// Specifications in YAML. Needs yaml-cpp.

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <spate/detail/config.hpp>
#include <spate/detail/utf8.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

namespace detail {

// 0x1F and 0o17, whose text becomes decimal; else null.
[[nodiscard]] inline specification_node whole_of_other_base(const std::string& text) {
    const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 0;
    if (base == 0) return {};
    std::uint64_t number = 0;
    const char *const from = text.data() + 2, *const end = text.data() + text.size();
    const auto read = std::from_chars(from, end, number, base);
    if (from == end || read.ptr != end) return {};
    return read.ec == std::errc{} ? specification_node::number(std::to_string(number)) : specification_node::number("1e999");
}

// A plain scalar by the core schema of YAML 1.2: so `no` is a text.
[[nodiscard]] inline specification_node plain_scalar(const std::string& text) {
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return {};
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    if (specification_node whole = whole_of_other_base(text); whole.is_number()) return whole;
    std::string_view rest = text;
    if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
    std::size_t digits = 0, at = 0;
    while (at < rest.size() && rest[at] >= '0' && rest[at] <= '9') ++at, ++digits;
    if (at < rest.size() && rest[at] == '.') {
        ++at;
        while (at < rest.size() && rest[at] >= '0' && rest[at] <= '9') ++at, ++digits;
    }
    for (const std::string_view infinity : {".inf", ".Inf", ".INF"})
        if (rest == infinity) return std::numeric_limits<double>::infinity();
    if (text == ".nan" || text == ".NaN" || text == ".NAN") return std::numeric_limits<double>::infinity();
    if (digits == 0) return text;
    if (at < rest.size() && (rest[at] == 'e' || rest[at] == 'E')) {
        ++at;
        if (at < rest.size() && (rest[at] == '-' || rest[at] == '+')) ++at;
        const std::size_t begin = at;
        while (at < rest.size() && rest[at] >= '0' && rest[at] <= '9') ++at;
        if (at == begin) return text;
    }
    return at == rest.size() ? specification_node::number(text) : specification_node{text};
}

/// Builds nodes from the events of yaml-cpp's parser.
class yaml_node_builder final : public YAML::EventHandler {
public:
    explicit yaml_node_builder(problem_list& problems) : problems_{&problems} {}

    void OnDocumentStart(const YAML::Mark& mark) override { begin_ = mark_of(mark); }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { take({}, mark, anchor); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            problems_->add(mark_of(mark), "", "an alias stands inside what it names", "write the value out");
            return put({}, mark_of(mark));
        }
        count_ += found->second.second;
        if (count_ > most) {
            if (count_ - found->second.second <= most) problems_->add(mark_of(mark), "", "aliases make more than 100000 values of it", "write less");
            return put({}, mark_of(mark));
        }
        put(found->second.first, mark_of(mark));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        const bool plain = tag.empty() || tag == "?";
        if (!plain && tag != "!" && tag != "tag:yaml.org,2002:str") problems_->add(mark_of(mark), "", "the tag " + tag + " is not known here", "leave it out");
        specification_node made = plain ? plain_scalar(value) : specification_node{value};
        if (made.is_number() && std::bit_cast<std::uint64_t>(made.real()) << 1 == std::uint64_t{0x7ff} << 53)
            problems_->add(mark_of(mark), "", value + (value.find_first_of("0123456789") == std::string::npos ? " is no finite number" : " is too large"),
                           "give a number below 1.8e308, or quote it if it is a text");
        take(std::move(made), mark, anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(specification_node::sequence(), mark, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(specification_node::map(), mark, anchor);
    }
    void OnMapEnd() override { close(); }

    /// Where the document begins.
    [[nodiscard]] source_mark begin() const noexcept { return begin_; }
    [[nodiscard]] specification_node take_root() { return std::move(root_); }

private:
    static constexpr std::size_t deepest = 64, most = 100'000;
    struct level {
        specification_node node;
        bool has_key = false;
        std::string key;
        source_mark key_mark;
        YAML::anchor_t anchor = 0;
        std::size_t first = 0;  // how many values there were before it
    };

    [[nodiscard]] static source_mark mark_of(const YAML::Mark& mark) noexcept {
        return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
    }
    void take(specification_node made, const YAML::Mark& mark, YAML::anchor_t anchor) {
        ++count_;
        made.set_mark(mark_of(mark));
        if (anchor != 0) anchors_[anchor] = {made, 1};
        put(std::move(made), mark_of(mark));
    }
    void put(specification_node made, source_mark mark) {
        if (open_.empty()) {
            root_ = std::move(made);
            return;
        }
        level& in = open_.back();
        if (in.node.is(specification_node::kind::sequence)) return in.node.add(std::move(made));
        if (!in.has_key) {
            using kind = specification_node::kind;
            if (made.is(kind::sequence) || made.is(kind::map)) problems_->add(mark, "", "a key is " + std::string{made.kind_name()}, "use a text");
            in.key = made.is(kind::boolean) ? (made.boolean() ? "true" : "false") : made.is(kind::null) ? "null" : made.text();
            in.key_mark = mark;
            in.has_key = true;
            return;
        }
        in.has_key = false;
        if (in.node.find(in.key) != nullptr)
            problems_->add(in.key_mark, "", "the key \"" + in.key + "\" is there twice in one map", "leave one of them out");
        else
            in.node.add(std::move(in.key), in.key_mark, std::move(made));
    }
    void open(specification_node made, const YAML::Mark& mark, YAML::anchor_t anchor) {
        made.set_mark(mark_of(mark));
        if (open_.size() == deepest) throw YAML::ParserException{mark, "is nested more than 64 deep"};
        open_.push_back({std::move(made), false, {}, {}, anchor, count_++});
    }
    void close() {
        level done = std::move(open_.back());
        open_.pop_back();
        const source_mark mark = done.node.mark();
        if (done.anchor != 0) anchors_[done.anchor] = {done.node, count_ - done.first};
        put(std::move(done.node), mark);
    }

    problem_list* problems_;
    source_mark begin_{1, 1};
    std::vector<level> open_;
    std::map<YAML::anchor_t, std::pair<specification_node, std::size_t>> anchors_;
    std::size_t count_ = 0;
    specification_node root_;
};

[[nodiscard]] inline std::string_view yaml_remedy(std::string_view message, std::string_view line) noexcept {
    if (const std::size_t begin = line.find_first_not_of(' '); begin != std::string_view::npos && line[begin] == '\t')
        return "indent with blanks, not with tabs";
    constexpr std::pair<std::string_view, std::string_view> remedies[] = {
        {"flow", "close what is open, and put texts with any of { } [ ] , : # between quotes"},
        {"tab", "indent with blanks, not with tabs"},
        {"end of sequence", "indent all keys of a map alike, and all items of a list"},
        {"end of map", "indent all keys of a map alike, and all items of a list"},
        {"block entry", "indent all keys of a map alike, and all items of a list"},
        {"map value", "put texts with a colon between quotes, and indent all keys of a map alike"},
        {"EOF in scalar", "close the quotes"},
        {"unknown token", "put texts that begin with @ or ` between quotes"},
        {"anchor", "name a value before with &, or put texts that begin with * between quotes"},
        {"escape", "use single quotes, or two backslashes for one"},
    };
    for (const auto& [part, remedy] : remedies)
        if (message.find(part) != std::string_view::npos) return remedy;
    return "";
}

// A line of a text, the first is 0; empty where there is none.
[[nodiscard]] inline std::string_view line_of(std::string_view text, int number) noexcept {
    for (; number > 0; --number) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find('\n'));
}

}  // namespace detail

/// Reads one YAML document in UTF-8: plain scalars by the core schema of YAML 1.2 (but .inf and .nan, which no generator takes, are refused), aliases, no
/// tags; keys must differ, nothing may follow it, at most 64 levels. `file` is what messages call it. Throws specification_error, which names line and column.
/// Thread safety: a function of its arguments.
SPATE_WHEN_USED
[[nodiscard]] specification_node parse_yaml(std::string_view text, std::string file = {}) {
    problem_list problems{std::move(file)};
    detail::yaml_node_builder builder{problems};
    for (std::size_t at = 0, length = 0; at < text.size(); at += length)
        if (length = detail::utf8_length(text, at); length == 0) {
            problems.add(detail::mark_at(text, at), "", "is not UTF-8", "write it in UTF-8");
            problems.raise_if_any();
        }
    try {
        std::istringstream in{std::string{text}};
        YAML::Parser parser{in};
        parser.HandleNextDocument(builder);
        problem_list nothing;
        if (detail::yaml_node_builder more{nothing}; parser.HandleNextDocument(more))
            problems.add(more.begin(), "", "a second document follows the first", "keep one");
    } catch (const YAML::Exception& error) {
        problems.add({static_cast<std::uint32_t>(error.mark.line + 1), static_cast<std::uint32_t>(error.mark.column + 1)}, "", "is not YAML: " + error.msg,
                     detail::yaml_remedy(error.msg, detail::line_of(text, error.mark.line)));
    }
    problems.raise_if_any();
    return builder.take_root();
}
SPATE_COMPILED_ONCE(specification_node parse_yaml<void>(std::string_view, std::string))

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_YAML_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_SECTION_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_SECTION_HPP

/// A map of a configuration, and what is told of it that is wrong.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/field/duration.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/specification.hpp>

namespace spate::inline v0::detail {

/// Whether `problems` got no more by what was called.
template <class Call>
bool without_problems(const problem_list& problems, const Call& call) {
    const std::size_t before = problems.size();
    call();
    return problems.size() == before;
}

[[nodiscard]] inline std::string place_text(const std::string& file, source_mark mark) {
    if (mark.line == 0) return file.empty() ? file : file + ": ";
    return (file.empty() ? "line " : file + ":") + std::to_string(mark.line) + ":" + std::to_string(mark.column) + ": ";
}

/// A key whose value is null is as good as absent.
class section {
public:
    /// A node that is no map is told, and is as good as an empty one. `example` is what one looks like.
    section(const specification_node* node, std::string subject, problem_list& problems, std::string_view example)
        : node_{node}, subject_{std::move(subject)}, problems_{&problems} {
        if (node_ == nullptr || node_->is(specification_node::kind::map)) return;
        if (!node_->is(specification_node::kind::null)) problems_->add(node_->mark(), subject_, node_->shown(), "write a map, like " + std::string{example});
        node_ = nullptr;
    }

    [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
    [[nodiscard]] problem_list& problems() const noexcept { return *problems_; }
    [[nodiscard]] source_mark mark() const noexcept { return node_ == nullptr ? source_mark{} : node_->mark(); }
    [[nodiscard]] bool is_there() const noexcept { return node_ != nullptr; }
    [[nodiscard]] const specification_node* find(std::string_view key) const noexcept {
        const specification_node* const found = node_ == nullptr ? nullptr : node_->find(key);
        return found == nullptr || found->is(specification_node::kind::null) ? nullptr : found;
    }
    [[nodiscard]] bool has(std::string_view key) const noexcept { return find(key) != nullptr; }
    void refuse(const specification_node& at, std::string_view problem, std::string_view remedy) const { problems_->add(at.mark(), subject_, problem, remedy); }

    [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise = {}) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return std::string{otherwise};
        if (given->is(specification_node::kind::text) && !given->text().empty()) return given->text();
        refuse(*given, std::string{key} + ": " + (given->is(specification_node::kind::text) ? "is empty" : given->shown()),
               given->is_number() && (key == "event_type_id" || key == "name") ? "put it between quotes: \"" + given->text() + "\"" : "give a text");
        return std::string{otherwise};
    }
    [[nodiscard]] std::uint64_t whole(std::string_view key, std::uint64_t otherwise, std::uint64_t least, std::uint64_t most) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return otherwise;
        const std::optional<std::uint64_t> number = given->whole<std::uint64_t>();
        if (number && *number >= least && *number <= most) return *number;
        refuse(*given, std::string{key} + ": " + given->value_text() + " is no whole number from " + std::to_string(least) + " to " + std::to_string(most),
               "give one, like " + std::to_string(otherwise < least || otherwise > most ? least : otherwise));
        return otherwise;
    }
    [[nodiscard]] ratio share(std::string_view key, ratio otherwise) const {
        const specification_node* const given = find(key);
        return given == nullptr ? otherwise : share_of(*given, key, otherwise);
    }
    [[nodiscard]] ratio share_of(const specification_node& given, std::string_view key, ratio otherwise) const {
        if (given.is_number() && given.real() >= 0 && given.real() <= 1) return ratio{given.real()};
        refuse(given, std::string{key} + ": " + given.value_text() + " is no share", "give a number from 0 to 1, like 0.01");
        return otherwise;
    }
    /// A number above 0 and below 2^32.
    [[nodiscard]] ratio positive(std::string_view key, ratio otherwise, std::string_view example) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return otherwise;
        if (given->is_number() && given->real() > 0 && given->real() < 0x1p32)
            if (const ratio made{given->real()}; made.numerator() != 0) return made;
        const bool is_large = given->is_number() && given->real() > 1;
        refuse(*given, std::string{key} + ": " + given->value_text() + (is_large ? " is not below 2^32" : " is no number above 0"),
               "give one, like " + std::string{example});
        return otherwise;
    }
    /// In nanoseconds.
    [[nodiscard]] std::uint64_t time(std::string_view key, std::uint64_t otherwise) const {
        const specification_node* const given = find(key);
        return given == nullptr ? otherwise : time_of(*given, key, otherwise);
    }
    [[nodiscard]] std::uint64_t time_of(const specification_node& given, std::string_view key, std::uint64_t otherwise) const {
        if (!given.is(specification_node::kind::text)) {
            refuse(given, std::string{key} + ": " + given.shown() + ", without a unit", "give a length of time, like 30s or 5min");
            return otherwise;
        }
        attempt(given, subject_ + (subject_.empty() ? "" : ": ") + std::string{key}, *problems_, [&] { otherwise = duration{given.text()}.nanoseconds(); });
        return otherwise;
    }
    /// Which of some names; `otherwise` where the key is absent.
    [[nodiscard]] std::size_t one_of(std::string_view key, const std::vector<std::string_view>& names, std::size_t otherwise) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return otherwise;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (given->is(specification_node::kind::text) && given->text() == names[i]) return i;
        refuse(*given, std::string{key} + ": " + given->value_text() + " is not known", suggestion(given->text(), names));
        return otherwise;
    }
    /// Of those under `besides` something has been said already.
    void refuse_unknown(const std::vector<std::string_view>& known, std::initializer_list<std::string_view> besides = {}) const {
        if (node_ == nullptr) return;
        for (std::size_t i = 0; i < node_->keys().size(); ++i) {
            bool found = false;
            for (const std::string_view one : known) found = found || one == node_->keys()[i];
            for (const std::string_view one : besides) found = found || one == node_->keys()[i];
            if (!found) problems_->add(node_->key_mark(i), subject_, "unknown key \"" + node_->keys()[i] + "\"", suggestion(node_->keys()[i], known));
        }
    }

private:
    const specification_node* node_;
    std::string subject_;
    problem_list* problems_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_SECTION_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_MAP_READER_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_MAP_READER_HPP

/// One map of a collection's file, and what is told of it that is wrong.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/schema/detail/collection/types.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

// Capital letters as small ones, and without what stands between words: FLOAT_VECTOR and FloatVector are the same.
[[nodiscard]] inline std::string bare_name(std::string_view name) {
    std::string out;
    for (const char letter : name)
        if (letter != '_' && letter != '-' && letter != ' ') out += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    return out;
}

/// The same as `suggestion`, for names that differ in more than a slip.
[[nodiscard]] inline std::string bare_suggestion(std::string_view given, const std::vector<std::string_view>& known) {
    for (const std::string_view one : known)
        if (bare_name(one) == bare_name(given)) return "did you mean \"" + std::string{one} + "\"?";
    return suggestion(given, known);
}

/// Another word for a key, as other programs and spate's own specifications have it.
struct key_hint {
    std::string_view word, remedy;
};

class map_reader {
public:
    map_reader(const specification_node& map, std::string subject, problem_list& problems)
        : map_{map}, subject_{std::move(subject)}, problems_{problems}, before_{problems.size()} {}

    /// What is given under a key; null is as good as nothing, as in JSON that programs write.
    [[nodiscard]] const specification_node* find(std::string_view key) const noexcept {
        const specification_node* const found = map_.find(key);
        return found == nullptr || found->is(specification_node::kind::null) ? nullptr : found;
    }
    [[nodiscard]] bool has(std::string_view key) const noexcept { return find(key) != nullptr; }

    void refuse(std::string_view problem, std::string_view remedy) const { problems_.add(map_.mark(), subject_, problem, remedy); }
    /// What is wrong with the value of a key that is there.
    void refuse(std::string_view key, const std::string& problem, std::string_view remedy) const {
        problems_.add(map_.find(key)->mark(), subject_, std::string{key} + ": " + problem, remedy);
    }
    void refuse_at(source_mark where, const std::string& problem, std::string_view remedy) const { problems_.add(where, subject_, problem, remedy); }
    /// Whether nothing was wrong with the map so far.
    [[nodiscard]] bool good() const noexcept { return problems_.size() == before_; }

    [[nodiscard]] bool flag(std::string_view key) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return false;
        if (given->is(specification_node::kind::boolean)) return given->boolean();
        refuse(key, given->shown(), "give true or false");
        return false;
    }
    [[nodiscard]] std::string text(std::string_view key) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return {};
        if (given->is(specification_node::kind::text)) return given->text();
        refuse(key, given->shown(), "give a text");
        return {};
    }
    /// A whole number between bounds; `remedy` in place of what the bounds say.
    [[nodiscard]] std::optional<std::uint32_t> whole(std::string_view key, std::int64_t low, std::int64_t high, std::string remedy = {}) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return {};
        if (const std::optional<std::int64_t> number = whole_number(*given); number && *number >= low && *number <= high)
            return static_cast<std::uint32_t>(*number);
        const std::string bounds = std::to_string(low) + " to " + std::to_string(high);
        refuse(key, given->value_text() + " is no whole number from " + bounds, remedy.empty() ? "give one, like " + std::to_string(low) : std::move(remedy));
        return {};
    }
    /// A name that Milvus takes. `what` is its key.
    [[nodiscard]] std::string name(std::string_view key) const {
        const std::string given = text(key);
        if (!has(key) || !find(key)->is(specification_node::kind::text)) return given;
        bool letters = true;
        for (const char one : given)
            letters = letters && ((one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9') || one == '_');
        if (given.empty() || given.size() > 255)
            refuse(key, given.empty() ? "is empty" : "has " + std::to_string(given.size()) + " letters", "give 1 to 255 letters");
        else if (!letters)
            refuse(key, find(key)->value_text() + " has other characters than letters, digits and _", "write it like \"user_name\"");
        else if (given[0] >= '0' && given[0] <= '9')
            refuse(key, find(key)->value_text() + " begins with a digit, which Milvus refuses",
                   "begin with a letter or _, like \"_" + given.substr(0, 250) + "\"");
        return given;
    }
    /// Keys that are none, and `unsupported` ones that ask for something.
    void refuse_unknown(const std::vector<std::string_view>& known, const std::vector<key_hint>& hints, const std::vector<key_hint>& unsupported) const {
        for (std::size_t i = 0; i < map_.keys().size(); ++i) {
            const std::string& key = map_.keys()[i];
            const auto in = [&](const std::vector<key_hint>& list) {
                for (const key_hint& one : list)
                    if (one.word == bare_name(key) || one.word == key) return &one;
                return static_cast<const key_hint*>(nullptr);
            };
            bool found = false;
            for (const std::string_view one : known) found = found || one == key;
            if (found) continue;
            if (const key_hint* const one = in(unsupported)) {
                if (!asks_nothing(map_.items()[i])) refuse_at(map_.key_mark(i), key + ": is not supported", one->remedy);
            } else if (const key_hint* const other = in(hints)) {
                refuse_at(map_.key_mark(i), "unknown key \"" + key + "\"", other->remedy);
            } else {
                refuse_at(map_.key_mark(i), "unknown key \"" + key + "\"", bare_suggestion(key, known));
            }
        }
    }

private:
    [[nodiscard]] static bool asks_nothing(const specification_node& node) noexcept {
        using is = specification_node::kind;
        return node.is(is::null) || (node.is(is::boolean) && !node.boolean()) || ((node.is(is::sequence) || node.is(is::map)) && node.items().empty());
    }

    const specification_node& map_;
    std::string subject_;
    problem_list& problems_;
    std::size_t before_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_MAP_READER_HPP

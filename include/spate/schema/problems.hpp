// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_PROBLEMS_HPP
#define SPATE_SCHEMA_PROBLEMS_HPP

/// What is wrong with a specification: all of it at once, each with its place and what would be right.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0 {

/// One or several things are wrong with a specification; `what()` has a line for each: "orders.yaml:7:5: field \"city\": unknown key \"wieghts\"; did you mean
/// \"weights\"?".
class specification_error : public config_error {
public:
    explicit specification_error(std::vector<std::string> messages)
        : config_error{"schema", "", messages.empty() ? "" : messages.front(), ""}, messages_{std::move(messages)} {
        for (const std::string& one : messages_) all_.append(all_.empty() ? "" : "\n").append(one);
    }
    [[nodiscard]] const char* what() const noexcept override { return all_.c_str(); }
    [[nodiscard]] const std::vector<std::string>& messages() const noexcept { return messages_; }

private:
    std::vector<std::string> messages_;
    std::string all_;
};

/// Collects what is wrong, so that a user sees it all at once.
class problem_list {
public:
    /// `file` is what messages call the text; empty for specifications built in code.
    explicit problem_list(std::string file = {}) : file_{std::move(file)} {}

    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    [[nodiscard]] bool empty() const noexcept { return messages_.empty(); }
    /// Of all, those too that are counted only.
    [[nodiscard]] std::size_t size() const noexcept { return count_; }

    /// `problem` says what is wrong, `remedy` what would be right. Beyond a hundred, problems are counted only.
    void add(source_mark where, std::string_view subject, std::string_view problem, std::string_view remedy) {
        if (++count_ > most) return;
        std::string message = file_;
        if (where.line != 0)
            message.append(message.empty() ? "line " : ":").append(std::to_string(where.line)).append(":").append(std::to_string(where.column));
        if (!message.empty()) message += ": ";
        if (!subject.empty()) message.append(subject).append(": ");
        message += problem;
        if (!remedy.empty()) message.append("; ").append(remedy);
        messages_.push_back(std::move(message));
    }
    /// All that another list has.
    void add(const problem_list& other) {
        count_ += other.count_;
        for (const std::string& one : other.messages_)
            if (messages_.size() < most) messages_.push_back(one);
    }
    /// Throws specification_error if there was anything.
    void raise_if_any() const {
        if (messages_.empty()) return;
        std::vector<std::string> all = messages_;
        if (count_ > most) all.push_back("and " + std::to_string(count_ - most) + " more problems");
        detail::raise(specification_error{std::move(all)});
    }

private:
    static constexpr std::size_t most = 100;
    std::string file_;
    std::vector<std::string> messages_;
    std::size_t count_ = 0;
};

/// How many letters have to be inserted, left out, replaced, or swapped with their neighbours, to make one name of the other (the restricted
/// Damerau-Levenshtein distance).
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[b.size()];
}

/// "did you mean \"weights\"?" for the name that is nearest, if one is near; else "use one of: a, b, c".
[[nodiscard]] inline std::string suggestion(std::string_view given, const std::vector<std::string_view>& known) {
    std::string_view nearest;
    std::size_t best = std::max<std::size_t>(given.size() / 3, 1) + 1;
    for (const std::string_view one : known)
        if (const std::size_t distance = edit_distance(given, one); distance < best) best = distance, nearest = one;
    if (!nearest.empty()) return "did you mean \"" + std::string{nearest} + "\"?";
    std::string all;
    for (const std::string_view one : known) all.append(all.empty() ? "use one of: " : ", ").append(one);
    return all.empty() ? "there is none" : all;
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_PROBLEMS_HPP

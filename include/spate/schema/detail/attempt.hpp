// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_ATTEMPT_HPP
#define SPATE_SCHEMA_DETAIL_ATTEMPT_HPP

/// From what the library throws to problems of a specification, which has names and places of its own.

#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

/// The keys of a generator's map that go by another name, or by none, in C++.
[[nodiscard]] inline std::vector<std::string_view> keys_of(std::string_view parameter) {
    if (parameter == "uniform_int" || parameter == "uniform_real" || parameter == "clamped" || parameter == "decimal") return {"min", "max"};
    if (parameter == "decimal: low" || parameter == "clamped: low" || parameter == "uniform_real: low") return {"min"};
    if (parameter == "decimal: high" || parameter == "clamped: high" || parameter == "uniform_real: high") return {"max"};
    if (parameter == "one_of") return {"values"};
    if (parameter == "list_of: length") return {"min_length", "max_length"};
    if (parameter == "list_of: longest") return {"max_length"};
    if (parameter == "zipf: ranks") return {"count"};
    if (parameter == "zipf: exponent") return {"exponent", "zipf"};
    if (parameter == "sparse_vector: entries") return {"min_entries", "max_entries"};
    if (parameter == "foreign_key") return {"table"};
    if (parameter == "with_default: value") return {"default"};
    if (parameter == "depends_on") return {"cases"};
    if (parameter == "duration") return {"step", "jitter"};
    const std::size_t colon = parameter.rfind(": ");
    return {colon == std::string_view::npos ? parameter : parameter.substr(colon + 2)};
}

// The field of a list that an error names, as its parameter or as its value; the second where it is there twice.
[[nodiscard]] inline const specification_node* field_of(const specification_node& list, const config_error& error) {
    const std::string& of = error.parameter() == "field" ? error.value() : error.parameter();
    if (error.parameter() != "field" && !error.parameter().starts_with("field \"")) return nullptr;
    const specification_node* found = nullptr;
    for (const specification_node& one : list.items()) {
        const specification_node* const name = one.is(specification_node::kind::map) ? one.find("name") : nullptr;
        if (name != nullptr && name->is(specification_node::kind::text) && of.find("\"" + name->text() + "\"") != std::string::npos &&
            (found == nullptr || error.problem() == "is there twice"))
            found = &one;
    }
    return found;
}

/// Adds a config_error at the member of `node` that it is about, by the name which this has there; at `node` itself if it is about none. `within` stands before
/// the names of fields.
inline void add_error(const specification_node& node, std::string_view subject, problem_list& problems, const config_error& error,
                      const std::string& within = {}) {
    const specification_node* place = nullptr;
    std::string about = error.parameter(), value = error.value();
    if (node.is(specification_node::kind::sequence)) {
        place = field_of(node, error);
        if (about == "field" && value.starts_with('"')) value.insert(1, within);
        if (about.starts_with("field \"")) about.insert(7, within);
        // As below, of a generator that is made from other fields.
        const std::size_t fitted = about.find(": fitted: ");
        if (fitted != std::string::npos && place != nullptr && place->find("type") != nullptr && place->find("type")->text() != "fitted") about.resize(fitted);
    } else if (node.is(specification_node::kind::map)) {
        const std::vector<std::string_view> keys = keys_of(about);
        std::string named;
        for (const std::string_view key : keys) {
            const specification_node* const member = node.find(key);
            if (member == nullptr) continue;
            named.append(named.empty() ? "" : ", ").append(key);
            if (place == nullptr) place = member;
            if (member->is(specification_node::kind::text) && (value == member->text() || value == member->value_text())) {
                place = member;
                named = key;
                break;
            }
        }
        if (!named.empty()) about = named;
        // What list lengths are called, and what fits a generator to another type where nobody wrote so.
        if (about == "generator" || (named.empty() && about.starts_with("fitted: "))) about.clear();
    }
    std::string problem = about + (about.empty() ? "" : ": ") + value + (value.empty() ? "" : " ") + error.problem();
    problems.add(place != nullptr ? place->mark() : node.mark(), subject, problem, error.remedy());
}

// Calls `make`; a config_error becomes a problem. Without exceptions it ends the program, as everywhere.
template <class Make>
bool attempt([[maybe_unused]] const specification_node& node, [[maybe_unused]] std::string_view subject, [[maybe_unused]] problem_list& problems,
             const Make& make) {
#if defined(__cpp_exceptions)
    try {
#endif
        make();
        return true;
#if defined(__cpp_exceptions)
    } catch (const config_error& error) {
        add_error(node, subject, problems, error);
        return false;
    }
#endif
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_ATTEMPT_HPP

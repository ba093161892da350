// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_COMPOSITES_HPP
#define SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_COMPOSITES_HPP

/// Lists, vectors, objects and what else is made of other generators, in specifications.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/cardinality.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/fitted.hpp>
#include <spate/field/growing.hpp>
#include <spate/field/json.hpp>
#include <spate/field/list.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/sparse_vector.hpp>
#include <spate/field/vector.hpp>
#include <spate/schema/detail/attempt.hpp>
#include <spate/schema/detail/case_values.hpp>
#include <spate/schema/detail/read_generator.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/runtime_structure.hpp>

namespace spate::inline v0::detail {

// What stands for a generator that is wrong, about which the reader knows already: nothing is made of the whole then.
[[nodiscard]] inline erased_field read_inner(const generator_parameters& given, std::string_view name) {
    std::optional<erased_field> made = read_generator(*given.node(name), given.reader(), given.subject());
    return made ? std::move(*made) : erased_field{sequence()};
}

[[nodiscard]] inline std::uint32_t count_of(const generator_parameters& given, std::string_view name, std::uint64_t otherwise) {
    const std::uint64_t count = given.count(name, otherwise);
    if (count > std::numeric_limits<std::uint32_t>::max()) raise_config(name, std::to_string(count), "is too large", "give less than 2^32");
    return static_cast<std::uint32_t>(count);
}

[[nodiscard]] inline erased_field vector_of(const generator_parameters& given) {
    const std::uint32_t elements = count_of(given, "elements", 0);
    const vector_clusters clusters{given.count("clusters", 0), given.exact("spread", ratio{1, 10})};
    const std::string element = given.text("element", "float32");
    const bool unit = given.boolean("unit", element != "int8" && element != "bit");
    if (unit && (element == "int8" || element == "bit")) raise_config("unit", "true", "is asked of elements that have no length of 1", "leave it out");
    if (element == "bit") return binary_vector(elements, clusters);
    if (element == "int8") return raw_vector<std::int8_t>(elements, clusters);
    const auto made = [&]<class Element>(Element) -> erased_field {
        if (unit) return unit_vector<Element>(elements, clusters);
        return raw_vector<Element>(elements, clusters);
    };
    if (element == "float16") return made(float16{});
    if (element == "bfloat16") return made(bfloat16{});
    return made(float{});
}

[[nodiscard]] inline erased_field list_of_lengths(const generator_parameters& given) {
    erased_generator of{read_inner(given, "of")};
    const std::uint32_t most = count_of(given, "max_length", 0);
    const list_options options{.distinct = given.boolean("distinct")};
    if (!given.has("length")) return list_of(std::move(of), count_of(given, "min_length", 0), most, options);
    if (given.has("min_length")) raise_config("min_length", given.text("min_length"), "is given besides length", "give one of them");
    const std::optional<erased_field> length = read_generator(*given.node("length"), given.reader(), given.subject() + ", length");
    if (!length) return sequence();
    // What is not of whole numbers is wrong where it stands, not at the list.
    std::optional<erased_integers> whole;
    attempt(*given.node("length"), given.subject() + ", length", given.reader().problems, [&] { whole.emplace(*length); });
    if (!whole) return sequence();
    return list_of(std::move(of), std::move(*whole), most, options);
}

[[nodiscard]] inline erased_field object_of(const generator_parameters& given) {
    std::vector<runtime_field> members = read_members(*given.node("fields"), given.reader(), given.subject());
    if (!given.reader().problems.empty()) return sequence();
    return runtime_structure{std::move(members)};
}

[[nodiscard]] inline erased_field depends_on_of(const generator_parameters& given) {
    const specification_node& cases = *given.node("cases");
    std::vector<std::vector<case_value>> values;
    attempt(given.map(), given.subject(), given.reader().problems, [&] { values = case_values(cases.keys()); });
    std::vector<dependent_case<erased_generator>> made;
    for (std::size_t i = 0; i < cases.keys().size(); ++i) {
        std::optional<erased_field> one = read_generator(cases.items()[i], given.reader(), given.subject() + ", case \"" + cases.keys()[i] + "\"");
        if (!one || values.empty()) continue;
        const erased_generator generator{std::move(*one)};
        for (const case_value& when : values[i]) made.push_back({when, generator});
    }
    std::optional<erased_field> otherwise = read_generator(*given.node("otherwise"), given.reader(), given.subject() + ", otherwise");
    if (!given.reader().problems.empty() || !otherwise) return sequence();
    return conditional_field<erased_generator>{given.text("field"), std::move(made), erased_generator{std::move(*otherwise)}};
}

[[nodiscard]] inline const std::vector<std::string_view>& fitted_elements() {
    static const std::vector<std::string_view> names{"boolean", "int8",   "int16",   "int32",   "int64", "uint8",
                                                     "uint16",  "uint32", "float32", "float64", "text",  "json"};
    return names;
}
[[nodiscard]] inline std::vector<std::string_view> fitted_types() {
    std::vector<std::string_view> names = fitted_elements();
    names.push_back("list");
    return names;
}
[[nodiscard]] inline data_type fitted_type(std::string_view name) {
    constexpr type_id ids[] = {type_id::boolean, type_id::int8,   type_id::int16,   type_id::int32,   type_id::int64, type_id::uint8,
                               type_id::uint16,  type_id::uint32, type_id::float32, type_id::float64, type_id::text,  type_id::json};
    const std::vector<std::string_view>& names = fitted_elements();
    return {.id = ids[std::find(names.begin(), names.end(), name) - names.begin()]};
}

[[nodiscard]] inline erased_field fitted_of(const generator_parameters& given) {
    data_type to{.id = type_id::list};
    if (given.text("to") != "list") {
        if (given.has("element")) raise_config("element", given.text("element"), "is given for a type that has none", "leave it out, or use to: list");
        to = fitted_type(given.text("to"));
    } else {
        if (!given.has("element")) raise_config("element", "", "is missing, of a list", "add one, like element: text");
        to.children.push_back(fitted_type(given.text("element")));
    }
    const auto limit = [&](std::string_view name) -> std::optional<number_limit> {
        const specification_node* const node = given.node(name);
        if (node == nullptr) return {};
        if (node->is(specification_node::kind::integer)) return node->integer();
        return node->real();
    };
    const auto length = [&](std::string_view name) -> std::optional<std::uint32_t> {
        if (!given.has(name)) return {};
        return count_of(given, name, 0);
    };
    const std::size_t before = given.reader().problems.size();
    erased_field of = read_inner(given, "of");
    if (given.reader().problems.size() != before) return of;
    return fitted(std::move(of), std::move(to), {limit("min"), limit("max"), length("max_bytes"), length("max_elements")});
}

inline void add_composites(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    out.push_back({"list",
                   "lists of any length between two bounds, or of lengths that another generator gives",
                   {{"of", generator, "what its elements are", true},
                    {"min_length", integer, "0 unless given"},
                    {"max_length", integer, "the most elements", true},
                    {"length", generator, "whole numbers of elements, kept within 0 and max_length; all lengths are equally likely unless given"},
                    {"distinct", boolean, "no value twice in a list, which is shorter where there are not as many; false unless given"}},
                   list_of_lengths});
    out.push_back({"vector",
                   "vectors of numbers, in all directions alike or in clusters",
                   {{"elements", integer, "how many", true},
                    {"element", one_of, "what they are; float32 unless given", false, {"float32", "float16", "bfloat16", "int8", "bit"}},
                    {"unit", boolean, "of length 1; true unless given, for floating-point numbers"},
                    {"clusters", integer, "how many centers they lie about; 0, none, unless given"},
                    {"spread", number, "how far from a center, in parts of its length; 0.1 unless given"}},
                   vector_of});
    out.push_back({"sparse_vector",
                   "vectors of which few elements are not 0, as {indices, values}",
                   {{"dimension", integer, "indices are below", true},
                    {"min_entries", integer, "the least elements that are not 0; 16 unless given, or the most if that is less"},
                    {"max_entries", integer, "the most; 128 unless given, or the dimension if that is less"},
                    {"unit", boolean, "of length 1; false unless given"},
                    {"zipf", number, "the exponent of the law by which small indices are frequent; 0, all alike, unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       const sparse_entries usual;
                       const std::uint32_t dimension = count_of(given, "dimension", 0);
                       const std::uint32_t max = count_of(given, "max_entries", std::min(usual.max, dimension));
                       return sparse_vector(dimension, {.entries = {count_of(given, "min_entries", std::min(usual.min, max)), max},
                                                        .unit = given.boolean("unit"),
                                                        .zipf = given.number("zipf", 0)});
                   }});
    out.push_back({"object", "a field that has fields", {{"fields", fields, "its fields", true}}, object_of});
    out.push_back({"json",
                   "a text that is a JSON value: an object of fields, or the value of a generator",
                   {{"fields", fields, "of an object"}, {"of", generator, "what the value is, instead of fields"}},
                   [](const generator_parameters& given) -> erased_field {
                       if (given.has("fields") == given.has("of"))
                           raise_config("fields", "", given.has("of") ? "are given besides of" : "are missing, and so is of", "give one of them");
                       return json_of(erased_generator{given.has("of") ? read_inner(given, "of") : object_of(given)});
                   }});
    out.push_back({"fitted",
                   "the values of another generator as those of another type, within limits",
                   {{"of", generator, "whose values; it may be made from other fields", true},
                    {"to", one_of, "the type", true, fitted_types()},
                    {"element", one_of, "the type of a list's elements", false, fitted_elements()},
                    {"min", number, "of numbers: what is less becomes this"},
                    {"max", number, "of numbers: what is more becomes this"},
                    {"max_bytes", integer, "of texts, which are cut behind a whole character"},
                    {"max_elements", integer, "of lists, which are cut"}},
                   fitted_of});
    out.push_back({"depends_on",
                   "one of several generators, by the value of another field",
                   {{"field", text, "the other field", true},
                    {"cases", generators, "a generator for each value, like FR, for several, like FR|DE, or for a range of integers, like 0..17", true},
                    {"otherwise", generator, "for all other values, and for nulls", true}},
                   depends_on_of});
    out.push_back(
        {"distinct",
         "the first so many values of another generator, each as often as the others: so many different ones if those differ, as of uuid4 or permutation",
         {{"of", generator, "whose values", true},
          {"count", integer, "how many", true},
          {"in_order", boolean, "one after the other, not in random order; false unless given"}},
         [](const generator_parameters& given) -> erased_field {
             const distinct_field<erased_generator> made = distinct(given.count("count"), erased_generator{read_inner(given, "of")});
             return given.boolean("in_order") ? made.in_order() : made;
         }});
    out.push_back({"growing",
                   "the first values of another generator, the more of them the more rows: among any number of first rows a share of that number",
                   {{"of", generator, "whose values", true},
                    {"share", number, "above 0, up to 1; there is one value at least", true},
                    {"most", integer, "of them; no limit unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       return growing(given.exact("share", ratio{1, 1}), erased_generator{read_inner(given, "of")},
                                      given.has("most") ? given.count("most") : growing_rows::no_limit);
                   }});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_COMPOSITES_HPP

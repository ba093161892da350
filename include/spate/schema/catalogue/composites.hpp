// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_CATALOGUE_COMPOSITES_HPP
#define SPATE_SCHEMA_CATALOGUE_COMPOSITES_HPP

/// Lists, vectors, objects and what else is made of other generators, in specifications.

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
#include <spate/field/erased.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/vector.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/runtime_structure.hpp>

namespace spate::inline v0 {

[[nodiscard]] std::optional<erased_field> read_generator(const specification_node& node, specification_reader& reader, const std::string& subject);
[[nodiscard]] std::vector<runtime_field> read_fields(const specification_node& list, specification_reader& reader, const std::string& within);

namespace detail {

[[nodiscard]] inline erased_field with_nulls(erased_field generator, ratio share) { return nullable(std::move(generator), share); }

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
    const bool unit = given.boolean("unit", true);
    const auto made = [&]<class Element>(Element) -> erased_field {
        if (unit) return unit_vector<Element>(elements, clusters);
        return raw_vector<Element>(elements, clusters);
    };
    if (element == "float16") return made(float16{});
    if (element == "bfloat16") return made(bfloat16{});
    if (element == "int8") return made(std::int8_t{});
    if (element == "bit") return binary_vector(elements, clusters);
    return made(float{});
}

inline void add_composites(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    out.push_back(
        {"list",
         "lists of any length between two bounds",
         {{"of", generator, "what its elements are", true}, {"min_length", integer, "0 unless given"}, {"max_length", integer, "the most elements", true}},
         [](const generator_parameters& given) -> erased_field {
             return list_of(erased_generator{read_inner(given, "of")}, count_of(given, "min_length", 0), count_of(given, "max_length", 0));
         }});
    out.push_back({"vector",
                   "vectors of numbers, in all directions alike or in clusters",
                   {{"elements", integer, "how many", true},
                    {"element", one_of, "what they are; float32 unless given", false, {"float32", "float16", "bfloat16", "int8", "bit"}},
                    {"unit", boolean, "of length 1; true unless given"},
                    {"clusters", integer, "how many centers they lie about; 0, none, unless given"},
                    {"spread", number, "how far from a center, in parts of its length; 0.1 unless given"}},
                   vector_of});
    out.push_back({"object", "a field that has fields", {{"fields", fields, "its fields", true}}, [](const generator_parameters& given) -> erased_field {
                       std::vector<runtime_field> members = read_fields(*given.node("fields"), given.reader(), {});
                       if (members.empty() && !given.reader().problems.empty()) return sequence();
                       return runtime_structure{std::move(members)};
                   }});
    out.push_back(
        {"distinct",
         "exactly so many different values of another generator",
         {{"of", generator, "whose values", true}, {"count", integer, "how many", true}},
         [](const generator_parameters& given) -> erased_field { return distinct(given.count("count"), erased_generator{read_inner(given, "of")}); }});
}

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_CATALOGUE_COMPOSITES_HPP

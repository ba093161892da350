// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_TEXTS_HPP
#define SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_TEXTS_HPP

/// Texts, names and identifiers in specifications.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/commerce.hpp>
#include <spate/field/internet.hpp>
#include <spate/field/key_text.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/pattern.hpp>
#include <spate/field/person.hpp>
#include <spate/field/place.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/uuid.hpp>
#include <spate/schema/detail/generator_kinds/numbers.hpp>
#include <spate/schema/parameters.hpp>

namespace spate::inline v0::detail {

template <class Make>
[[nodiscard]] generator_kind plain_kind(std::string_view name, std::string_view about, Make make) {
    return {name, about, {}, [make](const generator_parameters&) -> erased_field { return make(); }};
}

template <class Number>
[[nodiscard]] auto number_choice_of(const generator_parameters& given) {
    std::vector<Number> list;
    for (const specification_node& one : given.node("values")->items()) list.push_back(fitting<Number>(one, "values"));
    return one_of(list, given.ratios("weights"));
}

// Values that are all whole numbers make a column of int64, all numbers one of float64, others texts; unless a type is asked for.
[[nodiscard]] inline erased_field choice_of(const generator_parameters& given) {
    const specification_node& values = *given.node("values");
    bool whole = !values.items().empty(), numbers = whole;
    for (const specification_node& one : values.items()) {
        whole = whole && one.is(specification_node::kind::integer);
        numbers = numbers && one.is_number();
    }
    for (const std::string_view other : {"float", "places"})
        if (given.has("integer") && given.has(other)) raise_config(other, given.text(other), "is given besides integer", "give one of them");
    for (const std::string_view type : {"integer", "float", "places"})
        if (given.has(type) && !numbers) raise_config(type, given.text(type), "is asked of values that are not all numbers", "give numbers, or leave it out");
    if (given.has("integer") || (whole && !given.has("float") && !given.has("places")))
        return with_integer(given.text("integer"), [&]<class Integer>(Integer) -> erased_field { return number_choice_of<Integer>(given); });
    if (numbers) return reals_of(given, [&]<class Real>(Real, const auto& finish) -> erased_field { return finish(number_choice_of<Real>(given)); });
    std::vector<std::string> list;
    for (const specification_node& one : values.items())
        list.push_back(one.is(specification_node::kind::boolean) ? (one.boolean() ? "true" : "false") : one.text());
    return one_of(list, given.ratios("weights"));
}

inline void add_texts(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    out.push_back({"choice",
                   "one of some values; whole numbers make a column of int64, numbers one of float64, others texts",
                   {{"values", texts, "the values", true},
                    {"weights", numbers, "how often each is chosen, as parts of their sum; equally unless given"},
                    integer_parameter("the type of the column; int64 unless given, for whole numbers"),
                    float_parameter(),
                    places_parameter()},
                   choice_of});
    out.push_back({"text",
                   "words, sentences or paragraphs",
                   {{"min_bytes", integer, "the least length; 1 unless given"},
                    {"max_bytes", integer, "the most; 200 unless given"},
                    {"average_bytes", integer, "on the average; the middle unless given"},
                    {"unit", one_of, "what texts are made of; sentences unless given", false, {"words", "sentences", "paragraphs"}},
                    {"utf8", boolean, "with words of other scripts; false unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       const std::string unit = given.text("unit", "sentences");
                       const auto max = static_cast<std::size_t>(given.count("max_bytes", 200));
                       return prose({.min_bytes = static_cast<std::size_t>(given.count("min_bytes", max < 1 ? max : 1)),
                                     .max_bytes = max,
                                     .average_bytes = static_cast<std::size_t>(given.count("average_bytes", 0)),
                                     .unit = unit == "words"        ? prose_unit::words
                                             : unit == "paragraphs" ? prose_unit::paragraphs
                                                                    : prose_unit::sentences,
                                     .utf8 = given.boolean("utf8")});
                   }});
    out.push_back({"letters",
                   "characters of an alphabet, all equally likely",
                   {{"length", integer, "of all texts"},
                    {"min_length", integer, "instead of a length"},
                    {"max_length", integer, "instead of a length"},
                    {"alphabet", text, "a to z unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       if (given.has("length") == (given.has("min_length") || given.has("max_length")))
                           raise_config("length", given.text("length"), given.has("length") ? "is given besides other lengths" : "is missing",
                                        "give a length, or min_length and max_length");
                       const std::uint64_t most = given.count(given.has("length") ? "length" : "max_length", given.count("min_length"));
                       const std::uint64_t least = given.has("length") ? most : given.count("min_length", 0);
                       return text_of(given.text("alphabet", "abcdefghijklmnopqrstuvwxyz"), static_cast<std::size_t>(least), static_cast<std::size_t>(most));
                   }});
    out.push_back({"pattern",
                   "texts of a bounded regular expression",
                   {{"pattern", text, "like SKU-\\d{4}-[A-Z]{2}", true}},
                   [](const generator_parameters& given) -> erased_field { return pattern(given.text("pattern")); }});
    out.push_back({"key_text",
                   "texts of one length that are all different, in no order: alphabet^characters of them behind the prefix, then again",
                   {{"prefix", text, "what all begin with"},
                    {"length", integer, "in bytes, with the prefix; 12 unless given"},
                    {"alphabet", text, "0 to 9 and a to z unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       const key_text_options usual;
                       const std::uint64_t length = std::min<std::uint64_t>(given.count("length", usual.length), std::numeric_limits<std::uint32_t>::max());
                       return key_text({given.text("prefix"), static_cast<std::uint32_t>(length), given.text("alphabet", usual.alphabet)});
                   }});
    out.push_back(plain_kind("uuid4", "random UUIDs (RFC 9562, version 4)", [] { return uuid4(); }));
    out.push_back({"uuid7",
                   "UUIDs in the order of time (RFC 9562, version 7)",
                   {{"start_milliseconds", integer, "of row 0, since 1970", true}, {"rate", number, "rows a second; 1000 unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       return uuid7(given.count("start_milliseconds"), given.exact("rate", ratio{1000, 1}));
                   }});
    out.push_back(plain_kind("first_name", "first names", [] { return first_name(); }));
    out.push_back(plain_kind("last_name", "last names", [] { return last_name(); }));
    out.push_back(plain_kind("full_name", "first and last names", [] { return full_name(); }));
    out.push_back(plain_kind("street_address", "streets with numbers", [] { return street_address(); }));
    out.push_back(plain_kind("city", "cities", [] { return city(); }));
    out.push_back(plain_kind("country", "countries by their English names", [] { return country(); }));
    out.push_back(plain_kind("country_code", "countries by their two letters (ISO 3166)", [] { return country_code(); }));
    out.push_back(plain_kind("postcode", "postcodes of several countries' forms", [] { return postcode(); }));
    out.push_back(plain_kind("phone_number", "telephone numbers that belong to nobody", [] { return phone_number(); }));
    out.push_back(plain_kind("user_name", "names that people give themselves", [] { return user_name(); }));
    out.push_back(plain_kind("domain_name", "domains that are reserved for examples", [] { return domain_name(); }));
    out.push_back(plain_kind("email", "e-mail addresses in domains that are reserved for examples", [] { return email(); }));
    out.push_back(plain_kind("url", "addresses of pages", [] { return url(); }));
    const auto range = [](const generator_parameters& given, std::string_view otherwise) {
        return given.text("range", otherwise) == "documentation" ? address_range::documentation : address_range::private_network;
    };
    out.push_back({"ipv4",
                   "IPv4 addresses",
                   {{"range", one_of, "private unless given", false, {"private", "documentation"}}},
                   [range](const generator_parameters& given) -> erased_field { return ipv4(range(given, "private")); }});
    out.push_back({"ipv6",
                   "IPv6 addresses",
                   {{"range", one_of, "documentation unless given", false, {"private", "documentation"}}},
                   [range](const generator_parameters& given) -> erased_field { return ipv6(range(given, "documentation")); }});
    out.push_back(plain_kind("user_agent", "what browsers call themselves", [] { return user_agent(); }));
    out.push_back(plain_kind("product_name", "products", [] { return product_name(); }));
    out.push_back(plain_kind("brand_name", "brands", [] { return brand_name(); }));
    out.push_back(plain_kind("company_name", "companies", [] { return company_name(); }));
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_TEXTS_HPP

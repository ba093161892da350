// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_NUMBERS_HPP
#define SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_NUMBERS_HPP

/// Numbers and booleans in specifications.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/beta.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/exponential.hpp>
#include <spate/field/gamma.hpp>
#include <spate/field/half.hpp>
#include <spate/field/hot_keys.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/lognormal.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/pareto.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/zipf_int.hpp>
#include <spate/schema/parameters.hpp>

namespace spate::inline v0::detail {

// A node's number as one of the column's. Throws config_error, which names `name`, where it does not fit.
template <class Integer>
[[nodiscard]] Integer fitting(const specification_node& node, std::string_view name) {
    using limits = std::numeric_limits<Integer>;
    const std::optional<Integer> number = node.whole<Integer>();
    if (!number)
        raise_config(name, node.text(), "does not fit into the type", "give " + std::to_string(limits::min()) + " to " + std::to_string(limits::max()));
    return *number;
}
template <>
[[nodiscard]] inline double fitting<double>(const specification_node& node, std::string_view) {
    return node.real();
}
template <>
[[nodiscard]] inline float fitting<float>(const specification_node& node, std::string_view name) {
    constexpr auto most = static_cast<double>(std::numeric_limits<float>::max());
    if (node.real() > most || node.real() < -most) raise_config(name, node.text(), "does not fit into the type", "give a smaller number, or use float64");
    return float_of_double(node.real());
}
template <class Number>
[[nodiscard]] Number bound(const generator_parameters& given, std::string_view name, Number otherwise) {
    return given.has(name) ? fitting<Number>(*given.node(name), name) : otherwise;
}

// Calls `make` with a value of the C++ type of that name.
template <class Make>
[[nodiscard]] erased_field with_integer(const std::string& name, const Make& make) {
    if (name == "int8") return make(std::int8_t{});
    if (name == "int16") return make(std::int16_t{});
    if (name == "int32") return make(std::int32_t{});
    if (name == "uint8") return make(std::uint8_t{});
    if (name == "uint16") return make(std::uint16_t{});
    if (name == "uint32") return make(std::uint32_t{});
    if (name == "uint64") return make(std::uint64_t{});
    return make(std::int64_t{});
}

[[nodiscard]] inline parameter integer_parameter(std::string_view about) {
    return {"integer", parameter_kind::one_of, about, false, {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}};
}
[[nodiscard]] inline parameter float_parameter() {
    return {"float", parameter_kind::one_of, "the type of the column; float64 unless given", false, {"float32", "float64"}};
}
[[nodiscard]] inline parameter places_parameter() {
    return {"places", parameter_kind::integer, "makes the column decimal, with so many places behind the point, 0 to 18"};
}

// The column of a real distribution: floats, doubles, or decimals. `make(Real{})` makes the generator.
template <class Make>
[[nodiscard]] erased_field reals_of(const generator_parameters& given, const Make& make) {
    if (!given.has("places")) {
        if (given.has("digits")) raise_config("digits", given.text("digits"), "is given without places", "add places, which make the column decimal");
        if (given.text("float") == "float32") return make(float{}, [](auto reals) -> erased_field { return reals; });
        return make(double{}, [](auto reals) -> erased_field { return reals; });
    }
    const std::int64_t places = given.integer("places"), digits = given.integer("digits", most_digits);
    if (places < 0 || places > most_digits) raise_config("places", std::to_string(places), "is not from 0 to 18", "use 2 for money");
    if (digits < std::max<std::int64_t>(1, places) || digits > most_digits)
        raise_config("digits", std::to_string(digits), "is not from places to 18", "use 18, or leave it out");
    return make(double{}, [=](auto reals) -> erased_field { return rounded(std::move(reals), static_cast<int>(places), static_cast<int>(digits)); });
}
// The same, of the values between bounds alone where some are given.
template <class Make>
[[nodiscard]] erased_field bounded_reals_of(const generator_parameters& given, const Make& make) {
    return reals_of(given, [&]<class Real>(Real, const auto& finish) -> erased_field {
        const auto reals = make(Real{});
        if (!given.has("min") && !given.has("max")) return finish(reals);
        const Real most = std::is_same_v<Real, float> ? std::numeric_limits<Real>::max() : static_cast<Real>(1e288);
        return finish(reals.clamped(bound<Real>(given, "min", -most), bound<Real>(given, "max", most)));
    });
}

[[nodiscard]] inline generator_kind real_kind(std::string_view name, std::string_view about, std::vector<parameter> parameters,
                                              std::function<erased_field(const generator_parameters&)> make) {
    for (const auto& [bound, explained] :
         {std::pair{"min", "no value is below; drawn from what remains"}, std::pair{"max", "no value is above; drawn from what remains"}}) {
        bool is_there = false;
        for (const parameter& one : parameters) is_there = is_there || one.name == bound;
        if (!is_there) parameters.push_back({bound, parameter_kind::number, explained});
    }
    parameters.push_back(float_parameter());
    parameters.push_back(places_parameter());
    parameters.push_back({"digits", parameter_kind::integer, "of a decimal column in all; 18 unless given"});
    return {name, about, std::move(parameters), std::move(make)};
}

inline void add_numbers(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    out.push_back({"sequence",
                   "start, start + step, ...",
                   {{"start", integer, "of row 0; 0 unless given"}, {"step", integer, "from row to row; 1 unless given"}},
                   [](const generator_parameters& given) -> erased_field { return sequence(given.integer("start", 0), given.integer("step", 1)); }});
    out.push_back({"integer",
                   "whole numbers, all equally likely",
                   {{"min", whole, "the smallest; that of the type unless given"},
                    {"max", whole, "the largest; that of the type unless given"},
                    integer_parameter("the type of the column; int64 unless given")},
                   [](const generator_parameters& given) -> erased_field {
                       return with_integer(given.text("integer"), [&]<class Integer>(Integer) -> erased_field {
                           using limits = std::numeric_limits<Integer>;
                           return uniform_int<Integer>(bound(given, "min", limits::min()), bound(given, "max", limits::max()));
                       });
                   }});
    out.push_back({"permutation",
                   "a random permutation of start ... start + count - 1, without repeats; begins anew, in another order, after count rows",
                   {{"count", integer, "how many different numbers", true}, {"start", integer, "the smallest; 0 unless given"}},
                   [](const generator_parameters& given) -> erased_field { return permuted_int(given.count("count"), given.integer("start", 0)); }});
    out.push_back({"zipf",
                   "ranks start ... start + count - 1 by Zipf's law: the r-th is as likely as r^-exponent",
                   {{"count", integer, "how many different numbers", true},
                    {"exponent", number, "1.1 unless given"},
                    {"start", integer, "the smallest number, and the most frequent unless scattered; 1 unless given"},
                    {"scattered", boolean, "ranks are dealt to the numbers at random; false unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       const zipf_int_field made = zipf_int(given.count("count"), given.number("exponent", 1.1), given.integer("start", 1));
                       return given.boolean("scattered") ? made.scattered() : made;
                   }});
    out.push_back({"hot_keys",
                   "the keys start ... start + count - 1, some of which are used far more often than the others",
                   {{"count", integer, "how many different keys", true},
                    {"hot", integer, "how many of them are hot; 1 unless given"},
                    {"share", number, "of rows that have a hot key; 0.8 unless given"},
                    {"start", integer, "the smallest key; 0 unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       return hot_keys(
                           given.count("count"),
                           {.hot = given.has("hot") ? given.count("hot") : 1, .share = given.exact("share", ratio{4, 5}), .start = given.integer("start", 0)});
                   }});
    out.push_back(real_kind("uniform", "real numbers from min to max, all equally likely",
                            {{"min", number, "the smallest; 0 unless given"}, {"max", number, "never reached; 1 unless given"}},
                            [](const generator_parameters& given) {
                                return reals_of(given, [&]<class Real>(Real, const auto& finish) {
                                    return finish(uniform_real<Real>(bound<Real>(given, "min", 0), bound<Real>(given, "max", 1)));
                                });
                            }));
    out.push_back(
        real_kind("normal", "normally distributed numbers",
                  {{"mean", number, "0 unless given"}, {"deviation", number, "the standard deviation; 1 unless given"}}, [](const generator_parameters& given) {
                      return bounded_reals_of(given, [&]<class Real>(Real) { return normal<Real>(given.number("mean", 0), given.number("deviation", 1)); });
                  }));
    out.push_back(real_kind("lognormal", "numbers whose natural logarithms are normally distributed",
                            {{"log_mean", number, "of the logarithms; 0 unless given"}, {"log_deviation", number, "of the logarithms; 1 unless given"}},
                            [](const generator_parameters& given) {
                                return bounded_reals_of(
                                    given, [&]<class Real>(Real) { return lognormal<Real>(given.number("log_mean", 0), given.number("log_deviation", 1)); });
                            }));
    out.push_back(real_kind("exponential", "exponentially distributed numbers", {{"rate", number, "one over the mean; 1 unless given"}},
                            [](const generator_parameters& given) {
                                return bounded_reals_of(given, [&]<class Real>(Real) { return exponential<Real>(given.number("rate", 1)); });
                            }));
    out.push_back(real_kind("gamma", "gamma distributed numbers", {{"shape", number, "above 0", true}, {"scale", number, "above 0; 1 unless given"}},
                            [](const generator_parameters& given) {
                                return bounded_reals_of(given, [&]<class Real>(Real) { return gamma<Real>(given.number("shape"), given.number("scale", 1)); });
                            }));
    out.push_back(real_kind("beta", "beta distributed numbers, from 0 to 1", {{"a", number, "above 0", true}, {"b", number, "above 0", true}},
                            [](const generator_parameters& given) {
                                return bounded_reals_of(given, [&]<class Real>(Real) { return beta<Real>(given.number("a"), given.number("b")); });
                            }));
    out.push_back(real_kind("pareto", "Pareto distributed numbers", {{"minimum", number, "the smallest; 1 unless given"}, {"shape", number, "above 0", true}},
                            [](const generator_parameters& given) {
                                return bounded_reals_of(given,
                                                        [&]<class Real>(Real) { return pareto<Real>(given.number("minimum", 1), given.number("shape")); });
                            }));
    out.push_back({"decimal",
                   "decimal numbers from min to max, all equally likely, with as many places as they are written with",
                   {{"min", text, "like \"0.99\"", true},
                    {"max", text, "like \"999.99\"", true},
                    {"digits", integer, "of the column's type in all, at most 18; as many as the bounds have unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       const decimal_field made = decimal(given.text("min"), given.text("max"));
                       if (!given.has("digits")) return made;
                       const std::int64_t digits = given.integer("digits");
                       if (digits < 1 || digits > most_digits) raise_config("digits", std::to_string(digits), "is not from 1 to 18", "use 18, or leave it out");
                       return made.with_digits(static_cast<int>(digits));
                   }});
    out.push_back({"boolean", "true or false", {{"probability", number, "of true; 0.5 unless given"}}, [](const generator_parameters& given) -> erased_field {
                       return spate::boolean(given.exact("probability", ratio{1, 2}));
                   }});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_NUMBERS_HPP

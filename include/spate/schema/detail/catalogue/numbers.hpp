// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_CATALOGUE_NUMBERS_HPP
#define SPATE_SCHEMA_DETAIL_CATALOGUE_NUMBERS_HPP

/// Numbers and booleans in specifications.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/beta.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/exponential.hpp>
#include <spate/field/gamma.hpp>
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

// A number as one of a narrower type.
template <class Integer>
[[nodiscard]] Integer integer_in(std::string_view name, std::int64_t number) {
    using limits = std::numeric_limits<Integer>;
    if (!std::in_range<Integer>(number))
        raise_config(name, std::to_string(number), "does not fit into the type",
                     "give " + std::to_string(limits::min()) + " to " + std::to_string(limits::max()));
    return static_cast<Integer>(number);
}

template <class Integer>
[[nodiscard]] erased_field integers_of(const generator_parameters& given) {
    using limits = std::numeric_limits<Integer>;
    const auto bound = [&](std::string_view name, Integer otherwise) { return given.has(name) ? integer_in<Integer>(name, given.integer(name)) : otherwise; };
    return uniform_int<Integer>(bound("min", limits::min()), bound("max", limits::max()));
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

[[nodiscard]] inline parameter integer_parameter() {
    return {"integer",
            parameter_kind::one_of,
            "the type of the column; int64 unless given",
            false,
            {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}};
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
    if (given.has("places")) {
        const std::int64_t places = given.integer("places");
        if (places < 0 || places > 18) raise_config("places", std::to_string(places), "is not from 0 to 18", "use 2 for money");
        return rounded(make(double{}), static_cast<int>(places));
    }
    if (given.text("float") == "float32") return make(float{});
    return make(double{});
}

[[nodiscard]] inline generator_kind real_kind(std::string_view name, std::string_view about, std::vector<parameter> parameters,
                                              std::function<erased_field(const generator_parameters&)> make) {
    parameters.push_back(float_parameter());
    parameters.push_back(places_parameter());
    return {name, about, std::move(parameters), std::move(make)};
}

// A distribution whose values can be asked to lie between two bounds.
template <class Make>
[[nodiscard]] generator_kind bounded_kind(std::string_view name, std::string_view about, std::vector<parameter> parameters, const Make& make) {
    parameters.push_back({"min", parameter_kind::number, "the smallest; together with max, else there are no bounds"});
    parameters.push_back({"max", parameter_kind::number, "the largest"});
    return real_kind(name, about, std::move(parameters), [make](const generator_parameters& given) {
        if (given.has("min") != given.has("max"))
            raise_config(given.has("min") ? "min" : "max", "", "is given without the other bound", "give min and max, or none of them");
        if (!given.has("min")) return reals_of(given, [&]<class Real>(Real real) { return make(real, given); });
        return reals_of(given, [&]<class Real>(Real real) {
            return make(real, given).clamped(static_cast<Real>(given.number("min")), static_cast<Real>(given.number("max")));
        });
    });
}

inline void add_numbers(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    out.push_back({"sequence",
                   "start, start + step, ...",
                   {{"start", integer, "of row 0; 0 unless given"}, {"step", integer, "from row to row; 1 unless given"}},
                   [](const generator_parameters& given) -> erased_field { return sequence(given.integer("start", 0), given.integer("step", 1)); }});
    out.push_back(
        {"integer",
         "whole numbers, all equally likely",
         {{"min", integer, "the smallest; that of the type unless given"}, {"max", integer, "the largest; that of the type unless given"}, integer_parameter()},
         [](const generator_parameters& given) -> erased_field {
             return with_integer(given.text("integer"), [&]<class Integer>(Integer) { return integers_of<Integer>(given); });
         }});
    out.push_back({"permutation",
                   "a random permutation of start ... start + count - 1, without repeats; begins anew, in another order, after count rows",
                   {{"count", integer, "how many different numbers", true}, {"start", integer, "the smallest; 0 unless given"}},
                   [](const generator_parameters& given) -> erased_field { return permuted_int(given.count("count"), given.integer("start", 0)); }});
    out.push_back({"zipf",
                   "ranks start ... start + count - 1 by Zipf's law: the r-th is as likely as r^-exponent",
                   {{"count", integer, "how many different numbers", true},
                    {"exponent", number, "1.1 unless given"},
                    {"start", integer, "the most frequent number; 1 unless given"}},
                   [](const generator_parameters& given) -> erased_field {
                       return zipf_int(given.count("count"), given.number("exponent", 1.1), given.integer("start", 1));
                   }});
    out.push_back(real_kind("uniform", "real numbers from min to max, all equally likely",
                            {{"min", number, "the smallest; 0 unless given"}, {"max", number, "never reached; 1 unless given"}},
                            [](const generator_parameters& given) {
                                return reals_of(given, [&]<class Real>(Real) {
                                    return uniform_real<Real>(static_cast<Real>(given.number("min", 0)), static_cast<Real>(given.number("max", 1)));
                                });
                            }));
    out.push_back(bounded_kind(
        "normal", "normally distributed numbers", {{"mean", number, "0 unless given"}, {"deviation", number, "the standard deviation; 1 unless given"}},
        []<class Real>(Real, const generator_parameters& given) { return normal<Real>(given.number("mean", 0), given.number("deviation", 1)); }));
    out.push_back(bounded_kind(
        "lognormal", "numbers whose natural logarithms are normally distributed",
        {{"log_mean", number, "of the logarithms; 0 unless given"}, {"log_deviation", number, "of the logarithms; 1 unless given"}},
        []<class Real>(Real, const generator_parameters& given) { return lognormal<Real>(given.number("log_mean", 0), given.number("log_deviation", 1)); }));
    out.push_back(bounded_kind("exponential", "exponentially distributed numbers", {{"rate", number, "one over the mean; 1 unless given"}},
                               []<class Real>(Real, const generator_parameters& given) { return exponential<Real>(given.number("rate", 1)); }));
    out.push_back(real_kind("gamma", "gamma distributed numbers", {{"shape", number, "above 0", true}, {"scale", number, "above 0; 1 unless given"}},
                            [](const generator_parameters& given) {
                                return reals_of(given, [&]<class Real>(Real) { return gamma<Real>(given.number("shape"), given.number("scale", 1)); });
                            }));
    out.push_back(real_kind(
        "beta", "beta distributed numbers, from 0 to 1", {{"a", number, "above 0", true}, {"b", number, "above 0", true}},
        [](const generator_parameters& given) { return reals_of(given, [&]<class Real>(Real) { return beta<Real>(given.number("a"), given.number("b")); }); }));
    out.push_back(real_kind("pareto", "Pareto distributed numbers", {{"minimum", number, "the smallest; 1 unless given"}, {"shape", number, "above 0", true}},
                            [](const generator_parameters& given) {
                                return reals_of(given, [&]<class Real>(Real) { return pareto<Real>(given.number("minimum", 1), given.number("shape")); });
                            }));
    out.push_back({"decimal",
                   "decimal numbers from min to max, all equally likely, with as many places as they are written with",
                   {{"min", text, "like \"0.99\"", true}, {"max", text, "like \"999.99\"", true}},
                   [](const generator_parameters& given) -> erased_field { return decimal(given.text("min"), given.text("max")); }});
    out.push_back({"boolean", "true or false", {{"probability", number, "of true; 0.5 unless given"}}, [](const generator_parameters& given) -> erased_field {
                       return spate::boolean(given.exact("probability", ratio{1, 2}));
                   }});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_CATALOGUE_NUMBERS_HPP

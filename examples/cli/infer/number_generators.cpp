// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "distribution_fit.hpp"
#include "generators.hpp"

namespace cli::infer {
namespace {

using node = spate::specification_node;

constexpr std::size_t most_numbers = 256, most_reals = 64;
constexpr std::uint64_t times_each = 8;

// The type of a column as specifications name it.
const char* integer_name(declared_type type) {
    switch (type) {
        case declared_type::int8:
            return "int8";
        case declared_type::int16:
            return "int16";
        case declared_type::int32:
            return "int32";
        case declared_type::uint8:
            return "uint8";
        case declared_type::uint16:
            return "uint16";
        case declared_type::uint32:
            return "uint32";
        case declared_type::uint64:
            return "uint64";
        default:
            return nullptr;
    }
}

// Whether counts are those of values that are all equally likely: Pearson's chi-square at some five standard deviations.
template <class Counts>
bool is_uniform(const Counts& counts, std::uint64_t total) {
    const double expected = static_cast<double>(total) / static_cast<double>(counts.size());
    double chi_square = 0;
    for (const auto& [value, count] : counts) chi_square += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected) / expected;
    const double freedom = static_cast<double>(counts.size()) - 1;
    return chi_square <= freedom + 5 * std::sqrt(2 * std::max(freedom, 1.0));
}

template <class Counts, class Node>
node choice_of(const Counts& counts, const Node& to_node) {
    std::vector<node> values;
    std::vector<std::uint64_t> weights;
    for (const auto& [value, count] : counts) {
        values.push_back(to_node(value));
        weights.push_back(count);
    }
    return choice_generator(std::move(values), weights);
}

// A distribution within the measured bounds, without its column's type. Uniform numbers have bounds anyway.
generator distribution_of(const number_statistics& numbers, double unit, double min, double max) {
    std::vector<double> sample = numbers.sorted_sample();
    for (double& value : sample) value *= unit;
    const distribution_fit fit = fit_distribution(sample, numbers.min() * unit, numbers.max() * unit);
    generator out{fit.what == distribution_fit::normal        ? "normal"
                  : fit.what == distribution_fit::lognormal   ? "lognormal"
                  : fit.what == distribution_fit::exponential ? "exponential"
                                                              : "uniform"};
    if (fit.what == distribution_fit::normal) out.put("mean", fit.first).put("deviation", fit.second);
    if (fit.what == distribution_fit::lognormal) out.put("log_mean", fit.first).put("log_deviation", fit.second);
    if (fit.what == distribution_fit::exponential) out.put("rate", fit.first);
    return out.put("min", min).put("max", max);
}

double number_of(const std::string& decimal) { return node::number(decimal).real(); }

bool is_uniform(const generator& made) { return spate::specification_node{made}.find("type")->text() == "uniform"; }

// Bounds that generators of reals take: none closer to 0 than `least`, none beyond `most`.
double within(double bound, bool narrow) {
    const double least = narrow ? 1e-30 : 1e-269, most = narrow ? 8e37 : 1e287;
    return std::abs(bound) < least ? 0 : std::clamp(bound, -most, most);
}

}  // namespace

node share_of(std::uint64_t part, std::uint64_t whole) {
    char share[32];
    std::snprintf(share, sizeof share, "%.7g", static_cast<double>(part) / static_cast<double>(whole));
    return node::number(share);
}

node choice_generator(std::vector<node> values, const std::vector<std::uint64_t>& weights) {
    generator out{"choice"};
    out.put("values", node::sequence(std::move(values)));
    if (weights.size() > 1) {
        std::vector<node> counts;
        for (const std::uint64_t weight : weights) counts.push_back(static_cast<std::int64_t>(weight));
        out.put("weights", node::sequence(std::move(counts)));
    }
    return out;
}

node whole_generator(const number_statistics& numbers, declared_type declared, bool rows_count, std::string& about) {
    const char* const type = integer_name(declared);
    const auto wide = [&](generator made) -> node {
        if (type != nullptr) note(about, std::string{type} + " in the file");
        return made;
    };
    if (rows_count) {
        constexpr int128 least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
        const auto steps = numbers.steps().steps();
        if (steps && steps->start >= least && steps->start <= most && steps->step >= least && steps->step <= most) {
            generator made{"sequence"};
            made.put("start", static_cast<std::int64_t>(steps->start));
            if (steps->step != 1) made.put("step", static_cast<std::int64_t>(steps->step));
            return wide(std::move(made));
        }
        if (numbers.is_permutation())
            return wide(std::move(generator{"permutation"}.put("count", static_cast<std::int64_t>(numbers.count())).put("start", numbers.whole_min())));
    }
    const auto& values = numbers.whole_distinct();
    const std::uint64_t range = static_cast<std::uint64_t>(numbers.whole_max()) - static_cast<std::uint64_t>(numbers.whole_min());
    if (numbers.few() && values.size() > 1 && values.size() <= most_numbers && numbers.count() >= times_each * values.size() &&
        !(range == values.size() - 1 && is_uniform(values, numbers.count()))) {
        node made = choice_of(values, [](std::int64_t value) { return node{value}; });
        if (type != nullptr) made.add("integer", {}, type);
        return made;
    }
    generator made{"integer"};
    made.put("min", numbers.whole_min()).put("max", numbers.whole_max());
    if (type != nullptr) made.put("integer", type);
    return made;
}

node decimal_generator(const number_statistics& units, int places) {
    const auto& values = units.whole_distinct();
    if (units.few() && values.size() > 1 && values.size() <= most_numbers && units.count() >= times_each * values.size()) {
        node made = choice_of(values, [&](std::int64_t value) { return node::number(decimal_text(value, places)); });
        made.add("places", {}, static_cast<std::int64_t>(places));
        return made;
    }
    const std::string min = decimal_text(units.whole_min(), places), max = decimal_text(units.whole_max(), places);
    if (units.whole_min() != units.whole_max()) {
        generator made = distribution_of(units, std::pow(10.0, -places), number_of(min), number_of(max));
        if (!is_uniform(made)) return made.put("places", static_cast<std::int64_t>(places));
    }
    return generator{"decimal"}.put("min", min).put("max", max);
}

node boolean_generator(std::uint64_t truths, std::uint64_t count) { return generator{"boolean"}.put("probability", share_of(truths, count)); }

node real_generator(const number_statistics& numbers, declared_type declared, std::string& about) {
    const bool narrow = declared == declared_type::float32;
    if (numbers.not_finite() != 0) note(about, std::to_string(numbers.not_finite()) + " values that are no finite numbers are left out");
    const auto typed = [&](generator made) -> node {
        if (narrow) made.put("float", "float32");
        return made;
    };
    if (numbers.count() == 0) return typed(generator{"uniform"});
    const int places = numbers.most_places();
    const double scale = std::pow(10.0, places);
    const bool is_decimal = declared == declared_type::none && places >= 1 && places <= 6 && (numbers.same_places() || numbers.count() >= 20) &&
                            std::max(std::abs(numbers.min()), std::abs(numbers.max())) * scale < 1e15;
    const std::size_t distinct = numbers.whole_distinct().size() + numbers.real_distinct().size();
    if (numbers.min() == numbers.max() || (numbers.few() && distinct <= most_reals && numbers.count() >= times_each * distinct)) {
        std::map<double, std::uint64_t> values = numbers.real_distinct();
        for (const auto& [value, count] : numbers.whole_distinct()) values[static_cast<double>(value)] += count;
        node made = choice_of(values, [&](double value) { return is_decimal ? node::number(decimal_text(std::llround(value * scale), places)) : node{value}; });
        if (is_decimal)
            made.add("places", {}, static_cast<std::int64_t>(places));
        else
            made.add("float", {}, narrow ? "float32" : "float64");
        return made;
    }
    if (is_decimal) {
        const std::string min = decimal_text(std::llround(numbers.min() * scale), places), max = decimal_text(std::llround(numbers.max() * scale), places);
        generator made = distribution_of(numbers, 1, number_of(min), number_of(max));
        if (!is_uniform(made)) return made.put("places", static_cast<std::int64_t>(places));
        return generator{"decimal"}.put("min", min).put("max", max);
    }
    return typed(distribution_of(numbers, 1, within(numbers.min(), narrow), within(numbers.max(), narrow)));
}

}  // namespace cli::infer

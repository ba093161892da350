// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_FIELD_VALUES_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_FIELD_VALUES_HPP

/// The plain types of the format: numbers, texts, booleans, dates and times.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/event/detail/configuration/format_generators.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/event/event_configuration.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/real.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/schema/parameters.hpp>

namespace spate::inline v0::detail {

/// What fields are read with: the generators of specifications, and the event time.
struct field_source {
    specification_reader& reader;
    const erased_field& event_time;
    /// Events happen earlier than they arrive, which structures made of fields do not know.
    bool is_delayed = false;
    /// Why the event time has no place in what is read; empty where it has one.
    std::string_view untimed = {};
};

/// The weights beside a list of so many values, none where all are equally likely; nothing where they are wrong.
[[nodiscard]] inline std::optional<std::vector<ratio>> read_weights(const section& in, std::size_t values) {
    std::vector<ratio> out;
    const specification_node* const given = in.find("weights");
    if (given == nullptr) return out;
    const std::size_t before = in.problems().size();
    if (!in.has("values")) {
        in.refuse(*given, "weights: are given without values", "add values, or leave them out");
        return {};
    }
    if (!given->is(specification_node::kind::sequence)) {
        in.refuse(*given, "weights: " + given->shown(), "give a list of numbers, one for each value");
        return {};
    }
    if (given->items().size() != values)
        in.refuse(*given, "weights: are " + std::to_string(given->items().size()) + " for " + std::to_string(values) + " values", "give one for each value");
    bool any = given->items().empty();
    for (std::size_t i = 0; i < given->items().size(); ++i) {
        const specification_node& one = given->items()[i];
        if (one.is_number() && one.real() >= 0 && one.real() < 0x1p32) {
            out.push_back(ratio{one.real()});
            any = any || out.back().numerator() != 0;
        } else {
            any = true;
            in.refuse(one, "weights, element " + std::to_string(i + 1) + ": " + one.value_text() + " is no number from 0 to 2^32", "give one, like 0.5 or 3");
        }
    }
    if (!any) in.refuse(*given, "weights: are all 0", "give one above 0");
    return in.problems().size() == before ? std::optional{std::move(out)} : std::nullopt;
}

/// The items under `values`; null where the key is absent or wrong.
[[nodiscard]] inline const std::vector<specification_node>* read_values(const section& in) {
    const specification_node* const given = in.find("values");
    if (given == nullptr) return nullptr;
    if (given->is(specification_node::kind::sequence) && !given->items().empty()) return &given->items();
    in.refuse(*given, "values: " + (given->is(specification_node::kind::sequence) ? "is an empty list" : given->shown()), "give a list, like [a, b]");
    return nullptr;
}

/// Both ends under `range`; null where the key is absent or wrong.
[[nodiscard]] inline const std::vector<specification_node>* read_range(const section& in, std::string_view example) {
    const specification_node* const given = in.find("range");
    if (given == nullptr) return nullptr;
    if (given->is(specification_node::kind::sequence) && given->items().size() == 2) return &given->items();
    in.refuse(*given,
              "range: " + (given->is(specification_node::kind::sequence) ? "has " + std::to_string(given->items().size()) + " elements" : given->shown()),
              "give the smallest and the largest, like " + std::string{example});
    return nullptr;
}

inline void refuse_both(const section& in) {
    if (in.has("range") && in.has("values")) in.refuse(*in.find("range"), "range: is given besides values", "give one of them");
}

// Of each element, what `convert` makes of it; nothing where one is wrong.
template <class Value, class Convert>
[[nodiscard]] std::optional<std::vector<Value>> converted(const section& in, std::string_view key, const std::vector<specification_node>& items,
                                                          const std::string& wanted, const Convert& convert) {
    std::vector<Value> out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (std::optional<Value> one = convert(items[i]))
            out.push_back(std::move(*one));
        else
            in.refuse(items[i], std::string{key} + ", element " + std::to_string(i + 1) + ": " + items[i].shown(), "give " + wanted);
    }
    return out.size() == items.size() ? std::optional{std::move(out)} : std::nullopt;
}

template <class Number, class Make>
[[nodiscard]] std::optional<erased_field> read_numbers(const section& in, Number low, Number high, const std::string& wanted, std::string_view example,
                                                       const Make& make) {
    refuse_both(in);
    const auto convert = [](const specification_node& node) -> std::optional<Number> {
        if constexpr (std::is_integral_v<Number>) {
            return node.whole<Number>();
        } else {
            constexpr auto most = static_cast<double>(std::numeric_limits<Number>::max());
            if (!node.is_number() || node.real() > most || node.real() < -most) return {};
            return static_cast<Number>(node.real());
        }
    };
    std::optional<erased_field> made;
    if (in.has("values")) {
        const std::vector<specification_node>* const items = read_values(in);
        if (items == nullptr) return {};
        const std::optional<std::vector<Number>> values = converted<Number>(in, "values", *items, wanted, convert);
        const std::optional<std::vector<ratio>> weights = read_weights(in, items->size());
        if (values && weights) attempt(*in.find("values"), in.subject(), in.problems(), [&] { made = one_of(*values, *weights); });
        return made;
    }
    (void)read_weights(in, 0);
    if (in.has("range")) {
        const std::vector<specification_node>* const ends = read_range(in, example);
        if (ends == nullptr) return {};
        const std::optional<std::vector<Number>> bounds = converted<Number>(in, "range", *ends, wanted, convert);
        if (!bounds) return {};
        low = (*bounds)[0], high = (*bounds)[1];
        if (high < low) {
            in.refuse(*in.find("range"), "range: " + (*ends)[0].text() + " is above " + (*ends)[1].text(), "give the smaller one first");
            return {};
        }
    }
    const specification_node* const place = in.find(in.has("range") ? "range" : "type");
    if (low == high)
        made = one_of(std::vector<Number>{low});
    else
        attempt(*place, in.subject(), in.problems(), [&] { made = make(low, high); });
    return made;
}

template <class Integer>
[[nodiscard]] std::optional<erased_field> read_whole_numbers(const section& in, Integer high, std::string_view wider) {
    using limits = std::numeric_limits<Integer>;
    std::string wanted = "a whole number from " + std::to_string(limits::min()) + " to " + std::to_string(limits::max());
    if (!wider.empty()) wanted += ", or use type: " + std::string{wider};
    return read_numbers<Integer>(in, 0, high, wanted, "[1, 100]", [](Integer from, Integer to) -> erased_field { return uniform_int<Integer>(from, to); });
}

template <class Real>
[[nodiscard]] std::optional<erased_field> read_reals(const section& in) {
    return read_numbers<Real>(in, 0, 100, "a number of the type's range", "[0.5, 99.5]",
                              [](Real from, Real to) -> erased_field { return uniform_real<Real>(from, to); });
}

[[nodiscard]] inline std::optional<erased_field> read_texts(const section& in) {
    const std::vector<specification_node>* const items = read_values(in);
    if (items == nullptr) {
        (void)read_weights(in, 0);
        // What is in a text does not matter where nothing is said of it.
        return text_of("abcdefghijklmnopqrstuvwxyz", 8, 16);
    }
    using is = specification_node::kind;
    const auto values = converted<std::string>(in, "values", *items, "a text, a number, true or false", [](const specification_node& node) {
        if (node.is(is::boolean)) return std::optional<std::string>{node.boolean() ? "true" : "false"};
        return node.is_number() || node.is(is::text) ? std::optional{node.text()} : std::nullopt;
    });
    const std::optional<std::vector<ratio>> weights = read_weights(in, items->size());
    std::optional<erased_field> made;
    if (values && weights) attempt(*in.find("values"), in.subject(), in.problems(), [&] { made = one_of(*values, *weights); });
    return made;
}

[[nodiscard]] inline std::optional<erased_field> read_booleans(const section& in) {
    const std::vector<specification_node>* const items = read_values(in);
    if (items == nullptr) {
        (void)read_weights(in, 0);
        return boolean(ratio{1, 2});
    }
    const auto values = converted<bool>(in, "values", *items, "true or false", [](const specification_node& node) {
        return node.is(specification_node::kind::boolean) ? std::optional{node.boolean()} : std::nullopt;
    });
    const std::optional<std::vector<ratio>> weights = read_weights(in, items->size());
    if (!values || !weights) return {};
    double truths = 0, sum = 0;
    for (std::size_t i = 0; i < values->size(); ++i) {
        const double weight = weights->empty() ? 1 : (*weights)[i].value();
        sum += weight;
        if ((*values)[i]) truths += weight;
    }
    return boolean(ratio{truths / sum});
}

[[nodiscard]] inline std::optional<erased_field> read_decimals(const section& in) {
    const std::size_t before = in.problems().size();
    const auto precision = static_cast<int>(in.whole("precision", 10, 1, 18));
    const auto scale = static_cast<int>(in.whole("scale", static_cast<std::uint64_t>(std::min(precision, 2)), 0, static_cast<std::uint64_t>(precision)));
    std::int64_t low = 0, high = power_of_ten(precision) - 1;
    const specification_node* place = in.find("type");
    if (in.has("range")) {
        const std::vector<specification_node>* const ends = read_range(in, "[1.00, 999.99]");
        if (ends == nullptr) return {};
        place = in.find("range");
        const auto units = converted<std::int64_t>(in, "range", *ends, "a number", [&](const specification_node& node) -> std::optional<std::int64_t> {
            if (!node.is_number()) return {};
            std::int64_t value = 0;
            attempt(node, in.subject() + ": range", in.problems(), [&] {
                const decimal_text text = parse_decimal(node.text(), "");
                if (text.places > scale) raise_config("", node.text(), "has more decimal places than the scale of " + std::to_string(scale), "leave some out");
                value = text.in_units_of(scale, "");
                if (value >= power_of_ten(precision) || value <= -power_of_ten(precision))
                    raise_config("", node.text(), "has more digits than the precision of " + std::to_string(precision) + " leaves", "give a larger precision");
            });
            return value;
        });
        if (!units || in.problems().size() != before) return {};
        low = (*units)[0], high = (*units)[1];
        if (high < low) {
            in.refuse(*place, "range: " + (*ends)[0].text() + " is above " + (*ends)[1].text(), "give the smaller one first");
            return {};
        }
    }
    std::optional<erased_field> made;
    attempt(*place, in.subject(), in.problems(), [&] { made = decimal(low, high, scale).with_digits(precision); });
    return made;
}

// The texts of both ends, from begin and end or from a range; nothing where they are wrong. `is_given` tells whether any was.
[[nodiscard]] inline std::optional<std::pair<std::string, std::string>> read_span(const section& in, std::string_view first, std::string_view last,
                                                                                  std::string_view example, bool& is_given) {
    is_given = in.has("range") || in.has("begin") || in.has("end");
    std::pair<std::string, std::string> out{first, last};
    if (!in.has("range")) {
        const std::string begin = in.text("begin", first), end = in.text("end", last);
        return std::pair{begin, end};
    }
    for (const std::string_view other : {"begin", "end"})
        if (const specification_node* const given = in.find(other)) in.refuse(*given, std::string{other} + ": is given besides range", "give one of them");
    const std::vector<specification_node>* const ends = read_range(in, example);
    if (ends == nullptr) return {};
    const auto texts = converted<std::string>(in, "range", *ends, "a text, like \"2024-01-01\"", [](const specification_node& node) {
        return node.is(specification_node::kind::text) ? std::optional{node.text()} : std::nullopt;
    });
    if (!texts) return {};
    return std::pair{(*texts)[0], (*texts)[1]};
}

[[nodiscard]] inline std::optional<erased_field> read_times(const section& in, bool is_date, const field_source& from) {
    bool is_given = false;
    const auto span = read_span(in, is_date ? "2020-01-01" : "", is_date ? "2024-12-31" : "",
                                is_date ? "[\"2020-01-01\", \"2024-12-31\"]" : "[\"2024-01-01 00:00:00\", \"2024-12-31 23:59:59\"]", is_given);
    if (!span) return {};
    if (!is_date && !is_given) {
        if (from.untimed.empty()) return from.event_time;
        in.refuse(*in.find("type"), "type timestamp without begin and end is the event's time, " + std::string{from.untimed}, "add begin and end");
        return {};
    }
    if (span->first.empty() || span->second.empty()) {
        if (in.has("begin") != in.has("end")) in.refuse(*in.find(in.has("begin") ? "begin" : "end"), "begin and end are not both given", "give both");
        return {};
    }
    const auto place = [&](std::string_view end) { return in.find(in.has("range") ? "range" : in.has(end) ? end : "type"); };
    std::int64_t first = 0, last = 0;
    const auto parse = [&](std::string_view key, const std::string& text, std::int64_t& to) {
        return attempt(*place(key), in.subject(), in.problems(), [&] {
            const std::string name = in.has("range") ? "range" : std::string{key};
            to = is_date ? instant_parser{text, name}.date() : timestamp_of(with_zone(text), name, timestamp_unit_of(3));
        });
    };
    const bool right = parse("begin", span->first, first);
    if (!parse("end", span->second, last) || !right) return {};
    if (last < first) {
        in.refuse(*place("end"), "the end " + span->second + " is before the beginning " + span->first, "give the earlier one first");
        return {};
    }
    if (is_date) return dates(span->first, span->second);
    const std::uint64_t milliseconds = static_cast<std::uint64_t>(last - first) + 1;
    return timestamp_field{first, 0, 1, milliseconds, milliseconds - 1, 3};
}

[[nodiscard]] inline std::optional<erased_field> read_plain(const section& in, std::string_view type, const field_source& from) {
    if (type == "uuid") return uuid4();
    if (type == "int") return read_whole_numbers<std::int32_t>(in, 100, "long");
    if (type == "long") return read_whole_numbers<std::int64_t>(in, std::numeric_limits<std::int64_t>::max(), "");
    if (type == "short") return read_whole_numbers<std::int16_t>(in, std::numeric_limits<std::int16_t>::max(), "int");
    if (type == "byte") return read_whole_numbers<std::int8_t>(in, std::numeric_limits<std::int8_t>::max(), "int");
    if (type == "float") return read_reals<float>(in);
    if (type == "double") return read_reals<double>(in);
    if (type == "string") return read_texts(in);
    if (type == "boolean") return read_booleans(in);
    if (type == "decimal") return read_decimals(in);
    if (type == "binary") return random_binary_field{};
    return read_times(in, type == "date", from);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_FIELD_VALUES_HPP

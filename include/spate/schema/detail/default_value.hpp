// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_DEFAULT_VALUE_HPP
#define SPATE_SCHEMA_DETAIL_DEFAULT_VALUE_HPP

/// A value of a specification as a column of one row, of any type that a generator has.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/field/column.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/half.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

// Whether a text is a number by the grammar of RFC 8259, section 6.
[[nodiscard]] inline bool is_json_number(std::string_view text) noexcept {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t first = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at - first;
    };
    const bool zero = at < text.size() && text[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole != 1)) return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (digits() == 0) return false;
    }
    return at == text.size();
}

// A node as JSON. Requires that it is no deeper than a specification may be.
inline void append_node(std::string& out, const specification_node& node) {
    using is = specification_node::kind;
    switch (node.what()) {
        case is::null:
            out += "null";
            return;
        case is::boolean:
            out += node.boolean() ? "true" : "false";
            return;
        case is::integer:
            out += std::to_string(node.integer());
            return;
        case is::real: {
            // As it is written it may be no number of JSON, like .5. Else it is not rounded to a double.
            const std::string_view given = std::string_view{node.text()}.substr(node.text().starts_with('+'));
            char digits[32];
            if (is_json_number(given))
                out += given;
            else if (is_finite(node.real()))
                out.append(digits, std::to_chars(digits, digits + sizeof digits, node.real()).ptr);
            else
                out += "null";
            return;
        }
        case is::text:
            out += json_text(node.text());
            return;
        default:
            out += node.is(is::map) ? '{' : '[';
            for (std::size_t i = 0; i < node.items().size(); ++i) {
                if (i != 0) out += ',';
                if (node.is(is::map)) out.append(json_text(node.keys()[i])).append(":");
                append_node(out, node.items()[i]);
            }
            out += node.is(is::map) ? '}' : ']';
    }
}

/// Fills a column with values, one for each node. Throws config_error, for a value that is none of the type.
class default_values {
public:
    explicit default_values(std::string parameter) : parameter_{std::move(parameter)} {}

    void fill(const data_type& type, const std::vector<const specification_node*>& nodes, column& out) const {
        if (type.id == type_id::decimal || type.id == type_id::date || type.id == type_id::timestamp)
            decimals_and_times(type, nodes, out);
        else if (is_text_like(type.id))
            texts(type, nodes, out);
        else
            others(type, nodes, out);
        const auto nulls = static_cast<std::size_t>(std::count_if(nodes.begin(), nodes.end(), is_given_null));
        // The null of JSON is a value.
        if (nulls == 0 || type.id == type_id::json) return;
        std::uint64_t* const valid = out.make_validity();
        std::fill_n(valid, (nodes.size() + 63) / 64, 0);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (is_given_null(nodes[i]) && !type.nullable) refuse(*nodes[i], "is no value of a field without nulls", "give one, or `nulls`");
            valid[i / 64] |= static_cast<std::uint64_t>(!is_given_null(nodes[i])) << i % 64;
        }
        out.set_nulls(nulls);
    }

private:
    using is = specification_node::kind;

    // Stands where something around it is null: some value of any type is put there.
    static const specification_node* filler() noexcept {
        static const specification_node none;
        return &none;
    }
    [[nodiscard]] static bool is_null(const specification_node* node) noexcept { return node->is(is::null); }
    [[nodiscard]] static bool is_given_null(const specification_node* node) noexcept { return is_null(node) && node != filler(); }

    [[noreturn]] void refuse(const specification_node& node, std::string_view problem, std::string_view remedy) const {
        const bool shown = node.is(is::text) || node.is_number();
        raise_config(parameter_, node.is(is::text) ? json_text(node.text()) : shown ? node.text() : std::string{node.kind_name()}, problem, remedy);
    }

    template <class Integer>
    void integers(const std::vector<const specification_node*>& nodes, column& out) const {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const std::optional<Integer> value = nodes[i]->whole<Integer>();
            if (!value && !is_null(nodes[i]))
                refuse(*nodes[i], "is no value of the field",
                       "give a whole number from " + std::to_string(std::numeric_limits<Integer>::min()) + " to " +
                           std::to_string(std::numeric_limits<Integer>::max()));
            out.values<Integer>()[i] = value.value_or(Integer{});
        }
    }
    // `of` makes the column's number of a double.
    template <class Number, class Of>
    void reals(const std::vector<const specification_node*>& nodes, column& out, double most, const Of& of) const {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const double value = nodes[i]->is_number() ? nodes[i]->real() : 0;
            if (!is_null(nodes[i]) && (!nodes[i]->is_number() || !is_finite(value) || value > most || value < -most))
                refuse(*nodes[i], "is no value of the field", "give a number");
            out.values<Number>()[i] = of(value);
        }
    }

    void decimals_and_times(const data_type& type, const std::vector<const specification_node*>& nodes, column& out) const {
        out.start(type, nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const specification_node& node = *nodes[i];
            if (!is_null(&node) && !node.is(is::text) && !(type.id == type_id::decimal && node.is_number()))
                refuse(node, "is no value of the field", type.id == type_id::decimal ? "give a number" : "give a text like \"2026-01-01\"");
            std::int64_t value = 0;
            if (is_null(&node)) {
                // Its place is filled all the same.
            } else if (type.id == type_id::date) {
                if (node.text().size() != 10) refuse(node, "is no date", "write it like 2026-08-01");
                value = timestamp_of(node.text(), parameter_, timestamp_unit_of(0)) / 86400;
            } else if (type.id == type_id::timestamp) {
                value = timestamp_of(node.text(), parameter_, timestamp_unit_of(type.places));
            } else {
                const decimal_text read = parse_decimal(node.text(), parameter_);
                if (read.places > type.places) refuse(node, "has more decimal places than the field", "give at most " + std::to_string(type.places));
                value = read.in_units_of(type.places, parameter_);
                if ((value < 0 ? -value : value) >= power_of_ten(type.digits))
                    refuse(node, "has more digits than the field", "give at most " + std::to_string(type.digits));
            }
            if (type.id == type_id::date)
                out.values<std::int32_t>()[i] = static_cast<std::int32_t>(value);
            else
                out.values<std::int64_t>()[i] = value;
        }
    }

    void texts(const data_type& type, const std::vector<const specification_node*>& nodes, column& out) const {
        std::vector<std::string> texts;
        std::size_t bytes = 0;
        for (const specification_node* const node : nodes) {
            texts.emplace_back();
            if (type.id == type_id::binary && !is_null(node)) refuse(*node, "is asked of a field of bytes, for which there is no such value", "leave it out");
            if (type.id == type_id::json) {
                append_node(texts.back(), *node);
            } else if (!is_null(node)) {
                if (!node->is(is::text) && !node->is_number()) refuse(*node, "is no value of the field", "give a text");
                texts.back() = node->text();
            }
            bytes += texts.back().size();
        }
        out.start(type, nodes.size(), bytes);
        std::size_t at = 0;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (!texts[i].empty()) std::memcpy(out.values<char>() + at, texts[i].data(), texts[i].size());
            at += texts[i].size();
            out.offsets()[i + 1] = column_offset(at);
        }
    }

    void uuids(const std::vector<const specification_node*>& nodes, column& out) const {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            auto* const to = out.values<unsigned char>() + 16 * i;
            std::fill_n(to, 16, static_cast<unsigned char>(0));
            if (is_null(nodes[i])) continue;
            const std::string& text = nodes[i]->text();
            std::size_t digits = 0;
            bool right = nodes[i]->is(is::text) && text.size() == 36;
            for (std::size_t k = 0; right && k < 36; ++k) {
                if (k == 8 || k == 13 || k == 18 || k == 23) {
                    right = text[k] == '-';
                    continue;
                }
                const char letter = text[k];
                const int digit = letter >= '0' && letter <= '9'   ? letter - '0'
                                  : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                  : letter >= 'A' && letter <= 'F' ? letter - 'A' + 10
                                                                   : -1;
                right = digit >= 0;
                if (right) to[digits / 2] = static_cast<unsigned char>(to[digits / 2] << 4 | digit);
                ++digits;
            }
            if (!right) refuse(*nodes[i], "is no value of the field", "give a UUID like \"00000000-0000-4000-8000-000000000000\"");
        }
    }

    void others(const data_type& type, const std::vector<const specification_node*>& nodes, column& out) const {
        out.start(type, nodes.size());
        switch (type.id) {
            case type_id::boolean:
                for (std::size_t i = 0; i < nodes.size(); ++i) {
                    if (!is_null(nodes[i]) && !nodes[i]->is(is::boolean)) refuse(*nodes[i], "is no value of the field", "give true or false");
                    if (i % 64 == 0) out.values<std::uint64_t>()[i / 64] = 0;
                    out.values<std::uint64_t>()[i / 64] |= static_cast<std::uint64_t>(nodes[i]->is(is::boolean) && nodes[i]->boolean()) << i % 64;
                }
                return;
            case type_id::int8:
                return integers<std::int8_t>(nodes, out);
            case type_id::int16:
                return integers<std::int16_t>(nodes, out);
            case type_id::int32:
                return integers<std::int32_t>(nodes, out);
            case type_id::int64:
                return integers<std::int64_t>(nodes, out);
            case type_id::uint8:
                return integers<std::uint8_t>(nodes, out);
            case type_id::uint16:
                return integers<std::uint16_t>(nodes, out);
            case type_id::uint32:
                return integers<std::uint32_t>(nodes, out);
            case type_id::uint64:
                return integers<std::uint64_t>(nodes, out);
            case type_id::float16:
                return reals<std::uint16_t>(nodes, out, 65504, [](double value) { return half_of_float(float_of_double(value)); });
            case type_id::bfloat16:
                return reals<std::uint16_t>(nodes, out, 0x1.fep127, [](double value) { return bfloat16_of_float(float_of_double(value)); });
            case type_id::float32:
                return reals<float>(nodes, out, static_cast<double>(std::numeric_limits<float>::max()), float_of_double);
            case type_id::float64:
                return reals<double>(nodes, out, std::numeric_limits<double>::max(), [](double value) { return value; });
            case type_id::uuid:
                return uuids(nodes, out);
            case type_id::list:
            case type_id::vector:
                return elements(type, nodes, out);
            case type_id::structure:
                return members(type, nodes, out);
            default:
                for (const specification_node* const node : nodes)
                    if (!is_null(node)) refuse(*node, "is asked of a field of bits, for which there is no such value", "leave it out");
                std::fill_n(out.values<unsigned char>(), nodes.size() * (type.size / 8), static_cast<unsigned char>(0));
        }
    }

    void elements(const data_type& type, const std::vector<const specification_node*>& nodes, column& out) const {
        std::vector<const specification_node*> below;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const bool vector = type.id == type_id::vector;
            if (is_null(nodes[i])) {
                below.insert(below.end(), vector ? type.size : 0, filler());
            } else {
                if (!nodes[i]->is(is::sequence) || (vector && nodes[i]->items().size() != type.size))
                    refuse(*nodes[i], "is no value of the field", vector ? "give a list of " + std::to_string(type.size) + " numbers" : "give a list");
                for (const specification_node& one : nodes[i]->items()) below.push_back(&one);
            }
            if (!vector) out.offsets()[i + 1] = column_offset(below.size());
        }
        fill(type.children[0], below, out.child(0));
    }

    void members(const data_type& type, const std::vector<const specification_node*>& nodes, column& out) const {
        for (const specification_node* const node : nodes) {
            if (is_null(node)) continue;
            bool right = node->is(is::map) && node->keys().size() == type.names.size();
            for (const std::string& name : type.names) right = right && node->find(name) != nullptr;
            if (right) continue;
            std::string all;
            for (const std::string& name : type.names) all.append(all.empty() ? "" : ", ").append(name);
            refuse(*node, "is no value of the field", "give a map of its members: " + all);
        }
        for (std::size_t child = 0; child < type.children.size(); ++child) {
            std::vector<const specification_node*> below;
            for (const specification_node* const node : nodes) below.push_back(is_null(node) ? filler() : node->find(type.names[child]));
            fill(type.children[child], below, out.child(child));
        }
    }

    std::string parameter_;
};

/// The only row of a column of the type. Throws config_error, which names `parameter`, for a value that is none of the type.
[[nodiscard]] inline column default_value(const data_type& type, const specification_node& node, std::string parameter = "default") {
    column one;
    default_values{std::move(parameter)}.fill(type, {&node}, one);
    return one;
}

// Of a default of sparse vectors; requires that it is one of the column's type.
inline void check_sparse_default(const specification_node& generator, const specification_node& value) {
    const auto& indices = value.find("indices")->items();
    if (indices.size() != value.find("values")->items().size())
        raise_config("default", std::to_string(indices.size()), "indices have another number of values", "give a value for each index");
    std::int64_t next = 0;
    for (const specification_node& one : indices) {
        if (one.integer() >= generator.find("dimension")->integer())
            raise_config("default", one.text(), "is no index below the dimension", "give less than " + generator.find("dimension")->text());
        if (one.integer() < next) raise_config("default", one.text(), "is an index behind one that is not less", "give different indices, in their order");
        next = one.integer() + 1;
    }
}

/// What the type of a column does not tell: throws config_error for a default that has more elements than lists of its generator have, or that is no sparse
/// vector of its dimension, in lists and objects too. `generator` is the node of the generator; requires that the default is one of its column's type.
inline void check_default(const specification_node& generator, const specification_node& value) {
    using is = specification_node::kind;
    const std::string& type = generator.find("type")->text();
    if (value.is(is::null)) return;
    if (type == "list") {
        const specification_node& most = *generator.find("max_length");
        if (value.items().size() > static_cast<std::uint64_t>(most.integer()))
            raise_config("default", std::to_string(value.items().size()), "elements are more than max_length", "give at most " + most.text());
        for (const specification_node& one : value.items()) check_default(*generator.find("of"), one);
    } else if (type == "object") {
        for (const specification_node& field : generator.find("fields")->items()) check_default(field, *value.find(field.find("name")->text()));
    } else if (type == "distinct") {
        check_default(*generator.find("of"), value);
    } else if (type == "sparse_vector") {
        check_sparse_default(generator, value);
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_DEFAULT_VALUE_HPP

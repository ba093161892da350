// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_COLLECTION_ROWS_HPP
#define SPATE_TESTS_SUPPORT_COLLECTION_ROWS_HPP

/// Whether rows keep what a collection says of them. It reads the file's node, so that it needs no code of what is tested.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/detail/utf8.hpp>
#include <spate/field/column.hpp>
#include <spate/field/half.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace test {

class collection_rows {
public:
    collection_rows(const spate::collection_field& field, const spate::column& values) : field_{field}, values_{values} {}

    /// What is wrong with a row; empty where nothing is.
    [[nodiscard]] std::string wrong(std::size_t row) const {
        using enum spate::collection_type;
        if (values_.is_null(row)) return field_.nullable ? "" : "is null";
        switch (field_.type) {
            case array:
                return list(row);
            case sparse_float_vector:
                return sparse(row);
            case binary_vector:
            case int8_vector:
            case boolean:
                return "";
            case json:
                return values_.text(row).empty() ? "is no JSON" : "";
            case float_vector:
            case float16_vector:
            case bfloat16_vector:
                return vector(row);
            default:
                return scalar(field_.type, values_, row, true);
        }
    }

private:
    [[nodiscard]] std::string scalar(spate::collection_type type, const spate::column& from, std::size_t row, bool bounded) const {
        using enum spate::collection_type;
        switch (type) {
            case int8:
                return whole(from.values<std::int8_t>()[row], bounded);
            case int16:
                return whole(from.values<std::int16_t>()[row], bounded);
            case int32:
                return whole(from.values<std::int32_t>()[row], bounded);
            case int64:
                return whole(from.values<std::int64_t>()[row], bounded);
            case float32:
                return real(static_cast<double>(from.values<float>()[row]), bounded, true);
            case float64:
                return real(from.values<double>()[row], bounded, false);
            case varchar:
            case string: {
                const std::string_view text = from.text(row);
                if (text.size() > *field_.max_length) return "has " + std::to_string(text.size()) + " bytes";
                for (std::size_t at = 0; at < text.size(); at += spate::detail::utf8_length(text, at))
                    if (spate::detail::utf8_length(text, at) == 0) return "is no UTF-8";
                return "";
            }
            default:
                return "";
        }
    }
    [[nodiscard]] std::string whole(std::int64_t value, bool bounded) const {
        const spate::specification_node *const min = field_.node.find("min"), *const max = field_.node.find("max");
        if (bounded && ((min != nullptr && value < min->integer()) || (max != nullptr && value > max->integer())))
            return std::to_string(value) + " is out of bounds";
        return "";
    }
    // A default or a listed value is the nearest float, which may lie beyond a bound that is none.
    [[nodiscard]] std::string real(double value, bool bounded, bool single) const {
        const spate::specification_node *const min = field_.node.find("min"), *const max = field_.node.find("max");
        if (!std::isfinite(value)) return "is not finite";
        const auto bound = [&](double given) {
            return single && field_.node.find("generator") == nullptr ? static_cast<double>(static_cast<float>(given)) : given;
        };
        if (bounded && ((min != nullptr && value < bound(min->real())) || (max != nullptr && value > bound(max->real()))))
            return std::to_string(value) + " is out of bounds";
        return "";
    }
    [[nodiscard]] std::string list(std::size_t row) const {
        const auto first = static_cast<std::size_t>(values_.offsets()[row]), end = static_cast<std::size_t>(values_.offsets()[row + 1]);
        if (end - first > *field_.max_capacity) return "has " + std::to_string(end - first) + " elements";
        if (end == first && field_.nullable) return "is an empty list of a nullable array";
        for (std::size_t i = first; i < end; ++i) {
            if (values_.child(0).is_null(i)) return "has a null element";
            if (std::string problem = scalar(*field_.element_type, values_.child(0), i, false); !problem.empty()) return problem;
        }
        return "";
    }
    [[nodiscard]] std::string vector(std::size_t row) const {
        for (std::size_t i = row * *field_.dim; i < (row + 1) * *field_.dim; ++i) {
            const spate::column& of = values_.child(0);
            const float value = field_.type == spate::collection_type::float_vector     ? of.values<float>()[i]
                                : field_.type == spate::collection_type::float16_vector ? spate::float_of_half(of.values<std::uint16_t>()[i])
                                                                                        : spate::float_of_bfloat16(of.values<std::uint16_t>()[i]);
            if (!std::isfinite(value)) return "has an element that is not finite";
        }
        return "";
    }
    [[nodiscard]] std::string sparse(std::size_t row) const {
        const spate::column &indices = values_.child(0), &numbers = values_.child(1);
        const auto first = static_cast<std::size_t>(indices.offsets()[row]), end = static_cast<std::size_t>(indices.offsets()[row + 1]);
        if (first == end) return "has no entries";
        if (static_cast<std::size_t>(numbers.offsets()[row + 1] - numbers.offsets()[row]) != end - first) return "has more indices than values";
        for (std::size_t i = first; i < end; ++i) {
            const std::uint32_t index = indices.child(0).values<std::uint32_t>()[i];
            if (field_.dim && index >= *field_.dim) return "has index " + std::to_string(index);
            if (i != first && index <= indices.child(0).values<std::uint32_t>()[i - 1]) return "has indices out of order";
            if (!std::isfinite(numbers.child(0).values<float>()[i])) return "has a value that is not finite";
        }
        return "";
    }

    const spate::collection_field& field_;
    const spate::column& values_;
};

/// The first row of each field that breaks a limit, in words; empty where none does. `rows` are of the collection's table.
[[nodiscard]] inline std::string broken_rows(const spate::collection& of, const spate::runtime_schema& table, const spate::batch& rows) {
    std::string out;
    for (const spate::collection_field& field : of.fields) {
        const std::size_t column = table.find(field.name);
        if (column == table.fields().size()) {
            if (!field.auto_id) out += field.name + " is not there; ";
            continue;
        }
        const collection_rows checked{field, rows.columns[column]};
        std::string problem;
        for (std::size_t row = 0; row < rows.count && problem.empty(); ++row)
            if (problem = checked.wrong(row); !problem.empty()) out += field.name + ", row " + std::to_string(row) + ", " + problem + "; ";
    }
    return out;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_COLLECTION_ROWS_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_JSON_HPP
#define SPATE_FIELD_JSON_HPP

/// `json_object(field<"a">(...), field<"b">(...))`: a column of JSON texts, made from fields.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/field.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/named.hpp>
#include <spate/field/structure.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// The values of a generator as JSON texts, written as append_json does. Made by `json_of` and `json_object`. What is null in the generator's column is the
/// text null here, and no null of the column: `nullable(json_object(...), 0.1)` has those.
///
/// In NDJSON such a column is the value itself, in CSV and in Parquet it is a text. Determinism: that of the generator under the same key. Cost: the
/// generator's, and what the same values take in NDJSON. Thread safety: that of the generator.
template <field_generator Generator>
class json_field : public text_field {
public:
    explicit json_field(Generator generator) : generator_{std::move(generator)} {}

    [[nodiscard]] static data_type type() { return {.id = type_id::json}; }
    [[nodiscard]] std::uint64_t most_values() const { return detail::most_values(generator_); }

    void fill(const field_rows& rows, column& out) const {
        detail::scratch<column> values;
        detail::scratch<std::string> text;
        generator_.fill(rows, *values);
        const data_type of = generator_.type();
        out.start(type(), rows.count);
        text->clear();
        for (std::size_t row = 0; row < rows.count; ++row) {
            append_json(*text, of, *values, row);
            out.offsets()[row + 1] = column_offset(text->size());
        }
        out.value_buffer().reserve(text->size());
        if (!text->empty()) std::memcpy(out.values<char>(), text->data(), text->size());
    }

private:
    Generator generator_;
};

/// The values of any generator as JSON: `json_of(list_of(city(), 0, 5))` makes arrays.
template <field_generator Generator>
[[nodiscard]] json_field<Generator> json_of(Generator generator) {
    return json_field<Generator>{std::move(generator)};
}

/// Objects with a member for each field, in their order: the values of `structure` of the same fields. Names are all different, which is checked when it is
/// compiled; members may be made from each other.
template <class... Fields>
    requires(sizeof...(Fields) != 0 && (detail::is_named_field<Fields> && ...))
[[nodiscard]] json_field<structure_field<Fields...>> json_object(Fields... fields) {
    return json_of(structure(std::move(fields)...));
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_JSON_HPP

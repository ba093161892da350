// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_FIT_HPP
#define SPATE_FIELD_DETAIL_FIT_HPP

/// A filled column as one of another type, within limits.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/fit_numbers.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/type.hpp>
#include <spate/field/value_text.hpp>

namespace spate::inline v0::detail {

enum class fit_step : unsigned char { nothing, integers, reals, truths, shorter, texts, json, list };

/// What is to be done with a column of type `from`.
struct fit_plan {
    data_type from, to;
    fit_step what = fit_step::nothing;
    number_limits numbers = {};
    std::size_t max_bytes = ~std::size_t{0}, max_elements = ~std::size_t{0};
    /// Of a list: one, for its elements.
    std::vector<fit_plan> elements = {};
};

inline void copy_nulls(const column& from, column& out) {
    if (from.nulls() == 0) return;
    std::memcpy(out.make_validity(), from.validity(), (from.size() + 63) / 64 * sizeof(std::uint64_t));
    out.set_nulls(from.nulls());
}

/// The most bytes, up to `most`, that are whole characters.
[[nodiscard]] inline std::size_t whole_characters(std::string_view text, std::size_t most) noexcept {
    if (text.size() <= most) return text.size();
    while (most != 0 && (static_cast<unsigned char>(text[most]) & 0xc0u) == 0x80) --most;
    return most;
}

// What is no scalar is written as in JSON, bytes without quotes.
inline void append_text(std::string& out, const data_type& type, const column& from, std::size_t row) {
    if (type.id == type_id::text || type.id == type_id::json)
        out += from.text(row);
    else if (type.id == type_id::binary)
        append_base64(out, from.text(row));
    else if (type.id == type_id::bits)
        append_base64(out, {from.values<char>() + row * (type.size / 8), type.size / 8});
    else
        append_json(out, type, from, row);
}

/// Makes a column of texts of what put(text, row) appends.
template <class Put>
void fill_with_texts(const data_type& type, const column& from, const Put& put, column& out) {
    scratch<std::string> text;
    text->clear();
    out.start(type, from.size());
    for (std::size_t row = 0; row < from.size(); ++row) {
        put(*text, row);
        out.offsets()[row + 1] = column_offset(text->size());
    }
    out.value_buffer().reserve(text->size());
    if (!text->empty()) std::memcpy(out.values<char>(), text->data(), text->size());
}

inline void fit_texts(const fit_plan& plan, const column& from, column& out) {
    if (plan.from.id == type_id::boolean || width_of(plan.from.id) != 0) {
        constexpr std::size_t longest = 48;
        out.start(plan.to, from.size(), (from.size() + 1) * longest);
        char *const begin = out.values<char>(), *to = begin;
        for (std::size_t row = 0; row < from.size(); ++row) {
            if (!from.is_null(row)) to = std::min(put_scalar(to, plan.from, from, row), to + std::min(plan.max_bytes, longest));
            out.offsets()[row + 1] = column_offset(static_cast<std::size_t>(to - begin));
        }
        out.set_plain(true);
        return;
    }
    fill_with_texts(
        plan.to, from,
        [&](std::string& text, std::size_t row) {
            if (from.is_null(row)) return;
            const std::size_t before = text.size();
            append_text(text, plan.from, from, row);
            text.resize(before + whole_characters(std::string_view{text}.substr(before), plan.max_bytes));
        },
        out);
    out.set_plain(from.plain() && plan.from.id == type_id::text);
}

[[nodiscard]] inline bool all_texts_within(const column& from, std::size_t most) noexcept {
    for (std::size_t row = 0; row < from.size(); ++row)
        if (!from.is_null(row) && from.text(row).size() > most) return false;
    return true;
}

inline void fit(const fit_plan& plan, column& values);

inline void make_list_of_vector(const fit_plan& plan, column& values) {
    const std::size_t rows = values.size(), nulls = values.nulls();
    values.start(plan.to, rows);  // which leaves the elements and the bits of validity as they are
    for (std::size_t row = 0; row <= rows; ++row) values.offsets()[row] = column_offset(row * plan.from.size);
    values.set_nulls(nulls);
}

// The elements stay where they are, unless some are left out.
inline void fit_list(const fit_plan& plan, column& values) {
    if (plan.from.id == type_id::vector) make_list_of_vector(plan, values);
    std::int32_t* const ends = values.offsets();
    const auto length_of = [&](std::size_t row) { return static_cast<std::size_t>(ends[row + 1] - ends[row]); };
    bool all = true;
    for (std::size_t row = 0; row < values.size(); ++row) all &= length_of(row) <= plan.max_elements;
    if (!all) {
        scratch<std::vector<taken>> kept;
        kept->clear();
        for (std::size_t row = 0, begin = 0; row < values.size(); ++row) {
            const auto end = static_cast<std::size_t>(ends[row + 1]);
            for (std::size_t i = begin; i < std::min(end, begin + plan.max_elements); ++i) kept->push_back({0, static_cast<std::uint32_t>(i)});
            ends[row + 1] = column_offset(kept->size());
            begin = end;
        }
        scratch<column> made;
        const column* const source = &values.child(0);
        gather(plan.from.children[0], {&source, 1}, kept->data(), kept->size(), *made);
        std::swap(values.child(0), *made);
    }
    fit(plan.elements[0], values.child(0));
}

/// Makes a column of plan.from one of plan.to. Allocates where it or the thread's own columns have to grow.
inline void fit(const fit_plan& plan, column& values) {
    if (plan.what == fit_step::nothing) return;
    if (plan.what == fit_step::list) return fit_list(plan, values);
    if (plan.what == fit_step::shorter && all_texts_within(values, plan.max_bytes)) return;
    if (plan.from.id == plan.to.id && plan.what == fit_step::integers) return fit_integers(plan.from, values, plan.numbers, plan.to.id, values);
    if (plan.from.id == plan.to.id && plan.what == fit_step::reals) return fit_reals(plan.from, values, plan.numbers, plan.to.id, values);
    scratch<column> made;
    switch (plan.what) {
        case fit_step::integers:
            made->start(plan.to, values.size());
            fit_integers(plan.from, values, plan.numbers, plan.to.id, *made);
            break;
        case fit_step::reals:
            made->start(plan.to, values.size());
            fit_reals(plan.from, values, plan.numbers, plan.to.id, *made);
            break;
        case fit_step::truths:
            made->start(plan.to, values.size());
            fit_truths(plan.from, values, *made);
            break;
        case fit_step::json:
            fill_with_texts(
                plan.to, values, [&](std::string& text, std::size_t row) { append_json(text, plan.from, values, row); }, *made);
            break;
        default:
            fit_texts(plan, values, *made);
    }
    copy_nulls(values, *made);
    std::swap(values, *made);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_FIT_HPP

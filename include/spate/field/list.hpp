// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_LIST_HPP
#define SPATE_FIELD_LIST_HPP

/// `list_of(generator, 1, 5)`: lists of a generator's values, with lengths from a distribution.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/distinct_values.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/field.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// Lengths from `low` to `high`, all equally likely.
struct uniform_length : number_field<std::uint32_t> {
    std::uint32_t low, high;

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        detail::scratch<std::vector<std::uint64_t>> drawn;
        drawn->resize(rows.count);
        words(rows.key, rows.first, {drawn->data(), rows.count});
        for (std::size_t i = 0; i < rows.count; ++i)
            out.values<std::uint32_t>()[i] = low + static_cast<std::uint32_t>(scale((*drawn)[i], std::uint64_t{high - low} + 1));
    }
};

struct list_options {
    /// No value twice in a list. See list_of().
    bool distinct = false;
};

/// See list_of().
template <field_generator Element, field_generator Length = uniform_length>
    requires std::is_integral_v<typename Length::value_type>
class list_field {
public:
    using value_type = std::vector<typename Element::value_type>;

    list_field(Element element, Length length, std::uint32_t longest, list_options options = {})
        : element_{std::move(element)}, length_{std::move(length)}, longest_{longest}, options_{options} {
        if (longest > 65536) detail::raise_config("list_of: longest", std::to_string(longest), "is too long for a list", "give at most 65536");
        if (options.distinct && longest > 1024)
            detail::raise_config("list_of: longest", std::to_string(longest), "is too long for a list of distinct values", "give at most 1024");
        detail::check_most_values("list_of: longest", longest, detail::most_values(element_));
        type_ = {.id = type_id::list, .children = {element_.type()}};
        if (options.distinct && !detail::is_comparable(type_.children[0].id))
            detail::raise_config("list_of: distinct", "true", "is asked of elements that are lists, vectors or structures, which are not compared",
                                 "leave it out, or use elements that are numbers or texts");
    }

    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] std::uint64_t most_values() const { return detail::values_times(detail::most_values(element_), longest_); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const {
        value_type made;
        for (std::int32_t i = from.offsets()[row]; i < from.offsets()[row + 1]; ++i) made.push_back(element_.value(from.child(0), static_cast<std::size_t>(i)));
        return made;
    }

    void fill(const field_rows& rows, column& out) const {
        out.start(type_, rows.count);
        detail::scratch<column> lengths;
        length_.fill({column_key(rows.key, "length"), rows.first, rows.count}, *lengths);
        detail::scratch<std::vector<detail::taken>> taken;
        detail::scratch<std::vector<column>> made;
        detail::scratch<std::vector<const column*>> sources;
        taken->clear();
        // Short lists are cut out of elements that are made for all rows at once; of long ones only those are made that are there.
        const element_rows first_row = elements_of(rows.key, rows.first);
        const bool at_once = longest_ <= 64 && (rows.count == 0 || elements_of(rows.key, rows.first + rows.count - 1).key == first_row.key);
        std::size_t columns = at_once ? 1 : rows.count;
        if (made->size() < columns) made->resize(columns);
        const key128 again = options_.distinct ? column_key(first_row.key, "again") : key128{};
        if (at_once) element_.fill({first_row.key, first_row.first, rows.count * longest_}, made->front());
        for (std::size_t row = 0; row < rows.count; ++row) {
            const auto wanted = length_.value(*lengths, row);
            const std::uint32_t length = wanted <= 0 ? 0 : static_cast<std::uint64_t>(wanted) > longest_ ? longest_ : static_cast<std::uint32_t>(wanted);
            // The others of a short list stand in for values that are there already.
            const std::uint32_t drawn = options_.distinct && longest_ <= 64 && length != 0 ? longest_ : length;
            const element_rows elements = at_once ? element_rows{first_row.key, first_row.first + row * longest_} : elements_of(rows.key, rows.first + row);
            if (!at_once) {
                element_.fill({elements.key, elements.first, drawn}, (*made)[row]);
            }
            const detail::taken first =
                at_once ? detail::taken{0, static_cast<std::uint32_t>(row) * longest_} : detail::taken{static_cast<std::uint32_t>(row), 0};
            if (options_.distinct) {
                take_distinct({at_once ? again : column_key(elements.key, "again"), elements.first}, first, length, drawn, *made, columns, *taken);
            } else {
                for (std::uint32_t k = 0; k < length; ++k) taken->push_back({first.source, first.row + k});
            }
            out.offsets()[row + 1] = column_offset(taken->size());
        }
        sources->clear();
        for (std::size_t i = 0; i < columns; ++i) sources->push_back(&(*made)[i]);
        detail::gather(type_.children[0], {sources->data(), columns}, taken->data(), taken->size(), out.child(0));
    }

private:
    struct element_rows {
        key128 key;
        std::uint64_t first;
    };
    // Takes `length` different values: of the `drawn` that are made already, then of further ones, made in columns from `next` on.
    void take_distinct(const element_rows& again, detail::taken first, std::uint32_t length, std::uint32_t drawn, std::vector<column>& made, std::size_t& next,
                       std::vector<detail::taken>& out) const {
        const std::size_t begin = out.size();
        if (detail::take_distinct(type_.children[0], made, first, drawn, begin, length, out)) return;
        for (std::uint64_t round = 1; round < distinct_rounds; ++round) {
            if (made.size() == next) made.emplace_back();
            const std::size_t before = out.size();
            element_.fill({detail::numbered_key(again.key, round), again.first, drawn}, made[next]);
            const bool all = detail::take_distinct(type_.children[0], made, {static_cast<std::uint32_t>(next), 0}, drawn, begin, length, out);
            if (out.size() != before) ++next;
            if (all) return;
        }
    }
    // Generators have 2^48 rows, which long lists would use up earlier: beyond, elements are rows of a further key.
    [[nodiscard]] element_rows elements_of(const key128& key, std::uint64_t row) const noexcept {
        const std::uint64_t rows = (std::uint64_t{1} << 48) / std::max(longest_, 1u), part = row / rows;
        if (part == 0) return {key, row * longest_};
        const key128 next = column_key(key, "elements");
        return {{next.low ^ mix(part), next.high + part}, row % rows * longest_};
    }

    // How often as many values as are wanted are drawn, at most, so that all differ.
    static constexpr std::uint64_t distinct_rounds = 64;

    data_type type_;
    Element element_;
    Length length_;
    std::uint32_t longest_;
    list_options options_;
};

/// Lists of `shortest` to `longest` values of a generator, all lengths equally likely. Element k of row i is the generator's row i * longest + k, so that it is
/// the same however rows are parted; from row 2^48 / longest on, of further keys. Throws config_error where shortest > longest, for a longest above 65536, and
/// where a row could have more than 2^24 values, those of lists in lists counted each.
///
///     list_of(one_of({"new", "sale", "gift"}), 1, 2, {.distinct = true})
///
/// With `distinct`, values that a list has already, by their bits, are left out, and others drawn under further keys until the list is as long as it should be.
/// After 64 times as many values as it may have it stays shorter, but never empty: so do those that are longer than the generator has values. Throws
/// config_error for a longest above 1024, and for elements that are lists, vectors or structures.
///
/// Cost: that of `longest` elements a row, whatever the lengths, and a copy; beyond 64, that of the elements that there are, made row by row, and a copy.
/// `distinct` adds half the square of the length in comparisons, and a row whose values are not enough those of others alone.
template <field_generator Element>
[[nodiscard]] list_field<Element> list_of(Element element, std::uint32_t shortest, std::uint32_t longest, list_options options = {}) {
    if (shortest > longest)
        detail::raise_config("list_of: length", std::to_string(shortest) + ".." + std::to_string(longest), "is an empty range",
                             "give the smaller number first");
    return {std::move(element), uniform_length{{}, shortest, longest}, longest, options};
}
/// The same, with lengths from a generator of integers, which is given the column's stream "length"; those below 0 are 0, those above `longest` are `longest`.
template <field_generator Element, field_generator Length>
[[nodiscard]] list_field<Element, Length> list_of(Element element, Length length, std::uint32_t longest, list_options options = {}) {
    return {std::move(element), std::move(length), longest, options};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_LIST_HPP

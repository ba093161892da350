// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DATE_HPP
#define SPATE_FIELD_DATE_HPP

/// `dates("2026-01-01", "2026-12-31")`: days anywhere in a range, or in steps.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/detail/instant.hpp>
#include <spate/field/detail/quoted.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>

namespace spate::inline v0 {

/// A row's day is start + floor(row / rows_a_day) * step_days.
struct date_options {
    /// 2026-08-01; years 0001 to 9999.
    std::string_view start;
    std::uint32_t step_days = 1;
    std::uint64_t rows_a_day = 1;
};

/// Days: int32, since 1970-01-01. Made by `dates`.
///
/// Determinism: row i depends on i, or on word i of the column, in integers. Days beyond the year 9999 are its last. Cost: half a nanosecond a row in a range,
/// some in steps. Thread safety: a value.
class date_field : public number_field<std::int32_t, type_id::date> {
public:
    /// As `dates`, which see. Days of a range where `range` is not 0.
    date_field(std::int64_t first, std::uint64_t range, std::uint32_t step_days, std::uint64_t rows_a_day) noexcept
        : first_{first}, range_{range}, step_days_{step_days}, rows_a_day_{rows_a_day} {}

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::int32_t>();
        if (range_ != 0) {
            detail::draw<1>(rows, [&](std::size_t row, const std::uint64_t* drawn, std::size_t count) {
                for (std::size_t i = 0; i < count; ++i)
                    values[row + i] = static_cast<std::int32_t>(first_ + static_cast<std::int64_t>(scale(drawn[i], range_)));
            });
            return;
        }
        const auto most = static_cast<std::uint64_t>(detail::last_day - first_);
        for (std::size_t i = 0; i < rows.count;) {
            const std::uint64_t step = (rows.first + i) / rows_a_day_, left = rows_a_day_ - (rows.first + i) % rows_a_day_;
            const uint128 later = static_cast<uint128>(step) * step_days_;
            const auto day = static_cast<std::int32_t>(first_ + static_cast<std::int64_t>(later > most ? most : static_cast<std::uint64_t>(later)));
            for (const std::size_t end = i + static_cast<std::size_t>(std::min<std::uint64_t>(left, rows.count - i)); i < end; ++i) values[i] = day;
        }
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        if (range_ == 0) return {};
        return {.how = point_rule::kind::integers, .words = 1, .base = static_cast<std::uint64_t>(first_), .span = range_};
    }

private:
    std::int64_t first_;
    std::uint64_t range_;
    std::uint32_t step_days_;
    std::uint64_t rows_a_day_;
};

/// Days from `from` to `to`, both included, all equally likely. Throws config_error where they are none or not in order.
[[nodiscard]] inline date_field dates(std::string_view from, std::string_view to) {
    const std::int64_t first = detail::instant_parser{from, "from"}.date(), last = detail::instant_parser{to, "to"}.date();
    if (last < first) detail::raise_config("to", detail::quoted(to), "is before from", "give the earlier day first");
    return {first, static_cast<std::uint64_t>(last - first + 1), 0, 1};
}

/// Days in steps. Throws config_error where the start is no day, and where a step or the rows a day are 0.
[[nodiscard]] inline date_field dates(const date_options& given) {
    const std::int64_t first = detail::instant_parser{given.start, "start"}.date();
    if (given.step_days == 0) detail::raise_config("step_days", "0", "is no step", "give 1 or more");
    if (given.rows_a_day == 0) detail::raise_config("rows_a_day", "0", "is no number of rows", "give 1 or more");
    return {first, 0, given.step_days, given.rows_a_day};
}

static_assert(field_generator<date_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_DATE_HPP

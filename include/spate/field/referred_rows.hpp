// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_REFERRED_ROWS_HPP
#define SPATE_FIELD_REFERRED_ROWS_HPP

/// Which rows of another table the rows of a column refer to, and how a column is put together from values of any rows: what foreign keys are made of.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/column_appender.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/rng/zipf.hpp>

namespace spate::inline v0 {

/// Draws rows of a table of `rows` rows: all equally likely, or, with an exponent other than 0, the one of rank k in proportion to k^-zipf, the ranks scattered
/// over the table.
///
/// Determinism: a word of the column for each row. Cost: a nanosecond a row, or some 30 with an exponent; 50 more for a row alone. Thread safety: a value.
class referred_rows {
public:
    /// Throws config_error for no rows, and for an exponent that rng::zipf refuses.
    referred_rows(std::uint64_t rows, double zipf) : rows_{rows}, scatter_{std::max<std::uint64_t>(1, rows)} {
        if (rows == 0) detail::raise_config("foreign_key", "a table of 0 rows", "has no row to refer to", "give it at least one");
        if (zipf != 0) popular_.emplace(rows, zipf);
    }

    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

    /// The rows that rows [first, first + out.size()) of a column with this key refer to.
    void fill(const key128& key, std::uint64_t first, std::span<std::uint64_t> out) const noexcept {
        words(key, first, out);
        const key128 scatter = column_key(key, "scatter");
        for (std::uint64_t& one : out) one = drawn(scatter, one);
    }
    /// The same, of any rows: in place.
    void fill_scattered(const key128& key, std::span<std::uint64_t> rows) const noexcept {
        const key128 scatter = column_key(key, "scatter");
        for (std::uint64_t& one : rows) {
            std::uint64_t word = 0;
            words(key, one, {&word, 1});
            one = drawn(scatter, word);
        }
    }

private:
    [[nodiscard]] std::uint64_t drawn(const key128& scatter, std::uint64_t word) const noexcept {
        return popular_ ? scatter_(scatter, (*popular_)(word)-1) : scale(word, rows_);
    }

    std::uint64_t rows_;
    permutation scatter_;
    std::optional<rng::zipf> popular_;
};

/// Makes a column of the values that a field has in some rows of a table of `table_rows` rows. `make(first, count, use)` makes the field's column for rows
/// [first, first + count) and calls use(it). Allocates where `out` has to grow, and for nested types. Cost: a small table is made as a whole; of others each
/// row is made alone, and copied.
template <class Make>
void fill_from_rows(const data_type& type, std::span<const std::uint64_t> rows, std::uint64_t table_rows, const Make& make, column& out) {
    constexpr std::uint64_t alone_against_together = 4;
    if (table_rows <= alone_against_together * rows.size()) {
        detail::scratch<std::vector<column>> parts;
        detail::scratch<std::vector<const column*>> sources;
        detail::scratch<std::vector<detail::taken>> taken;
        const auto count = static_cast<std::size_t>((table_rows + batch_rows - 1) / batch_rows);
        if (parts->size() < count) parts->resize(count);
        sources->clear();
        for (std::size_t part = 0; part < count; ++part) {
            const std::uint64_t first = part * batch_rows;
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(batch_rows, table_rows - first));
            make(first, size, [&](const column& made) {
                const column* const source = &made;
                taken->clear();
                for (std::size_t i = 0; i < size; ++i) taken->push_back({0, static_cast<std::uint32_t>(i)});
                detail::gather(type, {&source, 1}, taken->data(), size, (*parts)[part]);
            });
            sources->push_back(&(*parts)[part]);
        }
        taken->clear();
        for (const std::uint64_t row : rows) taken->push_back({static_cast<std::uint32_t>(row / batch_rows), static_cast<std::uint32_t>(row % batch_rows)});
        detail::gather(type, {sources->data(), count}, taken->data(), rows.size(), out);
        return;
    }
    column_appender appender{type, rows.size(), out};
    for (const std::uint64_t row : rows) make(row, 1, [&](const column& made) { appender.append(made); });
    appender.finish();
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_REFERRED_ROWS_HPP

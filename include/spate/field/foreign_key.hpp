// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_FOREIGN_KEY_HPP
#define SPATE_FIELD_FOREIGN_KEY_HPP

/// `foreign_key<"id">(customers | rows(1'000'000))`: the values of a field of another table.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/named.hpp>
#include <spate/field/referred_rows.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// Which rows of the other table are drawn.
struct foreign_key_options {
    /// 0: all rows are equally likely; else row of rank k in proportion to k^-zipf, the ranks scattered over the table.
    double zipf = 0;
    /// The name of a field of this table whose draws are used, so that both refer to the same row: `.via = "customer_id"`. Empty: draws of its own.
    std::string via = {};
};

/// See foreign_key().
template <fixed_name Name, class Rows>
class foreign_key_field {
    using parent_generator = std::remove_cvref_t<decltype(std::declval<const Rows&>().table().template generator<Name>())>;

public:
    using value_type = typename parent_generator::value_type;

    foreign_key_field(Rows parent, foreign_key_options options)
        : parent_{std::make_shared<const Rows>(std::move(parent))}, via_{std::move(options.via)}, rows_{parent_->size(), options.zipf} {}

    [[nodiscard]] data_type type() const { return generator().type(); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return generator().value(from, row); }
    [[nodiscard]] const std::string& key_name() const noexcept { return via_; }

    /// The row of the other table that row `row` of a column with this key refers to.
    [[nodiscard]] std::uint64_t parent_row(const key128& key, std::uint64_t row) const noexcept {
        rows_.fill_scattered(key, {&row, 1});
        return row;
    }

    void fill(const field_rows& rows, column& out) const {
        detail::scratch<std::vector<std::uint64_t>> referred;
        referred->resize(rows.count);
        rows_.fill(rows.key, rows.first, *referred);
        fill_values(*referred, out);
    }
    /// The values of any rows.
    void fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const {
        detail::scratch<std::vector<std::uint64_t>> referred;
        referred->assign(rows.begin(), rows.end());
        rows_.fill_scattered(key, *referred);
        fill_values(*referred, out);
    }

private:
    [[nodiscard]] const parent_generator& generator() const noexcept { return parent_->table().template generator<Name>(); }
    void fill_values(std::span<const std::uint64_t> rows, column& out) const {
        if constexpr (scattered_field<parent_generator>)
            generator().fill_scattered(parent_->table().template key<Name>(), rows, out);
        else
            fill_from_rows(
                type(), rows, rows_.rows(),
                [&](std::uint64_t first, std::size_t count, const auto& use) { parent_->table().template fill_field<Name>(first, count, use); }, out);
    }

    std::shared_ptr<const Rows> parent_;
    std::string via_;
    referred_rows rows_;
};

/// A field of rows that are drawn from another table, made anew there: each value is one that the other table has, and nothing is kept or looked up.
///
///     const auto customers = schema(field<"id">(sequence(1)), field<"city">(...)) | rows(1'000'000);
///     schema(field<"customer">(foreign_key<"id">(customers, {.zipf = 1.1})), field<"city">(foreign_key<"city">(customers, {.zipf = 1.1, .via = "customer"})))
///
/// Two fields with one `via` (or one with the name of the other) refer to the same row, if the rest of their options is the same. Throws config_error for a
/// table of no rows and for an exponent that rng::zipf refuses.
///
/// Cost, a key: 1 ns of a sequence and 6 ns of a permutation (20 and 30 when each was made as a row), else that of the field alone in one row of the other
/// table: 50 ns of a UUID, 150 ns of a short text; 7 and 20 ns of a table of few thousand rows, which is made as a whole for each batch. An exponent adds 35
/// ns.
template <fixed_name Name, class Rows>
[[nodiscard]] foreign_key_field<Name, Rows> foreign_key(Rows parent, foreign_key_options options = {}) {
    return {std::move(parent), std::move(options)};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_FOREIGN_KEY_HPP

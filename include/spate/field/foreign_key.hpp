// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_FOREIGN_KEY_HPP
#define SPATE_FIELD_FOREIGN_KEY_HPP

/// `foreign_key<"id">(customers | rows(1'000'000))`: the values of a field of another table.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/field.hpp>
#include <spate/field/named.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/rng/zipf.hpp>

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
        : parent_{std::make_shared<const Rows>(std::move(parent))}, via_{std::move(options.via)}, scatter_{std::max<std::uint64_t>(1, parent_->size())} {
        if (parent_->size() == 0) detail::raise_config("foreign_key", "a table of 0 rows", "has no row to refer to", "give it at least one");
        if (options.zipf != 0) popular_.emplace(parent_->size(), options.zipf);
    }

    [[nodiscard]] data_type type() const { return generator().type(); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return generator().value(from, row); }
    [[nodiscard]] const std::string& key_name() const noexcept { return via_; }

    /// The row of the other table that row `row` of a column with this key refers to.
    [[nodiscard]] std::uint64_t parent_row(const key128& key, std::uint64_t row) const noexcept {
        std::uint64_t word = 0;
        words(key, row, {&word, 1});
        return parent_of(column_key(key, "scatter"), word);
    }

    void fill(const field_rows& rows, column& out) const {
        constexpr std::size_t block = 256;
        const data_type made = type();
        const key128 scatter = column_key(rows.key, "scatter");
        detail::scratch<std::vector<column>> blocks, alone;
        detail::scratch<std::vector<const column*>> sources;
        detail::scratch<std::vector<detail::taken>> taken;
        const std::size_t count = (rows.count + block - 1) / block;
        if (blocks->size() < count) blocks->resize(count);
        if (alone->size() < block) alone->resize(block);
        std::uint64_t drawn[block];
        for (std::size_t b = 0; b < count; ++b) {
            const std::size_t size = std::min(block, rows.count - b * block);
            words(rows.key, rows.first + b * block, {drawn, size});
            sources->clear();
            taken->clear();
            for (std::size_t i = 0; i < size; ++i) {
                const detail::taken first{0, 0};
                parent_->table().template fill_field<Name>(parent_of(scatter, drawn[i]), 1, [&](const column& one) {
                    const column* const source = &one;
                    detail::gather(made, {&source, 1}, &first, 1, (*alone)[i]);
                });
                sources->push_back(&(*alone)[i]);
                taken->push_back({static_cast<std::uint32_t>(i), 0});
            }
            detail::gather(made, {sources->data(), size}, taken->data(), size, (*blocks)[b]);
        }
        sources->clear();
        taken->clear();
        for (std::size_t b = 0; b < count; ++b) sources->push_back(&(*blocks)[b]);
        for (std::size_t i = 0; i < rows.count; ++i) taken->push_back({static_cast<std::uint32_t>(i / block), static_cast<std::uint32_t>(i % block)});
        detail::gather(made, {sources->data(), count}, taken->data(), rows.count, out);
    }

private:
    [[nodiscard]] const parent_generator& generator() const noexcept { return parent_->table().template generator<Name>(); }
    [[nodiscard]] std::uint64_t parent_of(const key128& scatter, std::uint64_t word) const noexcept {
        return popular_ ? scatter_(scatter, (*popular_)(word)-1) : scale(word, parent_->size());
    }

    std::shared_ptr<const Rows> parent_;
    std::string via_;
    permutation scatter_;
    std::optional<rng::zipf> popular_;
};

/// A field of rows that are drawn from another table, made anew there: each value is one that the other table has, and nothing is kept or looked up.
///
///     const auto customers = schema(field<"id">(sequence(1)), field<"city">(...)) | rows(1'000'000);
///     schema(field<"customer">(foreign_key<"id">(customers, {.zipf = 1.1})), field<"city">(foreign_key<"city">(customers, {.zipf = 1.1, .via = "customer"})))
///
/// Two fields with one `via` (or one with the name of the other) refer to the same row, if the rest of their options is the same. Throws config_error for a
/// table of no rows and for an exponent that rng::zipf refuses. Cost: that of the field alone in one row of the other table, and of two small copies.
template <fixed_name Name, class Rows>
[[nodiscard]] foreign_key_field<Name, Rows> foreign_key(Rows parent, foreign_key_options options = {}) {
    return {std::move(parent), std::move(options)};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_FOREIGN_KEY_HPP

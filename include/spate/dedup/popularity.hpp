// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_POPULARITY_HPP
#define SPATE_DEDUP_POPULARITY_HPP

/// How the references of a stream are shared out between its contents: evenly, by Zipf's law, or by a histogram.

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/ratio.hpp>
#include <spate/dedup/detail/rows.hpp>
#include <spate/dedup/reference_table.hpp>
#include <spate/dedup/scaled_table.hpp>
#include <spate/dedup/zipf_table.hpp>

namespace spate::inline v0 {

/// A distribution of references; a value, cheap to copy. Uniform unless made otherwise.
class popularity {
public:
    enum class kind : unsigned char { uniform, zipf, histogram };

    popularity() noexcept = default;

    [[nodiscard]] kind what() const noexcept { return rows_ ? kind::histogram : exponent_ != 0 ? kind::zipf : kind::uniform; }
    /// The exponent of Zipf's law; 0 for the others.
    [[nodiscard]] double exponent() const noexcept { return exponent_; }
    /// The rows of the histogram, the most referenced first; none for the others.
    [[nodiscard]] std::span<const reference_row> rows() const noexcept {
        return rows_ ? std::span<const reference_row>{rows_->data(), rows_->size()} : std::span<const reference_row>{};
    }
    /// The sum of references * contents of the histogram; 0 for the others.
    [[nodiscard]] std::uint64_t units() const noexcept { return totals_.units; }
    /// The sum of contents of the histogram; 0 for the others.
    [[nodiscard]] std::uint64_t distinct() const noexcept { return totals_.distinct; }

    /// The table of `units` units; the ratio is the asked one, or a histogram's own. Throws config_error as uniform_table, zipf_table and
    /// scaled_table do.
    SPATE_WHEN_USED
    [[nodiscard]] made_table table(std::uint64_t units, ratio asked, std::uint64_t max_references = unlimited) const {
        return make_ != nullptr ? make_(*this, units, asked, max_references) : made_table{uniform_table(units, asked, max_references)};
    }

    /// See the free functions.
    SPATE_WHEN_USED
    [[nodiscard]] static popularity of_zipf(double exponent) {
        (void)detail::zipf_exponent(exponent);
        popularity made;
        made.exponent_ = exponent;
        made.make_ = [](const popularity& from, std::uint64_t units, ratio asked, std::uint64_t cap) -> made_table {
            return {zipf_table(units, asked, from.exponent_, cap)};
        };
        return made;
    }
    SPATE_WHEN_USED
    [[nodiscard]] static popularity of_histogram(std::span<const reference_row> rows) {
        popularity made;
        made.rows_ = std::make_shared<const detail::reference_rows>(detail::checked_rows(rows));
        made.totals_ = detail::totals_of(*made.rows_);
        made.make_ = [](const popularity& from, std::uint64_t units, ratio, std::uint64_t cap) { return scaled_table(from.rows(), units, cap); };
        return made;
    }

private:
    // By pointer, so that only programs that ask for a popularity compile what makes its tables.
    using maker = made_table (*)(const popularity&, std::uint64_t, ratio, std::uint64_t);

    maker make_ = nullptr;  // for uniform references
    double exponent_ = 0;
    std::shared_ptr<const detail::reference_rows> rows_;
    detail::reference_totals totals_;
};

/// References in proportion to rank^-exponent: `duplicated({.ratio = 2.0, .popularity = zipf(1.1)})`. Throws config_error for an exponent that is
/// not a number above 0.
SPATE_WHEN_USED
[[nodiscard]] inline popularity zipf(double exponent) { return popularity::of_zipf(exponent); }

/// References as in a histogram, scaled to the stream: `duplicated({.popularity = from_histogram(read_histogram("home.txt"))})`. Throws config_error
/// for no rows, an empty row, and more than 2^48 units in all.
SPATE_WHEN_USED
[[nodiscard]] inline popularity from_histogram(std::span<const reference_row> rows) { return popularity::of_histogram(rows); }

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_POPULARITY_HPP

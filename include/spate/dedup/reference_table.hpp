// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_REFERENCE_TABLE_HPP
#define SPATE_DEDUP_REFERENCE_TABLE_HPP

/// How often the contents of a group occur: a table from ranks to contents, for any distribution of reference counts.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>

namespace spate::inline v0 {

/// `contents` different contents that occur `references` times each.
struct reference_row {
    std::uint64_t references, contents;
    friend constexpr bool operator==(const reference_row&, const reference_row&) = default;
};

/// Rows of (references, contents), the most referenced first. Contents are numbered in that order, from 0, and ranks run through the
/// references: first all of content 0, then all of content 1, ... So a rank is a content and the number of one of its references, from 0.
///
/// Determinism: integers only (quotients are estimated by a double and then corrected). Cost: at most 96 KiB; a rank alone some 5 ns, in
/// batches 1 to 3 ns each, whatever the number of rows: 4,096 equal parts of the ranks each know where to begin the search. No
/// allocation but in the constructor. Thread safety: a value that does not change.
class reference_table {
public:
    /// The most rows that a table has.
    static constexpr std::size_t max_rows = 2600;
    /// The most units that a table describes.
    static constexpr std::uint64_t max_units = std::uint64_t{1} << 48;

    /// Takes rows in any order; those with the same references are added up. Throws config_error for no rows, more than max_rows, a row without
    /// references or contents, and more than max_units in all.
    SPATE_WHEN_USED
    explicit reference_table(std::span<const reference_row> rows) {
        std::vector<reference_row> sorted(rows.begin(), rows.end());
        std::sort(sorted.begin(), sorted.end(), [](const reference_row& a, const reference_row& b) { return a.references > b.references; });
        if (sorted.empty()) refuse("no rows", "describe nothing", "give at least one row");
        for (const reference_row& row : sorted) {
            if (row.references == 0 || row.contents == 0) refuse(text(row), "is an empty row", "leave it out");
            if (static_cast<uint128>(row.references) * row.contents > max_units - units_)
                refuse(text(row), "makes it more than 2^48 units in all", "describe a part of the data, or larger units");
            if (entries_.empty() || entries_.back().references != row.references)
                entries_.push_back({units_, distinct_, row.references, reciprocal_of(row.references)});
            units_ += row.references * row.contents;
            distinct_ += row.contents;
        }
        if (entries_.size() > max_rows)
            refuse(std::to_string(entries_.size()) + " rows", "are more than " + std::to_string(max_rows), "merge some, as exact_table does");
        entries_.push_back({~std::uint64_t{0}, distinct_, 0, 0});  // where a search ends that goes too far
        const auto bits = static_cast<int>(std::bit_width(units_ - 1));
        shift_ = bits > part_bits ? static_cast<unsigned>(bits - part_bits) : 0;
        std::size_t row = 0;
        for (std::size_t part = 0; part < starts_.size(); ++part) {
            while (entries_[row + 1].rank <= static_cast<std::uint64_t>(part) << shift_ && row + 2 < entries_.size()) ++row;
            starts_[part] = static_cast<std::uint16_t>(row);
        }
    }

    [[nodiscard]] std::uint64_t units() const noexcept { return units_; }
    [[nodiscard]] std::uint64_t distinct() const noexcept { return distinct_; }
    /// The number of rows.
    [[nodiscard]] std::size_t rows() const noexcept { return entries_.size() - 1; }
    /// Row i, the most referenced first. Requires i < rows().
    [[nodiscard]] reference_row row(std::size_t i) const noexcept {
        return {entries_[i].references, (i + 1 < rows() ? entries_[i + 1].content : distinct_) - entries_[i].content};
    }
    /// The references of the contents that have most.
    [[nodiscard]] std::uint64_t max_references() const noexcept { return entries_[0].references; }

    /// A content, and the number of one of its references.
    struct reference {
        std::uint64_t content, number;
        friend constexpr bool operator==(const reference&, const reference&) = default;
    };
    /// What a rank stands for. Requires rank < units().
    [[nodiscard]] reference operator()(std::uint64_t rank) const noexcept {
        const auto part = static_cast<std::size_t>(rank >> shift_);
        std::size_t row = starts_[part], behind = starts_[part + 1] + std::size_t{1};
        while (behind - row > 1) {
            const std::size_t middle = row + (behind - row) / 2;
            (entries_[middle].rank <= rank ? row : behind) = middle;
        }
        return reference_in(entries_[row], rank);
    }

    /// Replaces ranks by base + content. Requires that all are below units().
    void find(std::span<std::uint64_t> ranks, std::uint64_t base) const noexcept { find_some<false>(ranks, base, nullptr); }
    /// The same, with the numbers of the references too. Requires numbers.size() >= ranks.size().
    void find(std::span<std::uint64_t> ranks, std::uint64_t base, std::span<std::uint64_t> numbers) const noexcept {
        find_some<true>(ranks, base, numbers.data());
    }

    friend bool operator==(const reference_table& a, const reference_table& b) noexcept { return a.entries_ == b.entries_; }

private:
    static constexpr int part_bits = 12;
    static constexpr std::size_t batch = 64;

    struct alignas(32) entry {
        std::uint64_t rank, content, references;  // the first rank and the first content of the row
        double reciprocal;
        friend constexpr bool operator==(const entry& a, const entry& b) noexcept {
            return a.rank == b.rank && a.content == b.content && a.references == b.references;
        }
    };

    // A little less than 1 / references: more than all roundings, of this one and of the product, can add. Ranks are below 2^48, so their products
    // with it, rounded down, are the quotient or one less.
    static double reciprocal_of(std::uint64_t references) noexcept { return (1 - 0x1p-50) / static_cast<double>(static_cast<std::int64_t>(references)); }

    static reference reference_in(const entry& row, std::uint64_t rank) noexcept {
        const std::uint64_t within = rank - row.rank;
        auto content = static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<double>(static_cast<std::int64_t>(within)) * row.reciprocal));
        std::uint64_t number = within - content * row.references;
        const std::uint64_t under = std::uint64_t{0} - static_cast<std::uint64_t>(number >= row.references);
        content -= under;
        number -= row.references & under;
        return {row.content + content, number};
    }

    // Ranks whose part begins and ends in one row, which are most, have found it. The others are searched side by side, all with the steps of the
    // longest, so that their loads overlap and few branches go wrong.
    template <bool Numbered>
    void find_some(std::span<std::uint64_t> ranks, std::uint64_t base, std::uint64_t* numbers) const noexcept {
        const entry* const rows = entries_.data();
        const std::size_t end = entries_.size() - 1;
        std::size_t at[batch];
        std::uint32_t searched[batch];
        while (!ranks.empty()) {
            const std::size_t count = std::min(ranks.size(), batch);
            std::size_t longest = 0, searches = 0;
            for (std::size_t i = 0; i < count; ++i) {
                const auto part = static_cast<std::size_t>(ranks[i] >> shift_);
                at[i] = starts_[part];
                const std::size_t length = static_cast<std::size_t>(starts_[part + 1]) - at[i];
                longest |= length;
                searched[searches] = static_cast<std::uint32_t>(i);
                searches += length != 0;
            }
            for (std::size_t step = std::bit_floor(longest); step != 0; step /= 2)
                for (std::size_t k = 0; k < searches; ++k) {
                    const std::size_t i = searched[k], tried = std::min(at[i] + step, end);
                    at[i] = rows[tried].rank <= ranks[i] ? tried : at[i];
                }
            for (std::size_t i = 0; i < count; ++i) {
                const reference found = reference_in(rows[at[i]], ranks[i]);
                ranks[i] = base + found.content;
                if constexpr (Numbered) numbers[i] = found.number;
            }
            ranks = ranks.subspan(count);
            if constexpr (Numbered) numbers += count;
        }
    }

    static std::string text(const reference_row& row) {
        return std::to_string(row.contents) + " contents with " + std::to_string(row.references) + " references each";
    }
    [[noreturn]] static void refuse(const std::string& value, const std::string& problem, const std::string& remedy) {
        detail::raise_config("histogram", value, problem, remedy);
    }

    std::vector<entry> entries_;
    std::uint64_t units_ = 0, distinct_ = 0;
    unsigned shift_ = 0;
    std::array<std::uint16_t, (std::size_t{1} << part_bits) + 1> starts_{};  // per part of the ranks, the row of its first one
};

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_REFERENCE_TABLE_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_SPARSE_VECTOR_HPP
#define SPATE_FIELD_SPARSE_VECTOR_HPP

/// `sparse_vector(30522, {.entries = {20, 200}})`: vectors of which few elements are not 0, as learned sparse retrieval makes them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/detail/gaussian.hpp>
#include <spate/field/field.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/zipf.hpp>

namespace spate::inline v0 {

/// How many entries a vector has: all numbers from min to max are equally likely.
struct sparse_entries {
    std::uint32_t min = 16, max = 128;
};

struct sparse_vector_options {
    sparse_entries entries = {};
    /// Vectors of length 1 (within 1e-6), but for those without entries; else values are anywhere above 0, up to 1.
    bool unit = false;
    /// The exponent of Zipf's law by which indices are taken, 0 the most often; 0: all equally often.
    double zipf = 0;
};

struct sparse_entry {
    std::uint32_t index;
    float value;
    friend constexpr bool operator==(const sparse_entry&, const sparse_entry&) = default;
};

/// Made by `sparse_vector`, which see. Its column is a structure of two lists of the same length, {indices: list<uint32>, values: list<float32>}.
class sparse_vector_field {
public:
    /// The entries in the order of their indices.
    using value_type = std::vector<sparse_entry>;

    static constexpr std::uint32_t most_entries = 8192;

    /// Throws config_error as `sparse_vector`.
    sparse_vector_field(std::uint32_t dimension, const sparse_vector_options& given) : dimension_{check(dimension, given.entries)}, given_{given} {
        if (given.zipf != 0) popularity_.emplace(dimension, given.zipf);
        const data_type indices{.id = type_id::list, .children = {{.id = type_id::uint32}}},
            values{.id = type_id::list, .children = {{.id = type_id::float32}}};
        type_ = {.id = type_id::structure, .children = {indices, values}, .names = {"indices", "values"}};
    }

    [[nodiscard]] std::uint32_t dimension() const noexcept { return dimension_; }
    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] std::uint64_t most_values() const noexcept { return 2 * std::uint64_t{given_.entries.max}; }
    [[nodiscard]] static value_type value(const column& from, std::size_t row) {
        value_type made;
        for (std::int32_t i = from.child(0).offsets()[row]; i < from.child(0).offsets()[row + 1]; ++i)
            made.push_back({from.child(0).child(0).values<std::uint32_t>()[i], from.child(1).child(0).values<float>()[i]});
        return made;
    }

    void fill(const field_rows& rows, column& out) const {
        const auto [min, max] = given_.entries;
        out.start(type_, rows.count);
        column &indices = out.child(0), &values = out.child(1);
        indices.start(type_.children[0], rows.count);
        values.start(type_.children[1], rows.count);
        detail::draw<1>(
            {column_key(rows.key, "length"), rows.first, rows.count}, [&, low = min, more = max - min](std::size_t done, const auto* drawn, std::size_t count) {
                for (std::size_t i = done; i < done + count; ++i)
                    indices.offsets()[i + 1] = indices.offsets()[i] + static_cast<std::int32_t>(low + scale(drawn[i - done], std::uint64_t{more} + 1));
            });
        std::copy_n(indices.offsets(), rows.count + 1, values.offsets());
        const auto all = static_cast<std::size_t>(indices.offsets()[rows.count]);
        indices.child(0).start(type_.children[0].children[0], all);
        values.child(0).start(type_.children[1].children[0], all);
        detail::scratch<std::vector<std::uint64_t>> kept;
        kept->resize(max);
        const key128 of_indices = column_key(rows.key, "index");
        for (std::size_t i = 0; i < rows.count; ++i) {
            const std::int32_t from = indices.offsets()[i];
            const auto count = static_cast<std::size_t>(indices.offsets()[i + 1] - from);
            if (count == 0) continue;
            const std::span<std::uint64_t> drawn{kept->data(), count};
            choose(of_indices, rows.first + i, drawn, indices.child(0).values<std::uint32_t>() + from);
            words(rows.key, (rows.first + i) * max, drawn);
            put_values(drawn, values.child(0).values<float>() + from);
        }
    }

private:
    static std::uint32_t check(std::uint32_t dimension, const sparse_entries& entries) {
        if (dimension == 0) detail::raise_config("sparse_vector: dimension", "0", "is no dimension", "give a number from 1 to 4294967295");
        const std::string range = std::to_string(entries.min) + ".." + std::to_string(entries.max);
        if (entries.min > entries.max) detail::raise_config("sparse_vector: entries", range, "is an empty range", "give the smaller number first");
        if (entries.max == 0 || entries.max > most_entries)
            detail::raise_config("sparse_vector: entries", range, "are no entries, or too many", "give at most 1 to 8192");
        if (entries.max > dimension)
            detail::raise_config("sparse_vector: entries", range, "are more than the dimension, " + std::to_string(dimension),
                                 "give fewer entries, or a larger dimension");
        return dimension;
    }

    // Of more than half of all indices, those that are left out are drawn.
    void choose(const key128& key, std::uint64_t row, std::span<std::uint64_t> drawn, std::uint32_t* to) const {
        const std::size_t count = drawn.size(), left_out = dimension_ - count;
        if (popularity_ || left_out >= count) {
            draw_different(key, row, drawn, to);
            return;
        }
        detail::scratch<std::vector<std::uint32_t>> others;
        others->resize(left_out);
        draw_different(key, row, drawn.first(left_out), others->data());
        std::uint32_t next = 0;
        for (const std::uint32_t other : *others) {
            while (next != other) *to++ = next++;
            ++next;
        }
        while (next != dimension_) *to++ = next++;
    }

    // Those that are there already are drawn again: any set is as likely then. By Zipf's law that would take long where few are left: after some turns the most
    // frequent ones are taken. The other turns never end so, but for one row in 2^50.
    void draw_different(const key128& key, std::uint64_t row, std::span<std::uint64_t> drawn, std::uint32_t* to) const {
        const std::size_t count = drawn.size();
        words(key, row * given_.entries.max, drawn);
        std::size_t had = 0;
        detail::scratch<std::vector<std::uint32_t>> more;
        for (int turn = popularity_ ? 16 : 64; turn != 0 && had != count; --turn) {
            more->clear();
            for (std::size_t k = had; k < count; ++k) {
                const auto index = static_cast<std::uint32_t>(popularity_ ? (*popularity_)(drawn[k]) - 1 : scale(drawn[k], dimension_));
                drawn[k] = mix(drawn[k] + 0x9e3779b97f4a7c15u);
                if (!std::binary_search(to, to + had, index)) more->push_back(index);
            }
            std::sort(more->begin(), more->end());
            more->erase(std::unique(more->begin(), more->end()), more->end());
            // Merged from behind, where there is room.
            std::size_t old = had, added = more->size();
            had += added;
            for (std::uint32_t* end = to + had; added != 0;) *--end = old != 0 && to[old - 1] > (*more)[added - 1] ? to[--old] : (*more)[--added];
        }
        for (std::uint32_t next = 0, *end = to + had; end != to + count; ++next)
            if (!std::binary_search(to, to + had, next)) *end++ = next;
        if (had != count) std::sort(to, to + count);
    }

    void put_values(std::span<const std::uint64_t> drawn, float* to) const noexcept {
        float factor = 0x1p-15f;
        if (given_.unit) {
            std::uint64_t squares = 0;
            for (const std::uint64_t word : drawn) squares += units(word) * units(word);
            factor = detail::gaussian_scale(squares);
        }
        for (std::size_t k = 0; k < drawn.size(); ++k) to[k] = static_cast<float>(units(drawn[k])) * factor;
    }
    // 1 to 2^15: the squares of all that a vector can have are below 2^44.
    [[nodiscard]] static constexpr std::uint64_t units(std::uint64_t word) noexcept { return (word >> 49) + 1; }

    data_type type_;
    std::uint32_t dimension_;
    std::optional<rng::zipf> popularity_;
    sparse_vector_options given_;
};

/// Sparse vectors of a dimension: `entries` of their elements are not 0, at indices below the dimension that are all different and in order, with float32
/// values above 0. Any set of indices is as likely as another, or, with an exponent of Zipf's law, those near 0 are in more vectors. As {indices: list<uint32>,
/// values: list<float32>}, the form in which vector databases import sparse vectors from Parquet; numbers below 4294967295 are indices to all of them.
///
/// Throws config_error where the dimension is 0, the range of entries is empty, or its end is 0, above 8192 or above the dimension, and for an exponent that
/// is none to rng::zipf. Determinism: of (parameters, key, row), in integers and one IEEE product for each value: the same bits on every machine. Cost: some
/// 50 ns an entry, of which half is the sorting of indices, and four times that by Zipf's law, since popular ones are drawn again. Thread safety: a value.
[[nodiscard]] inline sparse_vector_field sparse_vector(std::uint32_t dimension, const sparse_vector_options& options = {}) { return {dimension, options}; }

static_assert(field_generator<sparse_vector_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_SPARSE_VECTOR_HPP

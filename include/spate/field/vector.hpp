// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_VECTOR_HPP
#define SPATE_FIELD_VECTOR_HPP

/// `unit_vector<float, 768>()`, `raw_vector<std::int8_t, 64>()`, `binary_vector<1024>()`: embeddings, with clusters if wanted.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/gaussian.hpp>
#include <spate/field/field.hpp>
#include <spate/field/half.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// A number of IEEE 754 binary16, as its bits.
struct float16 {
    std::uint16_t bits;
    [[nodiscard]] explicit constexpr operator float() const noexcept { return float_of_half(bits); }
    friend constexpr bool operator==(const float16&, const float16&) = default;
};
/// The upper half of a float, as its bits.
struct bfloat16 {
    std::uint16_t bits;
    [[nodiscard]] explicit constexpr operator float() const noexcept { return float_of_bfloat16(bits); }
    friend constexpr bool operator==(const bfloat16&, const bfloat16&) = default;
};
/// One bit of a binary vector.
struct binary_element {};

/// Vectors that lie about centers: each row belongs to one of `clusters` centers, all equally likely, and is the center plus noise that is `spread` times as
/// long, in the mean. No clusters: directions are all equally likely.
struct vector_clusters {
    std::uint64_t clusters = 0;
    ratio spread{1, 10};
};

/// See unit_vector, raw_vector and binary_vector.
template <class Element>
class vector_field {
    static constexpr bool is_binary = std::same_as<Element, binary_element>;
    static constexpr bool is_int8 = std::same_as<Element, std::int8_t>;
    static_assert(is_binary || is_int8 || std::same_as<Element, float> || std::same_as<Element, float16> || std::same_as<Element, bfloat16>,
                  "vector: its elements are float, float16, bfloat16 or std::int8_t");

public:
    /// The elements; those of a binary vector as bytes, the first in the least significant bit.
    using value_type = std::vector<std::conditional_t<is_binary, std::uint8_t, Element>>;

    /// As many as vector databases take.
    static constexpr std::uint32_t most_elements = is_binary ? 262144 : 32768;

    vector_field(std::uint32_t elements, bool unit, const vector_clusters& clusters) : elements_{elements}, unit_{unit}, clusters_{clusters.clusters} {
        if (elements == 0 || elements > most_elements)
            detail::raise_config("vector: elements", std::to_string(elements), "is not a number of elements",
                                 "give a number from 1 to " + std::to_string(most_elements));
        if (is_binary && elements % 8 != 0)
            detail::raise_config("vector: elements", std::to_string(elements), "bits are no whole bytes", "give a multiple of 8");
        if (clusters.clusters > std::uint64_t{1} << 48)
            detail::raise_config("vector: clusters", std::to_string(clusters.clusters), "are too many", "give at most 2^48");
        if (clusters.spread.numerator() > 100 * clusters.spread.denominator() || clusters.spread.denominator() > 1000 * clusters.spread.numerator())
            detail::raise_config("vector: spread", clusters.spread.text(), "is not a spread", "give a number from 0.001 to 100");
        // The larger of the two factors is just below 1/2.
        const std::uint64_t n = clusters.spread.numerator(), d = clusters.spread.denominator(), larger = std::max(n, d);
        of_center_ = static_cast<std::int16_t>(d * 32767 / larger);
        of_noise_ = static_cast<std::int16_t>(n * 32767 / larger);
        if constexpr (is_binary)
            type_ = {.id = type_id::bits, .size = elements};
        else
            type_ = {.id = type_id::vector, .size = elements, .children = {element_type()}};
    }

    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const {
        using element = typename value_type::value_type;
        const std::size_t count = is_binary ? elements_ / 8 : elements_;
        const element* const first = (is_binary ? from : from.child(0)).template values<element>() + row * count;
        return {first, first + count};
    }

    void fill(const field_rows& rows, column& out) const {
        out.start(type_, rows.count);
        if constexpr (!is_binary) out.child(0).start(element_type(), rows.count * elements_);
        const std::size_t lines = (elements_ + 31) / 32, words_of_row = 32 * lines, at_once = std::max<std::size_t>(1, 4096 / words_of_row);
        // Where rows share centers, each is made once for all of them.
        const bool shared = clusters_ != 0 && clusters_ < rows.count && clusters_ * 64 * lines <= most_shared_bytes;
        const std::size_t centers = shared ? static_cast<std::size_t>(clusters_) : 1;
        detail::scratch<column_buffer> kept;
        kept->reserve((at_once + 1) * words_of_row * sizeof(std::uint64_t) + 3 * 64 * lines + 64 * lines * centers + centers);
        auto* const random = reinterpret_cast<std::uint64_t*>(kept->data());
        auto* const center_random = random + at_once * words_of_row;
        auto* const components = reinterpret_cast<std::int16_t*>(center_random + words_of_row);
        auto* const floats = reinterpret_cast<float*>(components + 32 * lines);
        auto* const all_centers = reinterpret_cast<std::int16_t*>(floats + 32 * lines);
        auto* const is_made = reinterpret_cast<std::uint8_t*>(all_centers + 32 * lines * centers);
        std::memset(is_made, 0, centers);
        const key128 of_clusters = column_key(rows.key, "cluster"), of_centers = column_key(rows.key, "center");
        const auto center_of = [&](std::uint64_t row) {
            std::uint64_t word = 0;
            words(of_clusters, row, {&word, 1});
            const std::uint64_t cluster = scale(word, clusters_);
            const std::size_t place = shared ? static_cast<std::size_t>(cluster) : 0;
            std::int16_t* const center = all_centers + 32 * lines * place;
            if (!shared || is_made[place] == 0) {
                words(of_centers, cluster * words_of_row, {center_random, words_of_row});
                detail::gaussian_components(reinterpret_cast<const std::byte*>(center_random), center, lines);
                is_made[place] = 1;
            }
            return center;
        };
        for (std::size_t at = 0; at < rows.count; at += at_once) {
            const std::size_t count = std::min(at_once, rows.count - at);
            words(rows.key, (rows.first + at) * words_of_row, {random, count * words_of_row});
            for (std::size_t i = 0; i < count; ++i) {
                detail::gaussian_components(reinterpret_cast<const std::byte*>(random + i * words_of_row), components, lines);
                if (clusters_ != 0) detail::gaussian_around(center_of(rows.first + at + i), components, lines, of_center_, of_noise_);
                put(components, floats, lines, at + i, out);
            }
        }
    }

private:
    // About half of a core's second cache.
    static constexpr std::size_t most_shared_bytes = std::size_t{512} << 10;

    [[nodiscard]] static data_type element_type() {
        if constexpr (std::same_as<Element, float16>)
            return {.id = type_id::float16};
        else if constexpr (std::same_as<Element, bfloat16>)
            return {.id = type_id::bfloat16};
        else if constexpr (is_int8)
            return {.id = type_id::int8};
        else
            return {.id = type_id::float32};
    }

    void put(std::int16_t* components, float* floats, std::size_t lines, std::size_t row, column& out) const {
        if constexpr (is_binary) {
            auto* const to = out.values<std::uint8_t>() + row * (elements_ / 8);
            for (std::size_t line = 0; line < lines; ++line) {
                const std::uint32_t bits = detail::gaussian_signs(components + 32 * line);
                std::memcpy(to + 4 * line, &bits, std::min<std::size_t>(4, elements_ / 8 - 4 * line));
            }
        } else if constexpr (is_int8) {
            auto* const to = out.child(0).values<std::int8_t>() + row * elements_;
            const std::size_t whole = elements_ / 32;
            std::int8_t rest[32];
            detail::gaussian_int8s(components, to, whole);
            if (whole != lines) {
                detail::gaussian_int8s(components + 32 * whole, rest, std::size_t{1});
                std::memcpy(to + 32 * whole, rest, elements_ - 32 * whole);
            }
        } else {
            float factor = 1.0f / 4700.0f;
            if (unit_) {
                for (std::size_t i = elements_; i < 32 * lines; ++i) components[detail::gaussian_place(i)] = 0;
                std::uint64_t squares = detail::gaussian_squares(components, lines);
                // One or two elements are all zeros now and then.
                if (squares == 0) components[0] = 1, squares = 1;
                factor = detail::gaussian_scale(squares);
            }
            if constexpr (std::same_as<Element, float>) {
                float* const to = out.child(0).values<float>() + row * elements_;
                const std::size_t whole = elements_ / 32;
                detail::gaussian_floats(components, to, whole, factor);
                if (whole != lines) {
                    detail::gaussian_floats(components + 32 * whole, floats, std::size_t{1}, factor);
                    std::memcpy(to + 32 * whole, floats, (elements_ - 32 * whole) * sizeof(float));
                }
            } else {
                detail::gaussian_floats(components, floats, lines, factor);
                auto* const to = out.child(0).values<std::uint16_t>() + row * elements_;
                const std::size_t whole = elements_ / 32;
                std::uint16_t rest[32];
                const auto convert = [](const float* from, std::uint16_t* halves, std::size_t count) {
                    if constexpr (std::same_as<Element, float16>)
                        detail::gaussian_float16s(from, halves, count);
                    else
                        detail::gaussian_bfloat16s(from, halves, count);
                };
                convert(floats, to, whole);
                if (whole != lines) {
                    convert(floats + 32 * whole, rest, std::size_t{1});
                    std::memcpy(to + 32 * whole, rest, (elements_ - 32 * whole) * sizeof *rest);
                }
            }
        }
    }

    data_type type_;
    std::uint32_t elements_;
    bool unit_;
    std::uint64_t clusters_;
    std::int16_t of_center_, of_noise_;
};

/// Vectors of length 1 in any direction: Gaussian components (each within 0.0006 of the normal distribution function), divided by their length. Elements are
/// float, float16 or bfloat16; the length is 1 within 1e-6 for floats, and within the elements' precision for the shorter ones.
///
/// `{.clusters = 100, .spread = 0.1}` puts them about 100 centers, so that looking for nearest neighbours has an answer. Throws config_error for no elements or
/// more than 32768, and for a spread that is not from 0.001 to 100.
///
/// Determinism: integers, and one IEEE product for each element: the same bits on every machine. Cost: some 0.1 to 0.2 ns an element; with clusters half more,
/// or twice that where there are more of them than rows in a batch.
template <class Element = float>
[[nodiscard]] vector_field<Element> unit_vector(std::uint32_t elements, const vector_clusters& clusters = {}) {
    static_assert(!std::same_as<Element, std::int8_t>, "unit_vector: integers have no length of 1; use raw_vector");
    return {elements, true, clusters};
}
template <class Element, std::uint32_t Elements>
[[nodiscard]] vector_field<Element> unit_vector(const vector_clusters& clusters = {}) {
    return unit_vector<Element>(Elements, clusters);
}

/// The same without the division: components have a standard deviation of 1 (of 18 for std::int8_t; about centers, half of it or more).
template <class Element = float>
[[nodiscard]] vector_field<Element> raw_vector(std::uint32_t elements, const vector_clusters& clusters = {}) {
    return {elements, false, clusters};
}
template <class Element, std::uint32_t Elements>
[[nodiscard]] vector_field<Element> raw_vector(const vector_clusters& clusters = {}) {
    return raw_vector<Element>(Elements, clusters);
}

/// Bits, a multiple of 8 of them, at most 262144 (those of more than 65536 repeat after 2^46 rows): the signs of Gaussian components, so that those about one
/// center have small Hamming distances.
[[nodiscard]] inline vector_field<binary_element> binary_vector(std::uint32_t elements, const vector_clusters& clusters = {}) {
    return {elements, false, clusters};
}

static_assert(field_generator<vector_field<float>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_VECTOR_HPP

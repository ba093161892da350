// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_GATHER_HPP
#define SPATE_FIELD_DETAIL_GATHER_HPP

/// Makes a column of rows of other columns.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <spate/detail/config.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

/// A row of a column.
struct cell_of {
    const column* from;
    std::size_t row;
};

template <std::size_t Width>
inline void gather_fixed(const cell_of* cells, std::size_t count, column& out) noexcept {
    auto* to = reinterpret_cast<std::byte*>(out.values<char>());
    for (std::size_t i = 0; i < count; ++i, to += Width) std::memcpy(to, cells[i].from->values<char>() + cells[i].row * Width, Width);
}

inline void gather_bytes(const cell_of* cells, std::size_t count, std::size_t width, column& out) noexcept {
    switch (width) {
        case 1:
            return gather_fixed<1>(cells, count, out);
        case 2:
            return gather_fixed<2>(cells, count, out);
        case 4:
            return gather_fixed<4>(cells, count, out);
        case 8:
            return gather_fixed<8>(cells, count, out);
        case 16:
            return gather_fixed<16>(cells, count, out);
        default:
            for (std::size_t i = 0; i < count; ++i) std::memcpy(out.values<char>() + i * width, cells[i].from->values<char>() + cells[i].row * width, width);
    }
}

inline void gather_texts(const data_type& type, const cell_of* cells, std::size_t count, column& out) {
    const text_dictionary* const words = count == 0 ? nullptr : cells[0].from->dictionary();
    bool plain = true, one_dictionary = words != nullptr;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        plain = plain && cells[i].from->plain();
        one_dictionary = one_dictionary && cells[i].from->dictionary() == words;
    }
    if (one_dictionary) {
        out.start(*words, count);
        gather_fixed<sizeof(std::uint32_t)>(cells, count, out);
    } else {
        for (std::size_t i = 0; i < count; ++i) bytes += cells[i].from->text(cells[i].row).size();
        out.start(type, count, bytes);
        std::size_t at = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string_view text = cells[i].from->text(cells[i].row);
            if (!text.empty()) std::memcpy(out.values<char>() + at, text.data(), text.size());
            at += text.size();
            out.offsets()[i + 1] = static_cast<std::int32_t>(at);
        }
    }
    out.set_plain(plain);
}

/// Fills `out` with one row for each cell, all of which have the type. Allocates for nested types, else only where the column has to grow.
SPATE_WHEN_USED
inline void gather(const data_type& type, const cell_of* cells, std::size_t count, column& out) {
    if (is_text_like(type.id))
        gather_texts(type, cells, count, out);
    else
        out.start(type, count);
    if (type.id == type_id::boolean) {
        auto* const values = out.values<std::uint64_t>();
        for (std::size_t i = 0; i < count; ++i) {
            if (i % 64 == 0) values[i / 64] = 0;
            values[i / 64] |= static_cast<std::uint64_t>(cells[i].from->boolean(cells[i].row)) << i % 64;
        }
    } else if (type.id == type_id::list || type.id == type_id::vector) {
        std::vector<cell_of> below;
        for (std::size_t i = 0; i < count; ++i) {
            const column& from = *cells[i].from;
            const std::size_t row = cells[i].row;
            const bool listed = type.id == type_id::list;
            const std::size_t first = listed ? static_cast<std::size_t>(from.offsets()[row]) : row * type.size,
                              end = listed ? static_cast<std::size_t>(from.offsets()[row + 1]) : first + type.size;
            for (std::size_t k = first; k < end; ++k) below.push_back({&from.child(0), k});
            if (listed) out.offsets()[i + 1] = static_cast<std::int32_t>(below.size());
        }
        gather(type.children[0], below.data(), below.size(), out.child(0));
    } else if (type.id == type_id::structure) {
        std::vector<cell_of> below(count);
        for (std::size_t n = 0; n < type.children.size(); ++n) {
            for (std::size_t i = 0; i < count; ++i) below[i] = {&cells[i].from->child(n), cells[i].row};
            gather(type.children[n], below.data(), count, out.child(n));
        }
    } else if (!is_text_like(type.id)) {
        gather_bytes(cells, count, type.id == type_id::bits ? type.size / 8 : width_of(type.id), out);
    }
    std::size_t nulls = 0;
    for (std::size_t i = 0; i < count; ++i) nulls += cells[i].from->is_null(cells[i].row);
    if (nulls == 0) return;
    std::uint64_t* const valid = out.make_validity();
    for (std::size_t i = 0; i < count; ++i) {
        if (i % 64 == 0) valid[i / 64] = 0;
        valid[i / 64] |= static_cast<std::uint64_t>(!cells[i].from->is_null(cells[i].row)) << i % 64;
    }
    out.set_nulls(nulls);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_GATHER_HPP

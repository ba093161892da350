// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_GATHER_HPP
#define SPATE_FIELD_DETAIL_GATHER_HPP

/// Columns put together from the values of others.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include <spate/detail/config.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

/// Where a value is taken from.
struct taken {
    std::uint32_t source;
    std::uint32_t row;
};

inline void gather_values(std::span<const column* const> sources, const taken* from, std::size_t count, std::size_t width, column& out) noexcept {
    const auto copy = [&]<class T>(T) {
        T* const to = out.values<T>();
        for (std::size_t i = 0; i < count; ++i) to[i] = sources[from[i].source]->template values<T>()[from[i].row];
    };
    switch (width) {
        case 1:
            return copy(std::uint8_t{});
        case 2:
            return copy(std::uint16_t{});
        case 4:
            return copy(std::uint32_t{});
        case 8:
            return copy(std::uint64_t{});
        default:
            for (std::size_t i = 0; i < count; ++i)
                std::memcpy(out.values<std::byte>() + i * width, sources[from[i].source]->values<std::byte>() + from[i].row * width, width);
    }
}

inline void gather_booleans(std::span<const column* const> sources, const taken* from, std::size_t count, column& out) noexcept {
    auto* const to = out.values<std::uint64_t>();
    for (std::size_t at = 0; at < count; at += 64) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < 64 && at + i < count; ++i) bits |= static_cast<std::uint64_t>(sources[from[at + i].source]->boolean(from[at + i].row)) << i;
        to[at / 64] = bits;
    }
}

inline void gather_texts(const data_type& type, std::span<const column* const> sources, const taken* from, std::size_t count, column& out) {
    const text_dictionary* const words = sources.empty() ? nullptr : sources[0]->dictionary();
    bool plain = true, shared = words != nullptr;
    for (const column* const source : sources) plain &= source->plain(), shared &= source->dictionary() == words;
    if (shared) {
        out.start(*words, count);
        gather_values(sources, from, count, sizeof(std::uint32_t), out);
        out.set_plain(plain);
        return;
    }
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) bytes += sources[from[i].source]->is_null(from[i].row) ? 0 : sources[from[i].source]->text(from[i].row).size();
    out.start(type, count, bytes);
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!sources[from[i].source]->is_null(from[i].row)) {
            const std::string_view text = sources[from[i].source]->text(from[i].row);
            if (!text.empty()) std::memcpy(out.values<char>() + at, text.data(), text.size());
            at += text.size();
        }
        out.offsets()[i + 1] = column_offset(at);
    }
    out.set_plain(plain);
}

// The nulls of sources; `out` has been started.
inline void gather_nulls(std::span<const column* const> sources, const taken* from, std::size_t count, column& out) {
    std::size_t nulls = 0;
    bool any = false;
    for (const column* const source : sources) any |= source->nulls() != 0;
    if (!any) return;
    std::uint64_t* const valid = out.make_validity();
    for (std::size_t at = 0; at < count; at += 64) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < 64 && at + i < count; ++i) {
            const bool null = sources[from[at + i].source]->is_null(from[at + i].row);
            nulls += null;
            bits |= static_cast<std::uint64_t>(!null) << i;
        }
        valid[at / 64] = bits;
    }
    out.set_nulls(nulls);
}

/// Value i of `out` is row from[i].row of sources[from[i].source], nulls too. All are columns of the same type; `out` is none of them. Allocates where `out`
/// has to grow, and for nested types.
SPATE_WHEN_USED
void gather(const data_type& type, std::span<const column* const> sources, const taken* from, std::size_t count, column& out) {
    const auto below = [&](std::size_t child, const std::vector<taken>& rows) {
        scratch<std::vector<const column*>> children;
        children->clear();
        for (const column* const source : sources) children->push_back(&source->child(child));
        gather(type.children[child], {children->data(), children->size()}, rows.data(), rows.size(), out.child(child));
    };
    if (is_text_like(type.id)) {
        gather_texts(type, sources, from, count, out);
    } else {
        out.start(type, count);
        switch (type.id) {
            case type_id::boolean:
                gather_booleans(sources, from, count, out);
                break;
            case type_id::list:
            case type_id::vector: {
                scratch<std::vector<taken>> elements;
                elements->clear();
                for (std::size_t i = 0; i < count; ++i) {
                    const std::int32_t* const ends = sources[from[i].source]->offsets();
                    const bool list = type.id == type_id::list;
                    const std::uint32_t begin = list ? static_cast<std::uint32_t>(ends[from[i].row]) : from[i].row * type.size;
                    const std::uint32_t end = list ? static_cast<std::uint32_t>(ends[from[i].row + 1]) : begin + type.size;
                    for (std::uint32_t row = begin; row < end; ++row) elements->push_back({from[i].source, row});
                    if (list) out.offsets()[i + 1] = column_offset(elements->size());
                }
                below(0, *elements);
                break;
            }
            case type_id::structure: {
                scratch<std::vector<taken>> rows;
                rows->assign(from, from + count);
                for (std::size_t child = 0; child < type.children.size(); ++child) below(child, *rows);
                break;
            }
            default:
                gather_values(sources, from, count, type.id == type_id::bits ? type.size / 8 : width_of(type.id), out);
        }
    }
    gather_nulls(sources, from, count, out);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_GATHER_HPP

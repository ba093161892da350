// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_ARROW_NODES_HPP
#define SPATE_FORMAT_DETAIL_ARROW_NODES_HPP

/// Types and columns as trees of ArrowSchema and ArrowArray. Each node owns what it points to, and nothing of its parent's, so that a consumer may
/// move a child away and release the parent first.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/arrow_abi.hpp>

namespace spate::inline v0::detail {

// What a node of either kind holds besides: its children and its dictionary, released with it unless they were moved away.
template <class Node>
struct arrow_family {
    std::vector<Node> children;
    std::vector<Node*> pointers;
    std::unique_ptr<Node> dictionary;

    arrow_family() = default;
    arrow_family(const arrow_family&) = delete;
    arrow_family& operator=(const arrow_family&) = delete;
    ~arrow_family() {
        for (Node& child : children)
            if (child.release != nullptr) child.release(&child);
        if (dictionary != nullptr && dictionary->release != nullptr) dictionary->release(dictionary.get());
    }
    void make_children(std::size_t count) {
        children.resize(count);
        for (Node& child : children) pointers.push_back(&child);
    }
    void point(Node& node) noexcept {
        node.n_children = static_cast<std::int64_t>(children.size());
        node.children = pointers.empty() ? nullptr : pointers.data();
        node.dictionary = dictionary.get();
    }
};

struct arrow_type : arrow_family<ArrowSchema> {
    std::string format, name, metadata;
};

inline void release_arrow_schema(ArrowSchema* node) noexcept {
    delete static_cast<arrow_type*>(node->private_data);
    node->release = nullptr;
}

[[nodiscard]] inline std::string arrow_format(const data_type& type) {
    switch (type.id) {
        case type_id::boolean:
            return "b";
        case type_id::int8:
            return "c";
        case type_id::int16:
            return "s";
        case type_id::int32:
            return "i";
        case type_id::int64:
            return "l";
        case type_id::uint8:
            return "C";
        case type_id::uint16:
            return "S";
        case type_id::uint32:
            return "I";
        case type_id::uint64:
            return "L";
        case type_id::float16:
            return "e";
        case type_id::bfloat16:
            return "w:2";
        case type_id::float32:
            return "f";
        case type_id::float64:
            return "g";
        case type_id::decimal:
            return "d:" + std::to_string(type.digits == 0 ? 18 : type.digits) + "," + std::to_string(type.places);
        case type_id::date:
            return "tdD";
        case type_id::timestamp:
            return type.places == 0 ? "tss:UTC" : type.places == 3 ? "tsm:UTC" : type.places == 6 ? "tsu:UTC" : "tsn:UTC";
        case type_id::uuid:
            return "w:16";
        case type_id::text:
        case type_id::json:
            return "u";
        case type_id::binary:
            return "z";
        case type_id::bits:
            return "w:" + std::to_string(type.size / 8);
        case type_id::list:
            return "+l";
        case type_id::vector:
            return "+w:" + std::to_string(type.size);
        case type_id::structure:
            return "+s";
    }
    return "n";
}

// Pairs of names and values, each behind its length, behind their number.
[[nodiscard]] inline std::string arrow_extension(std::string_view name) {
    std::string out;
    const auto append = [&out](std::string_view text) {
        const auto size = static_cast<std::int32_t>(text.size());
        out.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
    };
    const std::int32_t pairs = 2;
    out.append(reinterpret_cast<const char*>(&pairs), sizeof pairs);
    append("ARROW:extension:name");
    append(name);
    append("ARROW:extension:metadata");
    append("");
    return out;
}

/// Throws std::bad_alloc; `out` is then as it was.
inline void make_arrow_schema(const data_type& type, std::string_view name, bool dictionary, ArrowSchema* out) {
    auto holder = std::make_unique<arrow_type>();
    holder->name = name;
    holder->format = dictionary ? "I" : arrow_format(type);
    if (type.id == type_id::uuid) holder->metadata = arrow_extension("arrow.uuid");
    if (type.id == type_id::json) holder->metadata = arrow_extension("arrow.json");
    holder->make_children(type.children.size());
    for (std::size_t i = 0; i < type.children.size(); ++i)
        make_arrow_schema(type.children[i], type.id == type_id::structure ? std::string_view{type.names[i]} : "item", false, &holder->children[i]);
    if (dictionary) {
        holder->dictionary = std::make_unique<ArrowSchema>();
        make_arrow_schema({.id = type_id::text}, "", false, holder->dictionary.get());
    }
    *out = ArrowSchema{};
    out->format = holder->format.c_str();
    out->name = holder->name.c_str();
    out->metadata = holder->metadata.empty() ? nullptr : holder->metadata.data();
    out->flags = type.nullable ? ARROW_FLAG_NULLABLE : 0;
    holder->point(*out);
    out->release = [](ArrowSchema* node) { release_arrow_schema(node); };
    out->private_data = holder.release();
}

struct arrow_values : arrow_family<ArrowArray> {
    column held;                    // the column's buffers
    column_buffer values, offsets;  // of what had to be made anew
    std::array<const void*, 3> buffers{};
};

// Stands for a buffer without bytes: not every reader takes a null.
alignas(64) inline constexpr std::byte no_bytes[64] = {};

inline void set_arrow_node(ArrowArray* out, std::unique_ptr<arrow_values> holder, std::size_t rows, std::int64_t buffers) noexcept {
    for (std::size_t i = 1; i < 3; ++i)
        if (holder->buffers[i] == nullptr) holder->buffers[i] = no_bytes;
    *out = ArrowArray{};
    out->length = static_cast<std::int64_t>(rows);
    out->null_count = static_cast<std::int64_t>(holder->held.nulls());
    out->n_buffers = buffers;
    out->buffers = holder->buffers.data();
    holder->buffers[0] = holder->held.validity();
    holder->point(*out);
    out->release = [](ArrowArray* node) {
        delete static_cast<arrow_values*>(node->private_data);
        node->release = nullptr;
    };
    out->private_data = holder.release();
}

// Texts one behind the other; `text(i)` is the i-th.
template <class Text>
void copy_texts(arrow_values& to, std::size_t count, const Text& text) {
    to.offsets.reserve((count + 1) * sizeof(std::int32_t));
    auto* const offsets = reinterpret_cast<std::int32_t*>(to.offsets.data());
    offsets[0] = 0;
    for (std::size_t i = 0; i < count; ++i) offsets[i + 1] = offsets[i] + static_cast<std::int32_t>(text(i).size());
    to.values.reserve(static_cast<std::size_t>(offsets[count]));
    for (std::size_t i = 0; i < count; ++i)
        if (!text(i).empty()) std::memcpy(to.values.data() + offsets[i], text(i).data(), text(i).size());
    to.buffers[1] = offsets;
    to.buffers[2] = to.values.data();
}

/// The first `rows` rows of a column; takes its buffers. Throws std::bad_alloc; `out` is then as it was.
inline void make_arrow_array(column from, const data_type& type, std::size_t rows, bool dictionary, ArrowArray* out) {
    auto holder = std::make_unique<arrow_values>();
    holder->held = std::move(from);
    column& held = holder->held;
    std::int64_t buffers = 2;
    switch (type.id) {
        case type_id::text:
        case type_id::json:
        case type_id::binary:
            buffers = 3;
            if (held.dictionary() == nullptr) {
                holder->buffers[1] = held.offsets();
                holder->buffers[2] = held.values<std::byte>();
            } else if (!dictionary) {
                copy_texts(*holder, rows, [&held](std::size_t i) { return held.is_null(i) ? std::string_view{} : held.text(i); });
            } else {
                buffers = 2;
                holder->buffers[1] = held.values<std::byte>();
                const text_dictionary& words = *held.dictionary();
                auto texts = std::make_unique<arrow_values>();
                copy_texts(*texts, words.size(), [&words](std::size_t i) { return words[i]; });
                holder->dictionary = std::make_unique<ArrowArray>();
                set_arrow_node(holder->dictionary.get(), std::move(texts), words.size(), 3);
            }
            break;
        case type_id::decimal: {
            holder->values.reserve(rows * 16);
            auto* const wide = reinterpret_cast<std::int64_t*>(holder->values.data());
            for (std::size_t i = 0; i < rows; ++i) {
                wide[2 * i] = held.values<std::int64_t>()[i];
                wide[2 * i + 1] = wide[2 * i] >> 63;
            }
            holder->buffers[1] = wide;
            break;
        }
        case type_id::list:
            holder->buffers[1] = held.offsets();
            holder->make_children(1);
            make_arrow_array(std::move(held.child(0)), type.children[0], static_cast<std::size_t>(held.offsets()[rows]), false, holder->children.data());
            break;
        case type_id::vector:
            buffers = 1;
            holder->make_children(1);
            make_arrow_array(std::move(held.child(0)), type.children[0], rows * type.size, false, holder->children.data());
            break;
        case type_id::structure:
            buffers = 1;
            holder->make_children(type.children.size());
            for (std::size_t i = 0; i < type.children.size(); ++i)
                make_arrow_array(std::move(held.child(i)), type.children[i], rows, false, &holder->children[i]);
            break;
        default:
            holder->buffers[1] = held.values<std::byte>();
    }
    set_arrow_node(out, std::move(holder), rows, buffers);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_ARROW_NODES_HPP

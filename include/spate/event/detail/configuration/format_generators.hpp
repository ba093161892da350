// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_FORMAT_GENERATORS_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_FORMAT_GENERATORS_HPP

/// Generators that configurations of events need and tables do not.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

/// Sixteen random bytes in each row. Determinism: row i depends on words 2 i and 2 i + 1 of the column.
class random_binary_field : public text_field {
public:
    static constexpr std::size_t size = 16;

    [[nodiscard]] static data_type type() { return {.id = type_id::binary}; }
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count, size * rows.count);
        for (std::size_t row = 0; row < rows.count; ++row) out.offsets()[row + 1] = column_offset(size * (row + 1));
        scratch<std::vector<std::uint64_t>> drawn;
        drawn->resize(2 * rows.count);
        words(rows.key, 2 * rows.first, {drawn->data(), drawn->size()});
        if (rows.count != 0) std::memcpy(out.values<char>(), drawn->data(), size * rows.count);
    }
};

/// One of some JSON values in each row, as one_of.
class json_choice_field : public text_field {
public:
    explicit json_choice_field(choice_field of) : of_{std::move(of)} {}

    [[nodiscard]] static data_type type() { return {.id = type_id::json}; }
    void fill(const field_rows& rows, column& out) const {
        scratch<column> chosen;
        of_.fill(rows, *chosen);
        std::size_t bytes = 0;
        for (std::size_t row = 0; row < rows.count; ++row) bytes += chosen->text(row).size();
        out.start(type(), rows.count, bytes);
        std::size_t at = 0;
        for (std::size_t row = 0; row < rows.count; ++row) {
            const std::string_view one = chosen->text(row);
            if (!one.empty()) std::memcpy(out.values<char>() + at, one.data(), one.size());
            at += one.size();
            out.offsets()[row + 1] = column_offset(at);
        }
    }

private:
    choice_field of_;
};

/// A node as one line of JSON.
inline void append_node_json(std::string& out, const specification_node& node) {
    using is = specification_node::kind;
    const bool is_map = node.is(is::map);
    if (is_map || node.is(is::sequence)) {
        out += is_map ? '{' : '[';
        for (std::size_t i = 0; i < node.items().size(); ++i) {
            if (i != 0) out += ',';
            if (is_map) {
                append_json_text(out, node.keys()[i]);
                out += ':';
            }
            append_node_json(out, node.items()[i]);
        }
        out += is_map ? '}' : ']';
    } else if (node.is(is::text)) {
        append_json_text(out, node.text());
    } else if (node.is(is::integer)) {
        out += std::to_string(node.integer());
    } else if (node.is(is::real)) {
        out += specification_node{node.real()}.text();
    } else {
        out += node.is(is::null) ? "null" : node.boolean() ? "true" : "false";
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_FORMAT_GENERATORS_HPP

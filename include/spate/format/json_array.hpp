// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_JSON_ARRAY_HPP
#define SPATE_FORMAT_JSON_ARRAY_HPP

/// `json_array`: one JSON array of all rows.

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <spate/detail/json_text.hpp>
#include <spate/format/detail/fragments.hpp>
#include <spate/format/detail/json_dialect.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// A JSON array (RFC 8259) of an object for each row, a row a line; values as in ndjson. Without rows it is "[\n]\n".
///
/// Cost: as ndjson. Thread safety: an encoder belongs to one thread.
struct json_array {
    class encoder_type {
    public:
        using block_info = no_block_info;

        // What stands between two rows begins the later one; with the first row of all its comma becomes the array's bracket.
        explicit encoder_type(const record_type& type, const json_options& options = {}) {
            const detail::json_dialect dialect{options.bytes_as_lists ? json_bits::bytes : json_bits::base64};
            for (std::size_t i = 0; i < type.size(); ++i)
                columns_.emplace_back(type[i].type, (i == 0 ? ",\n{" : ",") + detail::json_text(type[i].name) + ":", dialect);
        }

        static void head(text_buffer&) noexcept {}
        void begin(text_buffer&, bool first) noexcept { first_ = first; }
        void encode(const batch& rows, text_buffer& out) {
            const std::size_t before = out.size();
            detail::encode_rows(columns_, columns_.empty() ? ",\n{}" : "}", rows, out);
            if (!first_ || rows.count == 0) return;
            first_ = false;
            *(out.room(0) - (out.size() - before)) = '[';
        }
        static block_info finish(text_buffer&) noexcept { return {}; }
        static void tail(std::span<const encoded_block<block_info>> blocks, text_buffer& out) {
            const bool any = std::any_of(blocks.begin(), blocks.end(), [](const auto& block) { return block.rows != 0; });
            out.append(any ? "\n]\n" : "[\n]\n");
        }

    private:
        std::vector<detail::column_fragments<detail::json_dialect>> columns_;
        bool first_ = false;
    };

    json_options options = {};

    [[nodiscard]] encoder_type encoder(const record_type& type) const { return encoder_type{type, options}; }
    [[nodiscard]] static std::size_t block_rows(const record_type& type) { return detail::usual_block_rows(type); }
};

static_assert(record_format<json_array>);

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_JSON_ARRAY_HPP

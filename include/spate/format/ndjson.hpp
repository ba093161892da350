// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_NDJSON_HPP
#define SPATE_FORMAT_NDJSON_HPP

/// `ndjson`: a JSON object a line.

#include <cstddef>
#include <span>
#include <vector>

#include <spate/detail/json_text.hpp>
#include <spate/format/detail/fragments.hpp>
#include <spate/format/detail/json_dialect.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// What ndjson and json_array take: `ndjson{{.bytes_as_lists = true}}`.
struct json_options {
    /// Bits are lists of their bytes, numbers from 0 to 255 (as imports of vector databases want them), not base64.
    bool bytes_as_lists = false;
};

/// NDJSON (newline-delimited JSON, RFC 8259 objects): a line for each row, with all fields in the order of the schema, no blanks, nulls as null. Numbers are
/// exact: reals the shortest digits that read back as the same number (NaN and infinities, which JSON has not, null), decimals with all their places.
/// Dates, times and UUIDs are texts (RFC 3339, RFC 9562), binary values base64.
///
/// Cost: some 5 ns a field. Thread safety: an encoder belongs to one thread.
struct ndjson {
    class encoder_type {
    public:
        using block_info = no_block_info;

        explicit encoder_type(const record_type& type, const json_options& options = {}) {
            const detail::json_dialect dialect{options.bytes_as_lists ? json_bits::bytes : json_bits::base64};
            for (std::size_t i = 0; i < type.size(); ++i)
                columns_.emplace_back(type[i].type, (i == 0 ? "{" : ",") + detail::json_text(type[i].name) + ":", dialect);
        }

        static void head(text_buffer&) noexcept {}
        static void begin(text_buffer&, bool) noexcept {}
        void encode(const batch& rows, text_buffer& out) { detail::encode_rows(columns_, columns_.empty() ? "{}\n" : "}\n", rows, out); }
        static block_info finish(text_buffer&) noexcept { return {}; }
        static void tail(std::span<const encoded_block<block_info>>, text_buffer&) noexcept {}

    private:
        std::vector<detail::column_fragments<detail::json_dialect>> columns_;
    };

    json_options options = {};

    [[nodiscard]] encoder_type encoder(const record_type& type) const { return encoder_type{type, options}; }
    [[nodiscard]] static std::size_t block_rows(const record_type& type) { return detail::usual_block_rows(type); }
};

static_assert(record_format<ndjson>);

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_NDJSON_HPP

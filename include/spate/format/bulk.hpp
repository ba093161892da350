// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_BULK_HPP
#define SPATE_FORMAT_BULK_HPP

/// `elasticsearch_bulk`: the body of a bulk request of Elasticsearch and OpenSearch.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/fragments.hpp>
#include <spate/format/detail/json_dialect.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// What a bulk request does with a document.
enum class bulk_operation : unsigned char {
    create,  ///< adds it; one whose id is there already is refused. Data streams take nothing else.
    index    ///< adds it, or replaces the one of the same id
};

/// What elasticsearch_bulk takes: `elasticsearch_bulk{{.index = "orders", .id_column = "id"}}`.
struct bulk_options {
    /// The index or data stream that each action names; empty where the request's path does, as /orders/_bulk.
    std::string index = {};
    bulk_operation operation = bulk_operation::create;
    /// The field whose value is the document's id too; empty for none, so that the server draws ids.
    std::string id_column = {};
    /// The id is the row's number in the table: "0", "1" and so on. A body that is sent again then makes no second document.
    bool row_ids = false;
    json_options json = {};
};

namespace detail {

/// Throws config_error for a name that Elasticsearch refuses. Source: the reference of its "Create index" API.
inline void check_index_name(std::string_view name, std::string_view parameter) {
    const auto fail = [&](std::string_view problem, std::string_view remedy) { raise_config(parameter, "\"" + std::string{name} + "\"", problem, remedy); };
    constexpr std::size_t longest = 255;
    if (name.empty()) fail("is empty", "give a name, like orders or metrics-shop-default");
    if (name.size() > longest) fail("has " + std::to_string(name.size()) + " bytes", "give a name of at most 255");
    if (name == "." || name == ".." || name.front() == '-' || name.front() == '_' || name.front() == '+')
        fail("is a name that Elasticsearch refuses", "begin with a letter or a digit");
    for (const char letter : name) {
        if (letter >= 'A' && letter <= 'Z') fail("has capital letters, which Elasticsearch refuses", "use small ones");
        if (static_cast<unsigned char>(letter) <= ' ' || letter == '\x7f' || std::string_view{"\\/*?\"<>|,#:"}.find(letter) != std::string_view::npos)
            fail("has a character that Elasticsearch refuses", "leave out blanks and \\ / * ? \" < > | , # :");
    }
}

/// Whether values are texts in JSON, in quotation marks.
[[nodiscard]] inline bool is_json_text(type_id id) noexcept { return json_dialect::quote_of(id) != 0 || id == type_id::text; }

/// The place of the field whose values are ids. Throws config_error where there is none, and for values that are no ids.
[[nodiscard]] inline std::size_t id_place(const record_type& type, const std::string& name) {
    for (std::size_t i = 0; i < type.size(); ++i) {
        if (type[i].name != name) continue;
        const type_id id = type[i].type.id;
        const bool whole = id >= type_id::int8 && id <= type_id::uint64;
        if (type[i].type.nullable) raise_config("id_column", "\"" + name + "\"", "may be null, and a document's id may not", "take a field without nulls");
        if (!whole && id != type_id::decimal && !is_json_text(id))
            raise_config("id_column", "\"" + name + "\"", "has values that are no ids", "take a field of whole numbers, texts, uuids, dates or times");
        return i;
    }
    raise_config("id_column", "\"" + name + "\"", "is no field of the table", "name one of its fields, or leave it out");
}

}  // namespace detail

/// For each row an action, as {"create":{"_index":"orders","_id":"7"}}, on a line of its own, and behind it the line of ndjson; every line ends with a newline,
/// the last one too, as the bulk API requires. The content type is application/x-ndjson; send parts of 5 to 15 MB, which may be cut behind any second line.
///
/// Errors: config_error for an index name that Elasticsearch refuses, for an id_column that is none or together with row_ids, and for ids that may be null.
/// Cost: that of ndjson; actions without an id are a part of what stands before the first value. Thread safety: an encoder belongs to one thread.
/// Source: the reference of Elasticsearch 8, "Bulk API".
struct elasticsearch_bulk {
    class encoder_type {
    public:
        using block_info = no_block_info;

        encoder_type(const record_type& type, const bulk_options& options) : row_ids_{options.row_ids} {
            if (!options.index.empty()) detail::check_index_name(options.index, "index");
            const bool has_id = row_ids_ || !options.id_column.empty();
            if (row_ids_ && !options.id_column.empty())
                detail::raise_config("id_column", "\"" + options.id_column + "\"", "does not go with row_ids", "leave one of them out");
            const detail::json_dialect dialect{options.json.bytes_as_lists ? json_bits::bytes : json_bits::base64};
            std::string before = options.operation == bulk_operation::create ? "{\"create\":{" : "{\"index\":{";
            if (!options.index.empty()) before += "\"_index\":" + detail::json_text(options.index) + (has_id ? "," : "");
            if (has_id) {
                if (!row_ids_) id_place_ = detail::id_place(type, options.id_column);
                const data_type id = row_ids_ ? data_type{.id = type_id::uint64} : type[id_place_].type;
                const bool has_marks = detail::is_json_text(id.id);
                columns_.emplace_back(id, before + "\"_id\":" + (has_marks ? "" : "\""), dialect);
                before = has_marks ? "" : "\"";
                lead_ = 1;
            }
            before += "}}\n";
            end_ = type.empty() ? before + "{}\n" : "}\n";
            for (std::size_t i = 0; i < type.size(); ++i)
                columns_.emplace_back(type[i].type, (i == 0 ? before + "{" : ",") + detail::json_text(type[i].name) + ":", dialect);
        }

        static void head(text_buffer&) noexcept {}
        static void begin(text_buffer&, bool) noexcept {}
        void encode(const batch& rows, text_buffer& out) {
            if (columns_.empty()) {
                for (std::size_t row = 0; row < rows.count; ++row) out.append(end_);
                return;
            }
            if (row_ids_) {
                numbers_.start({.id = type_id::uint64}, rows.count);
                for (std::size_t row = 0; row < rows.count; ++row) numbers_.values<std::uint64_t>()[row] = rows.first + row;
            }
            const auto column_of = [&](std::size_t i) -> const column& {
                return i >= lead_ ? rows.columns[i - lead_] : row_ids_ ? numbers_ : rows.columns[id_place_];
            };
            detail::encode_rows(columns_, end_, rows.count, column_of, out);
        }
        static block_info finish(text_buffer&) noexcept { return {}; }
        static void tail(std::span<const encoded_block<block_info>>, text_buffer&) noexcept {}

    private:
        std::vector<detail::column_fragments<detail::json_dialect>> columns_;
        std::string end_;
        column numbers_;
        bool row_ids_;
        std::size_t id_place_ = 0, lead_ = 0;
    };

    bulk_options options = {};

    [[nodiscard]] encoder_type encoder(const record_type& type) const { return encoder_type{type, options}; }
    [[nodiscard]] static std::size_t block_rows(const record_type& type) { return detail::usual_block_rows(type); }
};

static_assert(record_format<elasticsearch_bulk>);

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_BULK_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_CSV_HPP
#define SPATE_FORMAT_CSV_HPP

/// `csv`: comma-separated values; `delimited`: no header and a delimiter behind each value, as bulk loaders take it.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/csv_dialect.hpp>
#include <spate/format/detail/fragments.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// What csv takes: `csv({.delimiter = ';', .null = "NULL"})`.
struct csv_options {
    /// What stands between values: an ASCII character that no number, date or time has.
    char delimiter = ',';
    /// Whether the first line holds the names of the columns.
    bool header = true;
    /// What stands for a null, never between quotes.
    std::string null = {};
    /// Whether all values stand between quotes, and not only those that must.
    bool quote_all = false;
    /// "\n" or "\r\n".
    std::string line_end = "\n";
    /// Whether a delimiter also follows the last value of a line.
    bool trailing_delimiter = false;
    /// Bits are JSON lists of their bytes in a text (as imports of vector databases want them), not base64.
    bool bytes_as_lists = false;
};

/// CSV as in RFC 4180: a line for each row. Texts stand between quotes where they must: where they hold the delimiter, a quote (which is doubled), CR
/// or LF, where they begin or end with a blank, and where they would be read as a null. Numbers are exact, as in NDJSON; NaN, Infinity and -Infinity stand
/// for themselves. Booleans are true and false, dates and times RFC 3339, binary values base64; lists, vectors and structures are JSON in a text.
///
/// Making one throws config_error for a delimiter that values or the null's text hold, and for a null's text that could be a value. An encoder throws it for a
/// table without columns, and for one whose only column has nulls that would be empty lines, which readers skip. Cost: some 3 ns a field. Thread safety: an
/// encoder belongs to one thread.
class csv_format {
public:
    explicit csv_format(csv_options options) : options_{std::move(options)} { check(); }

    class encoder_type {
    public:
        using block_info = no_block_info;

        encoder_type(const record_type& type, const csv_options& options) : end_{options.line_end} {
            if (type.empty()) detail::raise_config("csv", "", "cannot hold a table without columns", "add a field");
            const bool alone = type.size() == 1 && !options.trailing_delimiter;
            if (alone && type[0].type.nullable && options.null.empty())
                detail::raise_config("null", "\"\"", "would make empty lines of the nulls of a table's only column", "give another text, as \"NULL\"");
            const detail::csv_dialect dialect{options.null, options.delimiter, options.quote_all, options.null.empty() || alone,
                                              options.bytes_as_lists ? json_bits::bytes : json_bits::base64};
            const std::string between(1, options.delimiter);
            for (std::size_t i = 0; i < type.size(); ++i) {
                columns_.emplace_back(type[i].type, i == 0 ? std::string{} : between, dialect);
                if (options.header) append_name(type[i].name, i == 0 ? std::string_view{} : between, dialect);
            }
            if (options.trailing_delimiter) end_.insert(0, between);
            if (options.header) head_ += end_;
        }

        void head(text_buffer& out) const { out.append(head_); }
        static void begin(text_buffer&, bool) noexcept {}
        void encode(const batch& rows, text_buffer& out) { detail::encode_rows(columns_, end_, rows, out); }
        static block_info finish(text_buffer&) noexcept { return {}; }
        static void tail(std::span<const encoded_block<block_info>>, text_buffer&) noexcept {}

    private:
        void append_name(std::string name, std::string_view before, const detail::csv_dialect& dialect) {
            const std::size_t size = name.size();
            std::string text(detail::csv_dialect::text_bound(size), '\0');
            name.append(64, '\0');
            head_ += before;
            head_.append(text.data(), static_cast<std::size_t>(dialect.put_text(text.data(), {name.data(), size}, false) - text.data()));
        }

        std::string head_, end_;
        std::vector<detail::column_fragments<detail::csv_dialect>> columns_;
    };

    [[nodiscard]] encoder_type encoder(const record_type& type) const { return {type, options_}; }
    [[nodiscard]] static std::size_t block_rows(const record_type& type) { return detail::usual_block_rows(type); }
    [[nodiscard]] const csv_options& options() const noexcept { return options_; }

private:
    [[nodiscard]] static constexpr bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }

    void check() const {
        const char delimiter = options_.delimiter;
        const std::string shown{'\'', delimiter, '\''};
        const bool letter = (delimiter >= 'A' && delimiter <= 'Z') || (delimiter >= 'a' && delimiter <= 'z');
        if (letter || is_digit(delimiter) || std::string_view{"+-.:"}.find(delimiter) != std::string_view::npos)
            detail::raise_config("delimiter", shown, "occurs in numbers, dates or times", "take ',', ';', '|' or a tab");
        if (delimiter == '"') detail::raise_config("delimiter", shown, "is the quote", "take ',', ';', '|' or a tab");
        if ((delimiter < ' ' && delimiter != '\t' && (delimiter < 1 || delimiter > 6)) || delimiter == 0x7f)
            detail::raise_config("delimiter", "byte " + std::to_string(static_cast<unsigned char>(delimiter)),
                                 "is no character that separates values within a line", "take ',', ';', '|' or a tab");
        const std::string& null = options_.null;
        const std::string quoted = "\"" + null + "\"";
        if (null.find_first_of(std::string{"\"\r\n"} + delimiter) != std::string::npos)
            detail::raise_config("null", quoted, "holds the delimiter, a quote or the end of a line", "take a word, as NULL, or nothing");
        if (null.size() > 32) detail::raise_config("null", quoted, "is longer than 32 bytes", "take a word, as NULL, or nothing");
        const std::size_t sign = !null.empty() && null[0] == '-' ? 1 : 0;
        const bool number = null.size() > sign && is_digit(null[sign]);
        for (const std::string_view value : {"true", "false", "NaN", "Infinity", "-Infinity"})
            if (number || null == value) detail::raise_config("null", quoted, "cannot be told from a value", "take a word, as NULL, or nothing");
        if (options_.line_end != "\n" && options_.line_end != "\r\n")
            detail::raise_config("line_end", "", "is neither LF nor CR LF", "take \"\\n\" or \"\\r\\n\"");
    }

    csv_options options_;
};

/// CSV with these options. Throws config_error for options that do not go together; see csv_format.
[[nodiscard]] inline csv_format csv(csv_options options = {}) { return csv_format{std::move(options)}; }

/// The files that bulk loaders of databases take, as TPC-H's .tbl: no header, and a delimiter behind each value, the last one too.
[[nodiscard]] inline csv_format delimited(char delimiter = '|') {
    csv_options options;
    options.delimiter = delimiter;
    options.header = false;
    options.trailing_delimiter = true;
    return csv_format{std::move(options)};
}

static_assert(record_format<csv_format>);

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_CSV_HPP

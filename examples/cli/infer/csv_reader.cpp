// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>

#include "byte_reader.hpp"
#include "csv_header.hpp"
#include "readers.hpp"

namespace cli::infer {
namespace {

// Rows out of any source of bytes with next() and peek().
template <class Source>
class row_reader {
public:
    row_reader(Source& source, char delimiter) : source_{source}, delimiter_{static_cast<unsigned char>(delimiter)} {}

    /// The line on which the row begins, from 1.
    [[nodiscard]] std::uint64_t line() const noexcept { return begin_; }

    enum class outcome { row, end, open_quote, behind_quote, too_long };

    /// Reads a row; lines without a character are none.
    outcome read(std::vector<cell>& row) {
        while (source_.peek() == '\n' || source_.peek() == '\r') take();
        begin_ = line_;
        std::size_t count = 0;
        if (source_.peek() == Source::end) return outcome::end;
        while (true) {
            if (row.size() == count) row.emplace_back();
            cell& one = row[count++];
            one.text.clear();
            one.quoted = source_.peek() == '"';
            const outcome done = one.quoted ? read_quoted(one.text) : read_plain(one.text);
            if (done != outcome::row) return done;
            const int next = source_.peek();
            if (next == delimiter_) {
                take();
                continue;
            }
            take_line_end();
            row.resize(count);
            return outcome::row;
        }
    }

private:
    static constexpr std::size_t longest = std::size_t{64} << 20;

    int take() {
        const int byte = source_.next();
        line_ += byte == '\n';
        return byte;
    }
    void take_line_end() {
        if (source_.peek() == '\r') take();
        if (source_.peek() == '\n') take();
    }
    outcome read_plain(std::string& out) {
        while (true) {
            const int byte = source_.peek();
            if (byte == Source::end || byte == delimiter_ || byte == '\n' || byte == '\r') return outcome::row;
            if (out.size() == longest) return outcome::too_long;
            out += static_cast<char>(take());
        }
    }
    outcome read_quoted(std::string& out) {
        take();
        while (true) {
            const int byte = take();
            if (byte == Source::end) return outcome::open_quote;
            if (out.size() == longest) return outcome::too_long;
            if (byte != '"') {
                out += static_cast<char>(byte);
            } else if (source_.peek() == '"') {
                out += static_cast<char>(take());
            } else {
                const int next = source_.peek();
                return next == Source::end || next == delimiter_ || next == '\n' || next == '\r' ? outcome::row : outcome::behind_quote;
            }
        }
    }

    Source& source_;
    int delimiter_;
    std::uint64_t line_ = 1, begin_ = 1;
};

struct text_source {
    static constexpr int end = -1;
    std::string_view text;
    std::size_t at = 0;
    int peek() const { return at == text.size() ? end : static_cast<unsigned char>(text[at]); }
    int next() { return at == text.size() ? end : static_cast<unsigned char>(text[at++]); }
};

// The first whole rows of a sample. The last one is cut, unless the sample is the whole file.
rows_of_cells sample_rows(std::string_view sample, bool whole, char delimiter) {
    constexpr std::size_t most = 100;
    text_source source{sample};
    row_reader<text_source> reader{source, delimiter};
    rows_of_cells out;
    std::vector<cell> row;
    while (out.size() < most && reader.read(row) == row_reader<text_source>::outcome::row && (whole || source.at < sample.size())) out.push_back(row);
    return out;
}

// The delimiter by which all rows have the same number of cells, and the most.
char sniff_delimiter(std::string_view sample, bool whole) {
    char best = ',';
    std::size_t most = 1;
    for (const char delimiter : {',', '\t', ';', '|'}) {
        const rows_of_cells rows = sample_rows(sample, whole, delimiter);
        if (rows.empty()) continue;
        const std::size_t cells = rows[0].size();
        if (cells > most && std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return row.size() == cells; })) {
            best = delimiter;
            most = cells;
        }
    }
    if (most > 1) return best;
    // Rows of different widths: the delimiter that the first one has most of.
    for (const char delimiter : {',', '\t', ';', '|'}) {
        const rows_of_cells rows = sample_rows(sample, whole, delimiter);
        if (!rows.empty() && rows[0].size() > most) most = rows[0].size(), best = delimiter;
    }
    return best;
}

}  // namespace

table_profile read_csv(const input_file& file, csv_dialect dialect, std::uint64_t most_rows) {
    std::string sample(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), 65536)), '\0');
    file.read(0, std::as_writable_bytes(std::span{sample}));
    const bool whole = sample.size() == file.size();
    if (sample.starts_with("\xff\xfe") || sample.starts_with("\xfe\xff"))
        throw run_failure{file.path() + ": is UTF-16, not UTF-8; convert it, as with iconv -f UTF-16 -t UTF-8"};
    std::string_view text = sample;
    const std::size_t mark = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
    text.remove_prefix(mark);
    const char delimiter = dialect.delimiter ? *dialect.delimiter : sniff_delimiter(text, whole);
    const rows_of_cells first = sample_rows(text, whole, delimiter);
    // As bulk loaders write it, a delimiter also follows the last value.
    const auto ends_empty = [](const std::vector<cell>& row) { return row.size() > 1 && row.back().text.empty() && !row.back().quoted; };
    const bool trailing = !first.empty() && std::all_of(first.begin(), first.end(), ends_empty);
    rows_of_cells named = first;
    if (trailing)
        for (std::vector<cell>& row : named) row.pop_back();
    const bool header = dialect.header ? *dialect.header : has_header(named, dialect.null);

    using reader_type = row_reader<byte_reader>;
    byte_reader bytes{file, mark};
    reader_type reader{bytes, delimiter};
    table_profile out;
    out.header = header;
    std::vector<cell> row;
    const auto read = [&] {
        const reader_type::outcome done = reader.read(row);
        if (done == reader_type::outcome::open_quote) fail_at_line(file, reader.line(), "a quote is opened in this row and not closed");
        if (done == reader_type::outcome::behind_quote)
            fail_at_line(file, reader.line(), "something follows a closing quote; a quote in a quoted value is written twice (RFC 4180)");
        if (done == reader_type::outcome::too_long) fail_at_line(file, reader.line(), "has a value of more than 64 MiB; is a quote not closed?");
        if (done == reader_type::outcome::row && trailing && ends_empty(row)) row.pop_back();
        return done == reader_type::outcome::row;
    };
    const auto check = [&](const cell& one) {
        if (const std::size_t at = first_invalid_utf8(one.text); at != std::string::npos)
            fail_at_line(file, reader.line(), "has bytes that are not UTF-8; convert the file, as with iconv -f LATIN1 -t UTF-8");
    };
    bool there = read();
    if (!there) throw spate::config_error{"FILE", file.path(), "has no rows", "name a file with data"};
    for (const cell& one : row) {
        check(one);
        out.columns.push_back(std::make_unique<column_profile>(header ? one.text : std::string{}, declared_type::none, false));
    }
    // Lists and objects stand in CSV as JSON: for as long as all values of a column do, they are measured as such beside it.
    std::vector<std::unique_ptr<column_profile>> holders(out.columns.size());
    for (auto& holder : holders) {
        holder = std::make_unique<column_profile>("");
        holder->element = std::make_unique<column_profile>("");
    }
    if (header) there = read();
    if (!there) throw spate::config_error{"FILE", file.path(), "has names of columns and no rows", "add rows, or say --no-header if the first line is one"};
    for (; there; there = read()) {
        if (out.rows == most_rows) {
            out.more = true;
            break;
        }
        if (row.size() != out.columns.size())
            fail_at_line(file, reader.line(), "has " + std::to_string(row.size()) + " values where the first line has " + std::to_string(out.columns.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            const cell& one = row[i];
            if (is_null(one, dialect.null)) {
                out.columns[i]->add_null();
                if (holders[i]) holders[i]->element->add_null();
            } else {
                check(one);
                out.columns[i]->add_text(one.text);
                const bool nested = one.text.starts_with('[') || one.text.starts_with('{');
                if (holders[i] && !(nested && add_json(*holders[i], one.text))) holders[i].reset();
            }
        }
        ++out.rows;
    }
    for (std::size_t i = 0; i < holders.size(); ++i) {
        if (!holders[i] || holders[i]->element->nulls == out.rows) continue;
        holders[i]->element->name = out.columns[i]->name;
        out.columns[i] = std::move(holders[i]->element);
    }
    return out;
}

}  // namespace cli::infer

// SPDX-License-Identifier: Apache-2.0
#include "csv_header.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "text_values.hpp"

namespace cli::infer {
namespace {

enum class form { nothing, whole, real, boolean, date, time, identifier, address, text };

form form_of(const cell& one, const std::string& null) {
    if (one.text.empty() || is_null(one, null)) return form::nothing;
    const std::string_view text = one.text;
    if (integer_of(text)) return form::whole;
    if (real_of(text)) return form::real;
    if (boolean_of(text)) return form::boolean;
    if (date_of(text)) return form::date;
    if (time_of(text)) return form::time;
    if (uuid_version(text) != 0) return form::identifier;
    return is_email(text) || is_url(text) || is_ipv4(text) || is_ipv6(text) ? form::address : form::text;
}

// Numbers with a point are the same as numbers without.
constexpr form kind_of(form of) { return of == form::real ? form::whole : of; }

std::optional<std::int64_t> year_of(const cell& one) {
    const auto number = integer_of(one.text);
    return number && *number >= 1800 && *number <= 2200 ? number : std::nullopt;
}

// The first row's cell and what is below it.
struct column {
    const cell* first = nullptr;
    form head = form::nothing;
    std::size_t filled = 0, nulls = 0, of_head = 0, texts = 0, wholes = 0, years = 0, repeats = 0;

    [[nodiscard]] bool all_values() const { return filled != 0 && texts == 0; }
    [[nodiscard]] bool is_year() const { return year_of(*first).has_value() && years < filled; }
};

std::vector<column> columns_of(const rows_of_cells& rows, const std::string& null) {
    std::vector<column> out(rows[0].size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        column& one = out[i];
        one.first = &rows[0][i];
        one.head = form_of(*one.first, null);
        for (std::size_t row = 1; row < rows.size(); ++row) {
            if (i >= rows[row].size()) continue;
            const cell& below = rows[row][i];
            const form of = form_of(below, null);
            one.nulls += of == form::nothing;
            one.filled += of != form::nothing;
            one.texts += of == form::text;
            one.wholes += of == form::whole;
            one.of_head += kind_of(of) == kind_of(one.head);
            one.years += year_of(below).has_value();
            one.repeats += below.text == one.first->text;
        }
    }
    return out;
}

// 0, 1, 2 ... from the second column on to the last.
bool is_numbered(const std::vector<column>& columns) {
    for (std::size_t i = 1; i < columns.size(); ++i)
        if (integer_of(columns[i].first->text) != static_cast<std::int64_t>(i) - 1) return false;
    return columns.size() > 2;
}

// Two years or more, that grow or fall by the same step.
bool has_years(const std::vector<column>& columns) {
    std::vector<std::int64_t> years;
    for (const column& one : columns)
        if (one.is_year()) years.push_back(*year_of(*one.first));
    if (years.size() < 2) return false;
    const std::int64_t step = years[1] - years[0];
    for (std::size_t i = 1; i < years.size(); ++i)
        if (years[i] - years[i - 1] != step) return false;
    return step != 0 && step >= -10 && step <= 10;
}

}  // namespace

bool is_null(const cell& one, const std::string& null) {
    return !one.quoted && (one.text.empty() || one.text == "NULL" || one.text == "null" || one.text == "\\N" || (!null.empty() && one.text == null));
}

bool has_header(const rows_of_cells& rows, const std::string& null) {
    if (rows.empty()) return true;
    const std::vector<column> columns = columns_of(rows, null);
    // The name of the rows' own numbers, as data frames write it.
    const bool has_index = columns.size() > 1 && columns[0].head == form::nothing && columns[0].filled != 0 && columns[0].nulls == 0;
    const bool numbered = has_index && is_numbered(columns), years = has_years(columns);

    std::size_t names = has_index && columns[0].all_values(), values = 0, unknown = 0;
    std::set<std::string_view> taken;
    bool twice = false, repeats = false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const column& one = columns[i];
        if (one.head == form::nothing) {
            unknown += i != 0 || !has_index;
            continue;
        }
        twice = !taken.insert(one.first->text).second || twice;
        repeats = repeats || one.repeats != 0;
        if (one.head == form::text) {
            names += one.all_values();
        } else if (numbered || (years && one.is_year()) || (one.of_head == 0 && one.filled >= 2) ||
                   (one.head == form::whole && one.wholes == 0 && one.filled >= 3 && one.of_head == one.filled)) {
            ++names;
        } else if (one.of_head != 0) {
            ++values;
        } else {
            ++unknown;
        }
    }
    if (values != 0) return false;
    return names != 0 || (unknown == 0 && !(twice && repeats));
}

}  // namespace cli::infer

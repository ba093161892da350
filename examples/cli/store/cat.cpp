// SPDX-License-Identifier: Apache-2.0
// spate store cat: the rows of an array as text.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/store_reader.hpp>

#include "../commands.hpp"
#include "../options.hpp"
#include "arrays.hpp"
#include "element_text.hpp"

namespace cli {
namespace {

// "10:20", "10:", ":20" and "10" of so many rows; an end beyond the last row is the last row, as in Python.
std::pair<std::uint64_t, std::uint64_t> rows_of(const std::string& text, std::uint64_t rows) {
    const auto refuse = [&](std::string_view problem) {
        throw spate::config_error{"rows", text, problem, "use BEGIN:END, BEGIN:, :END or a number, like 0:10; the first row is 0"};
    };
    const auto number = [&](std::string_view part) {
        std::uint64_t out = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), out);
        if (read.ec != std::errc{} || read.ptr != part.data() + part.size()) refuse("is no range of rows");
        return out;
    };
    const std::string_view all = text;
    const std::size_t colon = all.find(':');
    if (colon == std::string_view::npos) {
        const std::uint64_t one = number(all);
        if (one >= rows) refuse("is beyond the end: the array has " + counted(rows, "row"));
        return {one, one + 1};
    }
    const std::uint64_t begin = colon == 0 ? 0 : number(all.substr(0, colon));
    const std::uint64_t end = colon + 1 == all.size() ? rows : number(all.substr(colon + 1));
    if (begin > end) refuse("ends before it begins");
    return {std::min(begin, rows), std::min(end, rows)};
}

int show(const typed_options& typed, console& out) {
    const std::string& name = typed.at("NAME");
    const std::string format_name = text_of(typed, "format", "ndjson");
    if (format_name != "ndjson" && format_name != "csv") throw spate::config_error{"format", format_name, "is no format of rows", "use ndjson or csv"};
    const row_format format = format_name == "csv" ? row_format::csv : row_format::ndjson;
    spate::store_reader from{typed.at("DIR")};
    warn_of(from, out);
    require_array(from, name, "NAME");
    const spate::array_shape shape = from.shape(name);
    const spate::dtype type = from.type(name);
    const std::uint64_t rows = shape.empty() ? 1 : shape[0];
    const auto [begin, end] = has(typed, "rows") ? rows_of(typed.at("rows"), rows) : std::pair{std::uint64_t{0}, rows};
    const std::uint64_t width = rows == 0 ? 0 : spate::elements_of(shape) / rows * size_of(type);
    const std::uint64_t at_once = std::max<std::uint64_t>(1, 65536 / std::max<std::uint64_t>(1, width));
    std::vector<std::byte> part;
    std::string text;
    for (std::uint64_t first = begin; first < end; first += at_once) {
        const std::uint64_t count = std::min(at_once, end - first);
        part.resize(static_cast<std::size_t>(count * width));
        from.load_rows(name, first, count, std::span<std::byte>{part});
        text.clear();
        for (std::uint64_t i = 0; i < count; ++i) {
            put_row(text, type, shape, std::span<const std::byte>{part}.subspan(static_cast<std::size_t>(i * width), static_cast<std::size_t>(width)), format);
            text += '\n';
        }
        out.report(text);
    }
    return 0;
}

int run(const typed_options& typed, console& out) { return with_store(typed, show, out); }

void declare(command_options& to) {
    to.argument("DIR", "The directory of the store");
    to.argument("NAME", "The array");
    to.group("What is shown");
    to.option("rows", "A:B", "Rows from A up to but not including B, numbered from 0 without dropped ones (default: all)");
    to.option("format", "ndjson|csv", "A JSON value or elements with commas between on each line (default ndjson)");
    to.group("Reporting");
    to.option("log-format", "text|json", "How messages on standard error look (default text)");
    to.footer(
        "In JSON a complex number is [real, imaginary], and what is not finite is null; CSV says 1+2j, nan and inf.\n"
        "\nExamples:\n"
        "  spate store cat features prices --rows :10\n"
        "  spate store cat features prices --format csv >prices.csv\n");
}

}  // namespace

const command commands::store_cat{"store cat", "The rows of an array as text", declare, run};

}  // namespace cli

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_COLUMN_PROFILE_HPP
#define SPATE_EXAMPLES_CLI_INFER_COLUMN_PROFILE_HPP

/// A column while its values pass: readers add one value a row, in the order of the rows, and a generator is made of what was kept.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "number_statistics.hpp"
#include "text_statistics.hpp"

namespace cli::infer {

/// The type that a file says a column has. Texts of a CSV file have none.
enum class declared_type : unsigned char {
    none,
    boolean,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float32,
    float64,
    decimal,  // numbers are units of 10^-places
    date,     // numbers are days since 1970
    time,     // points in time
    uuid,
    text,
    binary
};

class column_profile {
public:
    /// `typed` says that texts are texts, as in JSON, and may not stand for numbers, as in CSV.
    explicit column_profile(std::string given_name, declared_type type = declared_type::none, bool typed = true)
        : name{std::move(given_name)}, declared{type}, texts{typed} {}

    std::string name;
    declared_type declared;
    /// Of decimals and points in time.
    int places = 0;
    /// What a specification has no word for; it is written beside it.
    std::string about;
    /// Whether rows count: not within lists, where a row has any number of values.
    bool in_list = false;

    std::uint64_t rows = 0, nulls = 0, booleans = 0, truths = 0;
    /// Whole numbers beyond int64: how many, and their ends.
    std::uint64_t large = 0, large_min = 0, large_max = 0;
    number_statistics numbers;
    /// Of decimals that may have more than 18 digits: how many do, and all values as reals.
    std::uint64_t beyond = 0;
    number_statistics reals;
    text_statistics texts;
    time_statistics times;

    /// Objects: the members in the order in which they came.
    std::uint64_t objects = 0;
    std::vector<std::unique_ptr<column_profile>> members;

    /// Lists: how long they are, and what is in them.
    std::uint64_t lists = 0, shortest = 0, longest = 0, elements = 0;
    std::unique_ptr<column_profile> element;
    /// Whether every list so far, taken for a vector, has a length of 1.
    bool unit = true;

    void add_null(std::uint64_t count = 1) { rows += count, nulls += count; }
    void add_boolean(bool value) { ++rows, ++booleans, truths += value; }
    void add_integer(std::int64_t value) {
        squares_ += static_cast<double>(value) * static_cast<double>(value);
        numbers.add_integer(value, rows++);
    }
    /// A whole number beyond int64.
    void add_large(std::uint64_t value) {
        large_min = large == 0 ? value : std::min(large_min, value);
        large_max = std::max(large_max, value);
        ++large;
        add_real(static_cast<double>(value), -1, {});
    }
    void add_real(double value, int decimals = -1, std::optional<std::int64_t> units = {}) {
        squares_ += value * value;
        ++rows;
        numbers.add_real(value, decimals, units);
    }
    /// A decimal; `units` where it has at most 18 digits.
    void add_decimal(std::optional<std::int64_t> units, double value) {
        reals.add_real(value, -1, {});
        if (units) return add_integer(*units);
        ++beyond, ++rows;
    }
    void add_text(std::string_view value) { texts.add(value, rows++); }
    void add_time(int128 nanoseconds, int decimals) { times.add(nanoseconds, decimals, rows++); }

    /// The member of that name; a new one is null in all objects before. Cost: little where members come in the same order in each object.
    column_profile& member(std::string_view key);
    void begin_object() { ++objects, ++rows; }
    /// Members that were not there are null.
    void end_object();

    /// The elements come between both.
    column_profile& begin_list() {
        if (!element) {
            element = std::make_unique<column_profile>("");
            element->in_list = true;
        }
        ++lists, ++rows;
        element->squares_ = 0;
        return *element;
    }
    void end_list(std::uint64_t length) {
        shortest = lists == 1 ? length : std::min(shortest, length);
        longest = std::max(longest, length);
        elements += length;
        unit = unit && std::abs(element->squares_ - 1) < 1e-2;
    }

private:
    double squares_ = 0;
    std::size_t next_member_ = 0;
};

/// The columns of a table.
struct table_profile {
    std::vector<std::unique_ptr<column_profile>> columns;
    std::uint64_t rows = 0;
    /// Whether there are more rows than were read.
    bool more = false;
    /// Whether the names of the columns were taken from the first row; of CSV alone.
    std::optional<bool> header;
    /// Whether the rows are elements of one list; of JSON alone.
    bool is_list = false;
};

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_COLUMN_PROFILE_HPP

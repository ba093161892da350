// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_TEXT_STATISTICS_HPP
#define SPATE_EXAMPLES_CLI_INFER_TEXT_STATISTICS_HPP

/// What is kept of a column's texts while they pass, and what all of them may stand for.

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "number_statistics.hpp"
#include "text_shape.hpp"
#include "text_values.hpp"

namespace cli::infer {

/// What every text of a column is; several may hold at once.
enum class text_kind : unsigned char { number, boolean, date, time, uuid, email, url, ipv4, ipv6 };
inline constexpr std::size_t text_kinds = 9;

/// Points in time, in nanoseconds since 1970.
class time_statistics {
public:
    void add(int128 nanoseconds, int places, std::uint64_t row) {
        min_ = count_ == 0 ? nanoseconds : std::min(min_, nanoseconds);
        max_ = count_ == 0 ? nanoseconds : std::max(max_, nanoseconds);
        places_ = std::max(places_, places);
        steps_.add(nanoseconds, row);
        ++count_;
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] int128 min() const noexcept { return min_; }
    [[nodiscard]] int128 max() const noexcept { return max_; }
    [[nodiscard]] int places() const noexcept { return places_; }
    [[nodiscard]] const step_detector& steps() const noexcept { return steps_; }

private:
    std::uint64_t count_ = 0;
    int128 min_ = 0, max_ = 0;
    int places_ = 0;
    step_detector steps_;
};

class text_statistics {
public:
    static constexpr std::size_t most_distinct = 1000, longest_distinct = 256;

    /// `typed` says that texts are texts: those that look like numbers or truth values are none.
    explicit text_statistics(bool typed = false) {
        possible_.set();
        if (typed) possible_.reset(0), possible_.reset(1);
    }

    /// Requires UTF-8. `row` counts from 0 and grows.
    void add(std::string_view text, std::uint64_t row);

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] bool is(text_kind kind) const noexcept { return count_ != 0 && possible_.test(static_cast<std::size_t>(kind)); }
    [[nodiscard]] std::uint64_t truths() const noexcept { return truths_; }
    [[nodiscard]] const number_statistics& numbers() const noexcept { return numbers_; }
    [[nodiscard]] const step_detector& days() const noexcept { return days_; }
    [[nodiscard]] std::int32_t first_day() const noexcept { return first_day_; }
    [[nodiscard]] std::int32_t last_day() const noexcept { return last_day_; }
    [[nodiscard]] const time_statistics& times() const noexcept { return times_; }
    /// 4 or 7 where all UUIDs are of that version, else 0.
    [[nodiscard]] int uuid_version() const noexcept { return uuid_version_; }
    [[nodiscard]] std::uint64_t first_milliseconds() const noexcept { return first_milliseconds_; }
    [[nodiscard]] std::uint64_t last_milliseconds() const noexcept { return last_milliseconds_; }

    /// Lengths in bytes.
    [[nodiscard]] std::size_t shortest() const noexcept { return shortest_; }
    [[nodiscard]] std::size_t longest() const noexcept { return longest_; }
    [[nodiscard]] double average() const noexcept { return count_ == 0 ? 0 : static_cast<double>(bytes_) / static_cast<double>(count_); }
    /// Bytes that are there.
    [[nodiscard]] const std::bitset<256>& alphabet() const noexcept { return alphabet_; }
    [[nodiscard]] bool ascii() const noexcept { return (alphabet_ >> 128).none(); }
    [[nodiscard]] const text_shape& shape() const noexcept { return shape_; }
    /// Text -> how often, unless there are too many or too long ones.
    [[nodiscard]] bool few() const noexcept { return few_; }
    [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& distinct() const noexcept { return distinct_; }

private:
    void add_possible(std::string_view text, std::uint64_t row);

    std::bitset<text_kinds> possible_;
    std::uint64_t count_ = 0, truths_ = 0, bytes_ = 0;
    number_statistics numbers_;
    step_detector days_;
    std::int32_t first_day_ = 0, last_day_ = 0;
    time_statistics times_;
    int uuid_version_ = 0;
    std::uint64_t first_milliseconds_ = 0, last_milliseconds_ = 0;
    std::size_t shortest_ = 0, longest_ = 0;
    std::bitset<256> alphabet_;
    text_shape shape_;
    bool few_ = true;
    std::map<std::string, std::uint64_t, std::less<>> distinct_;
};

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_TEXT_STATISTICS_HPP

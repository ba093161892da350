// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_UUID_HPP
#define SPATE_FIELD_UUID_HPP

/// `uuid4()` and `uuid7(1767225600000, 1000)`: universally unique identifiers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/detail/steps.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// The 16 bytes of a UUID, in the order of its text.
using uuid_bytes = std::array<std::byte, 16>;

/// Random UUIDs of version 4 (RFC 9562, section 5.4): 122 random bits, so equal ones are not to be expected below 2^61 rows or so.
/// Determinism: row i depends on words 2 i and 2 i + 1 of the column. Cost: a nanosecond a row. Thread safety: a value.
struct uuid4_field : number_field<uuid_bytes, type_id::uuid> {
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        words(rows.key, 2 * rows.first, {values, 2 * rows.count});
        for (std::size_t i = 0; i < rows.count; ++i) {
            values[2 * i] = (values[2 * i] & 0xff0fffffffffffffu) | 0x0040000000000000u;
            values[2 * i + 1] = (values[2 * i + 1] & 0xffffffffffffff3fu) | 0x80u;
        }
    }
    /// How one row's value is made.
    [[nodiscard]] static point_rule point() noexcept { return {.how = point_rule::kind::uuid4, .words = 2}; }
};

/// Random UUIDs; see uuid4_field.
[[nodiscard]] constexpr uuid4_field uuid4() noexcept { return {}; }

/// UUIDs of version 7 (RFC 9562, section 5.7), in the order of the rows: the time of a row is start + row / rate, its whole milliseconds are in the first 48
/// bits, 4096ths of a millisecond in the twelve bits rand_a (section 6.2, method 3), and the other 62 bits are random. Made by `uuid7`.
///
/// Each is greater than the one of the row before, until the time passes 2^48 milliseconds, in the year 10889; there the time stands still.
/// Determinism: row i depends on i and word i of the column, in integers. Cost: two nanoseconds a row. Thread safety: a value.
class uuid7_field : public number_field<uuid_bytes, type_id::uuid> {
public:
    /// As `uuid7`, which see.
    uuid7_field(std::uint64_t start_milliseconds, const ratio& rate)
        : start_{start_milliseconds << 12}, numerator_{ticks_per_second * rate.denominator()}, denominator_{rate.numerator()} {}

    static constexpr std::uint64_t ticks_per_second = 4'096'000;

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        detail::fraction_steps ticks{numerator_, denominator_, (std::uint64_t{1} << 60) - 1 - start_, rows.first};
        detail::draw<1>(rows, [&](std::size_t row, const std::uint64_t* drawn, std::size_t count) {
            for (std::size_t i = 0; i < count; ++i) {
                const std::uint64_t time = start_ + ticks.next();
                values[2 * (row + i)] = __builtin_bswap64(time >> 12 << 16 | 0x7000 | (time & 0xfff));
                values[2 * (row + i) + 1] = (drawn[i] & 0xffffffffffffff3fu) | 0x80u;
            }
        });
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        return {.how = point_rule::kind::uuid7,
                .words = 1,
                .base = start_,
                .numerator = numerator_,
                .denominator = denominator_,
                .most = (std::uint64_t{1} << 60) - 1 - start_};
    }

private:
    std::uint64_t start_, numerator_, denominator_;
};

/// UUIDs in the order of time: row 0 is of `start_milliseconds` since 1970-01-01T00:00:00Z, and a second has `rate` rows. Throws config_error where the start
/// has more than 48 bits, and where the rate is 0 or above 4,096,000, the most rows a second whose order the time can tell.
[[nodiscard]] inline uuid7_field uuid7(std::uint64_t start_milliseconds, const ratio& rate) {
    if (start_milliseconds >> 48 != 0)
        detail::raise_config("start_milliseconds", std::to_string(start_milliseconds), "has more than 48 bits", "give milliseconds since 1970");
    if (rate.numerator() == 0 || rate.numerator() > uuid7_field::ticks_per_second * rate.denominator())
        detail::raise_config("rate", rate.text(), "is not above 0 and at most 4096000 rows a second", "give a rate in between");
    return {start_milliseconds, rate};
}

static_assert(field_generator<uuid4_field> && field_generator<uuid7_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_UUID_HPP

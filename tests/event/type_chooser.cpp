// SPDX-License-Identifier: Apache-2.0
#include <spate/event/type_chooser.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/field/words.hpp>

using namespace spate;

namespace {
const key128 key = derive_key(seed{7}, "test");

std::vector<chosen_event> chosen(const type_chooser& by, std::uint64_t first, std::size_t count) {
    std::vector<chosen_event> out(count);
    by.choose(first, out);
    return out;
}
std::vector<std::uint64_t> counts(const type_chooser& by, std::uint64_t first, std::size_t count) {
    std::vector<std::uint64_t> out(by.size());
    for (const chosen_event& one : chosen(by, first, count)) ++out[one.type];
    return out;
}
}  // namespace

TEST_CASE("event/type_chooser: word i chooses event i's type") {
    const type_chooser by{{1, 2, 5}, type_selection::multinomial, key};
    const rng::alias_table table{{1, 2, 5}, "x"};
    std::vector<std::uint64_t> drawn(2000);
    words(key, 300, drawn);
    const auto got = chosen(by, 300, 2000);
    for (std::size_t i = 0; i < 2000; ++i) {
        REQUIRE(got[i].type == table(drawn[i]));
        REQUIRE(got[i].flow == chosen_event::no_flow);
    }
}

TEST_CASE("event/type_chooser: shares by themselves are multinomial") {
    // Chi-square of 8 degrees of freedom: above 26.1 once in a thousand.
    const std::vector<ratio> weights{1, 2, 3, 4, 5, 6, 7, 8, 0, 64};
    const type_chooser by{weights, type_selection::multinomial, key};
    const auto got = counts(by, 0, 1000000);
    double chi = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double expected = static_cast<double>(weights[i].numerator()) / 100 * 1000000;
        if (expected == 0)
            CHECK(got[i] == 0);
        else
            chi += (static_cast<double>(got[i]) - expected) * (static_cast<double>(got[i]) - expected) / expected;
    }
    CHECK(chi < 26.1);
    CHECK(chi > 0.5);
}

TEST_CASE("event/type_chooser: exact shares in every aligned window") {
    std::vector<ratio> many(3000, ratio{1, 3});
    many[7] = ratio{5000, 7};
    for (const std::vector<ratio>& weights : {std::vector<ratio>{{6, 10}, {3, 10}, {1, 10}}, std::vector<ratio>{{1, 3}, {0, 1}, {1, 7}, {22, 7}, {1, 1000003}},
                                              std::vector<ratio>{{1, 0xfffffff1u}, {1, 0xffffffefu}, {1, 1}}, many, std::vector<ratio>{{1, 9}}}) {
        const type_chooser by{weights, type_selection::exact, key};
        long double sum = 0;
        for (const ratio& one : weights) sum += static_cast<long double>(one.numerator()) / static_cast<long double>(one.denominator());
        for (const std::uint64_t window : {0u, 1u, 77u}) {
            const auto got = counts(by, window * 1000000, 1000000);
            REQUIRE(std::accumulate(got.begin(), got.end(), std::uint64_t{0}) == 1000000);
            for (std::size_t i = 0; i < weights.size(); ++i) {
                const long double share = static_cast<long double>(weights[i].numerator()) / static_cast<long double>(weights[i].denominator()) / sum * 1000000;
                REQUIRE(static_cast<long double>(got[i]) > share - 1.0000001L);
                REQUIRE(static_cast<long double>(got[i]) < share + 1.0000001L);
            }
        }
    }
    const type_chooser tenths{{{6, 10}, {3, 10}, {1, 10}}, type_selection::exact, key};
    CHECK(counts(tenths, 5000000, 1000000) == std::vector<std::uint64_t>{600000, 300000, 100000});
    // In a part of a window they are shared out like any other: within six deviations.
    const auto part = counts(tenths, 5000000, 100000);
    CHECK(part[0] > 60000 - 930);
    CHECK(part[0] < 60000 + 930);
    CHECK(part[0] != 60000);
}

TEST_CASE("event/type_chooser: any part of the stream") {
    for (const type_selection selection : {type_selection::multinomial, type_selection::exact}) {
        const type_chooser by{{1, 2, 3, 4}, selection, key};
        const auto all = chosen(by, 999000, 2000);
        for (const std::size_t step : {1u, 3u, 600u, 1999u})
            for (std::size_t done = 0; done + step <= 2000; done += step) {
                const auto part = chosen(by, 999000 + done, step);
                for (std::size_t i = 0; i < step; ++i) REQUIRE(part[i].type == all[done + i].type);
            }
        CHECK(by.share(0) == (std::uint64_t{1} << 32) / 10);
    }
    const auto last = chosen(type_chooser{{1, 1}, type_selection::exact, key}, (std::uint64_t{1} << 47) - 5, 5);
    CHECK(last.size() == 5);
}

TEST_CASE("event/type_chooser: what cannot be is refused") {
    CHECK_THROWS_WITH_AS((type_chooser{{}, type_selection::exact, key}), doctest::Contains("are none"), config_error);
    CHECK_THROWS_WITH_AS((type_chooser{{0, 0}, type_selection::exact, key}), doctest::Contains("all weights are 0"), config_error);
    CHECK_THROWS_WITH_AS((type_chooser{std::vector<ratio>(100001, ratio{1, 1}), type_selection::exact, key}), doctest::Contains("100001"), config_error);
}

TEST_CASE("event/type_chooser: the events of a type, by their ranks in a window") {
    std::vector<ratio> weights{{1, 2}, {0, 1}, {1, 1'000'000}, {1, 7}, {3, 1'000}};
    const type_chooser by{weights, type_selection::exact, key};
    CHECK(by.is_exact());
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{140'000'000}}) {
        const auto types = chosen(by, number * type_chooser::window, type_chooser::window);
        std::vector<bool> seen(type_chooser::window);
        std::uint64_t all = 0;
        for (std::uint32_t type = 0; type < weights.size(); ++type) {
            const std::uint64_t count = by.count_in(number, type);
            all += count;
            for (std::uint64_t rank = 0; rank < count; ++rank) {
                const std::uint64_t event = by.event_of(number, type, rank) - number * type_chooser::window;
                REQUIRE(event < type_chooser::window);
                REQUIRE(types[event].type == type);
                REQUIRE_FALSE(seen[event]);
                seen[event] = true;
            }
        }
        CHECK(all == type_chooser::window);
        CHECK(by.count_in(number, 1) == 0);
    }
}

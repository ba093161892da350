// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/rows.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <ranges>
#include <string>
#include <vector>

#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/ndjson.hpp>

#include "../field/samples.hpp"

using namespace spate;

namespace {

auto orders() {
    return schema(field<"id">(sequence(1)), field<"city">(samples::city{}), field<"price">(samples::below_of(100)),
                  field<"dear">(derived<"price">([](auto price) { return price >= 50; })));
}
using orders_table = decltype(orders());

static_assert(row_table<orders_table>);
static_assert(record_source<record_rows<orders_table>>);
static_assert(std::ranges::random_access_range<record_rows<orders_table>>);
static_assert(std::ranges::sized_range<record_rows<orders_table>>);
static_assert(std::random_access_iterator<row_iterator<orders_table>>);

}  // namespace

TEST_CASE("schema/rows: read row by row, from anywhere and backwards, all rows are those of the table") {
    const auto table = orders();
    const auto all = table | rows(2000);
    CHECK(all.size() == 2000);
    std::uint64_t n = 0;
    bool equal = true;
    for (const auto& row : all) equal &= row == table.row(n++);
    CHECK(equal);
    CHECK(n == 2000);
    for (const std::uint64_t i : {0u, 1999u, 3u, 3u, 2u, 1000u, 1001u, 1002u}) CHECK(all[i] == table.row(i));
    auto it = all.end();
    while (it != all.begin()) {
        --it;
        --n;
        equal &= *it == table.row(n);
    }
    CHECK(equal);
    auto jump = all.begin();
    std::uint64_t at = 0;
    for (const std::int64_t step : {1, 1, 1, 1, 40, -1, 600, 1, -643, 1}) {
        jump += step;
        at += static_cast<std::uint64_t>(step);
        CHECK(*jump == table.row(at));
    }
}

TEST_CASE("schema/rows: iterators count, compare and copy") {
    const auto all = orders() | rows(100);
    const auto begin = all.begin(), end = all.end();
    CHECK(end - begin == 100);
    CHECK(begin + 100 == end);
    CHECK(100 + begin == end);
    CHECK(end - 100 == begin);
    CHECK(begin < end);
    CHECK(begin[7] == all[7]);
    auto moving = begin;
    CHECK(*moving++ == all[0]);
    CHECK(*moving-- == all[1]);
    CHECK(*moving == all[0]);
    auto other = moving + 9;
    CHECK(*other == all[9]);
    other = moving;
    CHECK(*other == all[0]);
    CHECK(std::ranges::distance(all) == 100);
    CHECK((orders() | rows(0)).begin() == (orders() | rows(0)).end());
    CHECK((orders() | rows(0)).empty());
}

TEST_CASE("schema/rows: views and algorithms of the standard library") {
    const auto all = orders() | rows(10'000);
    const auto dear = [](const auto& row) { return row.template get<"dear">(); };
    std::int64_t sum = 0, count = 0;
    for (const std::int64_t price :
         all | std::views::filter(dear) | std::views::transform([](const auto& row) { return row.template get<"price">(); }) | std::views::take(1000)) {
        CHECK(price >= 50);
        sum += price, ++count;
    }
    CHECK(count == 1000);
    CHECK(sum / count > 70);
    CHECK(sum / count < 79);
    CHECK(std::ranges::count_if(all, dear) > 4800);
    const auto by_id = [](const auto& row) { return row.template get<"id">(); };
    CHECK(std::ranges::lower_bound(all, 5000, {}, by_id) - all.begin() == 4999);
    CHECK(std::ranges::max(all, {}, by_id).template get<"id">() == 10'000);
    // A range of its own may be the beginning, too.
    std::vector<std::int64_t> last;
    for (const auto& [id, city, price, is_dear] : orders() | rows(10) | std::views::reverse | std::views::take(3)) last.push_back(id);
    CHECK(last == std::vector<std::int64_t>{10, 9, 8});
    std::vector<orders_table::row_type> kept;
    std::ranges::copy(all | std::views::drop(9'990), std::back_inserter(kept));
    CHECK(kept.size() == 10);
    CHECK(kept.front() == all[9'990]);
    CHECK(std::accumulate(all.begin(), all.end(), std::int64_t{0}, [](std::int64_t total, const auto& row) { return total + get<0>(row); }) == 50'005'000);
}

TEST_CASE("schema/rows: a source of records for formats") {
    const auto all = schema(field<"id">(sequence(1)), field<"city">(samples::city{})) | rows(2);
    batch filled;
    all.fill(0, 2, filled);
    auto encoder = ndjson{}.encoder(all.type());
    text_buffer out;
    encoder.encode(filled, out);
    std::string wanted;
    for (const auto& [id, city] : all) wanted += "{\"id\":" + std::to_string(id) + ",\"city\":\"" + city + "\"}\n";
    CHECK(out.text() == wanted);
}

TEST_CASE("schema/rows: 2^48 rows are the most") {
    CHECK((orders() | rows(most_rows)).size() == most_rows);
    CHECK(*((orders() | rows(most_rows)).end() - 1) == orders().row(most_rows - 1));
    CHECK_THROWS_WITH_AS((void)rows(most_rows + 1), "rows: 281474976710657 is more than 2^48; give at most 281474976710656", config_error);
}

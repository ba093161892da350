// SPDX-License-Identifier: Apache-2.0
// As schema/collection_table, with 10^8 keys of each kind, and 10^5 rows of 200 random collections.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/collection_table.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/read_collection.hpp>

#include "../support/collection_rows.hpp"
#include "../support/random_collection.hpp"

using namespace spate;

namespace {

constexpr std::uint64_t keys = 100'000'000;
constexpr std::size_t at_once = 50'000;

runtime_schema table_of(const std::string& key) { return make_table(read_collection(parse_json(R"([{"name": "id", "is_primary": true, )" + key + "}]"))); }

// Calls use(number) for the key of each row: a text as a number in base 36, which is one and the same for equal texts of one length.
template <class Use>
void for_each_key(const runtime_schema& table, const Use& use) {
    const bool texts = table.type()[0].type.id == type_id::text;
    batch rows;
    for (std::uint64_t first = 0; first < keys; first += at_once) {
        table.fill(first, at_once, rows);
        for (std::size_t row = 0; row < at_once; ++row) {
            std::uint64_t number = 0;
            if (!texts) number = static_cast<std::uint64_t>(rows.columns[0].values<std::int64_t>()[row]);
            if (texts)
                for (const char one : rows.columns[0].text(row)) number = number * 36 + static_cast<std::uint64_t>(one <= '9' ? one - '0' : one - 'a' + 10);
            use(number);
        }
    }
}

}  // namespace

TEST_CASE("schema/collection_table_long: no key of 10^8 occurs twice") {
    for (const char* const key :
         {R"("type": "Int64")", R"("type": "VarChar", "max_length": 6)", R"("type": "Int64", "generator": {"type": "permutation", "count": 100000000})"}) {
        CAPTURE(key);
        std::vector<std::uint64_t> seen(std::uint64_t{36} * 36 * 36 * 36 * 36 * 36 / 64 + 1);
        std::uint64_t again = 0;
        for_each_key(table_of(key), [&](std::uint64_t number) {
            std::uint64_t& word = seen[number / 64];
            again += word >> number % 64 & 1;
            word |= std::uint64_t{1} << number % 64;
        });
        CHECK(again == 0);
    }
    // 36^12 are too many for a bit each: a quarter of the keys is sorted at a time.
    const runtime_schema table = table_of(R"("type": "VarChar", "max_length": 100)");
    std::uint64_t all = 0;
    for (std::uint64_t quarter = 0; quarter < 4; ++quarter) {
        std::vector<std::uint64_t> numbers;
        numbers.reserve(keys / 4 + keys / 100);
        for_each_key(table, [&](std::uint64_t number) {
            if (number % 4 == quarter) numbers.push_back(number);
        });
        std::sort(numbers.begin(), numbers.end());
        CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
        all += numbers.size();
    }
    CHECK(all == keys);
}

TEST_CASE("schema/collection_table_long: no limit is ever broken, and a tenth is null, in 10^5 rows of 200 random collections") {
    for (std::uint64_t number = 0; number < 200; ++number) {
        const std::string text = test::random_collection{1000 + number}.text(6, number % 20 == 0);
        CAPTURE(text);
        const collection of = read_collection(parse_json(text));
        const runtime_schema table = make_table(of, {.include_auto_id = true}).with_seed(seed{number});
        const std::uint64_t count = std::min<std::uint64_t>(table.size(), number % 20 == 0 ? 10'000 : 100'000);
        std::vector<std::uint64_t> nulls(of.fields.size());
        std::string broken;
        batch rows;
        for (std::uint64_t first = 0; first < count && broken.empty(); first += rows.count) {
            table.fill(first, static_cast<std::size_t>(std::min<std::uint64_t>(count - first, 5000)), rows);
            broken = test::broken_rows(of, table, rows);
            for (std::size_t i = 0; i < of.fields.size(); ++i) nulls[i] += rows.columns[i].nulls();
        }
        CHECK(broken == "");
        for (std::size_t i = 0; i < of.fields.size(); ++i) {
            CAPTURE(of.fields[i].name);
            // Five and a half standard deviations.
            const double share = of.fields[i].nullable ? 0.1 : 0, got = static_cast<double>(nulls[i]) / static_cast<double>(count);
            CHECK(std::abs(got - share) <= 5.5 * std::sqrt(share * (1 - share) / static_cast<double>(count)));
        }
    }
}

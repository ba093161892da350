// SPDX-License-Identifier: Apache-2.0
#include <spate/field/cardinality.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/sequence.hpp>

#include "sample.hpp"

using namespace spate;

namespace {

// The row's number as text; every third row is null.
struct numbered_text : text_field {
    [[nodiscard]] static data_type type() { return {.id = type_id::text, .nullable = true}; }
    void fill(const field_rows& rows, column& out) const {
        std::string all;
        std::vector<std::size_t> ends;
        for (std::size_t i = 0; i < rows.count; ++i) {
            all += std::to_string(rows.first + i);
            ends.push_back(all.size());
        }
        out.start(type(), rows.count, all.size());
        std::copy(all.begin(), all.end(), out.values<char>());
        std::size_t nulls = 0;
        std::uint64_t* const valid = out.make_validity();
        for (std::size_t i = 0; i < (rows.count + 63) / 64; ++i) valid[i] = 0;
        for (std::size_t i = 0; i < rows.count; ++i) {
            out.offsets()[i + 1] = static_cast<std::int32_t>(ends[i]);
            const bool null = (rows.first + i) % 3 == 0;
            nulls += null;
            valid[i / 64] |= static_cast<std::uint64_t>(!null) << i % 64;
        }
        out.set_nulls(nulls);
    }
};

struct city : text_field {
    void fill(const field_rows& rows, column& out) const {
        static constexpr std::string_view names[] = {"Rome", "Oslo", "Bern"};
        static const text_dictionary dictionary{names};
        out.start(dictionary, rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::uint32_t>()[i] = static_cast<std::uint32_t>((rows.first + i) % 3);
    }
};

// A structure of a list of row % 4 numbers, two more numbers, and the row's 24 bits.
struct nested {
    struct value_type {};
    [[nodiscard]] static data_type type() {
        const data_type number{.id = type_id::int32};
        return {.id = type_id::structure,
                .children = {{.id = type_id::list, .children = {number}},
                             {.id = type_id::vector, .size = 2, .children = {number}},
                             {.id = type_id::bits, .size = 24}},
                .names = {"list", "pair", "bits"}};
    }
    [[nodiscard]] static value_type value(const column&, std::size_t) { return {}; }
    void fill(const field_rows& rows, column& out) const {
        const data_type type = nested::type();
        out.start(type, rows.count);
        std::vector<std::int32_t> numbers;
        column &list = out.child(0), &pair = out.child(1), &bits = out.child(2);
        list.start(type.children[0], rows.count);
        pair.start(type.children[1], rows.count);
        pair.child(0).start(type.children[1].children[0], 2 * rows.count);
        bits.start(type.children[2], rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) {
            const std::uint64_t row = rows.first + i;
            for (std::uint64_t k = 0; k < row % 4; ++k) numbers.push_back(static_cast<std::int32_t>(row + k));
            list.offsets()[i + 1] = static_cast<std::int32_t>(numbers.size());
            for (std::size_t k = 0; k < 2; ++k) pair.child(0).values<std::int32_t>()[2 * i + k] = static_cast<std::int32_t>(row * 2 + k);
            for (std::size_t k = 0; k < 3; ++k) bits.values<char>()[3 * i + k] = static_cast<char>(row >> 8 * k);
        }
        list.child(0).start(type.children[0].children[0], numbers.size());
        std::copy(numbers.begin(), numbers.end(), list.child(0).values<std::int32_t>());
    }
};

}  // namespace

TEST_CASE("field/cardinality: any partition of rows, of every kind of column") {
    for (const std::uint64_t count : {1u, 7u, 100u, 20'000u}) {
        CAPTURE(count);
        laws::check_partition(distinct(count, sequence()));
        laws::check_partition(distinct(count, uniform_int(0, 1'000'000)).in_order());
    }
    laws::check_partition(distinct(50, boolean()));
    laws::check_partition(distinct(50, numbered_text{}));
    laws::check_partition(distinct(50'000, numbered_text{}));
    laws::check_partition(distinct(2, city{}));
    laws::check_partition(distinct(30, nested{}));
    laws::check_partition(distinct(40'000, nested{}));
}

TEST_CASE("field/cardinality: exactly so many values, each once in every round, in another order each time") {
    for (const std::size_t count : {1u, 10u, 1000u, 6000u}) {
        CAPTURE(count);
        const auto values = laws::values(distinct(count, permuted_int(1'000'000, 5)), 5 * count);
        const auto base = laws::values(permuted_int(1'000'000, 5), count);
        const std::set<std::int64_t> wanted(base.begin(), base.end());
        CHECK(wanted.size() == count);
        for (std::size_t round = 0; round < 5; ++round)
            REQUIRE(std::set<std::int64_t>(values.begin() + static_cast<std::ptrdiff_t>(round * count),
                                           values.begin() + static_cast<std::ptrdiff_t>((round + 1) * count)) == wanted);
        if (count > 1)
            CHECK(std::vector<std::int64_t>(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)) !=
                  std::vector<std::int64_t>(values.begin() + static_cast<std::ptrdiff_t>(count), values.begin() + static_cast<std::ptrdiff_t>(2 * count)));
    }
    CHECK(laws::values(distinct(3, sequence()).in_order(), 8) == std::vector<std::int64_t>{0, 1, 2, 0, 1, 2, 0, 1});
}

TEST_CASE("field/cardinality: texts, nulls and nested columns are the base's") {
    const auto texts = laws::values(distinct(100, city{}).in_order(), 4, 98);
    CHECK(texts == std::vector<std::string>{"Bern", "Rome", "Rome", "Oslo"});
    column filled;
    distinct(90, numbered_text{}).fill({laws::some_key, 0, 90}, filled);
    CHECK(filled.nulls() == 30);
    // A generator that is made of one of its own kind.
    laws::check_partition(distinct(7, distinct(7, sequence())));
}

TEST_CASE("field/cardinality: bad counts") {
    statistics::check_refused([] { return distinct(0, sequence()); }, "distinct: count");
    statistics::check_refused([] { return distinct((std::uint64_t{1} << 48) + 1, sequence()); }, "distinct: count");
}

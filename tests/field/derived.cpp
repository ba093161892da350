// SPDX-License-Identifier: Apache-2.0
#include <spate/field/derived.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/derived: numbers, bools and texts, and what may be null") {
    column number, city;
    samples::below_of(1000).fill({{1, 2}, 0, 200}, number);
    samples::city::fill({{3, 4}, 0, 200}, city);
    const column* const inputs[] = {&number, &city};
    const auto check = [&](const auto& function, type_id id, bool nullable) {
        const auto made = derived<"n", "city">(function).resolve(samples::below_of(1000), samples::city{});
        CHECK(made.type() == data_type{.id = id, .nullable = nullable});
        column out;
        made.fill({{9, 9}, 0, 200}, inputs, out);
        laws::check_column(made.type(), out, 200);
        for (std::size_t i = 0; i < 200; ++i) CHECK(made.value(out, i) == function(number.values<std::int64_t>()[i], std::string{city.text(i)}));
        laws::check_partition(made, {samples::below_of(1000), samples::city{}});
    };
    check([](std::int64_t n, const std::string& name) { return n * static_cast<std::int64_t>(name.size()); }, type_id::int64, false);
    check([](std::int64_t n, const std::string&) { return static_cast<std::uint8_t>(n & 255); }, type_id::uint8, false);
    check([](std::int64_t n, const std::string&) { return 0.5f * static_cast<float>(n); }, type_id::float32, false);
    check([](std::int64_t n, const std::string&) { return n > 500; }, type_id::boolean, false);
    check([](std::int64_t n, const std::string& name) { return n % 3 == 0 ? std::string{} : name + std::to_string(n); }, type_id::text, false);
    check([](std::int64_t n, const std::string& name) { return n % 3 == 0 ? std::nullopt : std::optional{name}; }, type_id::text, true);
    check([](std::int64_t n, const std::string&) { return n % 2 == 0 ? std::nullopt : std::optional{n}; }, type_id::int64, true);
    check([](std::int64_t n, const std::string&) { return n % 2 == 0 ? std::nullopt : std::optional{n > 500}; }, type_id::boolean, true);
}

TEST_CASE("field/derived: it names its inputs, and is called with them in that order") {
    const auto made = derived<"a", "b">([](std::int64_t a, bool b) { return b ? -a : a; }).resolve(samples::below_of(9), samples::coin{});
    CHECK(std::vector<std::string>(made.inputs().begin(), made.inputs().end()) == std::vector<std::string>{"a", "b"});
    static_assert(dependent_field<decltype(made)>);
}

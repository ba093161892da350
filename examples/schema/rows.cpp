// SPDX-License-Identifier: Apache-2.0
// The rows of a table as a random access range: algorithms and views work, though no row is stored.
#include <algorithm>
#include <cstdio>
#include <ranges>

#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto people = schema(field<"id">(sequence(1)), field<"age">(uniform_int(0, 99))) | rows(10'000);

    // The rows of a sequence are in order, so that a binary search finds one.
    const auto found = std::ranges::lower_bound(people, 7777, {}, [](const auto& person) { return person.template get<"id">(); });
    const auto is_adult = [](const auto& person) { return person.template get<"age">() >= 18; };
    for (const auto& [id, age] : people | std::views::filter(is_adult) | std::views::take(3))
        std::printf("%lld is %lld years old\n", static_cast<long long>(id), static_cast<long long>(age));
    const auto adults = std::ranges::count_if(people, is_adult);
    std::printf("%lld of %llu are adults\n", static_cast<long long>(adults), static_cast<unsigned long long>(people.size()));
    return found - people.begin() == 7776 && (*found) == people[7776] && adults > 8000 && adults < 8400 ? 0 : 1;
}

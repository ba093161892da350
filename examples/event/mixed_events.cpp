// SPDX-License-Identifier: Apache-2.0
// A mix that is known at run time: ten thousand types, each with fields of its own, in exact shares.
#include <cstdint>
#include <string>

#include <spate/event/event_time.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/uuid.hpp>

int main() {
    spate::mix_specification mix{.name = "sensors", .from = spate::seed{7}, .selection = spate::type_selection::exact, .partition_key = "site"};
    mix.common = {{"id", spate::uuid4()}, {"at", spate::event_time(mix.when)}, {"site", spate::one_of({"north", "south"})}};
    for (int i = 0; i < 10'000; ++i)
        mix.types.push_back({"sensor." + std::to_string(i), spate::ratio{1, 1}, {{"reading_" + std::to_string(i), spate::uniform_int(0, 4095)}}});
    const spate::mixed_events events{mix};

    // A million events are a window, so each type has a hundred of them.
    spate::batch rows;
    std::uint64_t of_type_7 = 0;
    for (std::uint64_t first = 0; first < 1'000'000; first += 10'000) {
        events.fill(first, 10'000, rows);
        for (std::size_t i = 0; i < rows.count; ++i) of_type_7 += rows.columns[0].values<std::uint32_t>()[i] == 7;
    }
    return of_type_7 == 100 ? 0 : 1;
}

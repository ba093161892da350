// SPDX-License-Identifier: Apache-2.0
// Which types do events 5,000,000 to 5,999,999 have, exactly by weight?
#include <cstdint>
#include <vector>

#include <spate/event/type_chooser.hpp>

int main() {
    const spate::type_chooser chooser{{0.6, 0.3, 0.1}, spate::type_selection::exact, spate::derive_key(spate::seed{42}, "my events")};
    std::vector<spate::chosen_event> events(1'000'000);
    chooser.choose(5'000'000, events);
    std::uint64_t counts[3] = {};
    for (const spate::chosen_event& one : events) ++counts[one.type];
    return counts[0] == 600'000 && counts[1] == 300'000 && counts[2] == 100'000 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/event/slot_key.hpp>

#include <set>
#include <utility>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("event/slot_key: keys differ by seed, mix, flow and slot") {
    std::set<std::pair<std::uint64_t, std::uint64_t>> keys;
    const auto add = [&keys](const key128& key) { keys.insert({key.low, key.high}); };
    for (std::uint64_t slot = 0; slot < 10; ++slot) add(slot_key(seed{1}, "a", slot));
    add(slot_key(seed{2}, "a", 0));
    add(slot_key(seed{1}, "b", 0));
    add(flow_key(seed{1}, "a", "order", "id"));
    add(flow_key(seed{1}, "a", "order", "item"));
    add(flow_key(seed{1}, "a", "session", "id"));
    CHECK(keys.size() == 15);
    CHECK(flow_key(seed{1}, "a", "order", "id") == slot_key(seed{1}, "a/order", hash_name("id")));
}

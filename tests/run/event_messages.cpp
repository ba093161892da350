// SPDX-License-Identifier: Apache-2.0
#include <spate/run/event_messages.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/event/event_mix.hpp>

#include "../support/random_mix.hpp"

using namespace spate;

namespace {

using copy = std::tuple<std::uint64_t, std::int64_t, std::string, std::string, std::string>;

std::vector<copy> all_of(message_maker& maker, std::uint64_t first, std::uint64_t end) {
    std::vector<copy> out;
    for_each_message(maker, first, end,
                     [&](const message& one) { out.emplace_back(one.place, one.timestamp, std::string{one.type}, std::string{one.key}, std::string{one.value}); });
    return out;
}

}  // namespace

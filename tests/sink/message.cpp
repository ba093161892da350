// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/message.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace spate;

namespace {

// Every third place is lost; remembers what it was asked for.
class counting_maker final : public message_maker {
public:
    std::vector<std::pair<std::uint64_t, std::size_t>> asked;

    std::span<const message> make(std::uint64_t first, std::size_t count) override {
        asked.emplace_back(first, count);
        made_.clear();
        for (std::uint64_t place = first; place < first + count; ++place)
            if (place % 3 != 0) made_.push_back({.place = place});
        return made_;
    }

private:
    std::vector<message> made_;
};

}  // namespace

TEST_CASE("messages are made block by block, in order, each place once") {
    counting_maker maker;
    std::vector<std::uint64_t> places;
    for_each_message(maker, 510, 1537, [&](const message& one) { places.push_back(one.place); });
    CHECK(maker.asked == std::vector<std::pair<std::uint64_t, std::size_t>>{{510, 2}, {512, 512}, {1024, 512}, {1536, 1}});
    std::vector<std::uint64_t> expected;
    for (std::uint64_t place = 510; place < 1537; ++place)
        if (place % 3 != 0) expected.push_back(place);
    CHECK(places == expected);
}

TEST_CASE("within a block, and of none, no more is made than is asked for") {
    counting_maker maker;
    std::uint64_t count = 0;
    for_each_message(maker, 5, 5, [&](const message&) { ++count; });
    CHECK(maker.asked.empty());
    for_each_message(maker, 100, 104, [&](const message&) { ++count; });
    CHECK(maker.asked == std::vector<std::pair<std::uint64_t, std::size_t>>{{100, 4}});
    CHECK(count == 3);
}

TEST_CASE("a message says that it has no time and no key") {
    const message one;
    CHECK(one.timestamp == -1);
    CHECK(one.key.empty());
    CHECK(one.type.empty());
}

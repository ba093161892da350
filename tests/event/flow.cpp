// SPDX-License-Identifier: Apache-2.0
#include <spate/event/flow.hpp>

#include <memory>

#include <doctest/doctest.h>

#include <spate/event/flow_plan.hpp>

using namespace spate;

namespace {

// Instances of odd numbers have one step, of type 2; others two, of type 1.
struct parity final : flow_course {
    [[nodiscard]] std::uint32_t type_of(const key128&, std::uint64_t instance, std::uint32_t step) const noexcept override {
        if (instance % 2 == 0) return 1;
        return step == 0 ? 2 : ended;
    }
};

}  // namespace

TEST_CASE("event/flow: a course says what steps are, and leaves the others to the mix") {
    mix_specification mix{.name = "mix"};
    mix.types = {{.id = "view"}, {.id = "even", .weight = {0, 1}}, {.id = "odd", .weight = {0, 1}}};
    mix.flows = {{.name = "pairs", .share = {1, 2}, .steps = {{0}, {0, 0, 1'000'000'000}}, .course = std::make_shared<const parity>()}};
    std::vector<chosen_event> events(40'000);
    flow_plan{mix}.place(100'000, events);
    int counts[3] = {};
    for (const chosen_event& one : events) {
        ++counts[one.type];
        REQUIRE(one.type == (one.flow == chosen_event::no_flow ? 0 : one.instance % 2 == 0 ? 1 : 2));
        REQUIRE((one.type != 2 || one.step == 0));
    }
    CHECK(counts[1] > 9'900);
    CHECK(counts[2] > 4'900);
    CHECK(counts[1] + counts[2] < 15'100);
}

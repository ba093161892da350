// SPDX-License-Identifier: Apache-2.0
#include <spate/core/pipe.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace spate;

namespace {

struct constant {
    std::byte value;
    [[nodiscard]] std::uint64_t size() const noexcept { return 100; }
    void fill(std::uint64_t, std::span<std::byte> out) const noexcept {
        for (std::byte& b : out) b = value;
    }
};
auto plus(int n) {
    return adaptor{[n](constant source) { return constant{static_cast<std::byte>(std::to_integer<int>(source.value) + n)}; }};
}
auto twice() {
    return adaptor{[](constant source) { return constant{static_cast<std::byte>(std::to_integer<int>(source.value) * 2)}; }};
}

template <class Left, class Right>
concept pipes = requires(Left left, Right right) { left | right; };

}  // namespace

TEST_CASE("core/pipe: adaptors are applied from left to right, and compose") {
    const constant one{std::byte{1}};
    CHECK((one | plus(2)).value == std::byte{3});
    CHECK((one | plus(2) | twice()).value == std::byte{6});
    CHECK((one | (plus(2) | twice())).value == std::byte{6});
    const auto all = plus(1) | twice() | plus(3);
    CHECK((one | all).value == std::byte{7});
    CHECK((constant{std::byte{2}} | all).value == std::byte{9});
}

TEST_CASE("core/pipe: only sources can be piped, only into what takes them") {
    static_assert(pipes<constant, decltype(plus(1))>);
    static_assert(!pipes<int, decltype(plus(1))>);
    static_assert(!pipes<constant, int>);
    const auto numbers = adaptor{[](int) { return constant{}; }};
    static_assert(!pipes<constant, decltype(numbers)>);
    CHECK(numbers.apply(1).size() == 100);
}

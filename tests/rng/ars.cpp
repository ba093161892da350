// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/ars.hpp>

#include "support.hpp"

using spate::rng::ars;
using spate::simd::aes_unit;

namespace {

// The units of which this machine has the instructions.
std::vector<aes_unit> units() {
    std::vector<aes_unit> found{aes_unit::table};
    for (const spate::simd::isa which : spate::simd::available_isas())
        if (const aes_unit unit = spate::simd::aes_unit_for(which); unit != found.back()) found.push_back(unit);
    return found;
}

template <int Rounds>
void check_answers(std::size_t at_least) {
    for (const aes_unit unit : units()) {
        INFO("unit " << spate::simd::name(unit));
        std::size_t checked = 0;
        for (const auto& answer : support::read_answers("ars.txt")) {
            if (answer[0] != std::to_string(Rounds)) continue;
            const auto pair = [&](std::size_t at) { return support::number(answer[at + 1], 16) << 32 | support::number(answer[at], 16); };
            // The vector's block in each of the eight places of a group.
            for (std::uint64_t place = 0; place < 8; ++place) {
                std::uint64_t blocks[8][2];
                spate::rng::detail::ars_blocks<Rounds>[static_cast<std::size_t>(unit)]({pair(5), pair(7)}, pair(3), pair(1) - place,
                                                                                       reinterpret_cast<std::byte*>(blocks), 1, false);
                REQUIRE(blocks[place][0] == pair(9));
                REQUIRE(blocks[place][1] == pair(11));
            }
            ++checked;
        }
        CHECK(checked >= at_least);
    }
}

}  // namespace

TEST_CASE("rng/ars: known answers") {
    check_answers<5>(5);
    check_answers<7>(20);
    check_answers<10>(3);
}

TEST_CASE("rng/ars: a block is the published function of its index and the key") {
    std::size_t checked = 0;
    for (const auto& answer : support::read_answers("ars.txt")) {
        const auto pair = [&](std::size_t at) { return support::number(answer[at + 1], 16) << 32 | support::number(answer[at], 16); };
        if (answer[0] != "7" || pair(1) >> 60 != 0 || pair(3) != 0) continue;
        std::uint64_t block[2];
        ars<7>::fill({pair(5), pair(7)}, 16 * pair(1), std::as_writable_bytes(std::span{block}));
        CHECK(block[0] == pair(9));
        CHECK(block[1] == pair(11));
        ++checked;
    }
    CHECK(checked >= 2);
}

TEST_CASE("rng/ars: all AES units give the same bytes") {
    std::vector<std::byte> expected(1024), found(1024);
    for (const aes_unit unit : units()) {
        auto& out = unit == aes_unit::table ? expected : found;
        spate::rng::detail::ars_blocks<5>[static_cast<std::size_t>(unit)](support::key, 3, ~std::uint64_t{0} - 5, out.data(), 8, false);
        if (unit != aes_unit::table) CHECK(found == expected);
    }
#if SPATE_IS_X86_64()
    if (units().size() < 3) MESSAGE("this processor lacks AES-NI or VAES: not all units were checked");
#endif
}

TEST_CASE("rng/ars: laws, five rounds") { support::check_engine<ars<5>>(); }
TEST_CASE("rng/ars: laws, seven rounds") { support::check_engine<ars<7>>(); }
TEST_CASE("rng/ars: golden") {
    support::check_golden<ars<5>>(0x20671d118199b97bu);
    support::check_golden<ars<7>>(0x47cf31a9e8bcbc8cu);
}

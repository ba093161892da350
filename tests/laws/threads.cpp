// SPDX-License-Identifier: Apache-2.0
// Executors, threads, instruction sets, seeds and far offsets: none of them is part of what the bytes depend on, or all of it is.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include <spate/bytes.hpp>
#include <spate/exec/inline.hpp>
#include <spate/exec/thread_pool.hpp>

#include "../support/isa.hpp"
#include "../support/pipelines.hpp"
#include "../support/random.hpp"

using namespace spate;

namespace {

std::vector<std::byte> part_of(const test::any_source& source, std::uint64_t offset, std::size_t size, store_mode mode = store_mode::cached) {
    std::vector<std::byte> part(static_cast<std::size_t>(std::min<std::uint64_t>(size, source.size() - offset)), std::byte{0x5a});
    source.fill(offset, part, mode);
    return part;
}

}  // namespace

TEST_CASE("laws/threads: 1 to 64 threads, any grain, streamed or not") {
    const auto lines = test::pipelines(seed{3});
    std::vector<std::vector<std::byte>> wholes;
    for (const test::pipeline& line : lines) wholes.push_back(part_of(line.source, 0, 1'500'001));
    const auto check = [&](auto& workers) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            CAPTURE(lines[i].name);
            for (const auto& [offset, grain, stores] :
                 {std::tuple<std::size_t, std::size_t, streaming>{0, 0, streaming::always}, {12'345, 4096, streaming::always}, {1, 0, streaming::never}}) {
                const std::span whole{wholes[i]};
                if (offset > whole.size()) continue;
                std::vector<std::byte> out(whole.size() - offset, std::byte{0xa7});
                fill(workers, lines[i].source, offset, out, {.stores = stores, .grain = grain});
                REQUIRE(std::memcmp(out.data(), whole.data() + offset, out.size()) == 0);
            }
        }
    };
    for (const std::size_t threads : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{64}}) {
        CAPTURE(threads);
        std::unique_ptr<thread_pool> pool;
        try {
            pool = std::make_unique<thread_pool>(pool_options{.threads = threads, .pin = false});
        } catch (const config_error& error) {
            FAIL("no pool of so many threads: " << error.what());
        }
        CHECK(pool->concurrency() == threads);
        check(*pool);
    }
    inline_executor alone;
    check(alone);
}

TEST_CASE("laws/threads: every instruction set of this machine") {
    const auto lines = test::pipelines(seed{4});
    std::vector<std::vector<std::byte>> expected;
    {
        const test::with_isa scalar{simd::isa::scalar};
        for (const test::pipeline& line : lines) expected.push_back(part_of(line.source, line.source.size() > 700 ? 617 : 0, 300'000));
    }
    REQUIRE(!simd::available_isas().empty());
    for (const simd::isa which : simd::available_isas()) {
        CAPTURE(simd::name(which));
        const test::with_isa chosen{which};
        for (std::size_t i = 0; i < lines.size(); ++i) {
            CAPTURE(lines[i].name);
            for (const auto mode : {store_mode::cached, store_mode::streaming})
                CHECK(part_of(lines[i].source, lines[i].source.size() > 700 ? 617 : 0, 300'000, mode) == expected[i]);
        }
    }
}

TEST_CASE("laws/threads: far offsets, and the ends of finite streams") {
    test::dice dice{5};
    for (const test::pipeline& line : test::pipelines(seed{5})) {
        CAPTURE(line.name);
        const std::uint64_t size = line.source.size();
        std::vector<std::uint64_t> places;
        if (size == unlimited)
            places = {(std::uint64_t{1} << 40) + 77, (std::uint64_t{1} << 53) - 40'000, (std::uint64_t{1} << 63) - 1234, size - 100'000};
        else
            places = {size - std::min<std::uint64_t>(size, 100'000)};
        for (const std::uint64_t place : places) {
            CAPTURE(place);
            const auto whole = part_of(line.source, place, 100'000);
            REQUIRE(whole.size() == std::min<std::uint64_t>(size, 100'000));
            for (int round = 0; round < 12; ++round) {
                const auto length = static_cast<std::size_t>(dice.below(std::min<std::size_t>(whole.size(), round % 2 == 0 ? 600 : 20'000)) + 1);
                const auto at = round % 4 == 0 ? whole.size() - length : static_cast<std::size_t>(dice.below(whole.size() - length + 1));
                CAPTURE(at);
                CAPTURE(length);
                const auto part = part_of(line.source, place + at, length, round % 3 == 0 ? store_mode::streaming : store_mode::cached);
                REQUIRE(part.size() == length);
                REQUIRE(std::memcmp(part.data(), whole.data() + at, length) == 0);
            }
        }
    }
}

TEST_CASE("laws/threads: a copy with another seed is what that seed makes, and the way back is open") {
    const auto lines = test::pipelines(seed{10}), others = test::pipelines(seed{11});
    int reseedable = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CAPTURE(lines[i].name);
        const auto now = part_of(lines[i].source, 0, 500'000), other = part_of(others[i].source, 0, 500'000);
        if (!lines[i].source.is_reseedable()) {
            // Only sources without randomness have no seed, and compositions of such.
            CHECK((now == other || lines[i].name.find("concat") != std::string::npos || lines[i].name.find("interleave") != std::string::npos));
            continue;
        }
        ++reseedable;
        CHECK(now != other);
        const auto there = lines[i].source.reseeded(seed{11});
        CHECK(there.size() == lines[i].source.size());
        CHECK(part_of(there, 0, 500'000) == part_of(others[i].source.reseeded(seed{10}).reseeded(seed{11}), 0, 500'000));
        if (lines[i].seeds_like_new) {
            CHECK(part_of(there, 0, 500'000) == other);
            CHECK(part_of(there.reseeded(seed{10}), 0, 500'000) == now);
        }
    }
    CHECK(reseedable > 25);
}

TEST_CASE("laws/threads: verify finds exactly the first byte that differs") {
    test::dice dice{6};
    for (const test::pipeline& line : test::pipelines(seed{12})) {
        CAPTURE(line.name);
        for (const std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{99}, std::uint64_t{16'384}}) {
            if (offset >= line.source.size()) continue;
            auto bytes = part_of(line.source, offset, 70'000);
            CHECK(line.source.verify(offset, bytes) == std::nullopt);
            const auto late = static_cast<std::size_t>(dice.below(bytes.size())), early = static_cast<std::size_t>(dice.below(late + 1));
            bytes[late] ^= std::byte{1};
            CHECK(line.source.verify(offset, bytes) == offset + late);
            if (early != late) bytes[early] ^= std::byte{0x80};
            CHECK(line.source.verify(offset, bytes) == offset + early);
        }
        CHECK(line.source.verify(0, {}) == std::nullopt);
    }
}

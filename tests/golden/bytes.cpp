// SPDX-License-Identifier: Apache-2.0
// The bytes of every pipeline, as they were published: tests/data/golden/bytes.txt. If this test fails, users' data has changed: that is a
// new major version or a new name, never a new golden file. A new pipeline adds lines. The program prints the file that belongs to the
// code at hand with
//
//     test_golden_bytes --quiet --no-skip --test-case='golden/bytes: print*'
//
// A line is: the pipeline's name, offset, size, SHA-256. The seed is 20240229.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "../support/isa.hpp"
#include "../support/pipelines.hpp"
#include "../support/sha256.hpp"
#include "../support/test_data.hpp"

namespace {

constexpr spate::seed published{20240229};

struct stretch {
    std::uint64_t offset;
    std::size_t size;
};

// A stretch from the beginning, and one beyond 2^40 or, in a finite stream, up to the end.
std::vector<stretch> stretches(const test::any_source& source) {
    constexpr std::size_t first = 768 << 10, far = 100'003;
    if (source.size() == spate::unlimited) return {{0, first}, {(std::uint64_t{1} << 40) + 12'345, far}};
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(first, source.size()));
    const auto end = static_cast<std::size_t>(std::min<std::uint64_t>(far, source.size()));
    if (size == source.size()) return {{0, size}};
    return {{0, size}, {source.size() - end, end}};
}

std::string line_of(const test::pipeline& line, const stretch& part) {
    // At a multiple of 64, where the kernels take their fastest ways; the laws ask for other places.
    std::vector<std::byte> room(part.size + 64, std::byte{0x5a});
    const std::span bytes{room.data() + (64 - reinterpret_cast<std::uintptr_t>(room.data()) % 64), part.size};
    line.source.fill(part.offset, bytes);
    return line.name + " " + std::to_string(part.offset) + " " + std::to_string(part.size) + " " + test::sha256(bytes);
}

}  // namespace

TEST_CASE("golden/bytes: the digest is SHA-256") {
    const auto digest = [](std::string_view text) { return test::sha256(std::as_bytes(std::span{text})); };
    CHECK(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("golden/bytes: every pipeline makes the published bytes") {
    std::map<std::string, std::string> expected;
    for (const auto& words : test::read_data("golden/bytes.txt")) {
        REQUIRE(words.size() == 4);
        CHECK_MESSAGE(expected.emplace(words[0] + " " + words[1] + " " + words[2], words[3]).second, words[0] << " is listed twice");
    }
    std::size_t checked = 0;
    for (const test::pipeline& line : test::pipelines(published))
        for (const stretch& part : stretches(line.source)) {
            const std::string found = line_of(line, part);
            const std::size_t split = found.rfind(' ');
            const auto it = expected.find(found.substr(0, split));
            if (it == expected.end()) {
                FAIL_CHECK("no golden line for " << found);
                continue;
            }
            ++checked;
            CHECK_MESSAGE(found.substr(split + 1) == it->second, "the bytes of " << found.substr(0, split) << " have changed");
        }
    CHECK_MESSAGE(checked == expected.size(), "the golden file has lines that no pipeline makes");
}

TEST_CASE("golden/bytes: print the file" * doctest::skip()) {
    std::printf("# The published bytes: pipeline, offset, size, SHA-256, under seed 20240229. See tests/golden/bytes.cpp.\n");
    for (const test::pipeline& line : test::pipelines(published))
        for (const stretch& part : stretches(line.source)) std::printf("%s\n", line_of(line, part).c_str());
}

// SPDX-License-Identifier: Apache-2.0
// The fuzz targets without a fuzzer: known inputs, and variations of them that are the same in each run. A target aborts when it finds a fault.
#define LLVMFuzzerTestOneInput fuzz_parse_size
#include "../fuzz/parse_size.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_parse_ratio
#include "../fuzz/parse_ratio.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_fill
#include "../fuzz/fill.cpp"
#undef LLVMFuzzerTestOneInput

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../support/random.hpp"

namespace {

int run(int (*target)(const std::uint8_t*, std::size_t), const std::vector<std::string>& corpus, int variations, std::uint64_t rolls) {
    test::dice dice{rolls};
    int runs = 0;
    const auto one = [&](const std::string& input) {
        REQUIRE(target(reinterpret_cast<const std::uint8_t*>(input.data()), input.size()) == 0);
        ++runs;
    };
    for (const std::string& input : corpus) {
        one(input);
        for (int i = 0; i < variations; ++i) {
            std::string other = input;
            for (std::uint64_t edits = dice.from(1, 4); edits != 0; --edits) {
                const auto at = static_cast<std::size_t>(dice.below(other.size() + 1));
                const char letter = dice.below(2) == 0 ? static_cast<char>(dice.word()) : "0123456789./:KMGiB "[dice.below(19)];
                if (dice.below(3) == 0 || at == other.size())
                    other.insert(at, 1, letter);
                else if (dice.below(2) == 0)
                    other[at] = letter;
                else
                    other.erase(at, 1);
            }
            one(other);
        }
    }
    return runs;
}

}  // namespace

TEST_CASE("bytes/fuzz_corpus: sizes") {
    CHECK(run(fuzz_parse_size, {"", "0", "4096", "4KiB", "1.5GiB", "10GB", "64k", "unlimited", "18446744073709551615", "15.9999999999EiB", "7 B"}, 3000, 1) >
          30'000);
}

TEST_CASE("bytes/fuzz_corpus: ratios") {
    CHECK(run(fuzz_parse_ratio,
              {"", "1", "1.5", "3/2", "3:2", "123456789/1", "0.00000001", std::string(8, '\x7f'), std::string("\0\0\0\0\0\0\xf0\x3f", 8),
               std::string("\x29\x5c\x8f\xc2\xf5\x28\xf1\x3f", 8)},
              3000, 2) > 30'000);
}

TEST_CASE("bytes/fuzz_corpus: arguments of fill") {
    std::vector<std::string> corpus;
    test::dice dice{3};
    for (char kind = 0; kind < 8; ++kind)
        for (int i = 0; i < 4; ++i) {
            std::string input{"\x05", 1};
            input += kind;
            for (int letter = 0; letter < 26; ++letter) input += static_cast<char>(dice.word());
            corpus.push_back(input);
        }
    CHECK(run(fuzz_fill, corpus, 100, 4) > 3000);
}

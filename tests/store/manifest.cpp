// SPDX-License-Identifier: Apache-2.0
#include <spate/store/manifest.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <doctest/doctest.h>

namespace {

using spate::dtype;
using spate::manifest;

std::span<const std::byte> bytes_of(const std::string& text) { return {reinterpret_cast<const std::byte*>(text.data()), text.size()}; }

manifest example() {
    manifest out;
    out.generation = 300;
    out.arrays = {{"ids", dtype::int64, {1000}, 299, {}},
                  {"prices", dtype::bfloat16, {1'000'000, 10}, 1, {{3, 2}, {7, 1}, {999'990, 10}}},
                  {"scalar", dtype::complex128, {}, 300, {}}};
    out.moves = {{18446744073709551615u, ".ids.300.new", "ids.npy"}, {5, "old.npy", ""}};
    return out;
}

std::string problem_of(const std::string& text) {
    try {
        (void)spate::decode_manifest(bytes_of(text), "manifest");
    } catch (const spate::store_error& error) {
        return error.what();
    }
    return "none";
}

// With the checksum that its bytes have, so that what is behind it is looked at.
std::string summed(std::string text) {
    text.resize(text.size() - 4);
    spate::detail::manifest_writer{text}.fixed(spate::crc32c(bytes_of(text)));
    return text;
}

}  // namespace

TEST_CASE("a manifest is read as it was written") {
    for (const manifest& one : {manifest{}, example()}) CHECK(spate::decode_manifest(bytes_of(spate::encode_manifest(one)), "manifest") == one);
    const manifest one = example();
    CHECK(one.find("prices") == &one.arrays[1]);
    CHECK(one.find("price") == nullptr);
    CHECK(one.find("zzz") == nullptr);
}

TEST_CASE("every bit that is wrong and every cut is found") {
    const std::string whole = spate::encode_manifest(example());
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        std::string other = whole;
        other[bit / 8] = static_cast<char>(other[bit / 8] ^ 1 << bit % 8);
        CHECK(problem_of(other) != "none");
    }
    for (std::size_t size = 0; size < whole.size(); ++size) CHECK(problem_of(whole.substr(0, size)) != "none");
    CHECK(problem_of(whole) == "none");
    CHECK(problem_of("") == "manifest at offset 0: it does not begin as a manifest does; the previous generation may be whole");
}

TEST_CASE("bytes that make no sense are told, even with the right checksum") {
    const std::string whole = spate::encode_manifest(example());
    for (std::size_t i = 8; i + 4 < whole.size(); ++i)
        for (int value = 0; value < 256; value += 3) {
            std::string other = whole;
            other[i] = static_cast<char>(value);
            CHECK(!problem_of(summed(other)).empty());
        }
    manifest wrong = example();
    std::swap(wrong.arrays[0], wrong.arrays[1]);
    CHECK(problem_of(spate::encode_manifest(wrong)).find("the array \"ids\" is not in order") != std::string::npos);
    std::string longer = whole;
    longer.insert(longer.size() - 4, "x");
    CHECK(problem_of(summed(longer)).find("something follows the last of its lists") != std::string::npos);
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/field/column.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

using namespace spate;

TEST_CASE("field/column: buffers are aligned, grow, keep what they are told to and have slack") {
    column_buffer buffer;
    buffer.reserve(10);
    CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64 == 0);
    std::memset(buffer.data(), 7, buffer.capacity() + column_buffer::slack);
    const std::size_t before = buffer.capacity();
    buffer.reserve(before + 1, 10);
    CHECK(buffer.capacity() > before);
    for (std::size_t i = 0; i < 10; ++i) CHECK(buffer.data()[i] == std::byte{7});
    const std::byte* const at = buffer.data();
    buffer.reserve(1);
    CHECK(buffer.data() == at);

    // Large ones stand on huge pages, and are moved and freed as the others.
    buffer.reserve(std::size_t{9} << 20, 10);
    CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % detail::huge_page == 0);
    for (std::size_t i = 0; i < 10; ++i) CHECK(buffer.data()[i] == std::byte{7});
    buffer.data()[buffer.capacity() + column_buffer::slack - 1] = std::byte{1};
    column_buffer moved = std::move(buffer);
    moved.reserve(std::size_t{20} << 20);
    CHECK(moved.capacity() >= std::size_t{20} << 20);
}

TEST_CASE("field/column: texts by offsets and by a dictionary") {
    column texts;
    texts.start({.id = type_id::text}, 3, 16);
    std::memcpy(texts.values<char>(), "abcde", 5);
    const std::int32_t offsets[4] = {0, 2, 2, 5};
    std::memcpy(texts.offsets(), offsets, sizeof offsets);
    CHECK(texts.text(0) == "ab");
    CHECK(texts.text(1).empty());
    CHECK(texts.text(2) == "cde");

    constexpr std::string_view given[] = {"x", "", "yz"};
    const text_dictionary words{given};
    const text_dictionary others;
    CHECK(words.id() != others.id());
    CHECK(others.size() == 0);
    REQUIRE(words.size() == 3);
    texts.start(words, 2);
    texts.values<std::uint32_t>()[0] = 2;
    texts.values<std::uint32_t>()[1] = 1;
    CHECK(texts.text(0) == "yz");
    CHECK(texts.text(1).empty());
    CHECK(texts.dictionary() == &words);
    texts.start({.id = type_id::int32}, 2);
    CHECK(texts.dictionary() == nullptr);
}

TEST_CASE("field/column: nulls are gone when a column is begun anew") {
    column numbers;
    numbers.start({.id = type_id::int64}, 70);
    CHECK(numbers.validity() == nullptr);
    std::uint64_t* const bits = numbers.make_validity();
    bits[0] = ~std::uint64_t{1};
    bits[1] = 0x3f;
    numbers.set_nulls(1);
    CHECK(numbers.is_null(0));
    CHECK_FALSE(numbers.is_null(1));
    CHECK_FALSE(numbers.is_null(69));
    numbers.start({.id = type_id::int64}, 70);
    CHECK_FALSE(numbers.is_null(0));
}

TEST_CASE("field/column: offsets have 32 bits") {
    CHECK(column_offset(0x7fffffff) == 0x7fffffff);
    CHECK_THROWS_AS((void)column_offset(0x80000000), std::length_error);
}

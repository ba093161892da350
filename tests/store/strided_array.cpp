// SPDX-License-Identifier: Apache-2.0
#include <spate/store/strided_array.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include <doctest/doctest.h>

namespace {

template <class T>
std::vector<T> in_order(const spate::strided_array<T>& array) {
    std::vector<std::byte> bytes;
    array.each_part([&](std::span<const std::byte> part) { bytes.insert(bytes.end(), part.begin(), part.end()); });
    std::vector<T> out(bytes.size() / sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), bytes.data(), bytes.size());
    return out;
}

using numbers = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("elements of any layout come in row-major order") {
    const numbers six{1, 2, 3, 4, 5, 6};
    CHECK(in_order<std::int32_t>({six.data(), {2, 3}, {12, 4}}) == six);
    CHECK(in_order<std::int32_t>({six.data(), {2, 3}, {4, 8}}) == numbers{1, 3, 5, 2, 4, 6});
    CHECK(in_order<std::int32_t>({six.data() + 5, {6}, {-4}}) == numbers{6, 5, 4, 3, 2, 1});
    CHECK(in_order<std::int32_t>({six.data(), {3}, {8}}) == numbers{1, 3, 5});
    CHECK(in_order<std::int32_t>({six.data(), {2, 2}, {0, 4}}) == numbers{1, 2, 1, 2});
    CHECK(in_order<std::int32_t>({six.data() + 2, {}, {}}) == numbers{3});
    CHECK(in_order<std::int32_t>({six.data(), {1, 6, 1}, {999, 4, 999}}) == six);
    CHECK(in_order<std::int32_t>({six.data(), {2, 0}, {4, 4}}).empty());
    CHECK(in_order<std::int32_t>({nullptr, {0}, {4}}).empty());
}

TEST_CASE("parts are large where elements stand together, and are joined where not") {
    std::vector<std::uint8_t> bytes(1'000'000);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 % 251);
    for (const spate::strided_array<std::uint8_t>& array : {spate::strided_array<std::uint8_t>{bytes.data(), {5, 100'000}, {200'000, 1}},
                                                            spate::strided_array<std::uint8_t>{bytes.data(), {500, 2, 250}, {2000, 1000, 4}},
                                                            spate::strided_array<std::uint8_t>{bytes.data() + 999'999, {100, 10, 10}, {-10'000, -1000, -7}}}) {
        std::vector<std::uint8_t> wanted;
        spate::array_shape shape = array.shape;
        auto strides = array.strides;
        while (shape.size() < 3) shape.insert(shape.begin(), 1), strides.insert(strides.begin(), 0);
        for (std::uint64_t i = 0; i < shape[0]; ++i)
            for (std::uint64_t j = 0; j < shape[1]; ++j)
                for (std::uint64_t k = 0; k < shape[2]; ++k)
                    wanted.push_back(array.data[static_cast<std::ptrdiff_t>(i) * strides[0] + static_cast<std::ptrdiff_t>(j) * strides[1] +
                                                static_cast<std::ptrdiff_t>(k) * strides[2]]);
        CHECK(in_order(array) == wanted);
        std::size_t parts = 0;
        array.each_part([&](std::span<const std::byte>) { ++parts; });
        CHECK(parts <= 5);
    }
}

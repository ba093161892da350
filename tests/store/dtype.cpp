// SPDX-License-Identifier: Apache-2.0
#include <spate/store/dtype.hpp>

#include <complex>
#include <cstddef>
#include <cstdint>

#include <doctest/doctest.h>

using spate::dtype;

TEST_CASE("dtypes have NumPy's names, descriptions and sizes") {
    CHECK(to_string(dtype::boolean) == "bool");
    CHECK(to_string(dtype::complex128) == "complex128");
    CHECK(npy_description(dtype::float32) == "<f4");
    CHECK(npy_description(dtype::boolean) == "|b1");
    CHECK(npy_description(dtype::bfloat16) == "<u2");
    CHECK(size_of(dtype::complex128) == 16);
    CHECK(size_of(dtype::float16) == 2);
    for (std::size_t i = 0; i < spate::dtype_count; ++i) {
        const auto type = static_cast<dtype>(i);
        CAPTURE(to_string(type));
        CHECK(spate::dtype_of_name(to_string(type)) == type);
        CHECK(spate::dtype_of_description(npy_description(type)) == (type == dtype::bfloat16 ? dtype::uint16 : type));
    }
    CHECK(!spate::dtype_of_name("float128"));
    CHECK(!spate::dtype_of_description("<U5"));
    CHECK(!spate::dtype_of_description(""));
    CHECK(!spate::dtype_of_description(">f4"));
    CHECK(spate::dtype_of_description("=f8") == dtype::float64);
}

TEST_CASE("C++ types have dtypes") {
    CHECK(spate::dtype_of<bool> == dtype::boolean);
    CHECK(spate::dtype_of<std::int8_t> == dtype::int8);
    CHECK(spate::dtype_of<std::uint16_t> == dtype::uint16);
    CHECK(spate::dtype_of<std::int32_t> == dtype::int32);
    CHECK(spate::dtype_of<long long> == dtype::int64);
    CHECK(spate::dtype_of<const std::uint64_t> == dtype::uint64);
    CHECK(spate::dtype_of<spate::float16_bits> == dtype::float16);
    CHECK(spate::dtype_of<spate::bfloat16_bits> == dtype::bfloat16);
    CHECK(spate::dtype_of<double> == dtype::float64);
    CHECK(spate::dtype_of<std::complex<float>> == dtype::complex64);
    CHECK(!spate::store_element<long double>);
    CHECK(!spate::store_element<void*>);
    CHECK(!spate::store_element<std::byte>);
}

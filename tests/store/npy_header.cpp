// SPDX-License-Identifier: Apache-2.0
#include <spate/store/npy_header.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>

#include <doctest/doctest.h>

namespace {

using spate::array_shape;
using spate::dtype;

std::span<const std::byte> bytes_of(const std::string& text) { return {reinterpret_cast<const std::byte*>(text.data()), text.size()}; }

// A header as other writers make them, with any dictionary.
std::string header(std::string dictionary, char major = 1) {
    std::string out{"\x93NUMPY", 6};
    out += major;
    out += '\0';
    dictionary += '\n';
    out += static_cast<char>(dictionary.size() & 0xff);
    out += static_cast<char>(dictionary.size() >> 8);
    if (major != 1) out += std::string(2, '\0');
    return out + dictionary;
}

std::string problem_of(const std::string& text) {
    try {
        (void)spate::read_npy_header(bytes_of(text), "x.npy");
    } catch (const spate::store_error& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("headers of all types and shapes are read as they were made, and are a page long") {
    for (std::size_t i = 0; i < spate::dtype_count; ++i)
        for (const array_shape& shape : {array_shape{}, array_shape{0}, array_shape{7}, array_shape{3, 0}, array_shape{1, 2, 3, 4, 5}, array_shape(64, 1),
                                         array_shape{18446744073709551615u, 0}}) {
            const auto type = static_cast<dtype>(i);
            const std::string text = spate::make_npy_header(type, shape);
            REQUIRE(text.size() == 4096);
            CHECK(text.back() == '\n');
            const spate::npy_header read = spate::read_npy_header(bytes_of(text), "x.npy");
            CHECK(read.shape == shape);
            CHECK(read.type == (type == dtype::bfloat16 ? dtype::uint16 : type));
            CHECK(read.data_offset == 4096);
            CHECK(!read.fortran_order);
        }
}

TEST_CASE("the first axis changes in place") {
    for (std::size_t i = 0; i < spate::dtype_count; ++i) {
        const auto type = static_cast<dtype>(i);
        std::string text = spate::make_npy_header(type, array_shape{1, 3});
        const auto digits = spate::detail::first_axis_text(18446744073709551615u);
        text.replace(spate::detail::first_axis_offset(type), digits.size(), digits.data(), digits.size());
        CHECK(text.find("'shape': (18446744073709551615, 3), }") != std::string::npos);
        const auto few = spate::detail::first_axis_text(12);
        text.replace(spate::detail::first_axis_offset(type), few.size(), few.data(), few.size());
        CHECK(text == spate::make_npy_header(type, array_shape{12, 3}));
        CHECK(spate::detail::first_axis_offset(type) + digits.size() < 512);
    }
}

TEST_CASE("headers of other writers are read") {
    auto read = [](const std::string& text) { return spate::read_npy_header(bytes_of(text), "x.npy"); };
    CHECK(read(header("{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }   ")).fortran_order);
    CHECK(read(header("{'shape': (3L, 4L), 'fortran_order': False, 'descr': '>i2'}")).big_endian);
    CHECK(!read(header("{'shape': (), 'fortran_order': False, 'descr': '>i1'}")).big_endian);
    CHECK(read(header("{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (5,)}", 2)).shape == array_shape{5});
    const spate::npy_header third = read(header("{'descr': '<c16', 'fortran_order': False, 'shape': (2,), }", 3));
    CHECK(third.type == dtype::complex128);
    CHECK(third.data_offset == 12 + 59);
}

TEST_CASE("what is no header is told, with its place") {
    CHECK(problem_of("") == "x.npy at offset 0: it is no .npy file of version 1.0, 2.0 or 3.0; give a file that NumPy wrote");
    CHECK(problem_of("PK\x03\x04 and so on, a zip file") == "x.npy at offset 0: it is no .npy file of version 1.0, 2.0 or 3.0; give a file that NumPy wrote");
    CHECK(problem_of(header("{}", 4)).find("version 1.0") != std::string::npos);
    std::string cut = spate::make_npy_header(dtype::int8, array_shape{1});
    cut.resize(100);
    CHECK(problem_of(cut) == "x.npy at offset 100: the header has 4096 bytes, the file only 100; give a file that NumPy wrote");
    const auto says = [](const std::string& dictionary, std::string_view problem) {
        CAPTURE(dictionary);
        CAPTURE(problem_of(header(dictionary)));
        CHECK(problem_of(header(dictionary)).find(problem) != std::string::npos);
    };
    says("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}", "at offset 20: the array has a structured type");
    says("{'descr': '|O', 'fortran_order': False, 'shape': (3,)}", "the type '|O' is none that a store holds");
    says("{'descr': '<f4', 'fortran_order': 0, 'shape': (3,)}", "fortran_order is neither True nor False");
    says("{'descr': '<f4', 'fortran_order': False}", "the header has no shape");
    says("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}", "has \"descr\" twice");
    says("{'descr': '<f4', 'fortran_order': False, 'shape': (), 'more': 1}", "has the unknown key \"more\"");
    says("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "an axis is no whole number");
    says("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "an axis is no whole number below 2^64");
    says("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "more than 2^63 bytes");
    says("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} x", "something follows");
    says("'descr'", "has no '{' here");
    CHECK_THROWS_AS((void)spate::make_npy_header(dtype::int8, array_shape{4294967296, 4294967296}), spate::config_error);
    CHECK_THROWS_AS((void)spate::make_npy_header(dtype::int8, array_shape(65, 1)), spate::config_error);
}

TEST_CASE("no cut and no changed byte of a header is read beyond its end") {
    const std::string whole = spate::make_npy_header(dtype::float32, array_shape{3, 4});
    for (std::size_t size = 0; size < 140; ++size) CHECK(problem_of(whole.substr(0, size)) != "none");
    for (std::size_t i = 0; i < 120; ++i)
        for (int value = 0; value < 256; value += 5) {
            std::string other = whole;
            other[i] = static_cast<char>(value);
            CHECK(!problem_of(other).empty());
        }
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/store/store_error.hpp>

#include <stdexcept>
#include <string_view>

#include <doctest/doctest.h>

TEST_CASE("a store_error says which file, where, what is wrong and what to do") {
    const spate::store_error error{"prices.npy", 8192, "the checksum of the block is not that of its bytes", "restore the file"};
    CHECK(std::string_view{error.what()} == "prices.npy at offset 8192: the checksum of the block is not that of its bytes; restore the file");
    CHECK(error.name() == "prices.npy");
    CHECK(error.offset() == 8192);
    const std::runtime_error& base = error;
    CHECK(base.what() == error.what());
}

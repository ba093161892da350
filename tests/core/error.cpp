// SPDX-License-Identifier: Apache-2.0
#include <spate/core/error.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <string>
#include <type_traits>

using namespace spate;

TEST_CASE("core/error: config_error says what was given, where, what is wrong and what would be right") {
    const config_error error{"unit", "1000", "is not a multiple of 512", "use 512 or 1024"};
    CHECK(std::string{error.what()} == "unit: 1000 is not a multiple of 512; use 512 or 1024");
    CHECK(error.parameter() == "unit");
    CHECK(error.value() == "1000");
    CHECK(error.problem() == "is not a multiple of 512");
    CHECK(error.remedy() == "use 512 or 1024");
    CHECK(std::string{config_error{"pattern", "", "is empty", ""}.what()} == "pattern: is empty");
    static_assert(std::is_base_of_v<std::exception, config_error> && std::is_copy_constructible_v<config_error>);
    const config_error copy = error;
    CHECK(std::string{copy.what()} == error.what());
    CHECK(copy.what() != error.what());
}

TEST_CASE("core/error: io_error names the output, the offset and the system's reason") {
    const io_error error{std::error_code{ENOSPC, std::generic_category()}, "write", "data.bin", 4096};
    CHECK(error.offset() == 4096);
    CHECK((error.code() == std::errc::no_space_on_device));
    const std::string text = error.what();
    CHECK(text.starts_with("write data.bin at offset 4096: "));
    CHECK(text.ends_with(std::generic_category().message(ENOSPC)));
}

TEST_CASE("core/error: raise throws the error itself") {
    CHECK_THROWS_AS(detail::raise_config("a", "b", "c", "d"), config_error);
    CHECK_THROWS_AS(detail::raise(io_error{std::error_code{EIO, std::generic_category()}, "read", "x", 1}), io_error);
}

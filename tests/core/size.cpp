// SPDX-License-Identifier: Apache-2.0
#include <spate/core/size.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace spate;

namespace {

std::string refused(std::string_view text) {
    try {
        return "read as " + std::to_string(parse_size(text, "chunk"));
    } catch (const config_error& error) {
        CHECK(error.parameter() == "chunk");
        CHECK(error.value() == "\"" + std::string{text} + "\"");
        CHECK(!error.remedy().empty());
        return error.problem();
    }
}

}  // namespace

TEST_CASE("core/size: literals") {
    static_assert(1_KiB == 1024 && 3_MiB == 3 << 20 && 1_GiB == 1 << 30 && 1_TiB == std::uint64_t{1} << 40 && 1_PiB == std::uint64_t{1} << 50 &&
                  15_EiB == std::uint64_t{15} << 60);
    CHECK(4_KiB == 4096);
}

TEST_CASE("core/size: every way to write a size") {
    CHECK(parse_size("0") == 0);
    CHECK(parse_size("4096") == 4096);
    CHECK(parse_size("4096B") == 4096);
    CHECK(parse_size("7 B") == 7);
    std::uint64_t binary = 1, decimal = 1;
    for (const char letter : std::string{"KMGTPE"}) {
        binary *= 1024, decimal *= 1000;
        CHECK(parse_size(std::string{"2"} + letter) == 2 * binary);
        CHECK(parse_size(std::string{"2"} + letter + "iB") == 2 * binary);
        CHECK(parse_size(std::string{"2 "} + letter + "iB") == 2 * binary);
        CHECK(parse_size(std::string{"2"} + letter + "B") == 2 * decimal);
        CHECK(parse_size(std::string{"1.5"} + letter + "iB") == binary / 2 * 3);
    }
    CHECK(parse_size("64k") == 65'536);
    CHECK(parse_size("10kB") == 10'000);
    CHECK(parse_size("10GB") == 10'000'000'000);
    CHECK(parse_size("0.5KiB") == 512);
    CHECK(parse_size("4.000") == 4);
    CHECK(parse_size("0000000000000000000000000000012") == 12);
    CHECK(parse_size("1.25EiB") == (std::uint64_t{5} << 58));
    CHECK(parse_size("unlimited") == unlimited);
    CHECK(parse_size("18446744073709551614") == unlimited - 1);
    CHECK(parse_size("15.5EiB") == (std::uint64_t{31} << 59));
}

TEST_CASE("core/size: everything else is refused, with the reason") {
    for (const char* text : {"", " ", "KiB", ".5", "1.", "1.KiB", "-1", "+1", "x", " 4", "Unlimited", "0x10"})
        CHECK_MESSAGE(!refused(text).starts_with("read"), text);
    for (const char* text : {"4X", "4KiBs", "4Ki", "4mb", "4m", "4iB", "1e3", "4  KiB", "1.5.5", "4KiB ", "4,5", "unlimitedB"})
        CHECK_MESSAGE(refused(text) == (std::string_view{text} == "unlimitedB" ? "is not a size" : "has an unknown unit"), text);
    CHECK(refused("4 ") != "read as 4");
    CHECK(refused("1.5") == "is not a whole number of bytes");
    CHECK(refused("0.0001KB") == "is not a whole number of bytes");
    CHECK(refused("18446744073709551615") == "is more than 2^64 - 2 bytes");
    CHECK(refused("16EiB") == "is more than 2^64 - 2 bytes");
    CHECK(refused("18446744073709551616") == "has too many digits");
    CHECK(refused("99999999999999999999999999999999999999999999999999") == "has too many digits");
    CHECK(refused("1.00000000000000000000000000000000000000000000001") == "has too many digits");
}

TEST_CASE("core/size: written so that people can read it") {
    CHECK(format_size(0) == "0 B");
    CHECK(format_size(1) == "1 B");
    CHECK(format_size(1023) == "1023 B");
    CHECK(format_size(1024) == "1 KiB");
    CHECK(format_size(1536) == "1.5 KiB");
    CHECK(format_size(1034) == "1.01 KiB");
    CHECK(format_size(100_GiB) == "100 GiB");
    CHECK(format_size(unlimited - 1) == "16 EiB");
    CHECK(format_size(unlimited) == "unlimited");
    for (const std::uint64_t size : {1_KiB, 3_MiB / 2, 7_GiB, 5_TiB / 4, 2_EiB}) CHECK(parse_size(format_size(size)) == size);
}

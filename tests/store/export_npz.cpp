// SPDX-License-Identifier: Apache-2.0
#include <spate/store/export_npz.hpp>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <spate/store/detail/little_endian.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_reader.hpp>

#include "array_files.hpp"

using test::says;

TEST_CASE("store/export_npz: the checksum is that of ISO 3309, in any parts") {
    const std::string text = "123456789";
    const auto bytes = std::as_bytes(std::span{text});
    CHECK(spate::detail::crc32(0, bytes) == 0xcbf43926);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
        CHECK(spate::detail::crc32(spate::detail::crc32(0, bytes.first(cut)), bytes.subspan(cut)) == 0xcbf43926);
}

TEST_CASE("store/export_npz: members are .npy files that are stored, and the directory tells where") {
    const test::folder here;
    spate::store store{here / "s", {.level = spate::durability::none}};
    store.save<std::uint16_t>("b", std::vector<std::uint16_t>{1, 2, 3, 4, 5, 6}, {3, 2});
    store.save<std::uint16_t>("a", std::vector<std::uint16_t>{7}, {1});
    const std::uint64_t dropped[] = {1};
    store.drop_rows("b", dropped);
    spate::export_npz(store, here / "all.npz");
    CHECK_FALSE(here.has("all.npz.partial"));
    const std::string bytes = test::read_file(here / "all.npz");
    REQUIRE(bytes.size() > 22);
    const std::size_t end = bytes.size() - 22;
    CHECK(spate::detail::number_at<std::uint32_t>(bytes, end) == 0x06054b50);
    CHECK(spate::detail::number_at<std::uint16_t>(bytes, end + 10) == 2);
    CHECK(bytes.substr(0, 4) == "PK\3\4");
    CHECK(bytes.substr(30, 5) == "a.npy");
    const std::size_t second = bytes.find("PK\3\4", 4);
    REQUIRE(second != std::string::npos);
    const std::string npy = bytes.substr(second + 35, 128 + 8);
    const spate::npy_header header = spate::read_npy_header(std::as_bytes(std::span{npy}), "b");
    CHECK(header.shape == spate::array_shape{2, 2});
    CHECK(header.data_offset == 128);
    CHECK(npy.substr(128) == test::bytes_of<std::uint16_t>({1, 2, 5, 6}));
    CHECK(spate::detail::number_at<std::uint32_t>(bytes, second + 14) == spate::detail::crc32(0, std::as_bytes(std::span{npy})));
    // A reader makes the same, and a name chooses.
    store.commit();
    spate::store_reader reader{here / "s"};
    spate::export_npz(reader, here / "read.npz");
    CHECK(test::read_file(here / "read.npz") == bytes);
    const std::string names[] = {"a", "a"};
    spate::export_npz(reader, here / "a.npz", names);
    CHECK(test::read_file(here / "a.npz").find("b.npy") == std::string::npos);
    const std::string none[] = {"a", "c"};
    CHECK(says(test::problem_of([&] { spate::export_npz(reader, here / "c.npz", none); }), {"\"c\"", "is not in the store"}));
    CHECK_FALSE(here.has("c.npz"));
    CHECK_FALSE(here.has("c.npz.partial"));
    CHECK(says(test::problem_of([&] { spate::export_npz(reader, here / "none/a.npz"); }), {"none/a.npz.partial"}));
}

TEST_CASE("store/export_npz: what fails in the middle leaves the old file, and nothing else") {
    const test::folder here;
    spate::store store{here / "s", {.level = spate::durability::none}};
    store.save("a", std::vector<float>(100, 1.0f), {100});
    test::write_file(here / "a.npz", "precious");
    REQUIRE(store.shape("a")[0] == 100);
    std::filesystem::resize_file(here / "s/a.npy", 4100);
    CHECK(says(test::problem_of([&] { spate::export_npz(store, here / "a.npz"); }), {"a.npy at offset 4100", "ends before its rows"}));
    CHECK(test::read_file(here / "a.npz") == "precious");
    CHECK_FALSE(here.has("a.npz.partial"));
}

namespace {

// Keeps what is short, and counts the rest.
struct counting_file {
    std::uint64_t bytes = 0;
    std::string kept{};
    [[nodiscard]] std::uint64_t size() const { return bytes; }
    void write(std::string_view text) {
        kept += text;
        bytes += text.size();
    }
    void patch(std::uint64_t, std::string_view) {}
};

}  // namespace

TEST_CASE("store/export_npz: places from 4 GiB on take the fields of ZIP64") {
    counting_file file;
    spate::detail::zip_writer to{file};
    to.begin("a.npy", 0xfffffffe);
    file.bytes += 0xfffffffe;
    to.end();
    const std::uint64_t place = file.bytes;
    to.begin("b.npy", 1);
    file.bytes += 1;
    to.end();
    to.finish();
    const std::size_t first = file.kept.find("PK\1\2"), second = file.kept.find("PK\1\2", first + 1);
    REQUIRE(second != std::string::npos);
    CHECK(spate::detail::number_at<std::uint16_t>(file.kept, first + 30) == 0);
    CHECK(spate::detail::number_at<std::uint32_t>(file.kept, second + 42) == 0xffffffff);
    CHECK(spate::detail::number_at<std::uint16_t>(file.kept, second + 30) == 12);
    CHECK(spate::detail::number_at<std::uint64_t>(file.kept, second + 46 + 5 + 4) == place);
    const std::size_t end = file.kept.find("PK\6\6");
    REQUIRE(end != std::string::npos);
    CHECK(spate::detail::number_at<std::uint64_t>(file.kept, end + 48) == place + 30 + 5 + 1);
    CHECK(spate::detail::number_at<std::uint32_t>(file.kept, file.kept.size() - 6) == 0xffffffff);
}

TEST_CASE("store/export_npz: sizes from 4 GiB on, and many members, take the fields of ZIP64") {
    const test::folder here;
    constexpr std::uint64_t large = 5'000'000'000;
    {
        spate::detail::complete_file file{here / "z"};
        spate::detail::zip_writer to{file};
        // The header alone tells the size: nobody writes the bytes.
        to.begin("large.npy", large);
        to.end();
        to.finish();
        file.close();
    }
    const std::string bytes = test::read_file(here / "z");
    CHECK(spate::detail::number_at<std::uint32_t>(bytes, 18) == 0xffffffff);
    CHECK(spate::detail::number_at<std::uint16_t>(bytes, 28) == 20);
    CHECK(spate::detail::number_at<std::uint64_t>(bytes, 30 + 9 + 4) == large);
    const std::size_t entry = bytes.find("PK\1\2");
    REQUIRE(entry != std::string::npos);
    CHECK(spate::detail::number_at<std::uint32_t>(bytes, entry + 24) == 0xffffffff);
    CHECK(spate::detail::number_at<std::uint64_t>(bytes, entry + 46 + 9 + 4) == large);
    {
        spate::detail::complete_file file{here / "m"};
        spate::detail::zip_writer to{file};
        for (int i = 0; i < 65535; ++i) to.begin(std::to_string(i), 0), to.end();
        to.finish();
        file.close();
    }
    const std::string many = test::read_file(here / "m");
    const std::size_t end = many.size() - 22;
    CHECK(spate::detail::number_at<std::uint16_t>(many, end + 10) == 0xffff);
    CHECK(spate::detail::number_at<std::uint32_t>(many, end - 20) == 0x07064b50);
    const auto at = spate::detail::number_at<std::uint64_t>(many, end - 12);
    CHECK(at == end - 20 - 56);
    CHECK(spate::detail::number_at<std::uint64_t>(many, at + 32) == 65535);
}

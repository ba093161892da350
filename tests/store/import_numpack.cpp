// SPDX-License-Identifier: Apache-2.0
#include <spate/store/import_numpack.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "array_files.hpp"

using spate::dtype;
using test::bytes_of;
using test::problem_of;
using test::says;

namespace {

// metadata.npkm, as NumPack 0.4.5 writes it.
std::string head(std::uint32_t arrays) { return bytes_of<std::uint32_t>({0x424b504e, 1}) + bytes_of<std::uint64_t>({0}) + bytes_of<std::uint32_t>({arrays}); }
std::string entry(const std::string& name, std::initializer_list<std::uint64_t> shape, std::uint64_t size, std::uint8_t type, std::string file = {}) {
    if (file.empty()) file = "data_" + name + ".npkd";
    const auto counted = [](const std::string& text) { return bytes_of<std::uint32_t>({static_cast<std::uint32_t>(text.size())}) + text; };
    return counted(name) + bytes_of<std::uint32_t>({static_cast<std::uint32_t>(shape.size())}) + bytes_of(shape) + counted(file) +
           bytes_of<std::uint64_t>({1'700'000'000'000'000, size}) + static_cast<char>(type) + std::string(22, '\0');
}

struct place {
    test::folder files;
    std::string old = files / "old";
    spate::store store{files / "store", {.level = spate::durability::none}};
    place() { std::filesystem::create_directory(old); }
    void write(const std::string& name, const std::string& bytes) const { test::write_file(old + "/" + name, bytes); }
    spate::numpack_import import() {
        spate::store_batch batch{store};
        return spate::import_numpack(batch, old);
    }
    std::string problem() {
        return problem_of([&] { (void)import(); });
    }
};

}  // namespace

TEST_CASE("store/import_numpack: arrays of every type, with no axis, five axes and no rows") {
    place here;
    constexpr std::uint8_t sizes[] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 4, 8, 8, 16};
    constexpr dtype types[] = {dtype::boolean, dtype::uint8, dtype::uint16,  dtype::uint32,  dtype::uint64,  dtype::int8,      dtype::int16,
                               dtype::int32,   dtype::int64, dtype::float16, dtype::float32, dtype::float64, dtype::complex64, dtype::complex128};
    std::string all = head(17);
    for (std::uint8_t i = 0; i < 14; ++i) {
        const std::string name = "t" + std::to_string(i), bytes(6u * sizes[i], static_cast<char>(i + 1));
        all += entry(name, {3, 2}, bytes.size(), i);
        here.write("data_" + name + ".npkd", bytes);
    }
    all += entry("none", {0, 3}, 0, 10) + entry("one", {}, 8, 11) + entry("five", {2, 1, 3, 1, 2}, 48, 10);
    here.write("data_none.npkd", "");
    here.write("data_one.npkd", bytes_of<double>({5}));
    here.write("data_five.npkd", std::string(48, 'x'));
    here.write("metadata.npkm", all);
    const spate::numpack_import got = here.import();
    CHECK(got.names.size() == 17);
    CHECK(got.notes.empty());
    for (std::size_t i = 0; i < 14; ++i) {
        const std::string name = "t" + std::to_string(i);
        CHECK(here.store.type(name) == types[i]);
        CHECK(here.store.shape(name) == spate::array_shape{3, 2});
        std::string bytes(6u * sizes[i], '\0');
        here.store.load(name, std::as_writable_bytes(std::span{bytes}));
        CHECK(bytes == std::string(6u * sizes[i], static_cast<char>(i + 1)));
    }
    CHECK(here.store.shape("none") == spate::array_shape{0, 3});
    CHECK(here.store.shape("one").empty());
    CHECK(here.store.load<double>("one") == std::vector<double>{5});
    CHECK(here.store.shape("five") == spate::array_shape{2, 1, 3, 1, 2});
    CHECK(here.store.generation() == 1);
}

TEST_CASE("store/import_numpack: dropped rows are left out, by the bitmaps of all versions") {
    place here;
    std::string rows;
    for (std::uint16_t i = 0; i < 70; ++i) rows += bytes_of<std::uint16_t>({i, i});
    here.write("metadata.npkm", head(1) + entry("d", {70, 2}, rows.size(), 2));
    here.write("data_d.npkd", rows);
    const std::string words = bytes_of<std::uint64_t>({~std::uint64_t{0b1001}, 0b011110});
    for (const std::string& bitmap : {bytes_of<std::uint64_t>({70, 4}) + words, words}) {
        here.write("deleted_d.npkb", bitmap);
        CHECK(here.import().notes.empty());
        const auto got = here.store.load<std::uint16_t>("d");
        REQUIRE(here.store.shape("d") == spate::array_shape{66, 2});
        CHECK(got[0] == 1);
        CHECK(got[2] == 2);
        CHECK(got[4] == 4);
        CHECK(got[2 * 62 - 1] == 63);
        CHECK(got[2 * 62] == 65);
        CHECK(got[131] == 68);
    }
    // NumPack 0.4.5 forgets bits when it appends, but not the count.
    here.write("deleted_d.npkb", bytes_of<std::uint64_t>({70, 9}) + words);
    const spate::numpack_import odd = here.import();
    REQUIRE(odd.notes.size() == 1);
    CHECK(says(odd.notes[0], {"deleted_d.npkb", "4 rows", "9"}));
    here.write("deleted_d.npkb", bytes_of<std::uint64_t>({80, 4}) + words);
    CHECK(says(here.problem(), {"deleted_d.npkb", "80 rows", "70"}));
    here.write("deleted_d.npkb", "abc");
    CHECK(says(here.problem(), {"deleted_d.npkb at offset 3", "\"d\""}));
}

TEST_CASE("store/import_numpack: the segments of a large array") {
    place here;
    std::filesystem::create_directory(here.old + "/data_s_segments");
    here.write("metadata.npkm", head(1) + entry("s", {5}, 20, 7, "data_s.npkseg"));
    here.write("data_s_segments/seg_000000.npkd", bytes_of<std::int32_t>({1, 2, 3}));
    here.write("data_s_segments/seg_000001.npkd", bytes_of<std::int32_t>({4, 5}));
    const std::string first = "{\n \"version\": 1, \"segments\": [{\"file\": \"data_s_segments/seg_000000.npkd\", \"rows\": 3, \"bytes\": 12},";
    here.write("data_s.npkseg", first + " {\"file\": \"data_s_segments/seg_000001.npkd\", \"rows\": 2, \"bytes\": 8}]}");
    here.write("deleted_s.npkb", bytes_of<std::uint64_t>({5, 2, 0b10101}));
    CHECK(here.import().names == std::vector<std::string>{"s"});
    CHECK(here.store.load<std::int32_t>("s") == std::vector<std::int32_t>{1, 3, 5});
    here.write("data_s.npkseg", first + " {\"file\": \"data_s_segments/seg_000001.npkd\", \"rows\": 3, \"bytes\": 8}]}");
    CHECK(says(here.problem(), {"data_s.npkseg", "6 rows", "5"}));
    here.write("data_s.npkseg", first + " {\"file\": \"../secret\", \"rows\": 2, \"bytes\": 8}]}");
    CHECK(says(here.problem(), {"../secret", "not one of the directory"}));
    here.write("data_s.npkseg", first);
    CHECK(says(here.problem(), {"data_s.npkseg at offset"}));
}

TEST_CASE("store/import_numpack: what is damaged is refused, and nothing of it is in the store") {
    place here;
    const std::string whole = head(2) + entry("a", {2}, 8, 7) + entry("b", {2}, 8, 7);
    here.write("data_a.npkd", bytes_of<std::int32_t>({1, 2}));
    here.write("data_b.npkd", bytes_of<std::int32_t>({3}));
    CHECK(says(here.problem(), {"metadata.npkm", "No such file"}));
    here.write("metadata.npkm", whole);
    CHECK(says(here.problem(), {"data_b.npkd at offset 4", "2 rows go on to 8"}));
    CHECK(here.store.names().empty());
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        here.write("metadata.npkm", whole.substr(0, cut));
        CHECK(says(here.problem(), {"metadata.npkm at offset"}));
    }
    here.write("metadata.npkm", whole + "x");
    CHECK(says(here.problem(), {"something follows"}));
    here.write("metadata.npkm", "X" + whole.substr(1));
    CHECK(says(here.problem(), {"offset 0", "magic number"}));
    std::string other = whole;
    other[4] = 2;
    here.write("metadata.npkm", other);
    CHECK(says(here.problem(), {"offset 4", "version 2"}));
    here.write("metadata.npkm", head(1) + entry("a", {2}, 8, 14));
    CHECK(says(here.problem(), {"\"a\"", "unknown type 14"}));
    here.write("metadata.npkm", head(1) + entry("a", {3}, 8, 7));
    CHECK(says(here.problem(), {"\"a\"", "8 bytes", "12"}));
    here.write("metadata.npkm", head(1) + entry("a", {std::uint64_t{1} << 62, 8}, 8, 7));
    CHECK(says(here.problem(), {"\"a\"", "2^63"}));
    here.write("metadata.npkm", head(1) + entry("a", {2}, 8, 7, "/etc/passwd"));
    CHECK(says(here.problem(), {"/etc/passwd", "not one of the directory"}));
    std::string compressed = head(1) + entry("a", {2}, 8, 7);
    compressed[compressed.size() - 22] = 1;
    here.write("metadata.npkm", compressed);
    CHECK(says(here.problem(), {"\"a\"", "is compressed"}));
    CHECK(here.store.names().empty());
    // What an append left behind that did not come to its end.
    here.write("data_a.npkd", bytes_of<std::int32_t>({1, 2, -1}));
    here.write("metadata.npkm", head(1) + entry("a", {2}, 8, 7));
    const spate::numpack_import odd = here.import();
    REQUIRE(odd.notes.size() == 1);
    CHECK(says(odd.notes[0], {"data_a.npkd", "4 bytes"}));
    CHECK(here.store.load<std::int32_t>("a") == std::vector<std::int32_t>{1, 2});
}

// SPDX-License-Identifier: Apache-2.0
// Bits that flip and files that are cut: each is found, and none is read as something else.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/store/npy_header.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_error.hpp>
#include <spate/store/store_reader.hpp>

#include "../support/store_changes.hpp"
#include "../support/store_files.hpp"

#include <doctest/doctest.h>

namespace {

void flip(const std::string& path, std::size_t bit) {
    std::string bytes = test::file_bytes(path);
    REQUIRE(bit / 8 < bytes.size());
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
    test::write_file(path, bytes);
}

// What a store or a reader finds wrong with the array of a name, by verify() or when it is opened.
template <class Store>
std::string problem_of(const std::string& directory, std::string_view name) {
    Store of{directory};
    for (const spate::store_problem& one : of.verify().problems)
        if (one.name == name) return one.text();
    return "none";
}

}  // namespace

TEST_CASE("every flipped bit of data and of headers is found, by the writer and by readers") {
    const test::scratch place;
    const std::string whole = place / "whole";
    test::make_store(whole);
    for (const char* const name : {"a", "c", "d", "e"}) {
        const std::string file = whole + "/" + name + ".npy", bytes = test::file_bytes(file);
        std::vector<std::size_t> bits;
        for (std::size_t bit = 0; bit < 160 * 8; ++bit) bits.push_back(bit);
        for (std::size_t bit = 160 * 8; bit<bytes.size() * 8; bit += bytes.size()> 10'000 ? 10'007 : 97) bits.push_back(bit);
        bits.push_back(bytes.size() * 8 - 1);
        for (const std::size_t bit : bits) {
            if (bit >= bytes.size() * 8) continue;
            CAPTURE(name);
            CAPTURE(bit);
            flip(file, bit);
            CHECK(problem_of<spate::store_reader>(whole, name) != "none");
            CHECK(problem_of<spate::store>(whole, name) != "none");
            // The writer that found it must not have changed the file.
            flip(file, bit);
            CHECK(test::file_bytes(file) == bytes);
        }
        CHECK(problem_of<spate::store>(whole, name) == "none");
    }
    flip(whole + "/e.npy", (4096 + 65536 + 7) * 8);
    CHECK(problem_of<spate::store>(whole, "e") == "e at offset 69632: the 4464 bytes from here on do not have the checksum that they had");
}

TEST_CASE("a header that lost rows which were appended is found once they have checksums") {
    const test::scratch place;
    const std::string path = place / "store";
    {
        spate::store of{path};
        of.save<std::int32_t>("a", test::elements_of<std::int32_t>(10), {10});
        of.append<std::int32_t>("a", test::elements_of<std::int32_t>(8));
        of.commit();
    }
    std::string bytes = test::file_bytes(path + "/a.npy");
    bytes[spate::detail::first_axis_offset(spate::dtype::int32) + 1] = '2';
    test::write_file(path + "/a.npy", bytes);
    CHECK(problem_of<spate::store>(path, "a").find("the header has 12 rows, but there are checksums of more") != std::string::npos);
    CHECK(test::file_bytes(path + "/a.npy") == bytes);
}

TEST_CASE("a flipped manifest falls back to the previous generation, says so, and is mended by the next change") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    std::map<std::string, test::stored> previous, newest;
    {
        spate::store of{whole};
        previous = test::contents(of);
        of.save<std::int8_t>("n", test::elements_of<std::int8_t>(5), {5});
        newest = test::contents(of);
    }
    const std::size_t size = test::file_bytes(whole + "/manifest").size();
    for (std::size_t bit = 0; bit < size * 8; bit += 3) {
        CAPTURE(bit);
        test::copy_directory(whole, work);
        flip(work + "/manifest", bit);
        {
            spate::store_reader reader{work};
            CHECK(reader.warning().find(work + "/manifest at offset ") == 0);
            CHECK(reader.warning().find("the store is read as it was at generation 6, by " + work + "/manifest.previous") != std::string::npos);
            CHECK(test::contents(reader) == previous);
            CHECK(!reader.verify().whole());
            spate::store of{work};
            CHECK(of.warning() == reader.warning());
            CHECK(test::contents(of) == previous);
            CHECK(of.verify().problems.at(0).name == "manifest");
            // The same number of a generation, but other arrays: checksums of the lost one must not count.
            of.save<std::int8_t>("n", test::elements_of<std::int8_t>(5, 9), {5});
            CHECK(of.verify().whole());
        }
        spate::store again{work};
        CHECK(again.warning() == "");
        CHECK(again.contains("n"));
        CHECK(again.verify().whole());
        again.drop("n");
        CHECK(test::contents(again) == previous);
    }
    CHECK(newest.size() == previous.size() + 1);
}

TEST_CASE("a manifest that is damaged does not become the previous one") {
    const test::scratch place;
    const std::string path = place / "store";
    test::make_store(path);
    const std::string previous = test::file_bytes(path + "/manifest.previous");
    flip(path + "/manifest", 100);
    spate::store of{path};
    of.save<std::int8_t>("n", test::elements_of<std::int8_t>(5), {5});
    CHECK(test::file_bytes(path + "/manifest.previous") == previous);
    const std::string good = test::file_bytes(path + "/manifest");
    of.drop("n");
    CHECK(test::file_bytes(path + "/manifest.previous") == good);
}

TEST_CASE("a store without any whole manifest is an error, never an empty store") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    const auto opens = [&] {
        CHECK_THROWS_AS(spate::store{work}, spate::store_error);
        CHECK_THROWS_AS(spate::store_reader{work}, std::exception);
        CHECK(test::npy_files(work).size() == 5);
    };
    test::copy_directory(whole, work);
    flip(work + "/manifest", 70);
    flip(work + "/manifest.previous", 70);
    opens();
    CHECK_THROWS_WITH_AS(spate::store{work}, doctest::Contains("no generation is whole"), spate::store_error);
    for (const char* const file : {"manifest", "manifest.previous"}) test::write_file(work + "/" + file, "");
    opens();
    for (const char* const file : {"manifest", "manifest.previous"}) std::filesystem::remove(work + "/" + file);
    opens();
    CHECK_THROWS_WITH_AS(spate::store{work}, doctest::Contains("it is missing, but there are .npy files"), spate::store_error);
    test::copy_directory(whole, work);
    std::filesystem::remove(work + "/manifest");
    CHECK(spate::store{work}.warning().find("is missing: the store is read as it was at generation 5") != std::string::npos);
}

TEST_CASE("a file that is cut is an error that names the array and the offset") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    for (const std::size_t size : {0u, 9u, 200u, 4095u, 4096u, 5000u, 74095u}) {
        CAPTURE(size);
        test::copy_directory(whole, work);
        std::filesystem::resize_file(work + "/e.npy", size);
        spate::store of{work};
        spate::store_reader reader{work};
        for (const bool by_reader : {false, true}) {
            std::string problem;
            std::vector<std::uint8_t> out(70'000);
            try {
                if (by_reader)
                    reader.load<std::uint8_t>("e", out);
                else
                    of.load<std::uint8_t>("e", out);
            } catch (const spate::store_error& error) {
                problem = error.what();
                CHECK(error.offset() == (size < 10 ? 0 : size));
            }
            CHECK(problem.find(work + "/e.npy at offset ") == 0);
        }
        CHECK(of.verify().problems.at(0).name == "e");
        CHECK(std::filesystem::file_size(work + "/e.npy") == size);
        // The others are as they were.
        CHECK(of.load<double>("b").size() == 10);
    }
    // Cut while it is open.
    test::copy_directory(whole, work);
    spate::store_reader reader{work};
    CHECK(reader.shape("e")[0] == 700);
    std::filesystem::resize_file(work + "/e.npy", 5000);
    std::vector<std::uint8_t> out(70'000);
    CHECK_THROWS_WITH_AS(reader.load<std::uint8_t>("e", out), doctest::Contains("e.npy at offset 5000: the file ends before its rows do"), spate::store_error);
    CHECK(!reader.verify().whole());
}

TEST_CASE("a journal of any bytes does no harm") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    std::map<std::string, test::stored> before;
    {
        spate::store of{whole};
        before = test::contents(of);
    }
    for (unsigned seed = 0; seed < 20; ++seed) {
        test::copy_directory(whole, work);
        const auto noise = test::elements_of<char>(seed < 10 ? 65536 : 100 * seed, seed * 7);
        std::string bytes(noise.begin(), noise.end());
        if (seed == 0) bytes.clear();
        test::write_file(work + "/journal", bytes);
        spate::store of{work};
        CHECK(test::contents(of) == before);
        CHECK(of.verify().whole());
    }
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/store/store.hpp>

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/store/store_reader.hpp>

#include "../support/store_files.hpp"

#include <doctest/doctest.h>

namespace {

using rows = std::vector<std::uint64_t>;
using spate::array_shape;
using spate::dtype;

std::string problem_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const spate::config_error& error) {
        return error.what();
    }
    return "none";
}

template <class T>
void save_and_load(spate::store& to) {
    for (const array_shape& shape : {array_shape{}, array_shape{0}, array_shape{7}, array_shape{3, 0}, array_shape{0, 4}, array_shape{1, 2, 3, 2, 2}}) {
        const auto count = static_cast<std::size_t>(spate::elements_of(shape));
        // Zero bytes and ones are the values of every type, bool too.
        std::vector<std::byte> bytes(count * sizeof(T));
        for (std::size_t i = 0; i < bytes.size(); i += 3) bytes[i] = std::byte{1};
        const std::span<const T> elements{reinterpret_cast<const T*>(bytes.data()), count};
        to.save<T>("x", elements, std::span{shape});
        CHECK(to.type("x") == spate::dtype_of<T>);
        CHECK(to.shape("x") == shape);
        std::vector<std::byte> out(bytes.size());
        to.load<T>("x", std::span<T>{reinterpret_cast<T*>(out.data()), count});
        CHECK(out == bytes);
        CHECK(std::as_bytes(to.view<T>("x")).size() == bytes.size());
        CHECK(std::ranges::equal(std::as_bytes(to.view<T>("x")), bytes));
        const test::stored file = test::npy_files(to.path()).at("x");
        CHECK(file.shape == shape);
        CHECK(file.bytes == bytes);
        CHECK(file.type == (spate::dtype_of<T> == dtype::bfloat16 ? dtype::uint16 : spate::dtype_of<T>));
        to.commit();
        CHECK(to.verify().whole());
        CHECK(to.verify().unchecked == 0);
    }
}

}  // namespace

TEST_CASE("arrays of all types and ranks are loaded as they were saved, and NumPy finds them") {
    const test::scratch place;
    spate::store to{place / "store"};
    save_and_load<bool>(to);
    save_and_load<std::int8_t>(to);
    save_and_load<std::int16_t>(to);
    save_and_load<std::int32_t>(to);
    save_and_load<std::int64_t>(to);
    save_and_load<std::uint8_t>(to);
    save_and_load<std::uint16_t>(to);
    save_and_load<std::uint32_t>(to);
    save_and_load<std::uint64_t>(to);
    save_and_load<spate::float16_bits>(to);
    save_and_load<spate::bfloat16_bits>(to);
    save_and_load<float>(to);
    save_and_load<double>(to);
    save_and_load<std::complex<float>>(to);
    save_and_load<std::complex<double>>(to);
}

TEST_CASE("names come and go") {
    const test::scratch place;
    spate::store to{place / "store"};
    CHECK(to.names().empty());
    CHECK(to.generation() == 0);
    const std::vector<float> some{1, 2, 3, 4};
    to.save<float>("b", some, {4});
    to.save<float>("a", some, {2, 2});
    CHECK(to.names() == std::vector<std::string>{"a", "b"});
    CHECK(to.generation() == 2);
    to.clone("b", "c");
    to.rename("a", "d");
    to.drop("b");
    CHECK(to.names() == std::vector<std::string>{"c", "d"});
    CHECK(to.contains("c"));
    CHECK(!to.contains("a"));
    CHECK(to.load<float>("c") == some);
    CHECK(to.shape("d") == array_shape{2, 2});
    to.reset();
    CHECK(to.names().empty());
    CHECK(test::stray_file(to.path(), {}) == "");
    to.save<float>("e", some, {4});
    CHECK(spate::store_reader{to.path()}.contains("e"));
}

TEST_CASE("rows are replaced: consecutive, listed, by a mask") {
    const test::scratch place;
    spate::store to{place / "store"};
    std::vector<std::int32_t> model = test::elements_of<std::int32_t>(20);
    to.save<std::int32_t>("a", model, {10, 2});
    const std::vector<std::int32_t> four{1, 2, 3, 4};
    to.replace<std::int32_t>("a", 8, four);
    std::copy(four.begin(), four.end(), model.begin() + 16);
    to.replace<std::int32_t>("a", rows{5, 0}, four);
    model[10] = 1, model[11] = 2, model[0] = 3, model[1] = 4;
    bool mask[10] = {};
    mask[2] = mask[3] = true;
    to.replace("a", std::span<const bool>{mask}, std::as_bytes(std::span{four}));
    std::copy(four.begin(), four.end(), model.begin() + 4);
    to["a"].replace<std::int32_t>(rows{9, 9}, four);
    model[18] = 3, model[19] = 4;
    CHECK(to.load<std::int32_t>("a") == model);
    CHECK(std::ranges::equal(to.view<std::int32_t>("a"), model));
    to.replace<std::int32_t>("a", rows{}, std::span<const std::int32_t>{});
    to.replace<std::int32_t>("a", 10, std::span<const std::int32_t>{});
    CHECK(to.generation() == 1);
    CHECK(to["a"].load<std::int32_t>() == model);
    CHECK(std::ranges::equal(to["a"].row<std::int32_t>(5), std::vector<std::int32_t>{1, 2}));
}

TEST_CASE("rows are appended, one by one and past the room of a mapping, and blocks at their edges are summed") {
    const test::scratch place;
    spate::store to{place / "store"};
    std::vector<std::uint8_t> model = test::elements_of<std::uint8_t>(65536);
    to.save<std::uint8_t>("a", model, {65536});
    to.commit();
    // The first row of a block of which the sums know nothing.
    const std::vector<std::uint8_t> one{7};
    to.append<std::uint8_t>("a", one);
    model.push_back(7);
    CHECK(to.verify().unchecked == 1);
    to.commit();
    CHECK(to.verify().unchecked == 0);
    CHECK(to.verify().blocks == 2);
    to.append<std::uint8_t>("a", std::span<const std::uint8_t>{});
    for (std::uint8_t i = 0; i < 100; ++i) {
        to["a"].append<std::uint8_t>(std::span{&i, 1});
        model.push_back(i);
        CHECK(to.view<std::uint8_t>("a").size() == model.size());
    }
    CHECK(to.load<std::uint8_t>("a") == model);
    CHECK(test::npy_files(to.path()).at("a").shape == array_shape{model.size()});
    to.save<double>("none", std::span<const double>{}, {0, 3});
    to.append<double>("none", std::vector<double>{1, 2, 3});
    CHECK(to.row<double>("none", 0)[2] == 3);
}

TEST_CASE("dropped rows are not counted, and are in the file until update()") {
    const test::scratch place;
    spate::store to{place / "store"};
    to.save<std::int16_t>("a", std::vector<std::int16_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {10});
    to.drop_rows("a", rows{2, 3, 9});
    CHECK(to.load<std::int16_t>("a") == std::vector<std::int16_t>{0, 1, 4, 5, 6, 7, 8});
    to.drop_rows("a", rows{2, 2, 0});
    CHECK(to.load<std::int16_t>("a") == std::vector<std::int16_t>{1, 5, 6, 7, 8});
    CHECK(to.shape("a") == array_shape{5});
    const std::vector<std::int16_t> two{50, 60};
    to.replace<std::int16_t>("a", 1, two);
    CHECK(to.load<std::int16_t>("a") == std::vector<std::int16_t>{1, 50, 60, 7, 8});
    to.append<std::int16_t>("a", two);
    to.replace<std::int16_t>("a", rows{6, 0}, two);
    CHECK(to.load<std::int16_t>("a") == std::vector<std::int16_t>{60, 50, 60, 7, 8, 50, 50});
    CHECK(test::npy_files(to.path()).at("a").shape == array_shape{12});
    std::vector<std::int16_t> some(3);
    to.load_rows<std::int16_t>("a", rows{6, 1, 0}, some);
    CHECK(some == std::vector<std::int16_t>{50, 50, 60});
    to.load_rows("a", 2, 3, std::as_writable_bytes(std::span{some}));
    CHECK(some == std::vector<std::int16_t>{60, 7, 8});
    CHECK(problem_of([&] { (void)to.view<std::int16_t>("a"); }) == "view: \"a\" has 5 dropped rows in its file; update() it first, or load it");
    to.clone("a", "b");
    CHECK(to.load<std::int16_t>("b") == std::vector<std::int16_t>{60, 50, 60, 7, 8, 50, 50});
    const auto generation = to.generation();
    to.update("a");
    to.update("a");
    CHECK(to.generation() == generation + 1);
    CHECK(to.view<std::int16_t>("a")[3] == 7);
    CHECK(test::npy_files(to.path()).at("a").shape == array_shape{7});
    to.drop_rows("a", rows{0, 1, 2, 3, 4, 5, 6});
    CHECK(to.shape("a") == array_shape{0});
    CHECK(to.load<std::int16_t>("a").empty());
    to.append<std::int16_t>("a", two);
    CHECK(to.load<std::int16_t>("a") == two);
    to.update("a");
    CHECK(to.load<std::int16_t>("a") == two);
}

TEST_CASE("strided arrays and sources are saved") {
    const test::scratch place;
    spate::store to{place / "store"};
    const std::vector<std::int32_t> columns{1, 4, 2, 5, 3, 6};
    to.save<std::int32_t>("a", spate::strided_array<std::int32_t>{columns.data(), {2, 3}, {4, 8}});
    CHECK(to.load<std::int32_t>("a") == std::vector<std::int32_t>{1, 2, 3, 4, 5, 6});
    struct counting {
        [[nodiscard]] std::uint64_t size() const noexcept { return 1000; }
        void fill(std::uint64_t offset, std::span<std::byte> out) const noexcept {
            for (std::byte& one : out) one = static_cast<std::byte>(offset++);
        }
    };
    to.save("b", dtype::uint8, array_shape{10, 30}, counting{});
    CHECK(to.row<std::uint8_t>("b", 9)[29] == static_cast<std::uint8_t>(299));
    CHECK(problem_of([&] { to.save("c", dtype::uint16, array_shape{501}, counting{}); }) ==
          "save: 1000 bytes of the source are fewer than those of the shape, which has 1002; give a longer source");
    CHECK(to.names() == std::vector<std::string>{"a", "b"});
    CHECK(test::stray_file(to.path(), to.names()) == "");
}

TEST_CASE("what makes no sense is told, and changes nothing") {
    const test::scratch place;
    const std::string path = place / "store";
    spate::store to{path};
    to.save<float>("a", test::elements_of<float>(6), {3, 2});
    to.save<float>("one", test::elements_of<float>(1), {});
    to.save<float>("thin", std::span<const float>{}, {4, 0});
    const auto before = test::contents(to);
    const std::vector<float> two{1, 2};
    const auto says = [&](const std::function<void()>& work, const std::string& problem) { CHECK(problem_of(work) == problem); };
    const std::string missing = "array: \"b\" is not in the store \"" + path + "\"; names() lists those that are";
    says([&] { (void)to.shape("b"); }, missing);
    says([&] { (void)to["b"]; }, missing);
    says([&] { (void)to.type("b"); }, missing);
    says([&] { to.drop("b"); }, missing);
    says([&] { to.rename("b", "c"); }, missing);
    says([&] { to.clone("b", "c"); }, missing);
    says([&] { (void)to.load<double>("a"); }, "type: \"a\" has elements of float32, not of float64; ask for its own type");
    says([&] { to.append<double>("a", std::vector<double>{1, 2}); }, "type: \"a\" has elements of float32, not of float64; ask for its own type");
    says([&] { to.replace<float>("a", rows{3}, two); }, "row: 3 is beyond the end of \"a\", which has 3 rows; use one of those");
    says([&] { to.replace<float>("a", rows{0, 1}, two); }, "replace: 8 bytes are not those of 2 rows of 8; give a span of 16");
    says([&] { to.replace<float>("a", 3, two); }, "rows: 3 and 1 more go beyond the end of \"a\", which has 3 rows; use those that it has");
    says([&] { to.replace<float>("a", 0, std::span{two}.first(1)); }, "replace: 4 bytes are not those of 0 rows of 8; give a span of 0");
    const bool mask[2] = {};
    says([&] { to.replace("a", std::span<const bool>{mask}, {}); }, "mask: 2 places are not one for each of the 3 rows; give one for each row");
    says([&] { to.append<float>("a", std::span{two}.first(1)); }, "append: 4 bytes are no whole rows of 8; give whole rows");
    says([&] { to.append<float>("one", two); }, "append: \"one\" is a single number; save it anew with an axis");
    says([&] { to.append<float>("thin", std::span<const float>{}); }, "append: 0 bytes are no whole rows of 0; give whole rows");
    says([&] { to.drop_rows("one", rows{0}); }, "drop_rows: \"one\" is a single number; drop the array");
    says([&] { to.drop_rows("a", rows{0, 7}); }, "row: 7 is beyond the end of \"a\", which has 3 rows; use one of those");
    says([&] { (void)to.row<float>("a", 3); }, "row: 3 is beyond the end of \"a\", which has 3 rows; use one of those");
    says([&] { to.rename("a", "one"); }, "rename: \"one\" is the name of an array already; drop that first, or use another name");
    says([&] { to.save<float>("a", two, {3}); }, "save: 8 bytes are not those of the shape, which has 12; give all elements, row by row");
    says([&] { to.save<float>("", two, {2}); }, "name: \"\" is no name of an array; give at least one letter");
    says([&] { to.save<float>(".a", two, {2}); }, "name: \".a\" begins with a point; begin with a letter");
    says([&] { to.rename("a", "b/c"); }, "name: \"b/c\" has a character that file names cannot have; leave out / and control characters");
    says([&] { to.save<float>(std::string(201, 'x'), two, {2}); }, "name: \"" + std::string(201, 'x') + "\" has more than 200 bytes; use a shorter name");
    says(
        [&] {
            to.save<float>("x", two, {std::uint64_t{1} << 40, std::uint64_t{1} << 40});
        },
        "shape: 1099511627776 makes more than 2^64 elements; use shorter axes");
    std::vector<float> out(5);
    says([&] { to.load<float>("a", out); }, "load: 20 bytes are not those of 3 rows of 8; give a span of 24");
    says([&] { to.load_rows<float>("a", rows{3}, std::span{out}.first(2)); }, "row: 3 is beyond the end of \"a\", which has 3 rows; use one of those");
    says([&] { (void)to.stream_load<float>("a", 0); }, "stream_load: 0 rows are no batch; give at least 1");
    says([&] { to.snapshot(path); }, "snapshot: \"" + path + "\" is there already; give a directory that is not");
    says([&] { (void)spate::store{path}; },
         "store: \"" + path + "\" is open for writing already, here or in another process; close it there, or open it for reading");
    CHECK(test::contents(to) == before);
    CHECK(test::stray_file(path, to.names()) == "");
    CHECK(to.generation() == 3);
}

TEST_CASE("a store that is not there is made only if it may be") {
    const test::scratch place;
    CHECK_THROWS_WITH_AS((spate::store{place / "x", {.create = false}}), doctest::Contains("No such file or directory"), spate::io_error);
    CHECK_THROWS_WITH_AS((spate::store{place / "x/y"}), doctest::Contains("make "), spate::io_error);
    std::filesystem::create_directory(place / "empty");
    CHECK(problem_of([&] {
              spate::store{place / "empty", {.create = false}};
          }) == "store: \"" + (place / "empty") + "\" has no manifest, so it is no store; open one that is there, or make one");
    CHECK(!std::filesystem::exists(place / "x"));
}

TEST_CASE("a snapshot has the arrays as they were") {
    const test::scratch place;
    spate::store to{place / "store"};
    const std::vector<float> old{1, 2, 3}, fresh{9, 9, 9};
    to.save<float>("a", old, {3});
    to.drop_rows("a", rows{1});
    to.snapshot(place / "copy");
    to.replace<float>("a", rows{0, 1}, std::span{fresh}.first(2));
    spate::store copy{place / "copy"};
    CHECK(copy.load<float>("a") == std::vector<float>{1, 3});
    CHECK(copy.verify().whole());
    CHECK(copy.verify().unchecked == 0);
    CHECK(test::stray_file(copy.path(), copy.names()) == "");
    copy.append<float>("a", fresh);
    CHECK(to.shape("a") == array_shape{2});
    std::filesystem::create_directory(place / "half.new");
    CHECK(problem_of([&] { to.snapshot(place / "half"); }) ==
          "snapshot: \"" + (place / "half.new") + "\" is left of a snapshot that did not come to its end; remove it");
}

TEST_CASE("modify_time goes on when an array changes, and not when another one does") {
    const test::scratch place;
    spate::store to{place / "store"};
    const std::vector<float> some{1, 2, 3};
    to.save<float>("a", some, {3});
    to.save<float>("b", some, {3});
    const auto a = to.modify_time("a"), b = to.modify_time("b");
    CHECK(a > std::int64_t{1'600'000'000} * 1'000'000'000);
    ::usleep(20'000);
    to.append<float>("a", some);
    CHECK(to.modify_time("a") > a);
    CHECK(to.modify_time("b") == b);
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/store/store_reader.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/store.hpp>

#include "../support/store_files.hpp"

#include <doctest/doctest.h>

namespace {

using rows = std::vector<std::uint64_t>;
using numbers = std::vector<std::int64_t>;
using spate::array_shape;

std::string problem_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const spate::config_error& error) {
        return error.what();
    }
    return "none";
}

numbers load(spate::store_reader& from, const char* name) {
    numbers out(static_cast<std::size_t>(spate::elements_of(from.shape(name))));
    from.load<std::int64_t>(name, out);
    return out;
}

struct fixture {
    test::scratch place;
    spate::store to{place / "store"};
    fixture() {
        to.save<std::int64_t>("a", numbers{1, 2, 3, 4}, {4});
        to.save<std::int64_t>("b", numbers{5, 6, 7}, {3});
        to.drop_rows("b", rows{1});
    }
};

}  // namespace

TEST_CASE_FIXTURE(fixture, "a reader has what the store has") {
    spate::store_reader from{to.path()};
    CHECK(from.path() == to.path());
    CHECK(from.warning() == "");
    CHECK(from.generation() == to.generation());
    CHECK(from.names() == to.names());
    CHECK(from.contains("a"));
    CHECK(!from.contains("x"));
    CHECK(from.type("a") == spate::dtype::int64);
    CHECK(from.modify_time("a") == to.modify_time("a"));
    CHECK(test::contents(from) == test::contents(to));
    CHECK(from.dropped_rows("b") == 1);
    CHECK(std::ranges::equal(from.view<std::int64_t>("a"), numbers{1, 2, 3, 4}));
    numbers some(2);
    from.load_rows<std::int64_t>("b", rows{1, 0}, some);
    CHECK(some == numbers{7, 5});
    from.load_rows("a", 2, 2, std::as_writable_bytes(std::span{some}));
    CHECK(some == numbers{3, 4});
    std::size_t batches = 0;
    for (const std::span<const std::int64_t> part : from.stream_load<std::int64_t>("a", 3)) batches += part.size();
    CHECK(batches == 4);
    to.commit();
    CHECK(from.verify().whole());
    CHECK(from.verify().unchecked == 0);
}

TEST_CASE_FIXTURE(fixture, "a reader keeps the shapes and the dropped rows that it found, and sees rows that are replaced") {
    spate::store_reader from{to.path()};
    CHECK(from.shape("a") == array_shape{4});
    CHECK(from.shape("b") == array_shape{2});
    const auto view = from.view<std::int64_t>("a");
    to.append<std::int64_t>("a", numbers{9});
    to.drop_rows("a", rows{0});
    to.drop_rows("b", rows{0});
    CHECK(load(from, "a") == numbers{1, 2, 3, 4});
    CHECK(load(from, "b") == numbers{5, 7});
    to.replace<std::int64_t>("a", rows{1}, numbers{30});
    CHECK(load(from, "a") == numbers{1, 2, 30, 4});
    CHECK(view[2] == 30);
    from.refresh();
    CHECK(load(from, "a") == numbers{2, 30, 4, 9});
    CHECK(load(from, "b") == numbers{7});
    CHECK(from.generation() == to.generation());
}

TEST_CASE_FIXTURE(fixture, "arrays that a reader has open stay when they are dropped or written anew") {
    spate::store_reader from{to.path()}, late{to.path()};
    CHECK(load(from, "a") == numbers{1, 2, 3, 4});
    CHECK(load(from, "b") == numbers{5, 7});
    to.save<std::int64_t>("a", numbers{8}, {1});
    to.drop("b");
    CHECK(load(from, "a") == numbers{1, 2, 3, 4});
    CHECK(load(from, "b") == numbers{5, 7});
    CHECK(from.names().size() == 2);
    // Asked for too late: the file of the name is another one, or none.
    for (const char* const name : {"a", "b"})
        CHECK(problem_of([&] { (void)late.shape(name); }) ==
              "array: \"" + std::string{name} + "\" was removed or written anew after generation 3; refresh() first");
    late.refresh();
    CHECK(load(late, "a") == numbers{8});
    CHECK(late.names() == std::vector<std::string>{"a"});
}

TEST_CASE_FIXTURE(fixture, "what makes no sense is told") {
    spate::store_reader from{to.path()};
    CHECK(problem_of([&] { (void)from.type("x"); }) == "array: \"x\" is not in the store \"" + to.path() + "\"; names() lists those that are");
    CHECK(problem_of([&] { (void)from.view<float>("a"); }) == "type: \"a\" has elements of int64, not of float32; ask for its own type");
    CHECK(problem_of([&] { (void)from.view<std::int64_t>("b"); }) == "view: \"b\" has 1 dropped rows in its file; update() it first, or load it");
    CHECK(problem_of([&] { (void)from.stream_load<std::int64_t>("a", 0); }) == "stream_load: 0 rows are no batch; give at least 1");
    CHECK_THROWS_AS(spate::store_reader{place / "x"}, spate::io_error);
    CHECK(!std::filesystem::exists(place / "x"));
}

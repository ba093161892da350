// SPDX-License-Identifier: Apache-2.0
#include <spate/store/store_batch.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/store.hpp>

#include "../support/store_files.hpp"

#include <doctest/doctest.h>

namespace {

using rows = std::vector<std::uint64_t>;
using numbers = std::vector<std::int32_t>;
using spate::array_shape;

std::string problem_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const spate::config_error& error) {
        return error.what();
    }
    return "none";
}

struct fixture {
    test::scratch place;
    spate::store to{place / "store"};

    fixture() {
        to.save<std::int32_t>("a", numbers{1, 2, 3, 4}, {4});
        to.save<std::int32_t>("b", numbers{5, 6}, {2});
        to.save<std::int32_t>("c", numbers{7, 8, 9}, {3});
    }
    [[nodiscard]] numbers of(const char* name) { return to.load<std::int32_t>(name); }
    void check_files() {
        CHECK(test::stray_file(to.path(), to.names()) == "");
        to.commit();
        CHECK(to.verify().whole());
        CHECK(to.verify().unchecked == 0);
    }
};

}  // namespace

TEST_CASE_FIXTURE(fixture, "a batch is in the store at the end of its scope, and not before") {
    const auto generation = to.generation();
    {
        spate::store_batch batch{to};
        batch.append<std::int32_t>("a", numbers{10, 11});
        batch.replace<std::int32_t>("a", rows{5, 0}, numbers{12, 13});
        batch.save<std::int32_t>("d", numbers{1, 2}, {2});
        batch.append<std::int32_t>("d", numbers{3});
        batch.replace<std::int32_t>("d", rows{0}, numbers{4});
        batch.drop("b");
        batch.drop_rows("c", rows{1});
        CHECK(of("a") == numbers{1, 2, 3, 4});
        CHECK(to.names() == std::vector<std::string>{"a", "b", "c"});
        CHECK(of("c") == numbers{7, 8, 9});
    }
    CHECK(of("a") == numbers{13, 2, 3, 4, 10, 12});
    CHECK(of("d") == numbers{4, 2, 3});
    CHECK(of("c") == numbers{7, 9});
    CHECK(to.names() == std::vector<std::string>{"a", "c", "d"});
    CHECK(to.generation() == generation + 1);
    check_files();
}

TEST_CASE_FIXTURE(fixture, "a batch of rows alone makes no generation") {
    const auto generation = to.generation();
    {
        spate::store_batch batch{to};
        batch.replace<std::int32_t>("a", rows{1}, numbers{20});
        batch.append<std::int32_t>("b", numbers{21});
        batch.commit();
        batch.commit();
    }
    CHECK(to.generation() == generation);
    CHECK(of("a") == numbers{1, 20, 3, 4});
    CHECK(of("b") == numbers{5, 6, 21});
    { spate::store_batch batch{to}; }
    CHECK(to.generation() == generation);
}

TEST_CASE_FIXTURE(fixture, "discard() and an exception forget a batch") {
    const auto change = [&](spate::store_batch& batch) {
        batch.append<std::int32_t>("a", numbers{10});
        batch.writable_row<std::int32_t>("a", 0)[0] = 5;
        batch.save<std::int32_t>("d", numbers{1, 2}, {2});
        batch.rename("b", "e");
    };
    {
        spate::store_batch batch{to};
        change(batch);
        batch.discard();
        CHECK(problem_of([&] { batch.drop("a"); }) == "batch: has been committed or discarded; make a new one");
    }
    try {
        spate::store_batch batch{to};
        change(batch);
        throw std::runtime_error{"stop"};
    } catch (const std::runtime_error&) {
        CHECK(to.names() == std::vector<std::string>{"a", "b", "c"});
    }
    CHECK(of("a") == numbers{1, 2, 3, 4});
    check_files();
    to.append<std::int32_t>("a", numbers{6});
    CHECK(of("a").size() == 5);
}

TEST_CASE_FIXTURE(fixture, "rows are numbered as the batch has them") {
    {
        spate::store_batch batch{to};
        batch.drop_rows("a", rows{0});
        batch.replace<std::int32_t>("a", rows{0}, numbers{20});
        batch.drop_rows("a", rows{0, 2});
        batch.append<std::int32_t>("a", numbers{30});
        batch.replace<std::int32_t>("a", rows{0}, numbers{33});
        CHECK(problem_of([&] { batch.replace<std::int32_t>("a", rows{2}, numbers{1}); }) ==
              "row: 2 is beyond the end of \"a\", which has 2 rows; use one of those");
        CHECK(problem_of([&] { batch.drop_rows("a", rows{1}); }) == "row: 1 is beyond the end of \"a\", which has 1 rows; use one of those");
        batch.save<std::int32_t>("b", numbers{1, 2, 3}, {3});
        batch.drop_rows("b", rows{1});
        batch.replace<std::int32_t>("b", rows{1}, numbers{9});
        batch.append<std::int32_t>("b", numbers{4});
    }
    CHECK(of("a") == numbers{33, 30});
    CHECK(of("b") == numbers{1, 9, 4});
    CHECK(test::npy_files(to.path()).at("a").shape == array_shape{5});
    check_files();
}

TEST_CASE_FIXTURE(fixture, "written rows are as the batch leaves them") {
    to.drop_rows("a", rows{1});
    {
        spate::store_batch batch{to};
        batch.replace<std::int32_t>("a", rows{0}, numbers{20});
        const std::span<std::int32_t> row = batch.writable_row<std::int32_t>("a", 0);
        CHECK(row[0] == 20);
        batch.replace<std::int32_t>("a", rows{0}, numbers{21});
        CHECK(row[0] == 21);
        CHECK(batch.writable_row<std::int32_t>("a", 0).data() == row.data());
        row[0] = 22;
        const std::span<std::int32_t> other = batch.writable_row<std::int32_t>("a", 1);
        CHECK(other[0] == 3);
        batch.drop_rows("a", rows{0});
        CHECK(batch.writable_row<std::int32_t>("a", 0).data() == other.data());
        other[0] = 23;
        batch.writable_row<std::int32_t>("b", 0)[0] = 1;
        batch.drop("b");
        batch.writable_row<std::int32_t>("c", 0)[0] = 1;
        batch.save<std::int32_t>("c", numbers{4}, {1});
    }
    CHECK(of("a") == numbers{23, 4});
    CHECK(of("c") == numbers{4});
    CHECK(!to.contains("b"));
    check_files();
}

TEST_CASE_FIXTURE(fixture, "names of one batch: renamed, dropped, saved again, in chains and circles") {
    {
        spate::store_batch batch{to};
        batch.rename("a", "t");
        batch.rename("b", "a");
        batch.rename("t", "b");
    }
    CHECK(of("b") == numbers{1, 2, 3, 4});
    CHECK(of("a") == numbers{5, 6});
    check_files();
    {
        spate::store_batch batch{to};
        batch.drop("c");
        batch.rename("a", "c");
        batch.rename("c", "d");
        batch.rename("b", "x");
        batch.drop("x");
    }
    CHECK(to.names() == std::vector<std::string>{"d"});
    CHECK(of("d") == numbers{5, 6});
    check_files();
    {
        spate::store_batch batch{to};
        batch.save<std::int32_t>("n", numbers{1}, {1});
        batch.save<std::int32_t>("n", numbers{2, 3}, {2});
        batch.append<std::int32_t>("n", numbers{4});
        batch.drop("d");
        batch.save<std::int32_t>("d", numbers{6}, {1});
        batch.save<std::int32_t>("m", numbers{6}, {1});
        batch.drop("m");
    }
    CHECK(of("n") == numbers{2, 3, 4});
    CHECK(of("d") == numbers{6});
    CHECK(!to.contains("m"));
    check_files();
}

TEST_CASE_FIXTURE(fixture, "a call that is refused leaves the batch as it was") {
    {
        spate::store_batch batch{to};
        batch.save<std::int32_t>("d", numbers{1, 2}, {2});
        CHECK_THROWS_AS(batch.save<std::int32_t>("d", numbers{1, 2}, {5}), spate::config_error);
        CHECK_THROWS_AS(batch.save<std::int32_t>("e", numbers{1, 2}, {5}), spate::config_error);
        batch.append<std::int32_t>("a", numbers{5});
        CHECK_THROWS_AS(batch.replace<std::int32_t>("a", rows{0, 9}, numbers{1, 2}), spate::config_error);
        CHECK_THROWS_AS(batch.append<float>("a", std::vector<float>{1}), spate::config_error);
        CHECK(problem_of([&] { batch.rename("d", "e"); }) == "rename: \"d\" was changed in the same batch; commit before, or save it under its new name");
        CHECK(problem_of([&] { batch.rename("a", "e"); }) == "rename: \"a\" was changed in the same batch; commit before, or save it under its new name");
        CHECK(problem_of([&] { batch.rename("c", "b"); }) == "rename: \"b\" is the name of an array already; drop that first, or use another name");
        (void)batch.writable_row<std::int32_t>("b", 0);
        CHECK(problem_of([&] { batch.rename("b", "e"); }) == "rename: \"b\" has rows that the same batch writes; commit before");
        batch.rename("c", "e");
        CHECK(problem_of([&] { batch.append<std::int32_t>("e", numbers{1}); }) ==
              "batch: \"e\" got its name in the same batch; commit before it is changed further");
        CHECK(problem_of([&] { (void)batch.writable_row<std::int32_t>("d", 0); }) ==
              "writable_row: \"d\" is saved by the same batch; save it with its final values");
        CHECK_THROWS_AS((void)batch.writable_row<std::int32_t>("a", 4), spate::config_error);
    }
    CHECK(of("a") == numbers{1, 2, 3, 4, 5});
    CHECK(of("d") == numbers{1, 2});
    CHECK(of("e") == numbers{7, 8, 9});
    CHECK(to.names() == std::vector<std::string>{"a", "b", "d", "e"});
    check_files();
}

TEST_CASE_FIXTURE(fixture, "rows that were replaced keep their array's name until the commit") {
    spate::store_batch batch{to};
    batch.replace<std::int32_t>("a", rows{0}, numbers{9});
    CHECK_THROWS_AS(batch.rename("a", "z"), spate::config_error);
    batch.commit();
    CHECK(of("a") == numbers{9, 2, 3, 4});
}

TEST_CASE_FIXTURE(fixture, "while a batch is open the store is changed by it alone") {
    std::optional<spate::store_batch> batch{to};
    const std::string problem = "store: \"" + to.path() + "\" has a batch that is not committed yet, in which all changes have to be made; commit it first";
    CHECK(problem_of([&] { to.drop("a"); }) == problem);
    CHECK(problem_of([&] { to.append<std::int32_t>("a", numbers{1}); }) == problem);
    CHECK(problem_of([&] { to.replace<std::int32_t>("a", 0, numbers{1}); }) == problem);
    CHECK(problem_of([&] { spate::store_batch second{to}; }) == problem);
    CHECK(problem_of([&] { to.snapshot(place / "copy"); }) == problem);
    CHECK(of("a") == numbers{1, 2, 3, 4});
    batch.reset();
    to.drop("a");
    CHECK(!to.contains("a"));
}

TEST_CASE("rows that are replaced one behind the other are read back, written on and appended to in the same batch") {
    const test::scratch place;
    spate::store of{place / "work"};
    of.save<std::int32_t>("a", test::elements_of<std::int32_t>(60), {20, 3});
    std::vector<std::int32_t> wanted = test::elements_of<std::int32_t>(60);
    {
        spate::store_batch batch{of};
        for (std::uint64_t row = 4; row < 9; ++row) {
            const std::vector<std::int32_t> one{static_cast<std::int32_t>(row), -1, 7};
            batch.replace<std::int32_t>("a", std::vector<std::uint64_t>{row}, std::span<const std::int32_t>{one});
            std::copy(one.begin(), one.end(), wanted.begin() + static_cast<std::ptrdiff_t>(3 * row));
        }
        for (const std::uint64_t row : {4u, 6u, 8u, 9u}) {
            const auto there = batch.writable_row<std::int32_t>("a", row);
            CHECK(std::equal(there.begin(), there.end(), wanted.begin() + static_cast<std::ptrdiff_t>(3 * row)));
            there[1] = 100;
            wanted[3 * row + 1] = 100;
        }
        for (int i = 0; i < 5; ++i) {
            const std::vector<std::int32_t> more{i, i, i};
            batch.append<std::int32_t>("a", std::span<const std::int32_t>{more});
            wanted.insert(wanted.end(), more.begin(), more.end());
        }
    }
    CHECK(of.load<std::int32_t>("a") == wanted);
}

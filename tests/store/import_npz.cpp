// SPDX-License-Identifier: Apache-2.0
#include <spate/store/import_npz.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include <sys/resource.h>

#include <doctest/doctest.h>

#include <spate/store/export_npz.hpp>
#include <spate/store/store_reader.hpp>

#include "array_files.hpp"

using test::says;

namespace {

struct place {
    test::folder files;
    spate::store from{files / "from", {.level = spate::durability::none}}, to{files / "to", {.level = spate::durability::none}};
    std::string file = files / "a.npz";
    place() {
        from.save<std::int32_t>("ids", std::vector<std::int32_t>{1, 2, 3}, {3});
        from.save<double>("x", std::vector<double>(10'000, 0.5), {100, 100});
        spate::export_npz(from, file);
    }
    std::vector<std::string> import() {
        spate::store_batch batch{to};
        return spate::import_npz(batch, file);
    }
    std::string problem(const std::string& bytes) {
        test::write_file(file, bytes);
        return test::problem_of([&] { (void)import(); });
    }
};

}  // namespace

TEST_CASE("store/import_npz: what was exported comes back in one commit") {
    place here;
    CHECK(here.import() == std::vector<std::string>{"ids", "x"});
    CHECK(here.to.generation() == 1);
    CHECK(here.to.load<std::int32_t>("ids") == std::vector<std::int32_t>{1, 2, 3});
    CHECK(here.to.load<double>("x") == std::vector<double>(10'000, 0.5));
    // An archive may have something before it and a comment behind it.
    std::string commented = test::read_file(here.file);
    commented[commented.size() - 2] = 4;
    CHECK(here.problem(commented + "text") == "nothing");
}

TEST_CASE("store/import_npz: every cut and every bit that is wrong is found, and nothing comes into the store") {
    place here;
    const std::string whole = test::read_file(here.file);
    for (std::size_t cut = 0; cut < whole.size(); cut += cut < 600 || cut + 300 > whole.size() ? 7 : 9973)
        CHECK(says(here.problem(whole.substr(0, cut)), {"a.npz at offset"}));
    std::string other = whole;
    const std::size_t data = other.find("NUMPY") + 128;
    other[data + 5] = static_cast<char>(other[data + 5] ^ 1);
    CHECK(says(here.problem(other), {"checksum", "\"ids\""}));
    CHECK(here.to.names().empty());
    // A member of the directory: its flags at 8, its method at 10.
    const std::size_t entry = whole.find("PK\1\2");
    other = whole;
    other[entry + 10] = 8;
    CHECK(says(here.problem(other), {"\"ids.npy\" is compressed", "savez"}));
    other = whole;
    other[entry + 8] = 1;
    CHECK(says(here.problem(other), {"\"ids.npy\" is encrypted"}));
    other = whole;
    other[entry + 46 + 6] = 'x';
    CHECK(says(here.problem(other), {"\"ids.npx\" is no .npy file"}));
    other = whole;
    other[other.find("'<i4'") + 2] = 'S';
    CHECK(says(here.problem(other), {"a.npz: ids.npy at offset", "'<S4'"}));
    std::size_t found = 0, bits = 0;
    for (std::size_t at = entry; at < whole.size(); ++at) {
        other = whole;
        other[at] = static_cast<char>(other[at] ^ 1 << at % 8);
        ++bits;
        found += here.problem(other) != "nothing";
    }
    // Times, versions, attributes and the letters of names may be any.
    CHECK(found > bits / 3);
    CHECK(here.problem(whole) == "nothing");
}

TEST_CASE("store/import_npz: the directory of an archive of 65,535 members and more is in the fields of ZIP64") {
    const test::folder here;
    {
        spate::detail::complete_file file{here / "m"};
        spate::detail::zip_writer to{file};
        for (int i = 0; i < 65537; ++i) to.begin(std::to_string(i), 0), to.end();
        to.finish();
        file.close();
    }
    const spate::detail::input_file from{here / "m"};
    const auto members = spate::detail::zip_directory{from}.read();
    REQUIRE(members.size() == 65537);
    CHECK(members.back().name == "65536");
    CHECK(members.back().size == 0);
}

TEST_CASE("store/import_npz: more arrays than the process may have files come in at once, and are summed and verified") {
    const test::folder here;
    {
        spate::detail::complete_file file{here / "m.npz"};
        spate::detail::zip_writer to{file};
        for (std::uint64_t i = 0; i < 200; ++i) {
            const std::string bytes = spate::detail::short_npy_header(spate::dtype::uint64, spate::array_shape{1}) + test::bytes_of<std::uint64_t>({i});
            to.begin("a" + std::to_string(i) + ".npy", bytes.size());
            to.write(std::as_bytes(std::span{bytes}));
            to.end();
        }
        to.finish();
        file.close();
    }
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit few{100, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    const std::string problem = test::problem_of([&] {
        spate::store to{here / "s", {.level = spate::durability::none}};
        {
            spate::store_batch batch{to};
            CHECK(spate::import_npz(batch, here / "m.npz").size() == 200);
            batch.append<std::uint64_t>("a7", std::vector<std::uint64_t>{77});
        }
        to.commit();
        const spate::verification all = to.verify();
        CHECK(all.whole());
        CHECK(all.arrays == 200);
        CHECK(all.unchecked == 0);
        CHECK(spate::store_reader{here / "s"}.verify().whole());
        CHECK(to.load<std::uint64_t>("a7") == std::vector<std::uint64_t>{7, 77});
    });
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK(problem == "nothing");
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/store/import_npz.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <spate/store/export_npz.hpp>

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

// SPDX-License-Identifier: Apache-2.0
// Stores through the program: spate store ls, info, verify, cat, import, export and compact.
#include <doctest/doctest.h>

#include <complex>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <spate/store/store.hpp>

#include "support.hpp"

using test::outcome;

namespace {

struct place {
    test::directory files;
    std::string dir = files / "features";

    place() {
        spate::store to{dir, {.level = spate::durability::none}};
        to.save("ids", std::vector<std::int64_t>{10, 20, 30, 40}, {4});
        to.save("prices", std::vector<float>{0.5f, 1e10f, -0.0f, 0.1f, 5, 6}, {3, 2});
        to.save<std::complex<double>>("wave", std::vector<std::complex<double>>{{1, -2}}, std::initializer_list<std::uint64_t>{});
        const std::uint64_t dropped[] = {1, 2};
        to.drop_rows("ids", dropped);
    }
    [[nodiscard]] static outcome store(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "store");
        return test::run(arguments);
    }
    void damage(const std::string& name, std::streamoff at) const {
        std::fstream file{dir + "/" + name, std::ios::in | std::ios::out | std::ios::binary};
        file.seekg(at);
        const int was = file.get();
        file.seekp(at);
        file.put(static_cast<char>(was ^ 1));
    }
};

bool says(const std::string& text, std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words)
        if (text.find(word) == std::string::npos) return false;
    return true;
}

}  // namespace

TEST_CASE("cli/store: ls and info tell of arrays and of the whole") {
    const place here;
    const outcome listed = here.store({"ls", here.dir});
    CHECK(listed.status == 0);
    CHECK(listed.err.empty());
    CHECK(listed.out ==
          "NAME    DTYPE       SHAPE   BYTES  DROPPED\n"
          "ids     int64       2          16        2\n"
          "prices  float32     3 x 2      24        0\n"
          "wave    complex128  scalar     16        0\n");
    const test::json all = test::json_parser::parse(here.store({"ls", here.dir, "--json"}).out);
    REQUIRE(all["arrays"].items.size() == 3);
    CHECK(all["arrays"].items[1]["name"].text == "prices");
    CHECK(all["arrays"].items[1]["shape"].items.size() == 2);
    CHECK(all["arrays"].items[0]["dropped_rows"].value == 2);
    const outcome info = here.store({"info", here.dir});
    CHECK(info.status == 0);
    CHECK(says(info.out, {"generation  4", "arrays      3 with 6 rows", "56 B", "dropped     2 rows", "durability"}));
    const test::json whole = test::json_parser::parse(here.store({"info", here.dir, "--json"}).out);
    CHECK(whole["generation"].value == 4);
    CHECK(whole["bytes"].value == 56);
    CHECK(whole["dropped_rows"].value == 2);
    CHECK(whole["bytes_of_files"].value > 3 * 4096);
}

TEST_CASE("cli/store: verify lists what is wrong, and says 1") {
    const place here;
    const outcome good = here.store({"verify", here.dir});
    CHECK(good.status == 0);
    CHECK(good.out == "3 arrays, 3 blocks of 64 KiB: all as written\n");
    here.damage("prices.npy", 4100);
    const outcome bad = here.store({"verify", here.dir});
    CHECK(bad.status == 1);
    CHECK(says(bad.out, {"prices at offset 4096: the 24 bytes", "1 problem"}));
    const test::json report = test::json_parser::parse(here.store({"verify", here.dir, "--json"}).out);
    CHECK_FALSE(report["whole"].truth);
    REQUIRE(report["problems"].items.size() == 1);
    CHECK(report["problems"].items[0]["name"].text == "prices");
    CHECK(report["problems"].items[0]["offset"].value == 4096);
    std::filesystem::remove(here.dir + "/.ids.crc");
    std::filesystem::remove(here.dir + "/wave.npy");
    const outcome more = here.store({"verify", here.dir});
    CHECK(more.status == 1);
    CHECK(says(more.out, {"wave at offset 0: cannot open", "No such file", "2 problems", "1 block unchecked"}));
    here.damage("manifest", 20);
    const outcome previous = here.store({"verify", here.dir});
    CHECK(previous.status == 1);
    CHECK(says(previous.err, {"manifest", "generation 3", "manifest.previous"}));
    CHECK(says(previous.out, {"manifest at offset"}));
    here.damage("manifest.previous", 20);
    const outcome none = here.store({"verify", here.dir});
    CHECK(none.status == 1);
    CHECK(says(none.err, {"no generation is whole"}));
}

TEST_CASE("cli/store: cat shows rows as JSON and as CSV") {
    const place here;
    CHECK(here.store({"cat", here.dir, "ids"}).out == "10\n40\n");
    CHECK(here.store({"cat", here.dir, "prices"}).out == "[0.5, 1e+10]\n[-0, 0.1]\n[5, 6]\n");
    CHECK(here.store({"cat", here.dir, "prices", "--format", "csv", "--rows", "1:9"}).out == "-0,0.1\n5,6\n");
    CHECK(here.store({"cat", here.dir, "prices", "--rows", ":1"}).out == "[0.5, 1e+10]\n");
    CHECK(here.store({"cat", here.dir, "prices", "--rows", "2"}).out == "[5, 6]\n");
    CHECK(here.store({"cat", here.dir, "prices", "--rows", "7:"}).out.empty());
    CHECK(here.store({"cat", here.dir, "wave"}).out == "[1, -2]\n");
    CHECK(here.store({"cat", here.dir, "wave", "--format", "csv"}).out == "1-2j\n");
    const std::string other = here.files / "types";
    {
        spate::store to{other, {.level = spate::durability::none}};
        to.save("half", std::vector<spate::float16_bits>{{0x3c00}, {0xbc01}, {0x7c00}, {0xfe00}, {0x0001}, {0x8000}}, {6});
        to.save("brain", std::vector<spate::bfloat16_bits>{{0x3f80}, {0xc040}}, {1, 1, 2});
        const bool truths[] = {true, false};
        to.save("truth", truths, {2});
        to.save("byte", std::vector<std::int8_t>{-128}, {1, 1});
        to.save("none", std::vector<double>{}, {2, 0});
    }
    CHECK(here.store({"cat", other, "half"}).out == "1\n-1.0009766\nnull\nnull\n5.9604645e-08\n-0\n");
    CHECK(here.store({"cat", other, "half", "--format", "csv", "--rows", "2:3"}).out == "inf\n");
    CHECK(here.store({"cat", other, "brain"}).out == "[[1, -3]]\n");
    CHECK(here.store({"cat", other, "truth"}).out == "true\nfalse\n");
    CHECK(here.store({"cat", other, "byte"}).out == "[-128]\n");
    CHECK(here.store({"cat", other, "none"}).out == "[]\n[]\n");
}

TEST_CASE("cli/store: what is exported is imported again, in one commit") {
    const place here;
    const std::string file = here.files / "all.npz", other = here.files / "other";
    const outcome out = here.store({"export", here.dir, file});
    CHECK(out.status == 0);
    CHECK(says(out.out, {"3 arrays in " + file}));
    const outcome in = here.store({"import", other, file});
    CHECK(in.status == 0);
    CHECK(in.out == "3 arrays imported: ids, prices, wave\n");
    CHECK(here.store({"cat", other, "ids"}).out == "10\n40\n");
    CHECK(here.store({"verify", other}).status == 0);
    // A second time only by force.
    const outcome again = here.store({"import", other, file});
    CHECK(again.status == 2);
    CHECK(says(again.err, {"ids: is in the store already", "--force"}));
    CHECK(here.store({"import", other, file, "--force"}).status == 0);
    const outcome there = here.store({"export", here.dir, file});
    CHECK(there.status == 2);
    CHECK(says(there.err, {file + ": is there already", "--force"}));
    CHECK(here.store({"export", here.dir, file, "--force", "--arrays", "ids"}).out.starts_with("1 array in "));
    // The arrays of a store are .npy files, alone and as a directory.
    const outcome single = here.store({"import", here.files / "single", here.dir + "/prices.npy", "--name", "p"});
    CHECK(single.out == "1 array imported: p\n");
    CHECK(here.store({"cat", here.files / "single", "p", "--rows", "0"}).out == "[0.5, 1e+10]\n");
    CHECK(here.store({"import", here.files / "folder", here.dir, "--json"}).out.find("\"arrays\": [\"ids\", \"prices\", \"wave\"]") != std::string::npos);
    const std::string tensors = here.files / "m.safetensors";
    const outcome complex = here.store({"export", here.dir, tensors});
    CHECK(complex.status == 2);
    CHECK(says(complex.err, {"\"wave\"", "complex128"}));
    CHECK(here.store({"export", here.dir, tensors, "--arrays", "prices,ids"}).status == 0);
    CHECK(here.store({"import", here.files / "tensors", tensors, "--durability", "full"}).status == 0);
    CHECK(here.store({"cat", here.files / "tensors", "ids"}).out == "10\n40\n");
}

TEST_CASE("cli/store: compact takes dropped rows out, once") {
    const place here;
    const auto before = std::filesystem::file_size(here.dir + "/ids.npy");
    const outcome done = here.store({"compact", here.dir});
    CHECK(done.status == 0);
    CHECK(done.out == "2 rows taken out of 1 array, 16 B\n");
    CHECK(std::filesystem::file_size(here.dir + "/ids.npy") == before - 16);
    CHECK(here.store({"cat", here.dir, "ids"}).out == "10\n40\n");
    CHECK(here.store({"compact", here.dir}).out == "no rows are dropped\n");
    const spate::store writer{here.dir, {.level = spate::durability::none}};
    const outcome locked = here.store({"compact", here.dir});
    CHECK(locked.status == 2);
    CHECK(says(locked.err, {here.dir + ": is open for writing already"}));
    CHECK(here.store({"ls", here.dir}).status == 0);
}

TEST_CASE("cli/store: what fails leaves nothing behind") {
    const place here;
    const std::string fresh = here.files / "fresh", broken = here.files / "broken.npz", old = here.files / "old";
    std::ofstream{broken} << "PK";
    const outcome damaged = here.store({"import", fresh, broken});
    CHECK(damaged.status == 1);
    CHECK(says(damaged.err, {"broken.npz at offset", "no .npz file"}));
    CHECK_FALSE(std::filesystem::exists(fresh));
    std::filesystem::create_directory(old);
    std::ofstream{old + "/metadata.npkm"} << "NPKB";
    const outcome numpack = here.store({"import", fresh, old});
    CHECK(numpack.status == 1);
    CHECK(says(numpack.err, {"metadata.npkm at offset 4"}));
    CHECK_FALSE(std::filesystem::exists(fresh));
    const outcome folder = here.store({"import", old, here.dir});
    CHECK(folder.status == 2);
    CHECK(says(folder.err, {old + ": has files but is no store"}));
    const outcome no_store = here.store({"compact", old});
    CHECK(no_store.status == 2);
    CHECK(test::read_file(old + "/metadata.npkm") == "NPKB");
    CHECK(std::distance(std::filesystem::directory_iterator{old}, {}) == 1);
}

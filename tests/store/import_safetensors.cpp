// SPDX-License-Identifier: Apache-2.0
#include <spate/store/import_safetensors.hpp>

#include <complex>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "array_files.hpp"

using test::bytes_of;
using test::says;

namespace {

struct place {
    test::folder files;
    spate::store store{files / "store", {.level = spate::durability::none}};
    std::vector<std::string> import(const std::string& header, const std::string& data) {
        test::write_file(files / "m", bytes_of<std::uint64_t>({header.size()}) + header + data);
        spate::store_batch batch{store};
        return spate::import_safetensors(batch, files / "m");
    }
    std::string problem(const std::string& header, const std::string& data) {
        return test::problem_of([&] { (void)import(header, data); });
    }
};

}  // namespace

TEST_CASE("store/import_safetensors: tensors of any order, with what the file says of itself") {
    place here;
    const std::string header =
        R"( {"__metadata__" : {"format":"pt", "more": "\u00e9"}, "b\u00e9\ud83d\ude00.weight":{"shape":[2],"dtype":"BF16","data_offsets":[4,8]},
        "a":{"dtype":"I32","shape":[],"data_offsets":[0,4],"later":[1,{"x":null}]},"none":{"dtype":"F64","shape":[3,0],"data_offsets":[8,8]},
        "c":{"dtype":"C64","shape":[1],"data_offsets":[8,16]}}   )";
    const std::string data = bytes_of<std::int32_t>({-5}) + bytes_of<std::uint16_t>({0x3f80, 0x4000}) + bytes_of<float>({1, 2});
    CHECK(here.import(header, data) == std::vector<std::string>{"b\xc3\xa9\xf0\x9f\x98\x80.weight", "a", "none", "c"});
    CHECK(here.store.load<std::int32_t>("a") == std::vector<std::int32_t>{-5});
    CHECK(here.store.shape("a").empty());
    CHECK(here.store.load<spate::bfloat16_bits>("b\xc3\xa9\xf0\x9f\x98\x80.weight") == std::vector<spate::bfloat16_bits>{{0x3f80}, {0x4000}});
    CHECK(here.store.shape("none") == spate::array_shape{3, 0});
    CHECK(here.store.load<std::complex<float>>("c") == std::vector<std::complex<float>>{{1, 2}});
    CHECK(here.store.generation() == 1);
    CHECK(here.import("{}", "").empty());
}

TEST_CASE("store/import_safetensors: what is damaged is refused, and nothing of it is in the store") {
    place here;
    const std::string good = R"({"a":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}})", data(8, 'x');
    for (std::size_t cut = 0; cut < good.size(); ++cut) CHECK(says(here.problem(good.substr(0, cut), data), {"at offset"}));
    CHECK(says(here.problem(good, data.substr(1)), {"the file ends here", "\"a\""}));
    CHECK(says(here.problem(good + "x", data), {"something follows"}));
    struct bad {
        std::string tensor, word;
    };
    const bad cases[] = {
        {R"({"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]})", "F8_E4M3"},
        {R"({"dtype":"","shape":[8],"data_offsets":[0,8]})", "no store holds"},
        {R"({"dtype":"I32","shape":[3],"data_offsets":[0,8]})", "its shape has 12"},
        {R"({"dtype":"I32","shape":[2],"data_offsets":[8,0]})", "no two offsets in order"},
        {R"({"dtype":"I32","shape":[2],"data_offsets":[0]})", "no two offsets in order"},
        {R"({"dtype":"I32","shape":[2]})", "lacks one of"},
        {R"({"dtype":"I32","shape":[-2],"data_offsets":[0,8]})", "whole number"},
        {R"({"dtype":"I32","shape":[2.0],"data_offsets":[0,8]})", "whole number"},
        {R"({"dtype":"I32","shape":[02],"data_offsets":[0,8]})", "whole number"},
        {R"({"dtype":"I32","shape":[4294967296,4294967296],"data_offsets":[0,8]})", "2^64"},
        {R"({"dtype":"I32","shape":[2],"data_offsets":[4,12]})", "the file ends here"},
    };
    for (const bad& one : cases) {
        CAPTURE(one.tensor);
        CHECK(says(here.problem("{\"a\":" + one.tensor + "}", data), {one.word}));
    }
    CHECK(says(here.problem(R"({"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}})", data),
               {"\"b\" overlaps", "\"a\""}));
    CHECK(says(here.problem(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})", data),
               {"\"a\" is there twice"}));
    CHECK(says(here.problem(R"({"a/b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}})", data), {"\"a/b\""}));
    CHECK(says(here.problem(R"({"\ud800":1})", data), {"surrogate"}));
    CHECK(says(here.problem(std::string(100, '['), data), {"at offset 8"}));
    CHECK(says(here.problem("{\"__metadata__\":" + std::string(100, '[') + "}", data), {"64 levels"}));
    test::write_file(here.files / "m", bytes_of<std::uint64_t>({~std::uint64_t{0}}) + "{}");
    CHECK(says(test::problem_of([&] {
                   spate::store_batch batch{here.store};
                   (void)spate::import_safetensors(batch, here.files / "m");
               }),
               {"no safetensors file"}));
    CHECK(here.store.names().empty());
    CHECK(here.problem(good, data) == "nothing");
}

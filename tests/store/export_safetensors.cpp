// SPDX-License-Identifier: Apache-2.0
#include <spate/store/export_safetensors.hpp>

#include <complex>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <spate/store/store.hpp>

#include "array_files.hpp"

using test::bytes_of;
using test::says;

TEST_CASE("store/export_safetensors: the header in JSON, and the elements behind it, the widest types first") {
    const test::folder here;
    spate::store store{here / "s", {.level = spate::durability::none}};
    const bool yes[] = {true, false, true};
    store.save<bool>("a\"b", yes, {3});
    store.save<spate::bfloat16_bits>("half", std::vector<spate::bfloat16_bits>{{0x3f80}}, {1, 1});
    store.save<double>("wide", std::vector<double>{0.5}, std::initializer_list<std::uint64_t>{});
    store.save<std::int8_t>("none", std::vector<std::int8_t>{}, {0, 7});
    spate::export_safetensors(store, here / "m.safetensors");
    const std::string header = R"({"wide":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"half":{"dtype":"BF16","shape":[1,1],"data_offsets":[8,10]},)"
                               R"("a\"b":{"dtype":"BOOL","shape":[3],"data_offsets":[10,13]},"none":{"dtype":"I8","shape":[0,7],"data_offsets":[13,13]}})";
    const std::string padded = header + std::string((8 - header.size() % 8) % 8, ' ');
    CHECK(test::read_file(here / "m.safetensors") ==
          bytes_of<std::uint64_t>({padded.size()}) + padded + bytes_of<double>({0.5}) + bytes_of<std::uint16_t>({0x3f80}) + std::string{"\1\0\1", 3});
    CHECK_FALSE(here.has("m.safetensors.partial"));
}

TEST_CASE("store/export_safetensors: what the format has not is refused by name, before a file is there") {
    const test::folder here;
    spate::store store{here / "s", {.level = spate::durability::none}};
    const auto problem = [&] { return test::problem_of([&] { spate::export_safetensors(store, here / "m"); }); };
    store.save<std::complex<float>>("waves", std::vector<std::complex<float>>{{1, 2}}, {1});
    CHECK(says(problem(), {"\"waves\"", "complex64", ".npz"}));
    store.rename("waves", "other");
    store.save<float>("__metadata__", std::vector<float>{1}, {1});
    store.drop("other");
    CHECK(says(problem(), {"\"__metadata__\"", "rename"}));
    store.rename("__metadata__", "\xff");
    CHECK(says(problem(), {"UTF-8"}));
    CHECK_FALSE(here.has("m"));
    CHECK_FALSE(here.has("m.partial"));
    store.rename("\xff", "\xc3\xa9");
    CHECK(problem() == "nothing");
}

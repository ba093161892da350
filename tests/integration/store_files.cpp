// SPDX-License-Identifier: Apache-2.0
// A store of all types and of shapes that are rare, and with SPATE_STORE_FOLDER it stays there for other readers: the store itself, all.npz,
// real.safetensors, and with SPATE_NUMPACK_FOLDER the store "imported" of that NumPack directory.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <spate/store.hpp>

#include "../store/array_files.hpp"

using namespace spate;

namespace {

// Element i of each type, as its bytes: i for most, a part of it for complex numbers; what the readers expect too.
template <class Number>
void put(std::vector<std::byte>& to, Number value) {
    const auto bytes = std::as_bytes(std::span{&value, 1});
    to.insert(to.end(), bytes.begin(), bytes.end());
}

void put_element(std::vector<std::byte>& to, dtype type, std::uint64_t i) {
    switch (type) {
        case dtype::boolean:
            return put(to, static_cast<std::uint8_t>(i % 3 == 0));
        case dtype::float16:
        case dtype::bfloat16:
            return put(to, static_cast<std::uint16_t>(i * 257));
        case dtype::float32:
            return put(to, static_cast<float>(i) / 4);
        case dtype::float64:
            return put(to, static_cast<double>(i) / 4);
        case dtype::complex64:
            put(to, static_cast<float>(i) / 4);
            return put(to, -static_cast<float>(i));
        case dtype::complex128:
            put(to, static_cast<double>(i) / 4);
            return put(to, -static_cast<double>(i));
        default:
            break;
    }
    const std::uint64_t large = i * 0x9e3779b97f4a7c15u;
    const auto bytes = std::as_bytes(std::span{&large, 1}).first(size_of(type));
    to.insert(to.end(), bytes.begin(), bytes.end());
}

std::vector<std::byte> elements(dtype type, std::uint64_t from, std::uint64_t count) {
    std::vector<std::byte> out;
    for (std::uint64_t i = from; i < from + count; ++i) put_element(out, type, i);
    return out;
}

const std::vector<array_shape> shapes{{}, {0}, {7}, {0, 3}, {5, 0}, {1000, 3}, {2, 1, 3, 1, 4}};

std::string name_of(dtype type, const array_shape& shape) {
    std::string out{to_string(type)};
    for (const std::uint64_t axis : shape) out += "_" + std::to_string(axis);
    return out;
}

}  // namespace

TEST_CASE("integration/store_files: a store of all types and shapes goes out and comes in as it is") {
    const test::folder own;
    const char* const given = std::getenv("SPATE_STORE_FOLDER");
    const std::string folder = given == nullptr ? own.path.string() : given;
    store all{folder + "/store", {.level = durability::none}};
    std::vector<std::string> real;
    {
        store_batch batch{all};
        for (std::size_t t = 0; t < dtype_count; ++t)
            for (const array_shape& shape : shapes) {
                const auto type = static_cast<dtype>(t);
                const std::string name = name_of(type, shape);
                batch.save(name, type, shape, elements(type, 0, elements_of(shape)));
                if (type != dtype::complex64 && type != dtype::complex128) real.push_back(name);
            }
        // Changed in every way: rows 0 to 9, of which 3 and 4 are dropped and the last two are replaced, then two are appended.
        batch.save("changed", dtype::int32, array_shape{10}, elements(dtype::int32, 0, 10));
    }
    const std::uint64_t dropped[] = {3, 4}, last[] = {6, 7};
    all.drop_rows("changed", dropped);
    const std::int32_t values[] = {-6, -7};
    all.replace<std::int32_t>("changed", std::span{last}, values);
    all.append<std::int32_t>("changed", values);
    all.commit();
    export_npz(all, folder + "/all.npz");
    export_safetensors(all, folder + "/real.safetensors", real);

    store again{folder + "/again", {.level = durability::none}};
    {
        store_batch batch{again};
        CHECK(import_npz(batch, folder + "/all.npz") == all.names());
        CHECK(import_safetensors(batch, folder + "/real.safetensors").size() == real.size());
    }
    for (const std::string& name : all.names()) {
        CAPTURE(name);
        REQUIRE(again.shape(name) == all.shape(name));
        std::vector<std::byte> one(static_cast<std::size_t>(elements_of(all.shape(name)) * size_of(all.type(name)))), other = one;
        all.load(name, std::span{one});
        again.load(name, std::span{other});
        const bool same = one == other;
        CHECK(same);
    }
    CHECK(again.type("bfloat16_7") == dtype::bfloat16);
    CHECK(all.verify().whole());
    if (const char* const numpack = std::getenv("SPATE_NUMPACK_FOLDER")) {
        store imported{folder + "/imported", {.level = durability::none}};
        store_batch batch{imported};
        CHECK_FALSE(import_numpack(batch, numpack).names.empty());
    }
}

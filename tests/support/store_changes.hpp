// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_STORE_CHANGES_HPP
#define SPATE_TESTS_SUPPORT_STORE_CHANGES_HPP

/// Every kind of change of a store, for tests that let it go wrong.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>

#include "store_files.hpp"

namespace test {

using rows = std::vector<std::uint64_t>;

struct store_change {
    const char* name;
    void (*apply)(spate::store&);
};

/// A store of arrays of several types and ranks, one of them with dropped rows, and more than one block of checksums.
inline void make_store(const std::string& directory) {
    spate::store to{directory, {.level = spate::durability::none}};
    to.save<std::int32_t>("a", elements_of<std::int32_t>(120), {40, 3});
    to.save<double>("b", elements_of<double>(10), {10});
    to.save<float>("c", elements_of<float>(1), {});
    to.save<std::int16_t>("d", elements_of<std::int16_t>(40), {20, 2});
    to.save<std::uint8_t>("e", elements_of<std::uint8_t>(70'000), {700, 100});
    to.drop_rows("d", rows{3, 4, 9});
}

inline const store_change store_changes[] = {
    {"save",
     [](spate::store& to) {
         to.save<std::int64_t>("n", elements_of<std::int64_t>(30, 7), {15, 2});
     }},
    {"save over",
     [](spate::store& to) {
         to.save<float>("a", elements_of<float>(24, 9), {2, 3, 4});
     }},
    {"save over a shorter one",
     [](spate::store& to) {
         to.save<std::int32_t>("a", elements_of<std::int32_t>(9, 9), {3, 3});
     }},
    {"replace",
     [](spate::store& to) {
         to.replace<std::int32_t>("a", rows{39, 0, 7, 7}, elements_of<std::int32_t>(12, 5));
     }},
    {"replace consecutive rows", [](spate::store& to) { to.replace<std::uint8_t>("e", 640, elements_of<std::uint8_t>(6'000, 5)); }},
    {"replace beside dropped rows", [](spate::store& to) { to.replace<std::int16_t>("d", 1, elements_of<std::int16_t>(20, 5)); }},
    {"append", [](spate::store& to) { to.append<double>("b", elements_of<double>(5, 5)); }},
    {"append beside dropped rows", [](spate::store& to) { to.append<std::int16_t>("d", elements_of<std::int16_t>(6, 5)); }},
    {"drop", [](spate::store& to) { to.drop("b"); }},
    {"drop rows",
     [](spate::store& to) {
         to.drop_rows("a", rows{0, 1, 30});
     }},
    {"update", [](spate::store& to) { to.update("d"); }},
    {"rename", [](spate::store& to) { to.rename("a", "z"); }},
    {"clone", [](spate::store& to) { to.clone("d", "n"); }},
    {"reset", [](spate::store& to) { to.reset(); }},
    {"a batch in place",
     [](spate::store& to) {
         spate::store_batch batch{to};
         batch.replace<std::int32_t>("a", rows{0, 39}, elements_of<std::int32_t>(6, 5));
         batch.append<double>("b", elements_of<double>(3, 5));
         batch.append<std::int16_t>("d", elements_of<std::int16_t>(2, 5));
         batch.replace<std::int16_t>("d", rows{16, 17}, elements_of<std::int16_t>(4, 8));
     }},
    {"a batch of everything",
     [](spate::store& to) {
         spate::store_batch batch{to};
         batch.append<std::int32_t>("a", elements_of<std::int32_t>(6, 5));
         batch.replace<std::int32_t>("a", rows{41}, elements_of<std::int32_t>(3, 6));
         batch.save<std::int64_t>("n", elements_of<std::int64_t>(4, 5), {4});
         batch.append<std::int64_t>("n", elements_of<std::int64_t>(2, 6));
         batch.drop("b");
         batch.rename("e", "b");
         batch.drop_rows("d", rows{0});
         batch.replace<std::int16_t>("d", rows{0}, elements_of<std::int16_t>(2, 8));
         batch.commit();
     }},
    {"a batch of written rows",
     [](spate::store& to) {
         spate::store_batch batch{to};
         batch.writable_row<std::int32_t>("a", 3)[1] = 5;
         batch.writable_row<std::int16_t>("d", 16)[0] = 6;
     }},
};

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_STORE_CHANGES_HPP

// SPDX-License-Identifier: Apache-2.0
// The interface as a log uses it, by a store in memory.
#include <map>
#include <string>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_store.hpp>

#include "memory_store.hpp"

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("delta/delta_store: a file can be given in one part or in several") {
    test::memory_store store;
    delta_store& any = store;
    any.put("a", "one");
    CHECK(any.read("a") == "one");
    const std::string first = "tw", second = "o";
    const std::span<const std::byte> parts[] = {std::as_bytes(std::span{first}), std::as_bytes(std::span{second})};
    any.put("a", parts);
    CHECK(any.read("a") == "two");
    CHECK(any.local_folder().empty());
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/collection.hpp>

#include <set>
#include <string_view>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("schema/collection: every type has a name of its own, and the primary field is found wherever it stands") {
    CHECK(std::set<std::string_view>{collection_type_names.begin(), collection_type_names.end()}.size() == 17);
    CHECK(to_string(collection_type::sparse_float_vector) == "SparseFloatVector");
    CHECK(to_string(collection_type::float64) == "Double");
    collection shop;
    shop.fields.resize(3);
    for (std::size_t i = 0; i < 3; ++i) {
        for (collection_field& one : shop.fields) one.is_primary = false;
        shop.fields[i].is_primary = true;
        CHECK(&shop.primary() == &shop.fields[i]);
    }
}

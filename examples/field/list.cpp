// SPDX-License-Identifier: Apache-2.0
// Lists: of one to four elements, all lengths equally likely, with lengths of another distribution, and without repeats.
#include <cstdio>

#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/zipf_int.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto carts = schema(field<"products">(list_of(uniform_int(100, 999), 1, 4)), field<"visits">(list_of(uniform_int(0, 23), zipf_int(50, 1.5), 50)),
                              field<"tags">(list_of(one_of({"new", "sale", "gift"}), 2, 2, {.distinct = true})));
    for (const auto& [products, visits, tags] : carts | rows(1000)) {
        if (products.empty() || products.size() > 4 || visits.empty() || visits.size() > 50 || tags.size() != 2 || tags[0] == tags[1]) return 1;
    }
    for (const auto product : carts.row(7).get<"products">()) std::printf("%lld ", static_cast<long long>(product));  // a std::vector
    std::printf("are in cart 7\n");
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
// Two tables known at run time, one of which refers to rows of the other.
#include <memory>

#include <spate/field/permuted.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>
#include <spate/schema/runtime_foreign_key.hpp>
#include <spate/schema/runtime_schema.hpp>

int main() {
    using namespace spate;
    const auto customers =
        std::make_shared<const runtime_schema>(std::vector<runtime_field>{{"id", permuted_int(1000, 1)}, {"token", uuid4()}}, "customers", seed{42}, 1000);
    const runtime_schema orders{{{"id", sequence()},
                                 {"customer", runtime_foreign_key{customers, "id", {.zipf = 1.1}}},
                                 {"token", runtime_foreign_key{customers, "token", {.zipf = 1.1, .via = "customer"}}}},
                                "orders",
                                seed{42}};
    batch rows;
    orders.fill(0, 100, rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
        const std::int64_t customer = rows.columns[1].values<std::int64_t>()[i];
        if (customer < 1 || customer > 1000) return 1;
    }
    return 0;
}

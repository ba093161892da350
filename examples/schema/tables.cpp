// SPDX-License-Identifier: Apache-2.0
// Two tables from one specification: orders refer to customers, and what a customer's order costs is computed.
#include <cstdint>
#include <set>

#include <spate/schema/json.hpp>
#include <spate/schema/specification.hpp>

int main() {
    using namespace spate;
    const specification_node shop = parse_json(R"json({
      "name": "orders",
      "seed": 42,
      "tables": {
        "customers": {
          "rows": 1000,
          "fields": [{"name": "id", "type": "permutation", "count": 1000}, {"name": "city", "type": "city"}]
        }
      },
      "fields": [
        {"name": "customer", "type": "foreign_key", "table": "customers", "field": "id", "zipf": 1.1},
        {"name": "city", "type": "foreign_key", "table": "customers", "field": "city", "zipf": 1.1, "via": "customer"},
        {"name": "price", "type": "decimal", "min": "0.99", "max": "99.99"},
        {"name": "total", "type": "expression", "value": "price * 1.19", "places": 2},
        {"name": "label", "type": "template", "text": "{customer} in {city}: {total}"}
      ]
    })json");
    const runtime_schema orders = make_schema(shop), customers = make_schema(shop, "", "customers");
    batch all, rows;
    customers.fill(0, 1000, all);
    orders.fill(0, 100, rows);
    const auto* const ids = all.columns[0].values<std::int64_t>();
    const std::set<std::int64_t> known(ids, ids + all.count);
    for (std::size_t i = 0; i < rows.count; ++i)
        if (!known.contains(rows.columns[0].values<std::int64_t>()[i])) return 1;
    return 0;
}

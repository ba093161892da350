// SPDX-License-Identifier: Apache-2.0
// The tables of the guide schemas.md.
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/field.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema.hpp>
#include <spate/schema/load.hpp>
#include <spate/sink/memory.hpp>

using namespace spate;

namespace {

constexpr std::string_view yaml = R"(
name: customers
seed: 42
rows: 1000
fields:
  - {name: id, type: sequence, start: 1}
  - {name: name, type: full_name}
  - {name: email, type: email, nulls: 0.1}
  - name: tier
    type: choice
    values: [free, plus, business]
    weights: [6, 3, 1]
  - name: limit
    type: depends_on
    field: tier
    cases:
      plus: {type: integer, min: 1000, max: 5000}
      business: {type: integer, min: 10000, max: 90000}
    otherwise: {type: integer, min: 0, max: 100}
  - name: address
    type: object
    fields:
      - {name: street, type: street_address}
      - {name: city, type: city}
  - name: tags
    type: list
    of: {type: pattern, pattern: "[a-z]{3,8}"}
    min_length: 1
    max_length: 3
)";

constexpr std::string_view json = R"(
{
  "name": "customers",
  "seed": 42,
  "rows": 1000,
  "fields": [
    {"name": "id", "type": "sequence", "start": 1},
    {"name": "name", "type": "full_name"}
  ]
}
)";

constexpr std::string_view first_two = R"(
{"id":1,"name":"Hugo Anderson","email":"r_marsh99@star.example.org","tier":"free","limit":68,"address":{"street":"20 Ivy Road","city":"Sydney"},"tags":["vjiekibl"]}
{"id":2,"name":"Robert R. Phillips","email":"l_costa887@spruce.example","tier":"free","limit":35,"address":{"street":"4 Old Close","city":"Copenhagen"},"tags":["yortq"]}
)";

constexpr std::string_view shop = R"yaml(
name: orders
seed: 42
tables:
  customers:
    rows: 1000
    fields:
      - {name: id, type: permutation, count: 1000, start: 1}
      - {name: first, type: first_name}
      - {name: last, type: last_name}
      - {name: email, type: template, text: "{first|lower}.{last|lower}@example.com"}
fields:
  - {name: id, type: sequence, start: 1}
  - {name: customer, type: foreign_key, table: customers, field: id, zipf: 1.1}
  - {name: email, type: foreign_key, table: customers, field: email, zipf: 1.1, via: customer}
  - {name: price, type: decimal, min: "0.99", max: "99.99"}
  - {name: count, type: integer, min: 2, max: 9, default: 1, default_share: 0.8}
  - {name: total, type: expression, value: "round(price * count * if(count >= 5, 0.9, 1), 2)"}
)yaml";

constexpr std::string_view shop_rows = R"(
{"id":1,"customer":611,"email":"marta.murray@example.com","price":67.24,"count":6,"total":363.10}
{"id":2,"customer":76,"email":"giulia.toth@example.com","price":83.73,"count":1,"total":83.73}
)";

constexpr std::string_view wrong = R"(
fields:
  - {name: id, type: seqence}
  - {name: tier, type: choice, values: [a, b], wieghts: [1, 2]}
  - {name: age, type: integer, min: 99, max: 1}
)";

constexpr std::string_view messages = R"(
wrong.yaml:2:22: field "id": unknown type "seqence"; did you mean "sequence"?
wrong.yaml:3:48: field "tier": unknown key "wieghts"; did you mean "weights"?
wrong.yaml:4:37: field "age": min, max: 99..1 is an empty range; give the smaller number first
)";

bool is(std::string_view given, std::string_view expected) {
    if (given == expected) return true;
    std::printf("%.*s\nis not\n%.*s\n", static_cast<int>(given.size()), given.data(), static_cast<int>(expected.size()), expected.data());
    return false;
}

void write(const char* path, std::string_view text) {
    if (std::FILE* const file = std::fopen(path, "w")) {
        std::fwrite(text.data(), 1, text.size(), file);
        std::fclose(file);
    }
}

// The first rows of a table as NDJSON.
template <class Table>
std::string shown(const Table& table, std::uint64_t count) {
    std::vector<std::byte> bytes;
    (void)run(table, ndjson{}, vector_sink{bytes}, default_pool(), {.rows = count});
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

int main() {
    bool right = true;

    // clang-format off
    const auto orders = schema(
        field<"id">(sequence(1)),
        field<"customer">(zipf_int(1000, 1.1)),
        field<"price">(decimal("0.99", "999.99")),
        field<"count">(with_default(uniform_int(2, 12), 0.8, 1)),
        field<"total">(derived<"price", "count">([](auto price, auto count) { return price * count; })),
        field<"note">(nullable(prose({.max_bytes = 40}), 0.5)),
        field<"paid">(timestamps({.start = "2026-01-01T00:00:00Z", .rate = 50.0})))
        .named("orders").with_seed(seed{42});
    // clang-format on

    const auto order = orders.row(1'000'000);  // no other row is made
    right = order.get<"total">() == order.get<"price">() * order.get<"count">() && right;

    const auto dear = [](const auto& row) { return row.template get<"price">() > 900'00; };
    const auto dear_orders = std::ranges::count_if(orders | rows(100'000), dear);

    right = dear_orders > 9'000 && dear_orders < 11'000 && right;
    std::printf("%lld of 100000 orders are dear\n", static_cast<long long>(dear_orders));

    // clang-format off
    const auto nested = schema(
        field<"discount">(nullable(uniform_int(5, 30), 0.9)),                 // std::optional<std::int32_t>
        field<"lines">(list_of(uniform_int(1, 9), 1, 8)),                     // std::vector<std::int32_t>
        field<"place">(structure(field<"x">(uniform_real(0.0, 1.0)),          // std::tuple<double, double>
                                 field<"y">(uniform_real(0.0, 1.0)))));
    // clang-format on
    const auto one = nested.row(0);
    static_assert(std::same_as<decltype(one.get<"discount">()), const std::optional<std::int32_t>&>);
    static_assert(std::same_as<decltype(one.get<"lines">()), const std::vector<std::int32_t>&>);
    static_assert(std::same_as<decltype(one.get<"place">()), const std::tuple<double, double>&>);
    right = !one.get<"lines">().empty() && right;

    std::vector<runtime_field> fields{{"id", sequence(1)}, {"name", full_name()}};
    fields.push_back({"code", pattern("[A-Z]{2}-\\d{4}")});
    const runtime_schema customers{fields, "customers", seed{42}, 1000};
    std::printf("%s", shown(customers, 2).c_str());

    write("customers.yaml", yaml);
    const runtime_schema loaded = load_schema("customers.yaml");
    std::printf("%s", shown(loaded, 2).c_str());
    right = is("\n" + shown(loaded, 2), first_two) && right;

    write("customers.json", json);
    right =
        shown(load_schema("customers.json"), 1000) == shown(runtime_schema{{{"id", sequence(1)}, {"name", full_name()}}, "customers", seed{42}, 1000}, 1000) &&
        right;

    write("shop.yaml", shop);
    const runtime_schema shop_orders = load_schema("shop.yaml"), shop_customers = load_schema("shop.yaml", "customers");
    right = is("\n" + shown(shop_orders, 2), shop_rows) && shop_customers.size() == 1000 && right;

    write("wrong.yaml", wrong.substr(1));
    try {
        (void)load_schema("wrong.yaml");
        right = false;
    } catch (const specification_error& error) {
        right = is("\n" + std::string{error.what()} + "\n", messages) && right;
    }
    for (const char* path : {"customers.yaml", "customers.json", "shop.yaml", "wrong.yaml"}) std::remove(path);
    return right ? 0 : 1;
}

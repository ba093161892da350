// SPDX-License-Identifier: Apache-2.0
#include <spate/spate.hpp>

#include <cstdio>

int main() {
    // clang-format off
    using namespace spate;

    const auto orders = schema(
        field<"id">(sequence(1)),
        field<"customer">(full_name()),
        field<"price">(decimal("0.99", "999.99")),
        field<"count">(uniform_int(1, 9)),
        field<"total">(derived<"price", "count">([](auto price, auto count) { return price * count; })),
        field<"paid">(timestamps({.start = "2026-01-01T00:00:00Z", .rate = 50.0})));

    // By all threads, the same bytes for any number of them; or csv(), json_array{}, parquet{}.
    run_to_file(orders | rows(1'000'000), ndjson{}, {.path = "orders.ndjson"}, default_pool()).raise_failure("orders.ndjson");

    const auto row = orders.row(999'999);  // what stands in the last line of the file; no other row is made
    std::printf("%s pays %lld cents\n", row.get<"customer">().c_str(), static_cast<long long>(row.get<"total">()));
    // clang-format on
    return std::remove("orders.ndjson");
}

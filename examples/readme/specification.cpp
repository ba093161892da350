// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/load.hpp>
#include <spate/spate.hpp>

#include <cstdio>
#include <string>
#include <string_view>

constexpr std::string_view text = R"(
seed: 42
rows: 1000000
fields:
  - {name: id, type: sequence, start: 1}
  - {name: customer, type: full_name, nulls: 0.05}
  - {name: country, type: choice, values: [FR, DE, JP], weights: [5, 3, 2]}
  - {name: price, type: decimal, min: "0.99", max: "999.99"}
  - {name: paid, type: timestamp, start: "2026-01-01T00:00:00Z", rate: 50}
)";

constexpr std::string_view first = R"(
{"id":1,"customer":"Aisha Leroy","country":"JP","price":753.78,"paid":"2026-01-01T00:00:00.000Z"}
{"id":2,"customer":"Eric Reed","country":"JP","price":282.78,"paid":"2026-01-01T00:00:00.020Z"}
)";

int main() {
    std::FILE* file = std::fopen("orders.yaml", "w");
    if (file == nullptr) return 1;
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);

    const auto orders = spate::load_schema("orders.yaml");
    spate::run_to_file(orders, spate::ndjson{}, {.path = "orders.json"}, spate::default_pool()).raise_failure("orders.json");

    file = std::fopen("orders.json", "r");
    if (file == nullptr) return 1;
    char line[256];
    std::string found = "\n";
    for (int i = 0; i < 2 && std::fgets(line, sizeof line, file) != nullptr; ++i) found += line;
    std::fclose(file);
    std::remove("orders.yaml");
    std::remove("orders.json");
    std::printf("%s", found.c_str());
    return found == first ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// The component specifications: a table from a text.
#include <cstdint>
#include <cstdio>

#include <spate/schema/load.hpp>

int main() {
    const auto json = spate::make_schema(spate::parse_json(R"({"rows": 3, "fields": [{"name": "id", "type": "sequence", "start": 7}]})"));
    const auto yaml = spate::make_schema(spate::parse_yaml("rows: 3\nfields:\n  - {name: id, type: sequence, start: 7}\n"));
    spate::batch first, second;
    json.fill(0, 3, first);
    yaml.fill(0, 3, second);
    const auto last = first.columns[0].values<std::int64_t>()[2];
    if (json.type() != yaml.type() || last != 9 || second.columns[0].values<std::int64_t>()[2] != last) {
        std::fprintf(stderr, "the last id is %lld instead of 9\n", static_cast<long long>(last));
        return 1;
    }
    return 0;
}

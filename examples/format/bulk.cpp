// SPDX-License-Identifier: Apache-2.0
// The body of a bulk request of Elasticsearch; sent twice, it makes no document twice.
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

#include <spate/field/choice.hpp>
#include <spate/field/field.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/bulk.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

using namespace spate;

int main() {
    const auto orders = schema(field<"number">(sequence(1)), field<"city">(one_of({"Paris", "Rome"})));
    std::vector<std::byte> body;
    run(orders | rows(3), elasticsearch_bulk{{.index = "orders", .row_ids = true}}, vector_sink{body});
    const std::string_view text{reinterpret_cast<const char*>(body.data()), body.size()};
    std::printf("%.*s", static_cast<int>(text.size()), text.data());
    return text.starts_with("{\"create\":{\"_index\":\"orders\",\"_id\":\"0\"}}\n{\"number\":1,") ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// A table whose fields are known at run time only. It has the rows of the table that is written with the same fields in C++.
#include <cstdio>
#include <vector>

#include <spate/field/person.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    std::vector<runtime_field> fields{{"id", sequence(1)}};
    fields.push_back({"name", full_name()});
    const runtime_schema customers{fields, "customers", seed{42}, 1000};

    batch rows;
    customers.fill(997, 3, rows);
    text_buffer out;
    ndjson{}.encoder(customers.type()).encode(rows, out);
    std::fwrite(out.text().data(), 1, out.size(), stdout);

    const auto same = schema(field<"id">(sequence(1)), field<"name">(full_name())).named("customers").with_seed(seed{42});
    return rows.columns[1].text(2) == same.row(999).get<"name">() ? 0 : 1;
}

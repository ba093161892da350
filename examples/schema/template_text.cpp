// SPDX-License-Identifier: Apache-2.0
// Texts put together from other fields of the row.
#include <spate/field/person.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/template_text.hpp>

int main() {
    using namespace spate;
    const runtime_schema people{{{"id", sequence(1)},
                                 {"first", first_name()},
                                 {"last", last_name()},
                                 {"email", template_text{"{first|ascii|lower}.{last|ascii|lower}{id}@example.com"}}}};
    batch rows;
    people.fill(0, 100, rows);
    for (std::size_t i = 0; i < rows.count; ++i)
        if (!rows.columns[3].text(i).ends_with("@example.com")) return 1;
    return 0;
}

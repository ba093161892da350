// SPDX-License-Identifier: Apache-2.0
/// Rows as CSV: texts stand between quotes only where they must.
#include <cstring>

#include <spate/field/sequence.hpp>
#include <spate/format/csv.hpp>

int main() {
    const spate::record_type type{{"id", spate::sequence_field::type()}, {"note", {.id = spate::type_id::text}}};
    spate::batch rows{.first = 0, .count = 2, .columns = std::vector<spate::column>(2)};
    spate::sequence(1).fill({{}, 0, 2}, rows.columns[0]);
    spate::column& notes = rows.columns[1];
    notes.start(type[1].type, 2, 9);
    std::memcpy(notes.values<char>(), "goodfine,", 9);
    notes.offsets()[1] = 4;
    notes.offsets()[2] = 9;

    auto encoder = spate::csv({.delimiter = ','}).encoder(type);
    spate::text_buffer out;
    encoder.head(out);
    encoder.begin(out, true);
    encoder.encode(rows, out);
    return out.text() == "id,note\n1,good\n2,\"fine,\"\n" ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
/// One row as a bare datum of Avro, as a message of protobuf and as a row of the binary format, without a file around it.
#include <cstddef>
#include <cstdio>
#include <string>

#include <spate/field/sequence.hpp>
#include <spate/format/avro_schema.hpp>
#include <spate/format/avro_values.hpp>
#include <spate/format/binary_row_values.hpp>
#include <spate/format/protobuf_values.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto table = schema(field<"id">(sequence(300)), field<"step">(sequence(0, -1)));
    const record_type type = table.type();
    batch row;
    table.fill(1, 1, row);

    std::string datum, message;
    const binary_row_values places{type};
    std::string binary(places.head_bytes() + 8, '\0');
    for (std::size_t i = 0; i < type.size(); ++i) {
        avro_values::append(datum, type[i].type, row.columns[i], 0);
        protobuf_values::append(message, type[i].type, i, row.columns[i], 0);
        binary_row_values::put_fixed(binary.data() + places.offset(i), type[i].type, row.columns[i], 0);
    }
    const char* const end = binary_row_values::finish(binary.data(), binary.data() + places.head_bytes());
    std::printf("%zu, %zu and %zu bytes; the schema's fingerprint is %016llx\n", datum.size(), message.size(), static_cast<std::size_t>(end - binary.data()),
                static_cast<unsigned long long>(avro_fingerprint(avro_canonical_form(type, "row"))));
    return datum == "\xda\x04\x01" && message == "\x08\xda\x04\x10\x01" ? 0 : 1;
}

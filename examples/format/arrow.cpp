// SPDX-License-Identifier: Apache-2.0
/// A batch for any user of Arrow: its columns' buffers are handed on as they are.
#include <cstdint>
#include <utility>

#include <spate/field/sequence.hpp>
#include <spate/format/arrow.hpp>

int main() {
    const spate::record_type type{{"id", spate::sequence_field::type()}};
    spate::batch rows{.first = 0, .count = 3, .columns = std::vector<spate::column>(1)};
    spate::sequence(1).fill({{}, 0, 3}, rows.columns[0]);

    ArrowSchema schema;
    ArrowArray array;
    spate::export_schema(type, &schema);
    spate::export_batch(std::move(rows), type, &array);
    const auto* const ids = static_cast<const std::int64_t*>(array.children[0]->buffers[1]);
    const bool right = schema.children[0]->format[0] == 'l' && array.length == 3 && ids[2] == 3;
    array.release(&array);
    schema.release(&schema);
    return right ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
/// Rows as one JSON array, made of blocks that do not know of each other.
#include <spate/field/sequence.hpp>
#include <spate/format/json_array.hpp>

int main() {
    const spate::record_type type{{"id", spate::sequence_field::type()}};
    auto encoder = spate::json_array{}.encoder(type);
    spate::text_buffer out;
    spate::batch rows{.first = 0, .count = 1, .columns = std::vector<spate::column>(1)};
    encoder.head(out);
    for (std::uint64_t block = 0; block < 2; ++block) {
        spate::sequence(1).fill({{}, block, 1}, rows.columns[0]);
        encoder.begin(out, block == 0);
        encoder.encode(rows, out);
        encoder.finish(out);
    }
    const spate::encoded_block<spate::no_block_info> blocks[] = {{0, 10, 1, {}}, {10, 11, 1, {}}};
    encoder.tail(blocks, out);
    return out.text() == "[\n{\"id\":1},\n{\"id\":2}\n]\n" ? 0 : 1;
}

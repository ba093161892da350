// SPDX-License-Identifier: Apache-2.0
// A batch of rows as a Parquet file in memory.
#include <spate/field/sequence.hpp>
#include <spate/format/parquet.hpp>

int main() {
    const spate::sequence_field ids = spate::sequence(1);
    const spate::record_type type{{"id", ids.type()}};
    spate::batch rows;
    rows.count = 1000;
    rows.columns.resize(1);
    ids.fill({{1, 2}, 0, rows.count}, rows.columns[0]);

    auto encoder = spate::parquet{}.encoder(type);
    spate::text_buffer out;
    encoder.head(out);
    const std::size_t begin = out.size();
    encoder.begin(out, true);
    encoder.encode(rows, out);
    auto info = encoder.finish(out);
    const spate::encoded_block<spate::parquet::encoder_type::block_info> block{begin, out.size() - begin, rows.count, std::move(info)};
    encoder.tail({&block, 1}, out);
    return out.text().substr(0, 4) == "PAR1" && out.size() > 8000 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// How fast do ready columns become Parquet in memory, on one thread? Beside it a plain copy of the same bytes to the same place.
//
// A row group of 64 MiB does not stay in the caches, so the limit is a copy from a batch, which does, to memory.

#include <spate/format/parquet.hpp>
#include <spate/schema/batch.hpp>

#include "../support/measure.hpp"

namespace {

using spate::batch_rows;
using spate::type_id;

/// A batch that is encoded again and again, as a row group.
struct table {
    spate::record_type type;
    spate::batch rows;
    std::size_t bytes_per_row = 0;

    spate::column& add(const char* name, spate::data_type of, std::size_t bytes) {
        type.push_back({name, std::move(of)});
        bytes_per_row += bytes;
        rows.count = batch_rows;
        rows.columns.resize(type.size());
        return rows.columns.back();
    }
};

void fill(spate::column& out, const spate::data_type& type, std::size_t count) {
    out.start(type, count);
    for (std::size_t i = 0; i < count * spate::width_of(type.id) / 4; ++i)
        out.values<std::uint32_t>()[i] = 0x3f000000u + static_cast<std::uint32_t>(i * 2654435761u >> 10);
}

void add_vectors(table& to, std::uint32_t size) {
    const spate::data_type type{.id = type_id::vector, .size = size, .children = {{.id = type_id::float32}}};
    spate::column& out = to.add("vector", type, std::size_t{size} * 4);
    out.start(type, batch_rows);
    fill(out.child(0), type.children[0], batch_rows * size);
}
void add_numbers(table& to, const char* name, type_id id) { fill(to.add(name, {.id = id}, spate::width_of(id)), {.id = id}, batch_rows); }

/// Encodes row groups of the usual size.
bench::candidate encodes(const table& of, spate::text_buffer& out, spate::parquet_options options) {
    const spate::parquet format{std::move(options)};
    const std::size_t batches = format.block_rows(of.type) / batch_rows;
    return {[encoder = std::make_shared<spate::parquet::encoder_type>(format.encoder(of.type)), batches, &of, &out] {
                out.clear();
                encoder->begin(out, true);
                for (std::size_t i = 0; i < batches; ++i) encoder->encode(of.rows, out);
                (void)encoder->finish(out);
                bench::keep(out.bytes().data());
            },
            static_cast<double>(batches * batch_rows * of.bytes_per_row)};
}
/// Copies a batch of as many bytes as often.
bench::candidate copies(const table& of, spate::text_buffer& out) {
    const std::size_t batches = spate::parquet{}.block_rows(of.type) / batch_rows, bytes = batch_rows * of.bytes_per_row;
    return {[from = std::make_shared<std::vector<char>>(bytes, 'x'), batches, bytes, &out] {
                out.clear();
                for (std::size_t i = 0; i < batches; ++i) out.append({from->data(), bytes});
                bench::keep(out.bytes().data());
            },
            static_cast<double>(batches * bytes)};
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    static constexpr std::string_view names[] = {"AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"};
    static const spate::text_dictionary modes{names};
    table vectors, keyed, mixed;
    add_vectors(vectors, 768);
    add_numbers(keyed, "id", type_id::int64);
    add_vectors(keyed, 768);
    for (const char* name : {"id", "key", "other"}) add_numbers(mixed, name, type_id::int64);
    for (const char* name : {"quantity", "price"}) add_numbers(mixed, name, type_id::float64);
    add_numbers(mixed, "date", type_id::date);
    spate::column& mode = mixed.add("mode", {.id = type_id::text}, 4);
    mode.start(modes, batch_rows);
    for (std::size_t i = 0; i < batch_rows; ++i) mode.values<std::uint32_t>()[i] = static_cast<std::uint32_t>(i * 2654435761u >> 8) % 7;
    spate::column& comment = mixed.add("comment", {.id = type_id::text}, 28);
    comment.start({.id = type_id::text}, batch_rows, batch_rows * 24);
    for (std::size_t i = 0; i < batch_rows * 24; ++i) comment.values<char>()[i] = static_cast<char>('a' + i % 26);
    for (std::size_t i = 0; i < batch_rows; ++i) comment.offsets()[i + 1] = static_cast<std::int32_t>(24 * (i + 1));

    struct line {
        const char* what;
        double required;
        const table* of;
        spate::parquet_options options;
    };
    const line lines[] = {{"768 floats a row", 3, &vectors, {}},
                          {"id and 768 floats a row", -1, &keyed, {}},
                          {"8 mixed columns", -1, &mixed, {}},
                          {"8 mixed columns, no statistics", -1, &mixed, {.statistics = false}}};
    spate::text_buffer out;
    std::vector<bench::candidate> candidates;
    for (const line& one : lines) {
        candidates.push_back(encodes(*one.of, out, one.options));
        candidates.push_back(copies(*one.of, out));
    }
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report report{"parquet"};
    for (std::size_t i = 0; i < std::size(lines); ++i) {
        bench::rates reached;
        for (const double rate : found[2 * i]) reached.push_back(rate / bench::giga);
        report.add({.row = "parquet",
                    .what = lines[i].what,
                    .unit = "GB/s",
                    .ours = bench::median(found[2 * i]) / bench::giga,
                    .limit = bench::median(found[2 * i + 1]) / bench::giga,
                    .limit_is = "memcpy",
                    .reached = bench::spread_of(reached),
                    .required = lines[i].required});
    }
    report.print();
}

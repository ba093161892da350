// SPDX-License-Identifier: Apache-2.0
// A Parquet file whose pages are compressed. Links spate::parquet_codecs.
#include <cstddef>
#include <cstdio>
#include <utility>
#include <vector>

#include <spate/exec/inline.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

int main() {
    using namespace spate;
    const auto table = schema(field<"thousands">(sequence(0, 1000))) | rows(100'000);
    const auto size_with = [&](parquet_compression compression) {
        std::vector<std::byte> file;
        inline_executor here;
        (void)run(table, parquet{{.compression = std::move(compression)}}, vector_sink{file}, here);
        return file.size();
    };
    const std::size_t plain = size_with({}), zstd = size_with(parquet_zstd(3));
    std::printf("zstd makes it smaller: %s\n", zstd < plain ? "yes" : "no");
    return plain > 800'000 && zstd < plain / 2 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// The component parquet_codecs: each codec makes a file of zeros smaller.
#include <cstddef>
#include <cstdio>
#include <vector>

#include <spate/format/parquet_codecs.hpp>
#include <spate/spate.hpp>

int main() {
    const auto table = spate::schema(spate::field<"zero">(spate::sequence(0, 0))) | spate::rows(10'000);
    const auto bytes_with = [&](spate::parquet_compression compression) {
        std::vector<std::byte> file;
        spate::inline_executor here;
        (void)spate::run(table, spate::parquet{{.compression = std::move(compression)}}, spate::vector_sink{file}, here);
        return file.size();
    };
    const std::size_t plain = bytes_with({}), snappy = bytes_with(spate::parquet_snappy()), zstd = bytes_with(spate::parquet_zstd()),
                      lz4 = bytes_with(spate::parquet_lz4());
    std::printf("plain %zu, snappy %zu, zstd %zu, lz4 %zu\n", plain, snappy, zstd, lz4);
    return plain > 80'000 && snappy < plain / 10 && zstd < plain / 10 && lz4 < plain / 10 ? 0 : 1;
}

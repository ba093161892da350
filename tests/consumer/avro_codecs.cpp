// SPDX-License-Identifier: Apache-2.0
// The component avro_codecs: each codec makes a file of zeros smaller.
#include <cstddef>
#include <cstdio>
#include <utility>
#include <vector>

#include <spate/format/avro_codecs.hpp>
#include <spate/spate.hpp>

int main() {
    const auto table = spate::schema(spate::field<"zero">(spate::sequence(0, 0))) | spate::rows(10'000);
    const auto bytes_with = [&](spate::avro_codec codec) {
        std::vector<std::byte> file;
        spate::inline_executor here;
        (void)spate::run(table, spate::avro{{.codec = std::move(codec)}}, spate::vector_sink{file}, here);
        return file.size();
    };
    const std::size_t plain = bytes_with({}), deflate = bytes_with(spate::avro_deflate()), snappy = bytes_with(spate::avro_snappy()),
                      zstd = bytes_with(spate::avro_zstd());
    std::printf("plain %zu, deflate %zu, snappy %zu, zstd %zu\n", plain, deflate, snappy, zstd);
    return plain > 10'000 && deflate < plain / 5 && snappy < plain / 5 && zstd < plain / 5 ? 0 : 1;
}

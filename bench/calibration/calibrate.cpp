// SPDX-License-Identifier: Apache-2.0
// Makes the tables of one codec with the codec itself: `bench_calibration_calibrate zlib > include/spate/shape/detail/zlib_v1.inc`, some minutes. The tables
// are part of the bytes: they are made anew under a new name only. Without an argument, or with several, those of all or several codecs.
#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdlib>
#include <string_view>

#include "measure.hpp"

namespace {

std::vector<char>& room(std::size_t size) {
    static std::vector<char> bytes;
    if (bytes.size() < size) bytes.resize(size);
    return bytes;
}

const char* from(std::span<const std::byte> unit) { return reinterpret_cast<const char*>(unit.data()); }

std::size_t lz4(std::span<const std::byte> unit) {
    const int size = static_cast<int>(unit.size()), bound = LZ4_compressBound(size);
    return static_cast<std::size_t>(std::max(LZ4_compress_default(from(unit), room(static_cast<std::size_t>(bound)).data(), size, bound), 0));
}

bench::compress_function zstd(int level) {
    return [level](std::span<const std::byte> unit) {
        static ZSTD_CCtx* const context = ZSTD_createCCtx();
        auto& out = room(ZSTD_compressBound(unit.size()));
        const std::size_t size = ZSTD_compressCCtx(context, out.data(), out.size(), unit.data(), unit.size(), level);
        return ZSTD_isError(size) != 0 ? 0 : size;
    };
}

bench::compress_function zlib(int level) {
    return [level](std::span<const std::byte> unit) -> std::size_t {
        uLongf size = compressBound(unit.size());
        Bytef* const out = reinterpret_cast<Bytef*>(room(size).data());
        return compress2(out, &size, reinterpret_cast<const Bytef*>(unit.data()), unit.size(), level) == Z_OK ? size : 0;
    };
}

std::size_t snappy_block(std::span<const std::byte> unit) {
    std::size_t size = 0;
    snappy::RawCompress(from(unit), unit.size(), room(snappy::MaxCompressedLength(unit.size())).data(), &size);
    return size;
}

}  // namespace

int main(int count, char** arguments) {
    const bench::calibration_task tasks[] = {
        {.name = "lz4_v1", .compress = lz4},        {.name = "zstd_1_v1", .compress = zstd(1)},
        {.name = "zstd_3_v1", .compress = zstd(3)}, {.name = "zlib_1_v1", .compress = zlib(1)},
        {.name = "zlib_6_v1", .compress = zlib(6)}, {.name = "snappy_v1", .compress = snappy_block, .layouts = {{512, 32, 4}, {1024, 32, 24}}}};
    std::printf("// SPDX-License-Identifier: Apache-2.0\n");
    std::printf("// Made by bench/calibration/calibrate.cpp (lz4 %s, zstd %s, zlib %s, snappy %d.%d.%d); see calibration.hpp. Frozen.\n", LZ4_versionString(),
                ZSTD_versionString(), zlibVersion(), SNAPPY_MAJOR, SNAPPY_MINOR, SNAPPY_PATCHLEVEL);
    std::printf("// clang-format off\n\n");
    for (const bench::calibration_task& task : tasks) {
        bool wanted = count == 1;
        for (int i = 1; i < count; ++i) wanted = wanted || task.name.starts_with(arguments[i]);
        if (wanted) bench::print_calibration(task);
    }
    std::puts("// clang-format on");
}

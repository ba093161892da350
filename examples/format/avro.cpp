// SPDX-License-Identifier: Apache-2.0
// Avro files, whose blocks are compressed or not. Links spate::avro_codecs.
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/exec/inline.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/avro.hpp>
#include <spate/format/avro_codecs.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

int main() {
    using namespace spate;
    const auto table = schema(field<"in thousands">(sequence(0, 1000))) | rows(100'000);
    const auto file_with = [&](avro_codec codec) {
        std::vector<std::byte> file;
        inline_executor here;
        (void)run(table, avro{{.codec = std::move(codec), .name = "examples.amount"}}, vector_sink{file}, here);
        return file;
    };
    const std::vector<std::byte> plain = file_with({}), zstd = file_with(avro_zstd(3));
    const std::string_view file{reinterpret_cast<const char*>(plain.data()), plain.size()};
    std::printf("%s\nzstd makes it smaller: %s\n", avro{{.name = "examples.amount"}}.encoder(table.type()).schema().c_str(),
                zstd.size() < plain.size() ? "yes" : "no");
    const bool named = file.find(R"({"name":"in_thousands","type":"long","columnName":"in thousands"})") != std::string_view::npos;
    return named && file.substr(0, 4) == std::string_view{"Obj\1"} && zstd.size() < plain.size() ? 0 : 1;
}

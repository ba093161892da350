// SPDX-License-Identifier: Apache-2.0
// A collection's rows as files that Milvus imports: a key, a text, an embedding, a binary vector and a sparse one.
#include <cstdint>
#include <cstdio>

#include <spate/exec/inline.hpp>
#include <spate/field.hpp>
#include <spate/format/milvus.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    // clang-format off
    const auto documents = schema(field<"id">(sequence(1)),
                                  field<"author">(nullable(first_name(), 0.1)),
                                  field<"embedding">(unit_vector<float, 64>({.clusters = 20})),
                                  field<"fingerprint">(binary_vector(256)),
                                  field<"terms">(sparse_vector(30'000))) | rows(2'000);
    // clang-format on
    inline_executor here;
    const record_report parquet_file = run_to_file(documents, milvus_parquet(), {.path = "documents.parquet", .file = {.overwrite = true}}, here);
    const record_report json_file = run_to_file(documents, milvus_json(), {.path = "documents.json", .file = {.overwrite = true}}, here);
    std::printf("%llu bytes of Parquet, %llu of JSON\n", static_cast<unsigned long long>(parquet_file.bytes), static_cast<unsigned long long>(json_file.bytes));
    // The vectors take what they hold, 4 bytes a dimension and 1 bit of the binary one.
    const std::uint64_t vectors = 2'000 * (64 * 4 + 256 / 8);
    return parquet_file.rows == 2'000 && json_file.rows == 2'000 && parquet_file.bytes > vectors && parquet_file.bytes < json_file.bytes ? 0 : 1;
}

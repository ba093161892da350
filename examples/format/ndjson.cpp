// SPDX-License-Identifier: Apache-2.0
// A table as NDJSON, an object a line, in memory.
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

#include <spate/exec/inline.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

int main() {
    using namespace spate;
    const auto table = schema(field<"id">(sequence(1)), field<"mood">(one_of({"\"fine\""}))) | rows(2);
    std::vector<std::byte> file;
    inline_executor here;
    (void)run(table, ndjson{}, vector_sink{file}, here);
    const std::string_view text{reinterpret_cast<const char*>(file.data()), file.size()};
    std::fwrite(text.data(), 1, text.size(), stdout);
    return text == "{\"id\":1,\"mood\":\"\\\"fine\\\"\"}\n{\"id\":2,\"mood\":\"\\\"fine\\\"\"}\n" ? 0 : 1;
}

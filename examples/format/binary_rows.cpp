// SPDX-License-Identifier: Apache-2.0
// Two rows as binary rows, byte by byte as the guide binary_rows.md has them: words of hexadecimal digits are bytes, others stand for themselves.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <spate/exec/inline.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/memory.hpp>

namespace {

constexpr std::string_view described = R"(
SPATEROW 01000000 57000000
{"fields":[{"name":"id","type":"int32"},{"name":"name","type":"text","nullable":true}]} 00
    0200000000000000 2800000000000000
        18000000 00 000000 07000000 04000000 Anna 00000000
        10000000 01 000000 08000000 00000000
    0000000000000000 0000000000000000
    6800000000000000 0200000000000000
    0100000000000000 0200000000000000 4000000000000000 SPATEEND
)";

std::string bytes_of(std::string_view description) {
    std::istringstream words{std::string{description}};
    std::string word, out;
    while (words >> word) {
        const bool digits = word.find_first_not_of("0123456789abcdef") == std::string::npos;
        for (std::size_t i = 0; digits && i < word.size(); i += 2) out += static_cast<char>(std::stoi(word.substr(i, 2), nullptr, 16));
        if (!digits) out += word;
    }
    return out;
}

// Any class with type, size and fill is a table: here the rows (7, "Anna") and (8, null).
struct two_rows {
    static spate::record_type type() { return {{"id", {.id = spate::type_id::int32}}, {"name", {.id = spate::type_id::text, .nullable = true}}}; }
    static std::uint64_t size() noexcept { return 2; }
    static void fill(std::uint64_t first, std::size_t count, spate::batch& out) {
        constexpr std::string_view name = "Anna";
        out.first = first;
        out.count = count;
        out.columns.resize(2);
        out.columns[0].start(type()[0].type, count);
        out.columns[1].start(type()[1].type, count, name.size());
        std::uint64_t* const valid = out.columns[1].make_validity();
        *valid = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const bool is_null = first + i == 1;
            out.columns[0].values<std::int32_t>()[i] = static_cast<std::int32_t>(7 + first + i);
            if (!is_null) *valid |= std::uint64_t{1} << i, name.copy(out.columns[1].values<char>(), name.size());
            out.columns[1].offsets()[i + 1] = out.columns[1].offsets()[i] + (is_null ? 0 : static_cast<std::int32_t>(name.size()));
            out.columns[1].set_nulls(out.columns[1].nulls() + is_null);
        }
    }
};

}  // namespace

int main() {
    std::vector<std::byte> file;
    spate::inline_executor here;
    (void)spate::run(two_rows{}, spate::binary_rows{}, spate::vector_sink{file}, here);
    std::printf("%zu bytes\n", file.size());
    return std::string_view{reinterpret_cast<const char*>(file.data()), file.size()} == bytes_of(described) ? 0 : 1;
}

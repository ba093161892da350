// SPDX-License-Identifier: Apache-2.0
// The formats of the guide formats.md, and one of its own.
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/exec/inline.hpp>
#include <spate/field.hpp>
#include <spate/format.hpp>
#include <spate/run.hpp>
#include <spate/schema.hpp>
#include <spate/sink/memory.hpp>

using namespace spate;

// clang-format off
/// Lines of columns of a fixed width, as mainframes take them: texts to the left, whole numbers to the right, nulls blank, and a last line
/// with the number of rows. Holds columns of int64 and text.
class fixed_width {
public:
    explicit fixed_width(std::vector<std::size_t> widths) : widths_{std::move(widths)} {}

    class encoder_type {
    public:
        using block_info = no_block_info;

        encoder_type(const record_type& type, const std::vector<std::size_t>& widths) : type_{type}, widths_{widths} {
            if (widths.size() != type.size())
                throw config_error{"widths", std::to_string(widths.size()), "are not as many as columns", "give " + std::to_string(type.size())};
            for (const field_type& field : type)
                if (field.type.id != type_id::int64 && field.type.id != type_id::text)
                    throw config_error{"fixed_width", field.name, "is neither int64 nor text", "leave it out"};
        }

        void head(text_buffer&) {}                // what stands before all rows: nothing here
        void begin(text_buffer&, bool) {}         // what stands before a block of rows
        void encode(const batch& rows, text_buffer& out) {
            for (std::size_t row = 0; row < rows.count; ++row) {
                for (std::size_t i = 0; i < widths_.size(); ++i) put(type_[i], rows.columns[i], row, widths_[i], out);
                out.append("\n");
            }
        }
        block_info finish(text_buffer&) { return {}; }  // what stands behind a block, and what `tail` has to know of it
        void tail(std::span<const encoded_block<block_info>> blocks, text_buffer& out) {
            std::uint64_t rows = 0;
            for (const auto& block : blocks) rows += block.rows;
            out.append("ROWS " + std::to_string(rows) + "\n");
        }

    private:
        static void put(const field_type& field, const column& from, std::size_t row, std::size_t width, text_buffer& out) {
            char digits[24];
            std::string_view value;
            const bool number = field.type.id == type_id::int64;
            if (from.is_null(row))
                value = "";
            else if (number)
                value = {digits, std::to_chars(digits, digits + sizeof digits, from.values<std::int64_t>()[row]).ptr};
            else
                value = from.text(row);
            if (value.size() > width)
                throw config_error{"widths", std::to_string(width), "is too narrow for " + field.name, "give at least " + std::to_string(value.size())};
            char* const to = out.room(width);
            std::memset(to, ' ', width);
            std::memcpy(number ? to + width - value.size() : to, value.data(), value.size());
            out.set_end(to + width);
        }

        record_type type_;
        std::vector<std::size_t> widths_;
    };

    encoder_type encoder(const record_type& type) const { return {type, widths_}; }
    std::size_t block_rows(const record_type&) const { return 8192; }

private:
    std::vector<std::size_t> widths_;
};

static_assert(record_format<fixed_width>);
// clang-format on

namespace {

constexpr std::string_view first_lines = R"(
       1Kofi            1
       2Anna            2
       3                2
)";

std::string read(const char* path) {
    std::string text;
    if (std::FILE* const file = std::fopen(path, "rb")) {
        char bytes[65536];
        for (std::size_t size; (size = std::fread(bytes, 1, sizeof bytes, file)) != 0;) text.append(bytes, size);
        std::fclose(file);
    }
    return text;
}

}  // namespace

int main() {
    const auto people = schema(field<"id">(sequence(1)), field<"name">(nullable(first_name(), 0.1)), field<"visits">(zipf_int(100, 1.5))) | rows(20'000);

    // In memory, by one thread, and into a file, by all of them: the same bytes.
    std::vector<std::byte> memory;
    inline_executor here;
    (void)run(people, fixed_width{{8, 12, 5}}, vector_sink{memory}, here);
    const record_report report = run_to_file(people, fixed_width{{8, 12, 5}}, {.path = "people.txt"}, default_pool());
    const std::string file = read("people.txt");
    std::printf("%.*s...\nROWS 20000\n", 3 * 26, file.c_str());

    bool right = report.rows == 20'000 && file == std::string_view{reinterpret_cast<const char*>(memory.data()), memory.size()};
    right = right && file.size() == 20'000 * 26 + 11 && file.ends_with("ROWS 20000\n") && file.starts_with(first_lines.substr(1));
    // Each line is the row of its number.
    for (std::uint64_t i = 0; i < people.size() && right; i += 777) {
        const auto [id, name, visits] = people[i];
        char line[32];
        std::snprintf(line, sizeof line, "%8lld%-12s%5lld\n", static_cast<long long>(id), name.value_or("").c_str(), static_cast<long long>(visits));
        right = file.substr(i * 26, 26) == line;
    }

    // Formats are values; their options are structures.
    (void)run_to_file(people, ndjson{}, {.path = "people.ndjson"}, default_pool());
    (void)run_to_file(people, json_array{}, {.path = "people.json"}, default_pool());
    (void)run_to_file(people, csv({.delimiter = ';', .null = "NULL"}), {.path = "people.csv"}, default_pool());
    (void)run_to_file(people, delimited('|'), {.path = "people.tbl"}, default_pool());
    (void)run_to_file(people, parquet{{.row_group_rows = 10'000, .dictionary = parquet_dictionary::found}}, {.path = "people.parquet"}, default_pool());

    (void)run_to_file(people, protobuf{}, {.path = "people.pb"}, default_pool());
    const std::string messages = proto_text(people.type(), {.message = "Person", .package = "shop", .file = "person.proto"});
    const std::string descriptors = proto_descriptor_set(people.type(), {.message = "Person", .package = "shop", .file = "person.proto"});
    (void)run_to_file(people, binary_rows{}, {.path = "people.spaterows"}, default_pool());

    ArrowArrayStream stream;
    export_stream(people, 8192, &stream);  // hand it to pyarrow, DuckDB or any other; the consumer releases it
    stream.release(&stream);

    right = right && read("people.ndjson").starts_with("{\"id\":1,") && read("people.csv").starts_with("id;name;visits\n1;") &&
            read("people.parquet").starts_with("PAR1") && read("people.spaterows").starts_with("SPATEROW");
    right =
        right && messages.find("message Person {") != std::string::npos && descriptors.find("Person") != std::string::npos && read("people.pb").size() > 20'000;
    for (const char* path : {"people.txt", "people.ndjson", "people.json", "people.csv", "people.tbl", "people.parquet", "people.pb", "people.spaterows"})
        std::remove(path);
    return right ? 0 : 1;
}

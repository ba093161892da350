// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_BINARY_ROWS_HPP
#define SPATE_FORMAT_BINARY_ROWS_HPP

/// `binary_rows`: rows as a program has them in memory, in blocks with an index.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/format/detail/binary_rows/layout.hpp>
#include <spate/format/detail/binary_rows/row_writer.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// Rows of little-endian values, to be read without a parser: behind a header with the schema in JSON there are blocks of rows, and behind these an index of
/// the blocks. In a row, values of fixed width stand at the same place each time, aligned; texts, lists and structures follow, each behind its size. The format
/// is described in full in examples/guide/binary_rows.md; a reader takes some hundred lines of Python (tests/integration/binary_rows_reader.py).
///
/// Throws config_error for a row of more than 2^31 - 8 bytes. Determinism: a block's bytes depend on its rows alone. Cost: some 2 ns a field; vectors of fixed
/// elements and texts are copied once. Thread safety: an encoder belongs to one thread.
struct binary_rows {
    static constexpr std::string_view magic = "SPATEROW", end_magic = "SPATEEND";
    static constexpr std::uint32_t version = 1;

    class encoder_type {
    public:
        using block_info = no_block_info;

        explicit encoder_type(const record_type& type) : schema_{detail::binary_file::schema_text(type)}, rows_{type} {}

        void head(text_buffer& out) const {
            std::string bytes{magic};
            append(bytes, version);
            append(bytes, static_cast<std::uint32_t>(schema_.size()));
            bytes += schema_;
            bytes.resize(detail::binary_file::aligned(bytes.size(), 8));
            out.append(bytes);
        }
        void begin(text_buffer& out, bool) {
            begin_ = out.size();
            count_ = 0;
            out.append({block_head, sizeof block_head});
        }
        void encode(const batch& rows, text_buffer& out) {
            count_ += rows.count;
            rows_.encode(rows, out);
        }
        block_info finish(text_buffer& out) const {
            char* const head = out.room(0) - out.size() + begin_;
            const std::uint64_t words[2] = {count_, out.size() - begin_ - sizeof block_head};
            std::memcpy(head, words, sizeof words);
            return {};
        }
        void tail(std::span<const encoded_block<block_info>> blocks, text_buffer& out) const {
            // A block without rows, so that who reads from the front knows that this is the end.
            std::string bytes(sizeof block_head, '\0');
            std::uint64_t rows = 0;
            for (const auto& block : blocks) {
                append(bytes, block.offset);
                append(bytes, block.rows);
                rows += block.rows;
            }
            append(bytes, std::uint64_t{blocks.size()});
            append(bytes, rows);
            append(bytes, std::uint64_t{bytes.size() + 16});
            bytes += end_magic;
            out.append(bytes);
        }

    private:
        static constexpr char block_head[16] = {};

        template <class Word>
        static void append(std::string& to, Word word) {
            char bytes[sizeof word];
            std::memcpy(bytes, &word, sizeof word);
            to.append(bytes, sizeof word);
        }

        std::string schema_;
        detail::binary_file::row_writer rows_;
        std::size_t begin_ = 0;
        std::uint64_t count_ = 0;
    };

    [[nodiscard]] static encoder_type encoder(const record_type& type) { return encoder_type{type}; }
    /// Whole batches of rows, of some 4 MiB and at most 8192.
    [[nodiscard]] static std::size_t block_rows(const record_type& type) { return detail::usual_block_rows(type); }
};

static_assert(record_format<binary_rows>);

/// The schema as the header has it, JSON: for readers of rows that stand alone.
[[nodiscard]] inline std::string binary_rows_schema(const record_type& type) { return detail::binary_file::schema_text(type); }

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_BINARY_ROWS_HPP

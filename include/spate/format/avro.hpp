// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_AVRO_HPP
#define SPATE_FORMAT_AVRO_HPP

/// `avro`: object container files.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/words.hpp>
#include <spate/format/avro_options.hpp>
#include <spate/format/detail/avro/scalars.hpp>
#include <spate/format/detail/avro/schema.hpp>
#include <spate/format/detail/avro/values.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// Avro: object container files, whose head has the schema, and whose blocks can each be compressed.
///
/// | type | in the file |
/// |---|---|
/// | boolean | boolean |
/// | int8, int16, int32, uint8, uint16 | int |
/// | int64, uint32 | long |
/// | uint64 | bytes, decimal(20, 0): as few bytes as hold the number |
/// | float16, bfloat16, float32 | float of the same value |
/// | float64 | double |
/// | decimal | bytes, decimal: as few bytes as hold the number |
/// | date | int, date |
/// | timestamp | long: timestamp-millis (of whole seconds, too), timestamp-micros or timestamp-nanos |
/// | uuid | string, uuid: 36 characters |
/// | text, binary | string, bytes |
/// | json | string, with "sqlType": "JSON", as BigQuery has it |
/// | bits | fixed |
/// | list, vector | array, in one block |
/// | structure | record |
///
/// What may be null is a union of null, which comes first and is the default, and the type. Names of Avro have ASCII letters, digits and underscores alone,
/// and no digit first. In a field's name each other character is an underscore, and one more stands before a digit; where that name is taken, _2, _3 and so on
/// follows; the column's own name is the field's property "columnName". Records and fixed types within the row are named by their path: row_address_geo.
///
/// Throws config_error for a decimal of 0 or more than 18 digits, a name that is none, and a codec without its function; `finish` does for a block of
/// 2^31 bytes or more, before or after compression, which readers refuse.
///
/// Determinism: a block's bytes depend on its rows alone; with a codec, on its library's version, too. The sync marker is a hash of the schema and the codec's
/// name. Cost: some 2 ns a field; reals in vectors and lists are copied. Thread safety: an encoder belongs to one thread. Source: Apache Avro 1.12.0
/// specification.
struct avro {
    class encoder_type {
    public:
        using block_info = no_block_info;

        encoder_type(const record_type& type, const avro_options& options)
            : schema_{detail::avro_file::schema_writer::text(type, options.name)}, codec_{options.codec} {
            for (const field_type& field : type) columns_.emplace_back(field.type);
            const std::uint64_t words[2] = {hash_name(schema_), hash_name(codec_.name + schema_)};
            std::memcpy(sync_, words, sizeof sync_);
        }

        void head(text_buffer& out) const {
            using detail::avro_file::put_long;
            out.append({"Obj\1\4", 5});  // two pairs follow
            for (const std::string_view text :
                 {std::string_view{"avro.schema"}, std::string_view{schema_}, std::string_view{"avro.codec"}, std::string_view{codec_.name}}) {
                out.set_end(put_long(out.room(detail::avro_file::longest_number), static_cast<std::int64_t>(text.size())));
                out.append(text);
            }
            out.append({"\0", 1});
            out.append({sync_, sizeof sync_});
        }
        void begin(text_buffer& out, bool) {
            rows_ = 0;
            begin_ = out.size();
            raw_.clear();
            // What stands before the rows has as many bytes as it had in the last block, most often.
            if (!codec_.compress) out.set_end(out.room(head_bytes_) + head_bytes_);
        }
        void encode(const batch& rows, text_buffer& out) {
            constexpr std::size_t at_once = 64;
            text_buffer& to = codec_.compress ? raw_ : out;
            for (std::size_t first = 0; first < rows.count; first += at_once) {
                const std::size_t count = std::min(rows.count - first, at_once);
                std::size_t bytes = 0;
                for (std::size_t i = 0; i < columns_.size(); ++i) bytes += columns_[i].start(rows.columns[i], first, count);
                char* at = to.room(bytes);
                for (std::size_t row = first; row < first + count; ++row)
                    for (const detail::avro_file::value_writer& column : columns_) at = column.put(at, row);
                to.set_end(at);
            }
            rows_ += rows.count;
        }
        block_info finish(text_buffer& out) {
            if (codec_.compress) {
                check(raw_.size());
                codec_.compress(raw_.bytes(), compressed_);
                append_head(out, compressed_.size());
                out.append({reinterpret_cast<const char*>(compressed_.data()), compressed_.size()});
            } else {
                const std::size_t bytes = out.size() - begin_ - head_bytes_, needed = head_size(bytes);
                if (needed > head_bytes_) (void)out.room(needed - head_bytes_);
                char* const block = out.room(0) - bytes - head_bytes_;
                if (needed != head_bytes_) std::memmove(block + needed, block + head_bytes_, bytes);
                out.set_end(block);
                char head[2 * detail::avro_file::longest_number];
                put_head(head, bytes);
                std::memcpy(block, head, needed);
                out.set_end(block + needed + bytes);
                head_bytes_ = needed;
            }
            out.append({sync_, sizeof sync_});
            return {};
        }
        static void tail(std::span<const encoded_block<block_info>>, text_buffer&) noexcept {}

        /// The schema in the file's head, JSON.
        [[nodiscard]] const std::string& schema() const noexcept { return schema_; }

    private:
        void check(std::size_t bytes) const {
            if (bytes > 0x7fffffff)
                detail::raise_config("block_rows", std::to_string(rows_), "make a block of 2^31 bytes or more, which readers of Avro refuse", "use fewer");
        }
        char* put_head(char* to, std::size_t bytes) const {
            check(bytes);
            return detail::avro_file::put_long(detail::avro_file::put_long(to, static_cast<std::int64_t>(rows_)), static_cast<std::int64_t>(bytes));
        }
        void append_head(text_buffer& out, std::size_t bytes) const { out.set_end(put_head(out.room(2 * detail::avro_file::longest_number), bytes)); }
        [[nodiscard]] std::size_t head_size(std::size_t bytes) const noexcept {
            return detail::avro_file::long_size(static_cast<std::int64_t>(rows_)) + detail::avro_file::long_size(static_cast<std::int64_t>(bytes));
        }

        std::string schema_;
        avro_codec codec_;
        std::vector<detail::avro_file::value_writer> columns_;
        char sync_[16];
        std::size_t rows_ = 0, begin_ = 0, head_bytes_ = 5;
        text_buffer raw_;
        std::vector<std::byte> compressed_;
    };

    avro_options options = {};

    [[nodiscard]] encoder_type encoder(const record_type& type) const {
        if (options.codec.name.empty() || (options.codec.name != "null") != static_cast<bool>(options.codec.compress))
            detail::raise_config("codec", '"' + options.codec.name + '"', "a codec other than null and a function to compress with go together",
                                 "take one of format/avro_codecs.hpp");
        return {type, options};
    }
    /// Unless the options say how many: as many as take some 1 MiB, whole batches if those are not more, at most 8192.
    [[nodiscard]] std::size_t block_rows(const record_type& type) const {
        if (options.block_rows != 0) return options.block_rows;
        constexpr std::size_t most_rows = 8192, wanted_bytes = std::size_t{1} << 20;
        std::size_t bytes = 0;
        for (const field_type& field : type) bytes += detail::usual_bytes(field.type);
        const std::size_t rows = std::clamp<std::size_t>(wanted_bytes / std::max<std::size_t>(1, bytes), 1, most_rows);
        return rows < batch_rows ? rows : rows / batch_rows * batch_rows;
    }
};

static_assert(record_format<avro>);

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_AVRO_HPP

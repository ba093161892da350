// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_CHUNK_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_CHUNK_HPP

/// A column chunk: the pages of one leaf in one row group.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/format/detail/parquet/dictionary.hpp>
#include <spate/format/detail/parquet/hybrid.hpp>
#include <spate/format/detail/parquet/pages.hpp>
#include <spate/format/detail/parquet/schema.hpp>
#include <spate/format/detail/parquet/shred.hpp>
#include <spate/format/detail/parquet/statistics.hpp>
#include <spate/format/detail/parquet/values.hpp>
#include <spate/format/parquet_options.hpp>
#include <spate/format/text_buffer.hpp>

namespace spate::inline v0::detail::parquet_file {

/// What the footer says of a column chunk. Offsets count from the first byte of the row group.
struct chunk_info {
    std::size_t dictionary_offset = 0, data_offset = 0;
    std::size_t bytes = 0, stored = 0;
    std::size_t values = 0, nulls = 0;  // values: with nulls and empty lists, which both count as nulls
    bool has_dictionary = false, has_plain = false;
    extremes range;
};

/// Writes the chunks of one leaf, one after the other. Where pages end depends on the rows of the chunk alone, not on how they are parted among calls.
class chunk_writer {
public:
    /// `first_of_table`: pages go straight to where the row group is written, if they can; those of others wait until all before them are complete.
    chunk_writer(leaf of, const parquet_options& options, bool first_of_table)
        : packs_{options.pack_bytes && of.is_byte_of_vector()},
          is_signed_{of.kind == value_kind::widen_int8},
          leaf_{packs_ ? std::move(of).packed() : std::move(of)},
          page_bytes_{options.page_bytes},
          dictionary_limit_{options.page_bytes},
          finds_{options.dictionary == parquet_dictionary::found && leaf_.kind != value_kind::bits && !leaf_.in_vector},
          may_have_dictionary_{finds_ || (options.dictionary == parquet_dictionary::given && leaf_.id == type_id::text)},
          direct_{first_of_table && !may_have_dictionary_ && !packs_},
          pages_{options.compress_vectors || !leaf_.is_dense() ? options.compression : parquet_compression{}, leaf_.names.front()},
          definitions_{leaf_.definition},
          repetitions_{leaf_.repetition},
          dictionary_{leaf_.kind == value_kind::bytes ? 0 : leaf_.page_width} {
        if (!may_have_dictionary_ && leaf_.fixed_values() != 0) {
            const std::size_t bytes = leaf_.fixed_values() * leaf_.page_width;
            step_ = std::max<std::size_t>(1, page_bytes_ / bytes);
            full_ = fixed_page(step_);
        } else if (const std::size_t bytes = leaf_.most_bytes(); bytes != 0) {
            step_ = std::max<std::size_t>(1, page_bytes_ / bytes);
            every_step_ = true;
        } else {
            step_ = !leaf_.path.empty() ? 16 : leaf_.kind == value_kind::bits ? 4096 : 64;
        }
    }

    void begin() noexcept {
        tries_ = may_have_dictionary_;
        waiting_.clear();
        dictionary_page_.clear();
    }

    void add(const column& values, std::size_t count, text_buffer& row_group) {
        text_buffer& out = direct_ ? row_group : waiting_;
        for (std::size_t first = 0; first < count;) {
            const std::size_t take = std::min(count - first, step_ - rows_ % step_);
            if (full_)
                add_fixed(values, first, take, out);
            else
                shredder<chunk_writer>{leaf_, *this}.rows(values, first, take);
            rows_ += take;
            first += take;
            if (rows_ % step_ == 0 && (full_ || every_step_ || is_full())) close_page(out);
        }
    }

    /// Completes the chunk, which begins `offset` bytes behind the row group's first byte. What is not in the row group's buffer is added to `parts`, and stays
    /// as it is until `begin`.
    [[nodiscard]] chunk_info finish(text_buffer& row_group, std::size_t offset, std::vector<std::span<const std::byte>>& parts) {
        if (page_rows() != 0) close_page(direct_ ? row_group : waiting_);
        chunk_info info;
        info.dictionary_offset = offset;
        if (dictionary_pages_ != 0) {
            scratch_.clear();
            if (packs_)
                put_all_bytes(scratch_, is_signed_);
            else
                scratch_.append(dictionary_.page());
            levels_.clear();
            pages_.write({true, packs_ ? std::size_t{256} : dictionary_.size(), encoding::plain, 0, 0}, levels_, scratch_, dictionary_page_);
            for (std::size_t i = 0; i < dictionary_.size() && numbers_only_ && leaf_.order == value_order::text; ++i) statistics_.add(dictionary_[i]);
        }
        info.data_offset = offset + dictionary_page_.size();
        for (const text_buffer* const part : {&dictionary_page_, &waiting_})
            if (part->size() != 0) parts.push_back(part->bytes());
        info.bytes = pages_.sizes().bytes;
        info.stored = pages_.sizes().stored;
        info.values = values_;
        info.nulls = nulls_;
        info.has_dictionary = dictionary_pages_ != 0;
        info.has_plain = plain_pages_ != 0;
        info.range = statistics_.found(leaf_);
        clear();
        return info;
    }

    [[nodiscard]] const leaf& described() const noexcept { return leaf_; }
    [[nodiscard]] parquet_codec codec() const noexcept { return pages_.codec(); }

    // For the shredder.
    void levels(unsigned repetition, unsigned further, unsigned definition, std::size_t count) {
        repetitions_.add(repetition, 1);
        repetitions_.add(further, count - 1);
        definitions_.add(definition, count);
        page_values_ += count;
        if (definition != leaf_.definition) nulls_ += count;
    }
    void values(const column& from, std::size_t first, std::size_t count) {
        switch (leaf_.kind) {
            case value_kind::bits:
                bits_.add(from, first, count, plain_);
                break;
            case value_kind::bytes:
                if (add_numbers(from, first, count)) return;
                put_bytes(plain_, from, first, count);
                plain_count_ += count;
                break;
            default:
                plain_.set_end(put_fixed(plain_.room(count * leaf_.page_width), leaf_, from, first, count));
                plain_count_ += count;
        }
        statistics_.add(leaf_, from, first, count);
    }

private:
    // A page of which all but the values is known before there is any.
    struct ready_page {
        text_buffer head, levels;
        std::size_t bytes;
    };
    [[nodiscard]] ready_page fixed_page(std::size_t rows) {
        ready_page page;
        const std::size_t each = leaf_.fixed_values();
        for (std::size_t row = 0; row < rows && leaf_.repetition != 0; ++row) fixed_levels(0, 0);
        repetitions_.finish(page.levels);
        definitions_.add(leaf_.definition, rows * each);
        definitions_.finish(page.levels);
        std::size_t values = rows * each * leaf_.page_width;
        if (packs_) {
            begin_packed_bytes(page.levels, values);
            values += missing_of_group(values);
        }
        page.bytes = page.levels.size() + values;
        check_page(page.bytes, leaf_.names.front());
        page_head{false, rows * each, fixed_encoding(), page.bytes, page.bytes}.write(page.head);
        return page;
    }
    // The repetition levels of one entry below `step` steps, of which the first is given.
    void fixed_levels(std::size_t step, unsigned repetition) {
        while (step < leaf_.path.size() && leaf_.path[step].id == type_id::structure) ++step;
        if (step == leaf_.path.size()) return repetitions_.add(repetition, 1);
        const path_step& by = leaf_.path[step];
        std::size_t inner = step + 1;
        while (inner < leaf_.path.size() && leaf_.path[inner].id == type_id::structure) ++inner;
        if (inner == leaf_.path.size()) {
            repetitions_.add(repetition, 1);
            repetitions_.add(by.repetition, by.size - 1);
            return;
        }
        for (std::size_t i = 0; i < by.size; ++i) fixed_levels(inner, i == 0 ? repetition : by.repetition);
    }

    // Straight to the page's place in the file if there is no codec: the head and the levels of a full page, then the values.
    void add_fixed(const column& from, std::size_t first, std::size_t count, text_buffer& out) {
        const column* values = &from;
        std::size_t each = 1;
        for (const path_step& by : leaf_.path) {
            if (by.id == type_id::vector) each *= by.size;
            if (!by.bytes_of_parent) values = &values->child(by.child);
        }
        text_buffer& to = pages_.compresses() ? plain_ : out;
        if (page_rows() == 0 && !pages_.compresses()) {
            page_begin_ = out.size();
            out.append(full_->head.text());
            out.append(full_->levels.text());
        }
        to.set_end(put_fixed(to.room(count * each * leaf_.page_width), leaf_, *values, first * each, count * each));
        page_values_ += count * each;
        statistics_.add(leaf_, *values, first * each, count * each);
    }
    void close_fixed(text_buffer& out) {
        const std::size_t rows = page_rows();
        if (packs_) end_packed_bytes(pages_.compresses() ? plain_ : out, page_values_);
        std::optional<ready_page> last;
        if (rows != step_) last = fixed_page(rows);
        const ready_page& page = last ? *last : *full_;
        if (pages_.compresses()) {
            pages_.write({false, page_values_, fixed_encoding(), 0, 0}, page.levels, plain_, out);
            plain_.clear();
            return;
        }
        if (last) {
            // The last page of a chunk has less rows: its own head and levels take the place of a full page's.
            const std::size_t wrong = full_->head.size() + full_->levels.size(), right = page.head.size() + page.levels.size();
            const std::size_t values = out.size() - page_begin_ - wrong;
            char* const begin = out.room(right) - (out.size() - page_begin_);
            std::memmove(begin + right, begin + wrong, values);
            out.set_end(begin);
            out.append(page.head.text());
            out.append(page.levels.text());
            out.set_end(begin + right + values);
        }
        pages_.count(page.head.size(), {false, page_values_, fixed_encoding(), page.bytes, page.bytes});
    }

    // Texts of a column with a dictionary, as long as the page and the chunk are made of numbers.
    [[nodiscard]] bool add_numbers(const column& from, std::size_t first, std::size_t count) {
        const text_dictionary* const texts = from.dictionary();
        if (texts == nullptr || !tries_ || plain_count_ != 0) {
            if (numbers_.empty()) return false;
            // A page that began with numbers goes on with them.
            if (texts == nullptr) {
                for (std::size_t i = first; i < first + count; ++i) numbers_.push_back(dictionary_.number_of(from.text(i)));
                return true;
            }
        }
        const auto* const given = from.values<std::uint32_t>() + first;
        const std::size_t begin = numbers_.size();
        numbers_.resize(begin + count);
        for (std::size_t i = 0; i < count; ++i) numbers_[begin + i] = dictionary_.number_of(*texts, given[i]);
        return true;
    }

    // Numbers for the values of a page that was gathered as PLAIN, if that pays; the first page of a chunk decides whether it is tried further.
    void find_numbers() {
        const std::string_view all = plain_.text();
        const bool is_first = dictionary_pages_ == 0;
        if (leaf_.kind == value_kind::bytes)
            find_numbers(is_first, [&, at = all.data()]() mutable {
                std::uint32_t length;
                std::memcpy(&length, at, 4);
                const std::string_view value{at + 4, length};
                at += 4 + length;
                return dictionary_.number_of(value);
            });
        else if (leaf_.page_width == 4)
            find_numbers(is_first, [&, at = all.data()]() mutable { return dictionary_.number_of<4>(std::exchange(at, at + 4)); });
        else if (leaf_.page_width == 8)
            find_numbers(is_first, [&, at = all.data()]() mutable { return dictionary_.number_of<8>(std::exchange(at, at + 8)); });
        else
            find_numbers(is_first, [&, at = std::size_t{0}]() mutable { return dictionary_.number_of(all.substr(at++ * leaf_.page_width, leaf_.page_width)); });
        if (tries_ && is_first && dictionary_.page().size() + numbers_.size() * bits_for(largest_number()) / 8 >= plain_.size()) give_up();
    }
    // `next()` numbers the next value.
    template <class Next>
    void find_numbers(bool is_first, Next next) {
        constexpr std::size_t sample = 1024;
        numbers_.resize(plain_count_);
        for (std::size_t i = 0; i < plain_count_; ++i) {
            numbers_[i] = next();
            if ((is_first && i + 1 == sample && dictionary_.size() > sample / 2) || dictionary_.page().size() > dictionary_limit_) return give_up();
        }
    }
    void give_up() noexcept {
        numbers_.clear();
        tries_ = false;
    }
    [[nodiscard]] std::uint32_t largest_number() const noexcept { return dictionary_.size() == 0 ? 0 : static_cast<std::uint32_t>(dictionary_.size() - 1); }

    [[nodiscard]] encoding fixed_encoding() const noexcept { return packs_ ? encoding::rle_dictionary : encoding::plain; }
    [[nodiscard]] std::size_t page_rows() const noexcept { return rows_ - closed_rows_; }
    [[nodiscard]] bool is_full() const noexcept {
        return plain_.size() >= page_bytes_ || numbers_.size() * sizeof(std::uint32_t) >= page_bytes_ ||
               (tries_ && dictionary_.page().size() > dictionary_limit_) || page_values_ >= std::size_t{1} << 24;
    }

    void close_page(text_buffer& out) {
        if (full_) {
            close_fixed(out);
            ++(packs_ ? dictionary_pages_ : plain_pages_);
        } else {
            if (finds_ && tries_ && numbers_.empty() && plain_count_ != 0) find_numbers();
            levels_.clear();
            repetitions_.finish(levels_);
            definitions_.finish(levels_);
            bits_.finish(plain_);
            if (!numbers_.empty()) {
                const unsigned bits = bits_for(largest_number());
                scratch_.clear();
                const char width = static_cast<char>(bits);
                scratch_.append({&width, 1});
                put_hybrid(scratch_, numbers_.data(), numbers_.size(), bits);
                pages_.write({false, page_values_, encoding::rle_dictionary, 0, 0}, levels_, scratch_, out);
                ++dictionary_pages_;
                if (plain_count_ == 0) numbers_only_ = true;
                if (dictionary_.page().size() > dictionary_limit_) tries_ = false;
            } else if (packs_ && plain_count_ != 0) {
                begin_packed_bytes(levels_, plain_count_);
                end_packed_bytes(plain_, plain_count_);
                pages_.write({false, page_values_, encoding::rle_dictionary, 0, 0}, levels_, plain_, out);
                ++dictionary_pages_;
            } else {
                pages_.write({false, page_values_, encoding::plain, 0, 0}, levels_, plain_, out);
                ++plain_pages_;
            }
            plain_.clear();
            numbers_.clear();
            plain_count_ = 0;
        }
        values_ += page_values_;
        page_values_ = 0;
        closed_rows_ = rows_;
    }

    void clear() {
        rows_ = closed_rows_ = values_ = nulls_ = dictionary_pages_ = plain_pages_ = 0;
        numbers_only_ = false;
        pages_.clear();
        statistics_.clear();
        if (may_have_dictionary_) dictionary_.clear();
    }

    // Whether values are bytes that number a dictionary of all bytes.
    bool packs_, is_signed_;
    leaf leaf_;
    std::size_t page_bytes_, dictionary_limit_;
    bool finds_, may_have_dictionary_, direct_;
    bool tries_ = false, every_step_ = false, numbers_only_ = false;
    /// Pages end only where the number of rows is a multiple of this.
    std::size_t step_ = 1;
    page_writer pages_;
    level_encoder definitions_, repetitions_;
    chunk_dictionary dictionary_;
    std::optional<ready_page> full_;

    // Of the chunk.
    std::size_t rows_ = 0, closed_rows_ = 0, values_ = 0, nulls_ = 0, dictionary_pages_ = 0, plain_pages_ = 0;
    statistics statistics_;
    text_buffer waiting_, dictionary_page_;

    // Of the page.
    std::size_t page_values_ = 0, plain_count_ = 0, page_begin_ = 0;
    text_buffer plain_, levels_, scratch_;
    bit_packer bits_;
    std::vector<std::uint32_t> numbers_;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_CHUNK_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_COLUMN_APPENDER_HPP
#define SPATE_FIELD_COLUMN_APPENDER_HPP

/// `column_appender`: a column put together from single values, each a row of some other column.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// Starts `out` for `count` values of a type; `append` is called for each in order, then `finish`; `out` is not read before. The type must live as long.
/// Allocates where `out` has to grow, and for nested types. Throws std::length_error for more than 2^31 - 1 bytes of texts. Thread safety: belongs to one
/// thread.
class column_appender {
public:
    column_appender(const data_type& type, std::size_t count, column& out) : type_{type}, count_{count}, out_{out} {
        width_ = type.id == type_id::bits ? type.size / 8 : width_of(type.id);
        nested_ = width_ == 0 && type.id != type_id::boolean && !is_text_like(type.id);
        valid_->assign((count + 63) / 64, 0);
        if (nested_) {
            copies_->resize(std::max(copies_->size(), count));
        } else {
            out.start(type, count);
        }
    }

    /// Row `row` of a column of the type, which is not read later. Requires row < from.size().
    void append(const column& from, std::size_t row = 0) {
        const bool null = from.is_null(row);
        (*valid_)[at_ / 64] |= static_cast<std::uint64_t>(!null) << at_ % 64;
        nulls_ += null;
        if (width_ != 0) {
            std::memcpy(out_.values<std::byte>() + at_ * width_, from.values<std::byte>() + row * width_, width_);
        } else if (nested_) {
            const column* const source = &from;
            const detail::taken one{0, static_cast<std::uint32_t>(row)};
            detail::gather(type_, {&source, 1}, &one, 1, (*copies_)[at_]);
        } else if (type_.id == type_id::boolean) {
            auto* const words = out_.values<std::uint64_t>();
            if (at_ % 64 == 0) words[at_ / 64] = 0;
            words[at_ / 64] |= static_cast<std::uint64_t>(from.boolean(row)) << at_ % 64;
        } else {
            append_text(from, row, null);
        }
        ++at_;
    }

    void finish() {
        if (nested_) {
            detail::scratch<std::vector<const column*>> sources;
            detail::scratch<std::vector<detail::taken>> rows;
            sources->clear();
            rows->clear();
            for (std::size_t i = 0; i < count_; ++i) {
                sources->push_back(&(*copies_)[i]);
                rows->push_back({static_cast<std::uint32_t>(i), 0});
            }
            detail::gather(type_, {sources->data(), count_}, rows->data(), count_, out_);
            return;
        }
        if (is_text_like(type_.id)) out_.set_plain(plain_);
        if (nulls_ == 0) return;
        std::memcpy(out_.make_validity(), valid_->data(), valid_->size() * sizeof(std::uint64_t));
        out_.set_nulls(nulls_);
    }

private:
    // Texts of one dictionary stay numbers; those of several, and others, become texts.
    void append_text(const column& from, std::size_t row, bool null) {
        plain_ &= from.plain();
        if (at_ == 0 && from.dictionary() != nullptr) out_.start(*from.dictionary(), count_);
        if (out_.dictionary() != nullptr) {
            if (from.dictionary() == out_.dictionary()) {
                out_.values<std::uint32_t>()[at_] = from.values<std::uint32_t>()[row];
                return;
            }
            leave_dictionary();
        }
        append_bytes(null ? std::string_view{} : from.text(row), at_);
    }
    void leave_dictionary() {
        const text_dictionary& words = *out_.dictionary();
        detail::scratch<std::vector<std::uint32_t>> numbers;
        numbers->assign(out_.values<std::uint32_t>(), out_.values<std::uint32_t>() + at_);
        out_.start(type_, count_);
        for (std::size_t i = 0; i < at_; ++i) append_bytes(((*valid_)[i / 64] >> i % 64 & 1) != 0 ? words[(*numbers)[i]] : std::string_view{}, i);
    }
    void append_bytes(std::string_view text, std::size_t row) {
        out_.value_buffer().reserve(bytes_ + text.size(), bytes_);
        if (!text.empty()) std::memcpy(out_.values<char>() + bytes_, text.data(), text.size());
        bytes_ += text.size();
        out_.offsets()[row + 1] = column_offset(bytes_);
    }

    const data_type& type_;
    std::size_t count_, width_ = 0, at_ = 0, bytes_ = 0, nulls_ = 0;
    bool nested_ = false, plain_ = true;
    column& out_;
    detail::scratch<std::vector<std::uint64_t>> valid_;
    detail::scratch<std::vector<column>> copies_;
};

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_COLUMN_APPENDER_HPP

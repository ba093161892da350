// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_JSON_LINES_HPP
#define SPATE_RUN_DETAIL_JSON_LINES_HPP

/// The rows of a batch as JSON texts, one by one.

#include <cstddef>
#include <cstring>
#include <string_view>

#include <spate/format/ndjson.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

class json_lines {
public:
    explicit json_lines(const record_type& type) : encoder_{type} {}

    void encode(const batch& rows) {
        text_.clear();
        encoder_.encode(rows, text_);
        rest_ = text_.text();
    }
    /// The next row, without the end of its line. Requires that there is one.
    [[nodiscard]] std::string_view next() noexcept {
        const auto* const end = static_cast<const char*>(std::memchr(rest_.data(), '\n', rest_.size()));
        const std::string_view out = rest_.substr(0, static_cast<std::size_t>(end - rest_.data()));
        rest_.remove_prefix(out.size() + 1);
        return out;
    }

private:
    ndjson::encoder_type encoder_;
    text_buffer text_;
    std::string_view rest_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_JSON_LINES_HPP

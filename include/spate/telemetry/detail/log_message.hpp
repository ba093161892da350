// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_LOG_MESSAGE_HPP
#define SPATE_TELEMETRY_DETAIL_LOG_MESSAGE_HPP

/// What a log line says.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/telemetry/detail/log_rows.hpp>
#include <spate/telemetry/detail/span_rows.hpp>
#include <spate/telemetry/detail/span_words.hpp>

namespace spate::inline v0::detail {

/// Writes messages: what was done, how it ended, how long it took, and for whom.
class log_messages {
public:
    /// Requires that `columns` and `source` live as long.
    log_messages(const trace_source& source, const span_columns& columns) : services_{source.options().services.size()}, columns_{columns} {
        for (std::size_t i = 0; i < columns.peers.size(); ++i) {
            const std::string_view peer = columns.peers[i];
            longest_ = std::max(longest_, peer.size() + room_for_the_rest);
            plain_ &= std::all_of(peer.begin(), peer.end(), is_plain);
        }
    }

    /// The messages of rows, as a column of texts.
    void fill(const std::vector<log_row>& rows, column& out) const {
        static constexpr data_type text{.id = type_id::text};
        out.start(text, rows.size(), rows.size() * longest_);
        char* const begin = out.values<char>();
        char* to = begin;
        std::int32_t* const offsets = out.offsets();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            to = put(to, rows[i]);
            offsets[i + 1] = column_offset(static_cast<std::size_t>(to - begin));
        }
        out.set_plain(plain_);
    }

private:
    // A name of a span, two numbers and all words around them.
    static constexpr std::size_t room_for_the_rest = 160;

    static constexpr bool is_plain(char letter) noexcept {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' ||
               letter == '.' || letter == ' ';
    }
    static char* put_text(char* to, std::string_view text) noexcept {
        std::memcpy(to, text.data(), text.size());
        return to + text.size();
    }
    // In milliseconds, with three places.
    static char* put_time(char* to, std::string_view before, std::uint64_t nanoseconds) noexcept {
        const std::uint64_t microseconds = nanoseconds / 1000, whole = microseconds / 1000;
        to = put_unsigned(put_text(to, before), whole);
        put_4(to, static_cast<std::uint32_t>(microseconds - whole * 1000));
        *to = '.';
        return put_text(to + 4, " ms");
    }
    static char* put_user(char* to, std::string_view before, const log_row& row) noexcept {
        return put_unsigned(put_text(to, before), 1 + scale(mix(row.trace.low), 100'000));
    }

    char* put(char* to, const log_row& row) const noexcept {
        const std::string_view name = columns_.names[row.name];
        if (row.accepts) return put_text(put_user(put_text(to, name), " from user ", row), " accepted");
        switch (row.kind) {
            case span_kind::server:
                to = put_unsigned(put_text(put_text(to, name), " "), row.status);
                return put_user(put_time(to, row.failed ? " failed in " : " in ", row.duration), " user ", row);
            case span_kind::client:
                to = put_text(to, columns_.peers[row.peer]);
                to = row.status == 0 ? put_text(to, " gave no answer") : put_unsigned(put_text(to, " answered "), row.status);
                return put_time(put_text(put_text(to, " to "), name), " in ", row.duration);
            case span_kind::query:
                to = put_text(put_text(put_text(to, name), " on "), columns_.peers[services_ + row.peer]);
                return put_time(to, row.failed ? " failed after " : " in ", row.duration);
            default:
                return put_time(put_text(to, name), row.failed ? " failed after " : " in ", row.duration);
        }
    }

    std::size_t services_;
    const span_columns& columns_;
    std::size_t longest_ = room_for_the_rest;
    bool plain_ = true;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_LOG_MESSAGE_HPP

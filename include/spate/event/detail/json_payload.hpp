// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_JSON_PAYLOAD_HPP
#define SPATE_EVENT_DETAIL_JSON_PAYLOAD_HPP

/// Payloads of JSON: the line of ndjson without its end. See dialect.hpp.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <spate/detail/config.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/event/detail/dialect.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/type.hpp>
#include <spate/field/value_text.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

class json_payload {
public:
    // A day's text is kept, since most times are of the day of the one before.
    struct state {
        timestamp_writer<0> seconds;
        timestamp_writer<3> milliseconds;
        timestamp_writer<6> microseconds;
        timestamp_writer<9> nanoseconds;
    };
    static constexpr std::size_t longest_value = 48;
    static constexpr bool places_are_in_choices = false;
    // A choice among one may be a part of the literal.
    static constexpr bool choices_are_literals = true;

    explicit json_payload(record_type type, std::string_view = {}) : type_{std::move(type)} {}

    [[nodiscard]] static std::string head() { return {}; }
    [[nodiscard]] std::string tail() const { return type_.empty() ? "{}" : "}"; }
    [[nodiscard]] std::string before(std::size_t field) const { return (field == 0 ? "{" : ",") + json_text(type_[field].name) + ":"; }
    [[nodiscard]] std::string null_text(std::size_t field) const { return before(field) + "null"; }
    [[nodiscard]] value_place place(std::size_t field) const { return {0, 0, type_[field].type.places}; }
    static void text(std::size_t, std::string& out, std::string_view text) { append_json_text(out, text); }
    void number(std::size_t field, std::string& out, const column& from, std::size_t row) const { append_json(out, type_[field].type, from, row); }

    template <type_id Id>
    static char* put_integer(state& kept, const value_place& at, char*, char* to, std::uint64_t bits) noexcept {
        if constexpr (Id == type_id::boolean) {
            return put_json_boolean(to, bits != 0);
        } else if constexpr (Id == type_id::timestamp) {
            *to++ = '"';
            const auto time = static_cast<std::int64_t>(bits);
            if (at.places == 3)
                to = kept.milliseconds.put(to, time);
            else if (at.places == 0)
                to = kept.seconds.put(to, time);
            else
                to = at.places == 6 ? kept.microseconds.put(to, time) : kept.nanoseconds.put(to, time);
            *to = '"';
            return to + 1;
        } else if constexpr (Id == type_id::date) {
            *to = '"';
            to = put_date(to + 1, static_cast<std::int64_t>(bits));
            *to = '"';
            return to + 1;
        } else if constexpr (Id == type_id::decimal) {
            return put_decimal(to, static_cast<std::int64_t>(bits), at.places);
        } else if constexpr (Id == type_id::uint64) {
            return put_unsigned(to, bits);
        } else {
            return put_signed(to, static_cast<std::int64_t>(bits));
        }
    }
    template <type_id Id>
    static char* put_real(state&, const value_place&, char*, char* to, double value) noexcept {
        if constexpr (Id == type_id::float32)
            return put_json_real(to, static_cast<float>(value));
        else
            return put_json_real(to, value);
    }
    static char* put_uuid(state&, const value_place&, char*, char* to, const std::byte* bytes) noexcept {
        *to = '"';
        to = detail::put_uuid(to + 1, bytes);
        *to = '"';
        return to + 1;
    }
    SPATE_ALWAYS_INLINE static char* put_choice(state&, const value_place&, char*, char* to, const char* bytes, std::size_t size) noexcept {
        std::memcpy(to, bytes, 32);
        if (size > 32) std::memcpy(to + 32, bytes + 32, size - 32);
        return to + size;
    }
    static void put_null(const value_place&, char*) noexcept {}
    static char* finish(char*, char* to) noexcept { return to; }
    static void append(const value_place&, char*, std::size_t, std::string& out, const data_type& type, const column& from, std::size_t row) {
        append_json(out, type, from, row);
    }

private:
    record_type type_;
};

static_assert(payload_dialect<json_payload>);

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_JSON_PAYLOAD_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_AVRO_PAYLOAD_HPP
#define SPATE_EVENT_DETAIL_AVRO_PAYLOAD_HPP

/// Payloads of Avro: a bare datum, or one behind the head of a single object. See dialect.hpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <spate/detail/config.hpp>
#include <spate/event/detail/dialect.hpp>
#include <spate/event/payload_schema.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/avro_values.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

class avro_payload {
public:
    struct state {};
    static constexpr std::size_t longest_value = avro_values::longest;
    static constexpr bool places_are_in_choices = false;

    explicit avro_payload(record_type type, std::string_view = {}) : type_{std::move(type)} {}

    [[nodiscard]] static std::string head() { return {}; }
    [[nodiscard]] static std::string tail() { return {}; }
    [[nodiscard]] std::string before(std::size_t field) const { return type_[field].type.nullable ? std::string(1, avro_values::there) : std::string{}; }
    [[nodiscard]] static std::string null_text(std::size_t) { return std::string(1, avro_values::null); }
    [[nodiscard]] value_place place(std::size_t field) const { return {0, 0, type_[field].type.places}; }
    static void text(std::size_t, std::string& out, std::string_view text) { avro_values::append_text(out, text); }
    void number(std::size_t field, std::string& out, const column& from, std::size_t row) const { avro_values::append(out, type_[field].type, from, row); }

    template <type_id Id>
    SPATE_ALWAYS_INLINE static char* put_integer(state&, const value_place& at, char*, char* to, std::uint64_t bits) noexcept {
        if constexpr (Id == type_id::boolean) {
            *to = static_cast<char>(bits);
            return to + 1;
        } else if constexpr (Id == type_id::uint64) {
            return avro_values::put_decimal(to, bits);
        } else if constexpr (Id == type_id::decimal) {
            return avro_values::put_decimal(to, static_cast<std::int64_t>(bits));
        } else if constexpr (Id == type_id::timestamp) {
            // Avro has no unit of whole seconds.
            return avro_values::put_whole(to, static_cast<std::int64_t>(at.places == 0 ? bits * 1000 : bits));
        } else {
            return avro_values::put_whole(to, static_cast<std::int64_t>(bits));
        }
    }
    template <type_id Id>
    SPATE_ALWAYS_INLINE static char* put_real(state&, const value_place&, char*, char* to, double value) noexcept {
        const auto number = static_cast<std::conditional_t<Id == type_id::float32, float, double>>(value);
        std::memcpy(to, &number, sizeof number);
        return to + sizeof number;
    }
    static char* put_uuid(state&, const value_place&, char*, char* to, const std::byte* bytes) noexcept { return avro_values::put_uuid(to, bytes); }
    SPATE_ALWAYS_INLINE static char* put_choice(state&, const value_place&, char*, char* to, const char* bytes, std::size_t size) noexcept {
        std::memcpy(to, bytes, 32);
        if (size > 32) std::memcpy(to + 32, bytes + 32, size - 32);
        return to + size;
    }
    static void put_null(const value_place&, char*) noexcept {}
    SPATE_ALWAYS_INLINE static char* finish(char*, char* to) noexcept { return to; }
    static void append(const value_place&, char*, std::size_t, std::string& out, const data_type& type, const column& from, std::size_t row) {
        avro_values::append(out, type, from, row);
    }

private:
    record_type type_;
};

static_assert(payload_dialect<avro_payload>);

class avro_single_object_payload : public avro_payload {
public:
    explicit avro_single_object_payload(const record_type& type, std::string_view event_type_id = {})
        : avro_payload{type}, head_{payload_single_object_head(type, event_type_id)} {}

    [[nodiscard]] std::string head() const { return {head_.data(), head_.size()}; }

private:
    std::array<char, 10> head_;
};

static_assert(payload_dialect<avro_single_object_payload>);

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_AVRO_PAYLOAD_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_PROTOBUF_PAYLOAD_HPP
#define SPATE_EVENT_DETAIL_PROTOBUF_PAYLOAD_HPP

/// Payloads of protobuf: a message without its size. See dialect.hpp. Tags belong to the values, since a value of 0 is left out with its tag.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <spate/detail/config.hpp>
#include <spate/event/detail/dialect.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/protobuf_values.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

class protobuf_payload {
public:
    struct state {};
    static constexpr std::size_t longest_value = protobuf_values::longest;
    static constexpr bool places_are_in_choices = true;

    explicit protobuf_payload(record_type type, std::string_view = {}) : type_{std::move(type)} {}

    [[nodiscard]] static std::string head() { return {}; }
    [[nodiscard]] static std::string tail() { return {}; }
    [[nodiscard]] static std::string before(std::size_t) { return {}; }
    [[nodiscard]] static std::string null_text(std::size_t) { return {}; }
    /// The tag, and in the mark its size and whether zeros are written.
    [[nodiscard]] value_place place(std::size_t field) const {
        const data_type& type = type_[field].type;
        const protobuf_values::tag tag = protobuf_values::tag_of(type, field);
        return {tag.bytes, static_cast<std::uint16_t>(tag.size | (type.nullable ? keeps_zeros : 0)), type.places};
    }
    void text(std::size_t field, std::string& out, std::string_view text) const { protobuf_values::append_text(out, type_[field].type, field, text); }
    void number(std::size_t field, std::string& out, const column& from, std::size_t row) const {
        protobuf_values::append(out, type_[field].type, field, from, row);
    }

    template <type_id Id>
    SPATE_ALWAYS_INLINE static char* put_integer(state&, const value_place& at, char*, char* to, std::uint64_t bits) noexcept {
        constexpr bool without_sign = Id == type_id::boolean || (Id >= type_id::uint8 && Id <= type_id::uint64);
        char* const value = put_tag(to, at);
        if constexpr (Id == type_id::decimal)
            return protobuf_values::put_decimal(value, static_cast<std::int64_t>(bits), at.places);
        else if constexpr (without_sign)
            return unless_left_out(at, to, bits, protobuf_values::put_whole(value, bits));
        else
            return unless_left_out(at, to, bits, protobuf_values::put_signed(value, static_cast<std::int64_t>(bits)));
    }
    template <type_id Id>
    SPATE_ALWAYS_INLINE static char* put_real(state&, const value_place& at, char*, char* to, double value) noexcept {
        constexpr bool is_short = Id == type_id::float32;
        const auto bits =
            std::bit_cast<std::conditional_t<is_short, std::uint32_t, std::uint64_t>>(static_cast<std::conditional_t<is_short, float, double>>(value));
        char* const put = put_tag(to, at);
        std::memcpy(put, &bits, sizeof bits);
        return unless_left_out(at, to, bits, put + sizeof bits);
    }
    static char* put_uuid(state&, const value_place& at, char*, char* to, const std::byte* bytes) noexcept {
        return protobuf_values::put_uuid(put_tag(to, at), bytes);
    }
    SPATE_ALWAYS_INLINE static char* put_choice(state&, const value_place&, char*, char* to, const char* bytes, std::size_t size) noexcept {
        std::memcpy(to, bytes, 32);
        if (size > 32) std::memcpy(to + 32, bytes + 32, size - 32);
        return to + size;
    }
    static void put_null(const value_place&, char*) noexcept {}
    SPATE_ALWAYS_INLINE static char* finish(char*, char* to) noexcept { return to; }
    static void append(const value_place& at, char*, std::size_t, std::string& out, const data_type& type, const column& from, std::size_t row) {
        protobuf_values::append(out, tag_at(at), type, from, row);
    }

private:
    static constexpr unsigned keeps_zeros = 0x100;

    [[nodiscard]] SPATE_ALWAYS_INLINE static protobuf_values::tag tag_at(const value_place& at) noexcept { return {at.fixed, at.mark & 0xffu}; }
    SPATE_ALWAYS_INLINE static char* put_tag(char* to, const value_place& at) noexcept { return protobuf_values::put_tag(to, tag_at(at)); }
    [[nodiscard]] SPATE_ALWAYS_INLINE static char* unless_left_out(const value_place& at, char* to, std::uint64_t bits, char* end) noexcept {
        return bits != 0 || (at.mark & keeps_zeros) != 0 ? end : to;
    }

    record_type type_;
};

static_assert(payload_dialect<protobuf_payload>);

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_PROTOBUF_PAYLOAD_HPP

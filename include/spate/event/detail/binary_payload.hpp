// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_BINARY_PAYLOAD_HPP
#define SPATE_EVENT_DETAIL_BINARY_PAYLOAD_HPP

/// Payloads of binary rows. See dialect.hpp. Values of fixed width have their places in the head; what has none comes behind it.

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
#include <spate/format/binary_row_values.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

class binary_payload {
public:
    struct state {};
    static constexpr std::size_t longest_value = 16;
    static constexpr bool places_are_in_choices = false;

    explicit binary_payload(record_type type, std::string_view = {}) : type_{std::move(type)}, places_{type_} {}

    [[nodiscard]] std::string head() const { return std::string(places_.head_bytes(), '\0'); }
    [[nodiscard]] static std::string tail() { return {}; }
    [[nodiscard]] static std::string before(std::size_t) { return {}; }
    [[nodiscard]] static std::string null_text(std::size_t) { return {}; }
    /// Where the value stands, or 0, and the bit of its nulls.
    [[nodiscard]] value_place place(std::size_t field) const {
        return {static_cast<std::uint32_t>(places_.offset(field)), static_cast<std::uint16_t>(places_.null_bit(field)), type_[field].type.places};
    }
    /// The size, the text, and as many bytes as alignment can take.
    static void text(std::size_t, std::string& out, std::string_view text) {
        const auto size = static_cast<std::uint32_t>(text.size());
        char bytes[4];
        std::memcpy(bytes, &size, 4);
        out.append(bytes, 4).append(text).append(most_gap, '\0');
    }
    void number(std::size_t field, std::string& out, const column& from, std::size_t row) const {
        const std::size_t before = out.size();
        out.resize(before + (from.id() == type_id::boolean ? 1 : width_of(type_[field].type.id)));
        binary_row_values::put_fixed(out.data() + before, type_[field].type, from, row);
    }

    template <type_id Id>
    SPATE_ALWAYS_INLINE static char* put_integer(state&, const value_place& at, char* begin, char* to, std::uint64_t bits) noexcept {
        std::memcpy(begin + at.fixed, &bits, Id == type_id::boolean ? 1 : width_of(Id));
        return to;
    }
    template <type_id Id>
    SPATE_ALWAYS_INLINE static char* put_real(state&, const value_place& at, char* begin, char* to, double value) noexcept {
        const auto number = static_cast<std::conditional_t<Id == type_id::float32, float, double>>(value);
        std::memcpy(begin + at.fixed, &number, sizeof number);
        return to;
    }
    static char* put_uuid(state&, const value_place& at, char* begin, char* to, const std::byte* bytes) noexcept {
        std::memcpy(begin + at.fixed, bytes, 16);
        return to;
    }
    SPATE_ALWAYS_INLINE static char* put_choice(state&, const value_place& at, char* begin, char* to, const char* bytes, std::size_t size) noexcept {
        if (at.fixed != 0) {
            std::memcpy(begin + at.fixed, bytes, size);
            return to;
        }
        to = align(begin, to);
        std::memcpy(to, bytes, 32);
        if (size > 32) std::memcpy(to + 32, bytes + 32, size - 32);
        return to + size - most_gap;
    }
    static void put_null(const value_place& at, char* begin) noexcept { binary_row_values::set_null(begin, at.mark); }
    static void append(const value_place& at, char* begin, std::size_t end, std::string& out, const data_type& type, const column& from, std::size_t row) {
        if (at.fixed != 0) return binary_row_values::put_fixed(begin + at.fixed, type, from, row);
        binary_row_values::append(out, end, type, from, row);
    }
    SPATE_ALWAYS_INLINE static char* finish(char* begin, char* to) noexcept { return binary_row_values::finish(begin, to); }

private:
    static constexpr std::size_t most_gap = 3;

    SPATE_ALWAYS_INLINE static char* align(char* begin, char* to) noexcept {
        constexpr std::uint32_t zero = 0;
        std::memcpy(to, &zero, 4);
        return begin + ((static_cast<std::size_t>(to - begin) + most_gap) & ~most_gap);
    }

    record_type type_;
    binary_row_values places_;
};

static_assert(payload_dialect<binary_payload>);

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_BINARY_PAYLOAD_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_STATISTICS_HPP
#define SPATE_DELTA_DELTA_STATISTICS_HPP

/// What a Delta log says of the values of a data file.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/json_text.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/type.hpp>
#include <spate/field/value_text.hpp>
#include <spate/format/parquet_range.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

namespace detail {

/// The first `most` characters of UTF-8.
[[nodiscard]] inline std::string_view first_characters(std::string_view text, std::size_t most) noexcept {
    std::size_t at = 0;
    for (std::size_t characters = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) continue;
        if (characters++ == most) break;
    }
    return text.substr(0, at);
}

class delta_statistics_text {
public:
    delta_statistics_text(std::span<const parquet_range> ranges) : ranges_{ranges} {}

    enum class kind : unsigned char { least, largest, nulls };

    // The members of a struct as a JSON object; nothing where none has a value.
    [[nodiscard]] std::string object(const record_type& fields, kind of) {
        std::string out;
        for (const field_type& field : fields) {
            const std::string value = this->value(field.type, of);
            if (value.empty()) continue;
            out += out.empty() ? '{' : ',';
            out += json_text(field.name) + ':' + value;
        }
        return out.empty() ? out : out + '}';
    }

private:
    static constexpr std::size_t most_columns = 32, most_characters = 32;
    static constexpr std::string_view last_character = "\xf4\x8f\xbf\xbf";

    [[nodiscard]] static std::size_t leaves(const data_type& type) {
        if (type.children.empty()) return 1;
        std::size_t all = 0;
        for (const data_type& child : type.children) all += leaves(child);
        return all;
    }
    [[nodiscard]] std::string value(const data_type& type, kind of) {
        if (type.id == type_id::structure) {
            record_type members;
            for (std::size_t i = 0; i < type.children.size(); ++i) members.push_back({type.names[i], type.children[i]});
            return object(members, of);
        }
        if (type.id == type_id::list || type.id == type_id::vector) {
            at_ += leaves(type);
            return {};
        }
        const std::size_t at = at_++;
        if (at >= most_columns || at >= ranges_.size() || ranges_[at].repeated) return {};
        if (of == kind::nulls) return std::to_string(ranges_[at].nulls);
        // NaN is above all numbers to most readers, and below them to some.
        if (!ranges_[at].known || ranges_[at].nan) return {};
        return extreme(type, of == kind::least ? ranges_[at].least : ranges_[at].largest, of == kind::largest);
    }

    template <class Number>
    [[nodiscard]] static Number number(std::string_view bytes) noexcept {
        Number out{};
        std::memcpy(&out, bytes.data(), sizeof out);
        return out;
    }
    [[nodiscard]] static std::string extreme(const data_type& type, std::string_view bytes, bool largest) {
        char text[64];
        switch (type.id) {
            // delta-rs takes a bound that is missing for one that no value keeps to.
            case type_id::boolean:
                return number<std::int64_t>(bytes) != 0 ? "true" : "false";
            case type_id::int8:
            case type_id::int16:
            case type_id::int32:
            case type_id::int64:
                return std::to_string(number<std::int64_t>(bytes));
            case type_id::uint8:
            case type_id::uint16:
            case type_id::uint32:
            case type_id::uint64:
                return std::to_string(number<std::uint64_t>(bytes));
            case type_id::decimal:
                return {text, put_decimal(text, number<std::int64_t>(bytes), type.places)};
            case type_id::date:
                text[0] = '"';
                return std::string{text, put_date(text + 1, number<std::int64_t>(bytes))} + '"';
            case type_id::timestamp:
                return time(number<std::int64_t>(bytes), type.places > 3, largest);
            case type_id::float32:
            case type_id::bfloat16: {
                const auto value = static_cast<float>(number<double>(bytes));
                return is_finite(value) ? std::string{text, put_json_real(text, value)} : std::string{};
            }
            case type_id::float64: {
                const auto value = number<double>(bytes);
                return is_finite(value) ? std::string{text, put_json_real(text, value)} : std::string{};
            }
            case type_id::text:
            case type_id::json:
                return shortened(bytes, largest);
            default:
                return {};
        }
    }
    // In milliseconds: rounded away from the values between, so that what is below the least value or above the largest is not in the file.
    [[nodiscard]] static std::string time(std::int64_t value, bool microseconds, bool largest) {
        if (microseconds) {
            const std::int64_t rest = value % 1000;
            value = value / 1000 - (rest < 0) + (largest && rest != 0);
        }
        char text[64];
        text[0] = '"';
        return std::string{text, put_timestamp(text + 1, value, 3)} + '"';
    }
    [[nodiscard]] static std::string shortened(std::string_view whole, bool largest) {
        const std::string_view first = first_characters(whole, most_characters);
        if (first.size() == whole.size() || !largest) return json_text(first);
        // What goes on with the last character of all may be above it.
        if (whole.substr(first.size()).starts_with(last_character)) return {};
        return json_text(std::string{first}.append(last_character));
    }

    std::span<const parquet_range> ranges_;
    std::size_t at_ = 0;
};

}  // namespace detail

/// The statistics of a file as JSON text: numRecords, minValues, maxValues and nullCount of the first 32 leaves of `type`, those of structures nested. `ranges`
/// are those of the file, a leaf of `type` each. What has no order in Delta (binaries, lists) has a number of nulls at most; infinity is left
/// out, and so are both bounds of a column that has NaN. Timestamps are in whole milliseconds, the least rounded down and the largest up. Texts are cut behind
/// 32 characters; a largest one that is cut gets U+10FFFF, the last character, so that it stays above all.
///
/// Source: delta-io/delta, PROTOCOL.md, "Per-file Statistics".
[[nodiscard]] inline std::string delta_statistics(const record_type& type, std::uint64_t rows, std::span<const parquet_range> ranges) {
    using kind = detail::delta_statistics_text::kind;
    std::string out = "{\"numRecords\":" + std::to_string(rows);
    const auto add = [&](const char* name, kind of) {
        const std::string object = detail::delta_statistics_text{ranges}.object(type, of);
        out += std::string{",\""} + name + "\":" + (object.empty() ? "{}" : object);
    };
    add("minValues", kind::least);
    add("maxValues", kind::largest);
    add("nullCount", kind::nulls);
    return out + '}';
}

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_STATISTICS_HPP

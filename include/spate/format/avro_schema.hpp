// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_AVRO_SCHEMA_HPP
#define SPATE_FORMAT_AVRO_SCHEMA_HPP

/// Avro schemas that stand outside of files: as text, in the form that is hashed, and the hash.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/format/detail/avro/names.hpp>
#include <spate/format/detail/avro/schema.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// The schema of a table's rows as format/avro.hpp writes them, JSON: what an .avsc file holds. Throws config_error for a name that is none of a record, and
/// for a decimal of 0 or more than 18 digits.
[[nodiscard]] inline std::string avro_schema_text(const record_type& type, const std::string& name) {
    return detail::avro_file::schema_writer::text(type, name);
}

/// The same schema in its Parsing Canonical Form: schemas that read the same data alike have the same. Throws as avro_schema_text does. Source: Apache Avro
/// 1.12.0 specification, "Transforming into Parsing Canonical Form".
[[nodiscard]] inline std::string avro_canonical_form(const record_type& type, const std::string& name) {
    return detail::avro_file::schema_writer::text(type, name, detail::avro_file::schema_form::canonical);
}

/// CRC-64-AVRO, the Rabin fingerprint of a schema's Parsing Canonical Form. Source: Apache Avro 1.12.0 specification, "Schema Fingerprints".
[[nodiscard]] constexpr std::uint64_t avro_fingerprint(std::string_view canonical_form) noexcept {
    constexpr std::uint64_t of_nothing = 0xc15d213aa4d7a795u;
    constexpr auto table = [] {
        std::array<std::uint64_t, 256> out{};
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = i;
            for (int bit = 0; bit < 8; ++bit) out[i] = out[i] >> 1 ^ (of_nothing & (0 - (out[i] & 1)));
        }
        return out;
    }();
    std::uint64_t print = of_nothing;
    for (const char letter : canonical_form) print = print >> 8 ^ table[(print ^ static_cast<unsigned char>(letter)) & 0xff];
    return print;
}

/// What stands before a datum that says by itself which schema it has: the marker C3 01 and the fingerprint, least byte first. Source: Apache Avro 1.12.0
/// specification, "Single-object encoding".
[[nodiscard]] constexpr std::array<char, 10> avro_single_object_head(std::uint64_t fingerprint) noexcept {
    std::array<char, 10> out{static_cast<char>(0xc3), 1};
    for (std::size_t i = 0; i < 8; ++i) out[2 + i] = static_cast<char>(fingerprint >> 8 * i & 0xff);
    return out;
}

/// A record's name for any text: shop_order for "shop.order". Each character that is no ASCII letter or digit becomes an underscore; one more stands before a
/// digit, and before the name of a primitive type.
[[nodiscard]] inline std::string avro_record_name(std::string_view text) {
    std::string out = detail::avro_file::made_name(text);
    if (detail::avro_file::is_primitive(out)) out.insert(out.begin(), '_');
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_AVRO_SCHEMA_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_SCHEMA_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_SCHEMA_HPP

/// A table's type as Parquet's: the tree of schema elements, and for each leaf, which is a column of the file, the way to it.
/// Source: apache/parquet-format, parquet.thrift, LogicalTypes.md and README.md ("Nested Encoding").

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/parquet/thrift_compact.hpp>
#include <spate/format/parquet_options.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail::parquet_file {

enum class physical_type : std::int32_t { boolean = 0, int32 = 1, int64 = 2, real32 = 4, real64 = 5, bytes = 6, fixed_bytes = 7 };

enum class converted_type : std::int32_t {
    utf8 = 0,
    list = 3,
    decimal = 5,
    date = 6,
    timestamp_millis = 9,
    timestamp_micros = 10,
    uint_8 = 11,
    uint_16 = 12,
    uint_32 = 13,
    uint_64 = 14,
    int_8 = 15,
    int_16 = 16,
    json = 19
};

/// Members of the union LogicalType, by their numbers.
enum class logical_type : int { none = 0, text = 1, list = 3, decimal = 5, date = 6, timestamp = 8, integer = 10, json = 12, uuid = 14, float16 = 15 };

/// One node of the tree, which the file lists from the root down, children behind their parent.
struct schema_element {
    enum class repetition : std::int32_t { required = 0, optional = 1, repeated = 2 };

    std::string name;
    std::optional<repetition> repeats;
    /// Of groups, which have no physical type.
    std::int32_t children = 0;
    std::optional<physical_type> physical;
    std::int32_t length = 0;
    std::optional<converted_type> converted;
    logical_type logical = logical_type::none;
    /// Of decimals; places of timestamps, and bits of integers, as well.
    std::int32_t digits = 0, places = 0;
    bool is_signed = false;

    void write(thrift_writer& to) const {
        to.structure();
        if (physical) to.i32(1, static_cast<std::int32_t>(*physical));
        if (length != 0) to.i32(2, length);
        if (repeats) to.i32(3, static_cast<std::int32_t>(*repeats));
        to.binary(4, name);
        if (!physical) to.i32(5, children);
        if (converted) to.i32(6, static_cast<std::int32_t>(*converted));
        if (logical == logical_type::decimal) {
            to.i32(7, places);
            to.i32(8, digits);
        }
        if (logical != logical_type::none) {
            to.structure(10);
            to.structure(static_cast<int>(logical));
            if (logical == logical_type::decimal) {
                to.i32(1, places);
                to.i32(2, digits);
            } else if (logical == logical_type::timestamp) {
                to.boolean(1, true);
                to.structure(2);
                to.structure(places <= 3 ? 1 : places <= 6 ? 2 : 3);
                to.end();
                to.end();
            } else if (logical == logical_type::integer) {
                to.byte(1, static_cast<std::int8_t>(places));
                to.boolean(2, is_signed);
            }
            to.end();
            to.end();
        }
        to.end();
    }
};

/// A step from a column to its child on the way to a leaf.
struct path_step {
    type_id id;  // list, vector or structure
    bool nullable;
    std::uint32_t size;    // of a vector
    std::size_t child;     // of a structure
    unsigned repetition;   // the level of what is behind a list's first element
    bool bytes_of_parent;  // the elements are the bytes of the column itself, not of a child
};

/// How values go from a column into a page.
enum class value_kind : unsigned char {
    bits,
    copy,        // `width` bytes as they are
    widen_int8,  // to INT32
    widen_int16,
    widen_uint8,
    widen_uint16,
    narrow,          // int64 to INT32
    seconds,         // to milliseconds
    widen_bfloat16,  // to FLOAT
    bytes            // with their length in front
};

/// The order of a column's least and largest value.
enum class value_order : unsigned char { none, boolean, signed_integer, unsigned_integer, real, fixed_bytes, text };

struct leaf {
    std::size_t field;  // of the table
    std::vector<path_step> path;
    std::vector<std::string> names;
    type_id id;
    bool nullable;
    physical_type physical;
    value_kind kind;
    value_order order;
    /// Bytes of a value in the column and in a page; 0 for booleans and texts.
    std::size_t width, page_width;
    unsigned definition = 0, repetition = 0;  // the largest levels
    bool in_vector = false;

    /// Elements of vectors, and bits, that stand in a page as they are: noise to a codec, unlike those that are widened with zeros.
    [[nodiscard]] bool is_dense() const noexcept { return (in_vector || id == type_id::bits) && kind == value_kind::copy && page_width != 0; }
    [[nodiscard]] bool is_byte_of_vector() const noexcept { return in_vector && (kind == value_kind::widen_int8 || kind == value_kind::widen_uint8); }
    /// The same, its values not widened.
    [[nodiscard]] leaf packed() && {
        kind = value_kind::copy;
        page_width = width;
        return std::move(*this);
    }
    /// Values of a row, where each row has the same number of them, none of them null, and all of the same width in a page; else 0.
    [[nodiscard]] std::size_t fixed_values() const noexcept {
        std::size_t values = nullable || page_width == 0 ? 0 : 1;
        for (const path_step& step : path) values *= step.id == type_id::list || step.nullable ? 0 : step.id == type_id::vector ? step.size : 1;
        return values;
    }
    /// The most bytes that a row has in a page, or 0 where that is not known.
    [[nodiscard]] std::size_t most_bytes() const noexcept {
        std::size_t bytes = page_width;
        for (const path_step& step : path) bytes *= step.id == type_id::list ? 0 : step.id == type_id::vector ? step.size : 1;
        return bytes;
    }
};

/// The elements and the leaves of a table. Throws config_error for what Parquet cannot hold.
class schema_tree {
public:
    schema_tree(const record_type& type, const parquet_options& options) : options_{options} {
        if (type.empty()) raise_config("parquet", "", "a table without columns cannot be written", "give it at least one");
        elements.push_back({.name = "schema", .repeats = {}, .children = static_cast<std::int32_t>(type.size()), .physical = {}, .converted = {}});
        for (std::size_t i = 0; i < type.size(); ++i) {
            leaf begun{};
            begun.field = i;
            add(type[i].name, type[i].type, std::move(begun));
        }
    }

    std::vector<schema_element> elements;
    std::vector<leaf> leaves;

private:
    using repetition = schema_element::repetition;

    void add(const std::string& name, const data_type& type, leaf way) {
        way.names.push_back(name);
        way.definition += type.nullable;
        const auto repeats = type.nullable ? repetition::optional : repetition::required;
        const bool half_vector = type.id == type_id::vector && !type.children.empty() &&
                                 (type.children[0].id == type_id::float16 || type.children[0].id == type_id::bfloat16) && !type.children[0].nullable;
        if (type.id == type_id::structure) {
            if (type.children.empty()) raise_config("parquet", name, "has no members, and Parquet has no empty structures", "give it one, or leave it out");
            elements.push_back(
                {.name = name, .repeats = repeats, .children = static_cast<std::int32_t>(type.children.size()), .physical = {}, .converted = {}});
            for (std::size_t i = 0; i < type.children.size(); ++i) {
                leaf further = way;
                further.path.push_back({type.id, type.nullable, 0, i, way.repetition, false});
                add(type.names[i], type.children[i], std::move(further));
            }
        } else if (type.id == type_id::list || type.id == type_id::vector || (type.id == type_id::bits && options_.bytes_as_lists)) {
            elements.push_back(
                {.name = name, .repeats = repeats, .children = 1, .physical = {}, .converted = converted_type::list, .logical = logical_type::list});
            elements.push_back({.name = "list", .repeats = repetition::repeated, .children = 1, .physical = {}, .converted = {}});
            way.names.emplace_back("list");
            ++way.definition;
            ++way.repetition;
            way.in_vector = way.in_vector || type.id != type_id::list;
            if (type.id == type_id::bits) {
                way.path.push_back({type_id::vector, type.nullable, type.size / 8, 0, way.repetition, true});
                add(options_.element_name, {.id = type_id::uint8}, std::move(way));
            } else if (half_vector && options_.bytes_as_lists) {
                way.path.push_back({type_id::vector, type.nullable, type.size * 2, 0, way.repetition, false});
                add(options_.element_name, {.id = type_id::uint8}, std::move(way));
            } else {
                way.path.push_back({type.id, type.nullable, type.size, 0, way.repetition, false});
                add(options_.element_name, type.children[0], std::move(way));
            }
        } else {
            if (way.definition > 255) raise_config("parquet", name, "stands in more than 255 levels", "nest it less deeply");
            add_leaf(type, repeats, std::move(way));
        }
    }

    void add_leaf(const data_type& type, repetition repeats, leaf way) {
        schema_element element{.name = way.names.back(), .repeats = repeats, .physical = {}, .converted = {}};
        way.id = type.id;
        way.nullable = type.nullable;
        way.kind = value_kind::copy;
        way.width = way.page_width = type.id == type_id::bits ? type.size / 8 : width_of(type.id);
        way.order = value_order::signed_integer;
        const auto integer = [&](int bits, bool is_signed, std::optional<converted_type> converted) {
            element.converted = converted;
            element.logical = logical_type::integer;
            element.places = bits;
            element.is_signed = is_signed;
            way.physical = bits == 64 ? physical_type::int64 : physical_type::int32;
            way.page_width = bits == 64 ? 8 : 4;
            way.order = is_signed ? value_order::signed_integer : value_order::unsigned_integer;
        };
        const auto fixed = [&](logical_type logical, value_order order) {
            element.logical = logical;
            way.physical = physical_type::fixed_bytes;
            way.order = order;
            element.length = static_cast<std::int32_t>(way.width);
        };
        const auto bytes = [&](logical_type logical, std::optional<converted_type> converted) {
            element.logical = logical;
            element.converted = converted;
            way.physical = physical_type::bytes;
            way.kind = value_kind::bytes;
            way.order = logical == logical_type::text ? value_order::text : value_order::none;
        };
        switch (type.id) {
            case type_id::boolean:
                way.physical = physical_type::boolean;
                way.kind = value_kind::bits;
                way.order = value_order::boolean;
                break;
            case type_id::int8:
                integer(8, true, converted_type::int_8);
                way.kind = value_kind::widen_int8;
                break;
            case type_id::int16:
                integer(16, true, converted_type::int_16);
                way.kind = value_kind::widen_int16;
                break;
            case type_id::uint8:
                integer(8, false, converted_type::uint_8);
                way.kind = value_kind::widen_uint8;
                break;
            case type_id::uint16:
                integer(16, false, converted_type::uint_16);
                way.kind = value_kind::widen_uint16;
                break;
            // What INT32 and INT64 mean by themselves.
            case type_id::int32:
                way.physical = physical_type::int32;
                break;
            case type_id::int64:
                way.physical = physical_type::int64;
                break;
            case type_id::uint32:
                integer(32, false, converted_type::uint_32);
                break;
            case type_id::uint64:
                integer(64, false, converted_type::uint_64);
                break;
            case type_id::float16:
                fixed(logical_type::float16, value_order::real);
                break;
            case type_id::bfloat16:
                if (options_.bfloat16 == parquet_bfloat16::raw) {
                    fixed(logical_type::none, value_order::none);
                } else {
                    way.physical = physical_type::real32;
                    way.kind = value_kind::widen_bfloat16;
                    way.page_width = 4;
                    way.order = value_order::real;
                }
                break;
            case type_id::float32:
                way.physical = physical_type::real32;
                way.order = value_order::real;
                break;
            case type_id::float64:
                way.physical = physical_type::real64;
                way.order = value_order::real;
                break;
            case type_id::decimal:
                element.logical = logical_type::decimal;
                element.converted = converted_type::decimal;
                element.digits = type.digits;
                element.places = type.places;
                way.physical = type.digits <= 9 ? physical_type::int32 : physical_type::int64;
                if (type.digits <= 9) {
                    way.kind = value_kind::narrow;
                    way.page_width = 4;
                }
                if (type.digits == 0 || type.digits > 18 || type.places > type.digits)
                    raise_config("parquet", way.names.back(),
                                 "is a decimal of " + std::to_string(type.digits) + " digits, " + std::to_string(type.places) + " of them places",
                                 "use 1 to 18 digits and no more places than digits");
                break;
            case type_id::date:
                way.physical = physical_type::int32;
                element.logical = logical_type::date;
                element.converted = converted_type::date;
                break;
            case type_id::timestamp:
                way.physical = physical_type::int64;
                element.logical = logical_type::timestamp;
                element.places = type.places;
                if (type.places <= 3) element.converted = converted_type::timestamp_millis;
                if (type.places == 6) element.converted = converted_type::timestamp_micros;
                if (type.places == 0) way.kind = value_kind::seconds;
                break;
            case type_id::uuid:
                fixed(logical_type::uuid, value_order::fixed_bytes);
                break;
            case type_id::bits:
                if (type.size == 0) raise_config("parquet", way.names.back(), "has no bits, and Parquet has no binaries of 0 bytes", "use at least 8 bits");
                fixed(logical_type::none, value_order::none);
                break;
            case type_id::binary:
                bytes(logical_type::none, {});
                break;
            case type_id::json:
                if (options_.json_as_string)
                    bytes(logical_type::text, converted_type::utf8);
                else
                    bytes(logical_type::json, converted_type::json);
                break;
            default:
                bytes(logical_type::text, converted_type::utf8);
                break;
        }
        if (way.in_vector || !options_.statistics) way.order = value_order::none;
        element.physical = way.physical;
        elements.push_back(std::move(element));
        leaves.push_back(std::move(way));
    }

    const parquet_options& options_;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_SCHEMA_HPP

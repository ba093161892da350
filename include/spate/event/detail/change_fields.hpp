// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CHANGE_FIELDS_HPP
#define SPATE_EVENT_DETAIL_CHANGE_FIELDS_HPP

/// The generators of the events of a change stream. Their rows are instance * steps_per_instance + step; all of them draw with the key of the field "op".

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/event/detail/change_life.hpp>
#include <spate/event/event_type.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/referred_rows.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

inline constexpr std::string_view change_key_field = "op";

/// c, u or d.
class change_op {
public:
    using value_type = std::string;

    explicit change_op(const change_life& life) : life_{life} {}
    [[nodiscard]] static data_type type() { return {.id = type_id::text}; }
    [[nodiscard]] static std::string value(const column& from, std::size_t row) { return std::string{from.text(row)}; }
    void fill(const field_rows& rows, column& out) const {
        static constexpr std::string_view names[] = {"c", "u", "d"};
        static const text_dictionary words{names};
        out.start(words, rows.count);
        out.set_plain(true);
        for (std::size_t i = 0; i < rows.count; ++i) {
            const std::uint64_t row = rows.first + i, step = row % steps_per_instance;
            out.values<std::uint32_t>()[i] = step == 0 ? 0 : step <= life_.updates(change_life::begin(rows.key, row / steps_per_instance)) ? 1 : 2;
        }
    }

private:
    change_life life_;
};

/// The step: 0 for the insert, one more with each change.
struct change_version : number_field<std::int32_t> {
    [[nodiscard]] static std::string_view key_name() noexcept { return change_key_field; }
    static void fill(const field_rows& rows, column& out) {
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::int32_t>()[i] = static_cast<std::int32_t>((rows.first + i) % steps_per_instance);
    }
};

/// The fields of the table's rows.
class change_columns {
public:
    struct field {
        std::string name;
        erased_generator generator;
        bool is_key;
    };
    change_columns(std::vector<field> fields, const change_life& life) : fields_{std::move(fields)}, life_{life} {}

    [[nodiscard]] const std::vector<field>& fields() const noexcept { return fields_; }
    [[nodiscard]] const change_life& life() const noexcept { return life_; }

    // A field's column, of rows of its generator.
    void fill(const key128& key, std::size_t at, std::span<const std::uint64_t> rows, column& out) const {
        const field& one = fields_[at];
        const key128 own = column_key(column_key(key, "."), one.name);
        if (one.generator.try_fill_scattered(own, rows, out)) return;
        scratch<column> made;
        fill_from_rows(
            one.generator.type(), rows, ~std::uint64_t{0},
            [&](std::uint64_t first, std::size_t count, const auto& use) {
                one.generator.fill({own, first, count}, *made);
                use(*made);
            },
            out);
    }

private:
    std::vector<field> fields_;
    change_life life_;
};

/// The value of the key, for whatever step.
class change_key {
public:
    using value_type = erased_field::no_value;

    change_key(change_columns columns, std::size_t key) : columns_{std::move(columns)}, key_{key} {}
    [[nodiscard]] data_type type() const { return columns_.fields()[key_].generator.type(); }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }
    [[nodiscard]] static std::string_view key_name() noexcept { return change_key_field; }
    void fill(const field_rows& rows, column& out) const {
        scratch<std::vector<std::uint64_t>> instances;
        instances->clear();
        for (std::size_t i = 0; i < rows.count; ++i) instances->push_back((rows.first + i) / steps_per_instance);
        columns_.fill(rows.key, key_, *instances, out);
    }

private:
    change_columns columns_;
    std::size_t key_;
};

enum class change_side : unsigned char { before, after };

/// The row before or after the change; null where there is none.
class change_image {
public:
    using value_type = erased_field::no_value;

    change_image(change_columns columns, change_side side) : columns_{std::move(columns)}, side_{side} {
        type_.id = type_id::structure;
        type_.nullable = true;
        for (const change_columns::field& one : columns_.fields()) {
            type_.children.push_back(one.generator.type());
            type_.names.push_back(one.name);
        }
    }
    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }
    [[nodiscard]] static std::string_view key_name() noexcept { return change_key_field; }

    void fill(const field_rows& rows, column& out) const {
        out.start(type_, rows.count);
        scratch<std::vector<image>> images;
        scratch<std::vector<std::uint64_t>> from;
        images->resize(rows.count);
        auto* const valid = out.make_validity();
        std::memset(valid, 0, (rows.count + 63) / 64 * 8);
        std::size_t nulls = 0;
        for (std::size_t i = 0; i < rows.count; ++i) {
            image& one = (*images)[i];
            one = image_of(rows.key, rows.first + i);
            valid[i / 64] |= static_cast<std::uint64_t>(one.is) << i % 64;
            nulls += !one.is;
        }
        out.set_nulls(nulls);
        std::uint32_t changing = 0;
        for (std::size_t at = 0; at < columns_.fields().size(); ++at) {
            const bool is_key = columns_.fields()[at].is_key;
            from->clear();
            for (const image& one : *images)
                from->push_back(is_key ? one.instance : one.instance * steps_per_instance + columns_.life().changed(one.life, one.version, changing));
            changing += !is_key;
            columns_.fill(rows.key, at, *from, out.child(at));
        }
    }

private:
    struct image {
        std::uint64_t instance, life;
        std::uint32_t version;
        bool is;
    };
    [[nodiscard]] image image_of(const key128& key, std::uint64_t row) const noexcept {
        const std::uint64_t instance = row / steps_per_instance, life = change_life::begin(key, instance);
        const auto step = static_cast<std::uint32_t>(row % steps_per_instance);
        const std::uint32_t updates = columns_.life().updates(life);
        if (side_ == change_side::after) return {instance, life, step <= updates ? step : updates, step <= updates};
        return {instance, life, step == 0 ? 0 : step <= updates ? step - 1 : updates, step != 0};
    }

    change_columns columns_;
    change_side side_;
    data_type type_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CHANGE_FIELDS_HPP

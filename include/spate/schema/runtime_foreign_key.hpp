// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_RUNTIME_FOREIGN_KEY_HPP
#define SPATE_SCHEMA_RUNTIME_FOREIGN_KEY_HPP

/// `runtime_foreign_key{customers, "id", {.zipf = 1.1}}`: the values of a field of another table, known at run time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/referred_rows.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0 {

/// What foreign_key() is to schemas of C++ types: each value is one that the other table has in this field, made anew there; with the same options, key and
/// table the same values. `via` must name a field of this table.
///
/// Cost: a few nanoseconds for sequences and permutations; else that of the field, and those that it is made from, in one row of the other table, 50 to 200 ns;
/// a table of few thousand rows is made as a whole for each batch instead. Thread safety: a value that does not change.
class runtime_foreign_key {
public:
    using value_type = erased_field::no_value;

    /// Throws config_error for a table of no rows, or whose number of rows is not known (runtime_schema::most_rows), for a field that it does not have, and for
    /// an exponent that rng::zipf refuses.
    runtime_foreign_key(std::shared_ptr<const runtime_schema> parent, std::string_view field, foreign_key_options options)
        : parent_{std::move(parent)}, field_{find(*parent_, field)}, via_{std::move(options.via)}, rows_{parent_->size(), options.zipf} {}

    [[nodiscard]] data_type type() const { return generator().type(); }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }
    [[nodiscard]] const std::string& key_name() const noexcept { return via_; }

    void fill(const field_rows& rows, column& out) const {
        detail::scratch<std::vector<std::uint64_t>> referred;
        referred->resize(rows.count);
        rows_.fill(rows.key, rows.first, *referred);
        fill_values(*referred, out);
    }
    /// The values of any rows.
    void fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const {
        detail::scratch<std::vector<std::uint64_t>> referred;
        referred->assign(rows.begin(), rows.end());
        rows_.fill_scattered(key, *referred);
        fill_values(*referred, out);
    }

private:
    [[nodiscard]] static std::size_t find(const runtime_schema& parent, std::string_view field) {
        const std::size_t found = parent.find(field);
        if (found == parent.fields().size()) {
            std::vector<std::string_view> names;
            for (const runtime_field& one : parent.fields()) names.push_back(one.name);
            detail::raise_config("field", "\"" + std::string{field} + "\"", "is no field of the table \"" + parent.name() + "\"", suggestion(field, names));
        }
        if (parent.size() == runtime_schema::most_rows)
            detail::raise_config("table", "\"" + parent.name() + "\"", "has no number of rows", "say how many rows there are to refer to");
        return found;
    }
    [[nodiscard]] const erased_field& generator() const noexcept { return parent_->fields()[field_].generator; }
    void fill_values(std::span<const std::uint64_t> rows, column& out) const {
        if (generator().try_fill_scattered(parent_->key(field_), rows, out)) return;
        detail::scratch<batch> made;
        fill_from_rows(
            type(), rows, rows_.rows(),
            [&](std::uint64_t first, std::size_t count, const auto& use) {
                parent_->fill_field(field_, first, count, *made);
                use(std::as_const(made->columns[field_]));
            },
            out);
    }

    std::shared_ptr<const runtime_schema> parent_;
    std::size_t field_;
    std::string via_;
    referred_rows rows_;
};

static_assert(scattered_field<runtime_foreign_key>);

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_RUNTIME_FOREIGN_KEY_HPP

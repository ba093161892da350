// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_SCHEMA_HPP
#define SPATE_SCHEMA_SCHEMA_HPP

/// `schema(field<"id">(sequence(1)), field<"price">(...), ...)`: a table whose fields are known when it is compiled.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/members.hpp>
#include <spate/field/named.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/row.hpp>

namespace spate::inline v0 {

/// Rows that a table may have: 2^48.
inline constexpr std::uint64_t most_rows = std::uint64_t{1} << 48;

namespace detail {
SPATE_WHEN_USED
void check_rows(std::uint64_t first, std::uint64_t count) {
    if (first > most_rows || count > most_rows - first)
        raise_config("rows", std::to_string(first) + " and " + std::to_string(count) + " more", "go beyond row 2^48", "ask for rows below 281474976710656");
}
}  // namespace detail

/// A table without an end: any row below 2^48 can be made. See schema().
///
/// Determinism: a field's values are a function of the seed, the schema's name, the field's name, its generator and the row, and of the fields that it is
/// made from; other fields can be added, taken out or moved. Thread safety: a value; rows can be made from any number of threads.
template <class... Fields>
class record_schema {
    using member_set = detail::member_set<Fields...>;
    static constexpr std::size_t fields = sizeof...(Fields);

    template <class Indices>
    struct row_of;
    template <std::size_t... I>
    struct row_of<std::index_sequence<I...>> {
        template <class Field, std::size_t At>
        using value = typename std::tuple_element_t<At, typename member_set::generators>::value_type;
        template <std::size_t At, fixed_name Name, class Generator>
        static named_value<Name, value<void, At>> named(const named_field<Name, Generator>*);
        using type = record_row<decltype(named<I>(static_cast<const Fields*>(nullptr)))...>;
    };

public:
    using row_type = typename row_of<std::make_index_sequence<fields>>::type;

    /// Throws config_error where fields that are named at run time do not exist or are made from each other, and where a generator cannot use another field.
    explicit record_schema(Fields... given) : members_{std::tuple<Fields...>{std::move(given)...}} { make_keys(); }

    /// The same fields, with other values: those of a table of this name. Tables of one seed and of different names have nothing in common.
    [[nodiscard]] record_schema named(std::string name) const {
        record_schema made = *this;
        made.name_ = std::move(name);
        made.make_keys();
        return made;
    }
    /// The same fields, with the values of another seed. It is 0 unless given.
    [[nodiscard]] record_schema with_seed(seed from) const {
        record_schema made = *this;
        made.seed_ = from;
        made.make_keys();
        return made;
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] seed origin() const noexcept { return seed_; }
    [[nodiscard]] record_type type() const { return members_.type(); }

    /// Makes rows [first, first + count). Throws config_error beyond row 2^48.
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        detail::check_rows(first, count);
        out.first = first;
        out.count = count;
        out.columns.resize(fields);
        members_.fill(keys_.data(), first, count, out.columns.data());
    }

    /// One row. Throws config_error for rows from 2^48 on. Cost: some 70 ns for each field that draws random words, in any order of rows.
    [[nodiscard]] row_type row(std::uint64_t i) const {
        detail::check_rows(i, 1);
        detail::scratch<std::array<column, fields>> columns;
        members_.fill(keys_.data(), i, 1, columns->data());
        return row_from(columns->data(), 0);
    }
    /// Row `i` of a batch that this schema has filled. Requires i < rows.count.
    [[nodiscard]] row_type row(const batch& rows, std::size_t i) const { return row_from(rows.columns.data(), i); }

    /// The generator of a field.
    template <fixed_name Name>
    [[nodiscard]] const auto& generator() const noexcept {
        return members_.template generator<place<Name>()>();
    }
    template <fixed_name Name>
    [[nodiscard]] const key128& key() const noexcept {
        return keys_[place<Name>()];
    }
    /// Makes rows [first, first + count) of one field, and calls use(its column). Cost: that of the field, and of those that it is made from.
    template <fixed_name Name, class Use>
    void fill_field(std::uint64_t first, std::size_t count, const Use& use) const {
        detail::check_rows(first, count);
        detail::scratch<std::array<column, fields>> columns;
        members_.fill_one(place<Name>(), keys_.data(), first, count, columns->data());
        use(static_cast<const column&>((*columns)[place<Name>()]));
    }

private:
    template <fixed_name Name>
    [[nodiscard]] static constexpr std::size_t place() {
        constexpr std::size_t found = member_set::names::index_of(Name.view());
        static_assert(found != fields, "schema: it has no field of this name");
        return found != fields ? found : 0;
    }
    void make_keys() {
        members_.each_key_name([&](std::size_t i, std::string_view name) { keys_[i] = column_key(seed_, name_, name); });
    }
    [[nodiscard]] row_type row_from(const column* columns, std::size_t i) const { return row_from(columns, i, std::make_index_sequence<fields>{}); }
    template <std::size_t... I>
    [[nodiscard]] row_type row_from(const column* columns, std::size_t i, std::index_sequence<I...>) const {
        return row_type{members_.template generator<I>().value(columns[I], i)...};
    }

    member_set members_;
    seed seed_{0};
    std::string name_;
    std::array<key128, fields> keys_{};
};

/// A table of these fields, in this order:
///
///     const auto orders = schema(field<"id">(sequence(1)), field<"price">(sequence(100, 5))).named("orders").with_seed(seed{42});
///     orders.row(7).get<"price">();
///     for (const auto& [id, price] : orders | rows(1'000'000)) ...
///
/// Does not compile where two fields have one name, where a field is made from one that is not there, or from itself by way of others.
template <class... Fields>
    requires(sizeof...(Fields) != 0 && (detail::is_named_field<Fields> && ...))
[[nodiscard]] record_schema<Fields...> schema(Fields... fields) {
    return record_schema<Fields...>{std::move(fields)...};
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_SCHEMA_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_STRUCTURE_HPP
#define SPATE_FIELD_STRUCTURE_HPP

/// `structure(field<"street">(...), field<"city">(...))`: a field that has fields.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/field.hpp>
#include <spate/field/members.hpp>
#include <spate/field/named.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// See structure().
template <class... Fields>
class structure_field {
    using member_set = detail::member_set<Fields...>;
    static constexpr std::size_t members = sizeof...(Fields);

    template <class Generators>
    struct values_of;
    template <class... Generators>
    struct values_of<std::tuple<Generators...>> {
        using type = std::tuple<typename Generators::value_type...>;
    };

public:
    /// The members' values, in order.
    using value_type = typename values_of<typename member_set::generators>::type;

    explicit structure_field(Fields... given) : members_{std::tuple<Fields...>{std::move(given)...}} {
        type_.id = type_id::structure;
        for (const field_type& member : members_.type()) {
            type_.children.push_back(member.type);
            type_.names.push_back(member.name);
        }
    }

    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] std::uint64_t most_values() const { return most_values(std::make_index_sequence<members>{}); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return value(from, row, std::make_index_sequence<members>{}); }

    void fill(const field_rows& rows, column& out) const {
        out.start(type_, rows.count);
        std::array<key128, members> keys{};
        members_.each_key_name([&](std::size_t i, std::string_view name) { keys[i] = column_key(column_key(rows.key, "."), name); });
        members_.fill(keys.data(), rows.first, rows.count, &out.child(0));
    }

private:
    template <std::size_t... I>
    [[nodiscard]] std::uint64_t most_values(std::index_sequence<I...>) const {
        return (detail::most_values(members_.template generator<I>()) + ...);
    }
    template <std::size_t... I>
    [[nodiscard]] value_type value(const column& from, std::size_t row, std::index_sequence<I...>) const {
        return value_type{members_.template generator<I>().value(from.child(I), row)...};
    }

    data_type type_;
    member_set members_;
};

/// A field that holds one value of each of its members, an object in JSON. Members may be made from each other, but not from fields outside. A member's
/// values depend on the structure's column and on its own name: adding, taking out or moving others changes nothing. C++ values are tuples.
template <class... Fields>
    requires(sizeof...(Fields) != 0 && (detail::is_named_field<Fields> && ...))
[[nodiscard]] structure_field<Fields...> structure(Fields... fields) {
    return structure_field<Fields...>{std::move(fields)...};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_STRUCTURE_HPP

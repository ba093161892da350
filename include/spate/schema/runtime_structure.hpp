// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_RUNTIME_STRUCTURE_HPP
#define SPATE_SCHEMA_RUNTIME_STRUCTURE_HPP

/// `runtime_structure`: a field that has fields, known at run time.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/detail/runtime_members.hpp>

namespace spate::inline v0 {

/// One value of each of its members, an object in JSON; what structure() makes of the same members has the same values. Members may be made from each
/// other, not from fields outside. Errors as runtime_schema.
class runtime_structure {
public:
    using value_type = erased_field::no_value;

    explicit runtime_structure(std::vector<runtime_field> members) : members_{std::move(members)} {
        type_.id = type_id::structure;
        for (const runtime_field& one : members_.fields()) {
            type_.children.push_back(one.generator.type());
            type_.names.push_back(one.name);
        }
    }

    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] std::uint64_t most_values() const {
        std::uint64_t sum = 0;
        for (const runtime_field& one : members_.fields()) sum += one.generator.most_values();
        return sum;
    }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }

    void fill(const field_rows& rows, column& out) const {
        out.start(type_, rows.count);
        std::vector<key128> keys;
        for (std::size_t i = 0; i < members_.fields().size(); ++i) keys.push_back(column_key(column_key(rows.key, "."), members_.key_name(i)));
        members_.fill(keys.data(), rows.first, rows.count, &out.child(0));
    }

private:
    data_type type_;
    detail::runtime_members members_;
};

static_assert(field_generator<runtime_structure>);

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_RUNTIME_STRUCTURE_HPP

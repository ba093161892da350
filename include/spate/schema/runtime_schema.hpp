// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_RUNTIME_SCHEMA_HPP
#define SPATE_SCHEMA_RUNTIME_SCHEMA_HPP

/// `runtime_schema`: a table whose fields are known at run time.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/detail/runtime_members.hpp>

namespace spate::inline v0 {

/// A table of any fields: the same generators as in a schema of C++ types, with one virtual call for each column of a batch.
///
/// Determinism: a column depends on the seed, on the schema's name and on its own name, so that others may come and go; rows depend on nothing else. Errors:
/// the constructor throws config_error for no fields, for a name that is empty or there twice, for an input that is no field, and for fields that hang on one
/// another in a circle. Thread safety: a value that does not change; copies share the generators.
///
/// Models record_source.
class runtime_schema {
public:
    /// The most rows that a table has.
    static constexpr std::uint64_t most_rows = std::uint64_t{1} << 48;

    explicit runtime_schema(std::vector<runtime_field> fields, std::string name = {}, seed from = {0}, std::uint64_t rows = most_rows)
        : members_{std::move(fields)}, name_{std::move(name)}, seed_{from}, rows_{checked(rows)} {
        keys();
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] seed origin() const noexcept { return seed_; }
    [[nodiscard]] std::uint64_t size() const noexcept { return rows_; }
    /// The most rows that with_rows and rows(n) give: those beyond would repeat what must not be repeated, as a primary key.
    [[nodiscard]] std::uint64_t capacity() const noexcept { return capacity_; }
    [[nodiscard]] const std::vector<runtime_field>& fields() const noexcept { return members_.fields(); }
    /// The number of a field; fields().size() if there is none of that name.
    [[nodiscard]] std::size_t find(std::string_view field) const noexcept { return members_.find(field); }
    /// The same table with another seed, or another number of rows (at most capacity(), else config_error).
    [[nodiscard]] runtime_schema with_seed(seed other) const {
        runtime_schema out = *this;
        if (remake_) out.members_ = detail::runtime_members{(*remake_)(other)};
        out.seed_ = other;
        out.keys();
        return out;
    }
    /// The same table, whose fields with_seed makes anew by `remake`, a pure function of the seed that gives the same names and types: for fields that hang on
    /// the seed by more than their keys, as foreign keys into tables of the same seed. Without it, the tables that foreign keys refer to keep their seeds.
    [[nodiscard]] runtime_schema remade_by(std::function<std::vector<runtime_field>(seed)> remake) const {
        runtime_schema out = *this;
        out.remake_ = std::make_shared<const std::function<std::vector<runtime_field>(seed)>>(std::move(remake));
        return out;
    }
    [[nodiscard]] runtime_schema with_rows(std::uint64_t rows) const {
        runtime_schema out = *this;
        out.rows_ = checked(rows, capacity_);
        return out;
    }
    /// The same table, which has no more rows than so many: size() is that, too, if it was more.
    [[nodiscard]] runtime_schema with_capacity(std::uint64_t rows) const {
        runtime_schema out = *this;
        out.capacity_ = checked(rows);
        out.rows_ = std::min(rows_, rows);
        return out;
    }

    [[nodiscard]] record_type type() const {
        record_type out;
        for (const runtime_field& one : fields()) out.push_back({one.name, one.generator.type()});
        return out;
    }

    /// Makes rows [first, first + count). Requires that they lie in the table.
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        out.first = first;
        out.count = count;
        if (out.columns.size() != fields().size()) out.columns.resize(fields().size());
        members_.fill(keys_.data(), first, count, out.columns.data());
    }

    /// Makes the same rows of one field, out.columns[field], and of those that it is made from, and no others.
    void fill_field(std::size_t field, std::uint64_t first, std::size_t count, batch& out) const {
        out.first = first;
        out.count = count;
        if (out.columns.size() != fields().size()) out.columns.resize(fields().size());
        members_.fill_one(field, keys_.data(), first, count, out.columns.data());
    }
    /// The key of a field's column.
    [[nodiscard]] const key128& key(std::size_t field) const noexcept { return keys_[field]; }

private:
    static std::uint64_t checked(std::uint64_t rows, std::uint64_t most = most_rows) {
        if (rows > most_rows) detail::raise_config("rows", std::to_string(rows), "is more than 2^48", "use fewer");
        if (rows > most) detail::raise_config("rows", std::to_string(rows), "are more than this table can have", "use at most " + std::to_string(most));
        return rows;
    }

    void keys() {
        keys_.clear();
        for (std::size_t i = 0; i < fields().size(); ++i) keys_.push_back(column_key(seed_, name_, members_.key_name(i)));
    }

    detail::runtime_members members_;
    std::string name_;
    seed seed_;
    std::uint64_t rows_, capacity_ = most_rows;
    std::vector<key128> keys_;
    std::shared_ptr<const std::function<std::vector<runtime_field>(seed)>> remake_;
};

static_assert(record_source<runtime_schema>);

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_RUNTIME_SCHEMA_HPP

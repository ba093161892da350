// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_RUNTIME_SCHEMA_HPP
#define SPATE_SCHEMA_RUNTIME_SCHEMA_HPP

/// `runtime_schema`: a table whose fields are known at run time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

/// A field and its name.
struct runtime_field {
    std::string name;
    erased_field generator;
};

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
        : fields_{std::make_shared<std::vector<runtime_field>>(std::move(fields))}, name_{std::move(name)}, seed_{from}, rows_{rows} {
        if (fields_->empty()) detail::raise_config("fields", "", "are none", "give at least one");
        if (rows > most_rows) detail::raise_config("rows", std::to_string(rows), "is more than 2^48", "use fewer");
        order();
        keys();
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] seed origin() const noexcept { return seed_; }
    [[nodiscard]] std::uint64_t size() const noexcept { return rows_; }
    [[nodiscard]] const std::vector<runtime_field>& fields() const noexcept { return *fields_; }
    /// The same table with another seed, or another number of rows (at most most_rows, else config_error).
    [[nodiscard]] runtime_schema with_seed(seed other) const {
        runtime_schema out = *this;
        out.seed_ = other;
        out.keys();
        return out;
    }
    [[nodiscard]] runtime_schema with_rows(std::uint64_t rows) const {
        if (rows > most_rows) detail::raise_config("rows", std::to_string(rows), "is more than 2^48", "use fewer");
        runtime_schema out = *this;
        out.rows_ = rows;
        return out;
    }

    [[nodiscard]] record_type type() const {
        record_type out;
        for (const runtime_field& one : *fields_) out.push_back({one.name, one.generator.type()});
        return out;
    }

    /// Makes rows [first, first + count). Requires that they lie in the table.
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        out.first = first;
        out.count = count;
        if (out.columns.size() != fields_->size()) out.columns.resize(fields_->size());
        const column* inputs[most_inputs];
        for (const step& one : steps_) {
            for (std::size_t i = 0; i < one.inputs.size(); ++i) inputs[i] = &out.columns[one.inputs[i]];
            (*fields_)[one.field].generator.fill({keys_[one.field], first, count}, {inputs, one.inputs.size()}, out.columns[one.field]);
        }
    }

private:
    static constexpr std::size_t most_inputs = 64;
    struct step {
        std::size_t field;
        std::vector<std::size_t> inputs;
    };

    void keys() {
        keys_.clear();
        for (const runtime_field& one : *fields_) keys_.push_back(column_key(seed_, name_, one.name));
    }

    [[nodiscard]] std::size_t find(std::string_view name) const noexcept {
        std::size_t i = 0;
        while (i < fields_->size() && (*fields_)[i].name != name) ++i;
        return i;
    }

    // What other fields are made from comes before them; where nothing demands otherwise, the order is that of the schema.
    void order() {
        const std::size_t count = fields_->size();
        std::vector<step> all;
        for (std::size_t i = 0; i < count; ++i) {
            const runtime_field& one = (*fields_)[i];
            if (one.name.empty()) detail::raise_config("field", std::to_string(i + 1), "has no name", "give it one");
            if (find(one.name) != i) detail::raise_config("field", "\"" + one.name + "\"", "is there twice", "give one of them another name");
            step made{i, {}};
            for (const std::string& input : one.generator.inputs()) {
                const std::size_t found = find(input);
                if (found == count) {
                    std::vector<std::string_view> names;
                    for (const runtime_field& other : *fields_)
                        if (&other != &one) names.push_back(other.name);
                    detail::raise_config("field", "\"" + one.name + "\"", "is made from \"" + input + "\", which is no field", suggestion(input, names));
                }
                made.inputs.push_back(found);
            }
            if (made.inputs.size() > most_inputs)
                detail::raise_config("field", "\"" + one.name + "\"", "is made from more than " + std::to_string(most_inputs) + " fields", "use fewer");
            all.push_back(std::move(made));
        }
        std::vector<bool> placed(count);
        while (steps_.size() < count) {
            std::size_t next = count;
            for (std::size_t i = 0; i < count && next == count; ++i) {
                bool ready = !placed[i];
                for (const std::size_t input : all[i].inputs) ready = ready && placed[input];
                if (ready) next = i;
            }
            if (next == count) refuse_circle(all, placed);
            placed[next] = true;
            std::vector<field_type> types;
            for (const std::size_t input : all[next].inputs) types.push_back({(*fields_)[input].name, (*fields_)[input].generator.type()});
            (*fields_)[next].generator.bind({types.data(), types.size()});
            steps_.push_back(std::move(all[next]));
        }
    }

    // Whatever field is not placed, its way back along inputs that are not placed either ends in a circle.
    [[noreturn]] void refuse_circle(const std::vector<step>& all, const std::vector<bool>& placed) const {
        std::size_t at = 0;
        while (placed[at]) ++at;
        std::vector<bool> passed(all.size());
        const auto before = [&](std::size_t i) {
            for (const std::size_t input : all[i].inputs)
                if (!placed[input]) return input;
            return i;
        };
        while (!passed[at]) passed[at] = true, at = before(at);
        std::string circle = (*fields_)[at].name;
        for (std::size_t i = before(at);; i = before(i)) {
            circle.append(" from ").append((*fields_)[i].name);
            if (i == at) break;
        }
        detail::raise_config("field", "\"" + (*fields_)[at].name + "\"", "is made from itself: " + circle, "break the circle");
    }

    std::shared_ptr<std::vector<runtime_field>> fields_;
    std::string name_;
    seed seed_;
    std::uint64_t rows_;
    std::vector<step> steps_;
    std::vector<key128> keys_;
};

static_assert(record_source<runtime_schema>);

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_RUNTIME_SCHEMA_HPP

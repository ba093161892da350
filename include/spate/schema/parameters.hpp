// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_PARAMETERS_HPP
#define SPATE_SCHEMA_PARAMETERS_HPP

/// What a generator can be told in a specification: a table from which specifications are checked, and a JSON Schema for editors is made.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/erased.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

/// What a parameter takes.
enum class parameter_kind : unsigned char {
    integer,     // a whole number of 64 bits
    number,      // any number
    boolean,     // true or false
    text,        // a text; numbers are taken as they are written
    one_of,      // one of `names`
    texts,       // a list of texts or numbers
    numbers,     // a list of numbers
    generator,   // a map with `type`
    fields,      // a list of fields
    generators,  // a map from texts to generators
    map,         // a map of any names
    whole,       // a whole number from -2^63 to 2^64 - 1
    share,       // a number from 0 to 1
    any          // a value of the field's type
};

/// One parameter of a generator.
struct parameter {
    std::string_view name;
    parameter_kind kind;
    std::string_view about;
    bool required = false;
    /// Of one_of.
    std::vector<std::string_view> names = {};
};

/// What every generator takes besides its own: nulls and defaults.
[[nodiscard]] inline const std::vector<parameter>& common_parameters() {
    static const std::vector<parameter> all{
        {"nulls", parameter_kind::share, "the share of rows that are null"},
        {"default", parameter_kind::any, "a value that a share of the rows has"},
        {"default_share", parameter_kind::share, "the share of rows with the default, among those that are not null"},
    };
    return all;
}

class generator_parameters;
class runtime_schema;

/// A generator that specifications can name.
struct generator_kind {
    std::string_view name, about;
    std::vector<parameter> parameters;
    /// Makes one. What it is given has been checked against `parameters`; throws config_error, which names the parameter, for values that make no sense.
    std::function<erased_field(const generator_parameters&)> make;
};

/// The other tables of a specification.
struct specification_tables {
    std::vector<std::string> names;
    /// One of them; null where it is wrong, which the reader knows already. Throws config_error for a table that refers to itself, by way of others.
    std::function<std::shared_ptr<const runtime_schema>(const std::string& name)> make;
};

/// What is common to reading all of a specification's generators: which kinds there are, what was wrong so far, which tables fields can refer to, and the list
/// of fields that is being read.
struct specification_reader {
    const std::vector<generator_kind>& kinds;
    problem_list& problems;
    const specification_tables* tables = nullptr;
    const specification_node* siblings = nullptr;
};

/// The map of a generator in a specification, whose values are of the kinds that its table says.
class generator_parameters {
public:
    generator_parameters(const specification_node& map, specification_reader& reader, std::string subject)
        : map_{&map}, reader_{&reader}, subject_{std::move(subject)} {}

    [[nodiscard]] bool has(std::string_view name) const noexcept { return map_->find(name) != nullptr; }
    [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t otherwise = 0) const noexcept {
        const specification_node* const found = map_->find(name);
        return found != nullptr ? found->integer() : otherwise;
    }
    /// A whole number that is not negative; throws config_error for others.
    [[nodiscard]] std::uint64_t count(std::string_view name, std::uint64_t otherwise = 0) const {
        const specification_node* const found = map_->find(name);
        if (found == nullptr) return otherwise;
        if (found->integer() < 0) detail::raise_config(name, found->text(), "is negative", "use 0 or more");
        return static_cast<std::uint64_t>(found->integer());
    }
    [[nodiscard]] double number(std::string_view name, double otherwise = 0) const noexcept {
        const specification_node* const found = map_->find(name);
        return found != nullptr ? found->real() : otherwise;
    }
    [[nodiscard]] bool boolean(std::string_view name, bool otherwise = false) const noexcept {
        const specification_node* const found = map_->find(name);
        return found != nullptr ? found->boolean() : otherwise;
    }
    [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise = {}) const {
        const specification_node* const found = map_->find(name);
        return found != nullptr ? found->text() : std::string{otherwise};
    }
    /// The simplest fraction that is the number. Throws config_error for what is negative or too large.
    [[nodiscard]] ratio exact(std::string_view name, ratio otherwise) const {
        const specification_node* const found = map_->find(name);
        return found != nullptr ? ratio_of(*found, name) : otherwise;
    }
    [[nodiscard]] std::vector<std::string> texts(std::string_view name) const {
        std::vector<std::string> out;
        if (const specification_node* const found = map_->find(name))
            for (const specification_node& one : found->items()) out.push_back(one.text());
        return out;
    }
    [[nodiscard]] std::vector<ratio> ratios(std::string_view name) const {
        std::vector<ratio> out;
        if (const specification_node* const found = map_->find(name))
            for (const specification_node& one : found->items()) out.push_back(ratio_of(one, name));
        return out;
    }
    [[nodiscard]] const specification_node& map() const noexcept { return *map_; }
    [[nodiscard]] const specification_node* node(std::string_view name) const noexcept { return map_->find(name); }
    [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
    [[nodiscard]] specification_reader& reader() const noexcept { return *reader_; }

private:
    [[nodiscard]] static ratio ratio_of(const specification_node& node, std::string_view name) {
        if (!(node.real() >= 0 && node.real() < 0x1p32)) detail::raise_config(name, node.text(), "is not a number from 0 to 2^32", "write it like 1.5");
        return ratio{node.real()};
    }

    const specification_node* map_;
    specification_reader* reader_;
    std::string subject_;
};

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_PARAMETERS_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_RUNTIME_MEMBERS_HPP
#define SPATE_SCHEMA_DETAIL_RUNTIME_MEMBERS_HPP

/// Fields that stand beside each other and may be made from each other, known at run time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

/// A field and its name.
struct runtime_field {
    std::string name;
    erased_field generator;
};

namespace detail {

/// Copies share the fields. The constructor throws config_error as runtime_schema says.
class runtime_members {
public:
    explicit runtime_members(std::vector<runtime_field> fields) : runtime_members{std::move(fields), nullptr} {}
    /// All that the constructor could throw: of fields that are made from wrong ones, nothing is said.
    [[nodiscard]] static std::vector<config_error> errors_of(std::vector<runtime_field> fields) {
        std::vector<config_error> errors;
        (void)runtime_members{std::move(fields), &errors};
        return errors;
    }

    [[nodiscard]] const std::vector<runtime_field>& fields() const noexcept { return *fields_; }

    /// Fills a column for each field, with a key for each.
    void fill(const key128* keys, std::uint64_t first, std::size_t count, column* out) const {
        for (const step& one : steps_) fill_step(one, keys, first, count, out);
    }

    /// The same, for one field and those that it is made from.
    void fill_one(std::size_t field, const key128* keys, std::uint64_t first, std::size_t count, column* out) const {
        for (const std::size_t at : needed_[field]) fill_step(steps_[at], keys, first, count, out);
    }
    /// Which field's words a field draws: its own, or those of the field that it names.
    [[nodiscard]] const std::string& key_name(std::size_t field) const noexcept { return (*fields_)[key_fields_[field]].name; }
    /// The number of a field; how many there are, if there is none of that name.
    [[nodiscard]] std::size_t find(std::string_view name) const noexcept {
        std::size_t i = 0;
        while (i < fields_->size() && (*fields_)[i].name != name) ++i;
        return i;
    }

private:
    runtime_members(std::vector<runtime_field> fields, std::vector<config_error>* errors)
        : fields_{std::make_shared<std::vector<runtime_field>>(std::move(fields))} {
        if (fields_->empty()) raise_config("fields", "", "are none", "give at least one");
        order(errors);
        find_key_fields(errors);
    }

    static constexpr std::size_t most_inputs = 64;
    struct step {
        std::size_t field;
        std::vector<std::size_t> inputs;
    };

    void fill_step(const step& one, const key128* keys, std::uint64_t first, std::size_t count, column* out) const {
        const column* inputs[most_inputs];
        for (std::size_t i = 0; i < one.inputs.size(); ++i) inputs[i] = out + one.inputs[i];
        (*fields_)[one.field].generator.fill({keys[one.field], first, count}, {inputs, one.inputs.size()}, out[one.field]);
    }

    [[nodiscard]] std::string names_besides(const runtime_field& one, std::string_view given) const {
        std::vector<std::string_view> names;
        for (const runtime_field& other : *fields_)
            if (&other != &one) names.push_back(other.name);
        return names.empty() ? "add a field of that name" : suggestion(given, names);
    }

    // Throws the error, or keeps it where all are wanted.
    static void refuse(std::vector<config_error>* errors, config_error error) {
        if (errors == nullptr) raise(error);
        errors->push_back(std::move(error));
    }
    void refuse(std::vector<config_error>* errors, std::size_t field, const std::string& problem, const std::string& remedy) const {
        refuse(errors, config_error{"field", "\"" + (*fields_)[field].name + "\"", problem, remedy});
    }

    void find_key_fields(std::vector<config_error>* errors) {
        for (std::size_t i = 0; i < fields_->size(); ++i) {
            const std::string_view via = (*fields_)[i].generator.key_name();
            const std::size_t found = via.empty() ? i : find(via);
            key_fields_.push_back(found);
            if (found == fields_->size()) {
                refuse(errors, i, "goes via \"" + std::string{via} + "\", which is no field", names_besides((*fields_)[i], via));
                continue;
            }
            const std::string_view further = found == i ? std::string_view{} : (*fields_)[found].generator.key_name();
            if (!further.empty())
                refuse(errors, i, "goes via \"" + std::string{via} + "\", which goes via another field itself", "go via \"" + std::string{further} + "\"");
        }
    }

    [[nodiscard]] std::vector<step> steps_of_fields(std::vector<bool>& wrong, std::vector<config_error>* errors) const {
        std::vector<step> all;
        for (std::size_t i = 0; i < fields_->size(); ++i) {
            const runtime_field& one = (*fields_)[i];
            const std::size_t before = errors == nullptr ? 0 : errors->size();
            if (one.name.empty()) refuse(errors, config_error{"field", std::to_string(i + 1), "has no name", "give it one"});
            if (find(one.name) != i) refuse(errors, i, "is there twice", "give one of them another name");
            step made{i, {}};
            for (const std::string& input : one.generator.inputs()) {
                const std::size_t found = find(input);
                if (found == fields_->size())
                    refuse(errors, i, "is made from \"" + input + "\", which is no field", names_besides(one, input));
                else
                    made.inputs.push_back(found);
            }
            if (made.inputs.size() > most_inputs) refuse(errors, i, "is made from more than " + std::to_string(most_inputs) + " fields", "use fewer");
            wrong[i] = errors != nullptr && errors->size() != before;
            all.push_back(std::move(made));
        }
        return all;
    }

    // What other fields are made from comes before them; where nothing demands otherwise, the order is that of the schema.
    void order(std::vector<config_error>* errors) {
        const std::size_t count = fields_->size();
        std::vector<bool> placed(count), wrong(count);
        std::vector<step> all = steps_of_fields(wrong, errors);
        needed_.resize(count);
        for (std::size_t left = count; left != 0;) {
            std::size_t next = count;
            for (std::size_t i = 0; i < count && next == count; ++i) {
                bool ready = !placed[i];
                for (const std::size_t input : all[i].inputs) ready = ready && placed[input];
                if (ready) next = i;
            }
            if (next == count) {
                for (const std::size_t i : refuse_circle(all, placed, errors)) placed[i] = wrong[i] = true, --left;
                continue;
            }
            placed[next] = true;
            --left;
            for (const std::size_t input : all[next].inputs) wrong[next] = wrong[next] || wrong[input];
            if (!wrong[next]) wrong[next] = !bind(all[next], errors);
            std::set<std::size_t> needed{steps_.size()};
            for (const std::size_t input : all[next].inputs) needed.insert(needed_[input].begin(), needed_[input].end());
            needed_[next].assign(needed.begin(), needed.end());
            steps_.push_back(std::move(all[next]));
        }
    }

    // What is wrong is said of the field.
    bool bind(const step& of, [[maybe_unused]] std::vector<config_error>* errors) {
        std::vector<field_type> types;
        for (const std::size_t input : of.inputs) types.push_back({(*fields_)[input].name, (*fields_)[input].generator.type()});
#if defined(__cpp_exceptions)
        try {
#endif
            (*fields_)[of.field].generator.bind({types.data(), types.size()});
            return true;
#if defined(__cpp_exceptions)
        } catch (const config_error& error) {
            const std::string before = error.parameter().starts_with("field \"") ? "" : "field \"" + (*fields_)[of.field].name + "\": ";
            refuse(errors, config_error{before + error.parameter(), error.value(), error.problem(), error.remedy()});
            return false;
        }
#endif
    }

    // Whatever field is not placed, its way back along inputs that are not placed either ends in a circle, whose fields are returned.
    std::vector<std::size_t> refuse_circle(const std::vector<step>& all, const std::vector<bool>& placed, std::vector<config_error>* errors) const {
        std::size_t at = 0;
        while (placed[at]) ++at;
        std::vector<bool> passed(all.size());
        const auto before = [&](std::size_t i) {
            for (const std::size_t input : all[i].inputs)
                if (!placed[input]) return input;
            return i;
        };
        while (!passed[at]) passed[at] = true, at = before(at);
        std::vector<std::size_t> fields{at};
        std::string circle = (*fields_)[at].name;
        for (std::size_t i = before(at);; i = before(i)) {
            circle.append(" from ").append((*fields_)[i].name);
            if (i == at) break;
            fields.push_back(i);
        }
        refuse(errors, at, "is made from itself: " + circle, "break the circle");
        return fields;
    }

    std::shared_ptr<std::vector<runtime_field>> fields_;
    std::vector<step> steps_;
    std::vector<std::vector<std::size_t>> needed_;
    std::vector<std::size_t> key_fields_;
};

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_DETAIL_RUNTIME_MEMBERS_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_RUNTIME_MEMBERS_HPP
#define SPATE_SCHEMA_DETAIL_RUNTIME_MEMBERS_HPP

/// Fields that stand beside each other and may be made from each other, known at run time.

#include <cstddef>
#include <cstdint>
#include <memory>
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
    explicit runtime_members(std::vector<runtime_field> fields) : fields_{std::make_shared<std::vector<runtime_field>>(std::move(fields))} {
        if (fields_->empty()) raise_config("fields", "", "are none", "give at least one");
        order();
    }

    [[nodiscard]] const std::vector<runtime_field>& fields() const noexcept { return *fields_; }

    /// Fills a column for each field, with a key for each.
    void fill(const key128* keys, std::uint64_t first, std::size_t count, column* out) const {
        const column* inputs[most_inputs];
        for (const step& one : steps_) {
            for (std::size_t i = 0; i < one.inputs.size(); ++i) inputs[i] = out + one.inputs[i];
            (*fields_)[one.field].generator.fill({keys[one.field], first, count}, {inputs, one.inputs.size()}, out[one.field]);
        }
    }

private:
    static constexpr std::size_t most_inputs = 64;
    struct step {
        std::size_t field;
        std::vector<std::size_t> inputs;
    };

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
            if (one.name.empty()) raise_config("field", std::to_string(i + 1), "has no name", "give it one");
            if (find(one.name) != i) raise_config("field", "\"" + one.name + "\"", "is there twice", "give one of them another name");
            step made{i, {}};
            for (const std::string& input : one.generator.inputs()) {
                const std::size_t found = find(input);
                if (found == count) {
                    std::vector<std::string_view> names;
                    for (const runtime_field& other : *fields_)
                        if (&other != &one) names.push_back(other.name);
                    raise_config("field", "\"" + one.name + "\"", "is made from \"" + input + "\", which is no field", suggestion(input, names));
                }
                made.inputs.push_back(found);
            }
            if (made.inputs.size() > most_inputs)
                raise_config("field", "\"" + one.name + "\"", "is made from more than " + std::to_string(most_inputs) + " fields", "use fewer");
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
        raise_config("field", "\"" + (*fields_)[at].name + "\"", "is made from itself: " + circle, "break the circle");
    }

    std::shared_ptr<std::vector<runtime_field>> fields_;
    std::vector<step> steps_;
};

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_DETAIL_RUNTIME_MEMBERS_HPP

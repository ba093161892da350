// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_RANDOM_MIX_HPP
#define SPATE_TESTS_SUPPORT_RANDOM_MIX_HPP

/// Random mixes of events, whose fields are made by random generators of all kinds.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/mix_specification.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/specification.hpp>

#include "random_records.hpp"
#include "random_specification.hpp"

namespace test {

class random_mix {
public:
    explicit random_mix(std::uint64_t seed) : random_{seed} {}

    /// `with_flows`: events may belong to flows, and may arrive twice or never.
    [[nodiscard]] spate::mix_specification operator()(bool with_flows = false) {
        constexpr std::string_view ids[] = {"user.login", "User.Login", "user/login", "string", "Köln \"1\"", "1st", "order_shipped", "..", "a b", "A_B"};
        spate::mix_specification out;
        out.name = "mix " + std::to_string(random_.below(1000));
        out.from = spate::seed{random_.below(1u << 30)};
        if (!random_.one_in(4)) out.common = fields(random_.below(3));
        const std::size_t first = static_cast<std::size_t>(random_.below(std::size(ids)));
        for (std::size_t i = 0, count = 1 + random_.below(std::size(ids)); i < count; ++i)
            out.types.push_back({std::string{ids[(first + i) % std::size(ids)]}, {1 + random_.below(9), 10}, fields(random_.below(7))});
        if (with_flows && random_.one_in(2)) add_flow(out);
        if (with_flows && random_.one_in(3)) out.arrival = {.late = {1, 9}, .duplicate = {1, 8}, .lost = {1, 7}, .duplicate_within = 20};
        return out;
    }

private:
    void add_flow(spate::mix_specification& to) {
        spate::flow made{.name = "flow", .share = {1 + random_.below(10), 10}};
        for (std::size_t i = 0, count = 1 + random_.below(4); i < count; ++i)
            made.steps.push_back({static_cast<std::uint32_t>(random_.below(to.types.size())), 1000000000, 3000000000});
        to.flows.push_back(made);
        for (spate::event_type& type : to.types)
            for (spate::event_field& one : type.fields) one.rows = static_cast<spate::row_source>(random_.below(3));
    }
    [[nodiscard]] std::vector<spate::event_field> fields(std::size_t count) {
        std::vector<spate::event_field> out;
        if (count == 0) return out;
        const std::string_view kind = spate::generator_kinds()[random_.below(spate::generator_kinds().size())].name;
        const std::string text = random_specification{random_}.table(kind == "wall_clock" ? "integer" : kind, count);
        const spate::runtime_schema table = spate::make_schema(spate::parse_json(text));
        // Generators come again at other places of other types.
        for (const spate::event_field& one : known_)
            if (random_.one_in(3)) out.push_back({"again " + std::to_string(out.size()), one.generator});
        for (const spate::runtime_field& one : table.fields()) {
            out.push_back({one.name, one.generator});
            if (one.generator.inputs().empty() && one.generator.key_name().empty() && known_.size() < 6) known_.push_back(out.back());
        }
        return out;
    }

    random_records random_;
    std::vector<spate::event_field> known_;
};

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_RANDOM_MIX_HPP

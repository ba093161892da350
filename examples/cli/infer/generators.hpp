// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_GENERATORS_HPP
#define SPATE_EXAMPLES_CLI_INFER_GENERATORS_HPP

/// From what was measured of a column to a generator of a specification: a map with `type`.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/schema/node.hpp>

#include "column_profile.hpp"

namespace cli::infer {

/// A map with `type` and whatever is put into it, in that order.
class generator {
public:
    explicit generator(std::string_view type) : node_{spate::specification_node::map({{"type", type}})} {}
    generator& put(std::string key, spate::specification_node value) {
        node_.add(std::move(key), {}, std::move(value));
        return *this;
    }
    operator spate::specification_node() const { return node_; }  // NOLINT(google-explicit-constructor): it is one

private:
    spate::specification_node node_;
};

/// Adds to what is written about a column.
inline void note(std::string& about, std::string_view more) {
    if (!about.empty()) about += "; ";
    about += more;
}

/// A share of a whole, with seven digits.
[[nodiscard]] spate::specification_node share_of(std::uint64_t part, std::uint64_t whole);

/// Whole numbers. `rows_count` says whether the row may decide: not within lists.
[[nodiscard]] spate::specification_node whole_generator(const number_statistics& numbers, declared_type declared, bool rows_count, std::string& about);
/// Numbers with decimals.
[[nodiscard]] spate::specification_node real_generator(const number_statistics& numbers, declared_type declared, std::string& about);
/// Units of 10^-places.
[[nodiscard]] spate::specification_node decimal_generator(const number_statistics& units, int places);

[[nodiscard]] spate::specification_node date_generator(const step_detector& days, std::int64_t first, std::int64_t last, bool rows_count);
[[nodiscard]] spate::specification_node time_generator(const time_statistics& times, bool rows_count, std::string& about);
[[nodiscard]] spate::specification_node boolean_generator(std::uint64_t truths, std::uint64_t count);
[[nodiscard]] spate::specification_node text_generator(const text_statistics& texts, bool rows_count, std::string& about);

/// One of `values`, by `weights`, which are whole numbers.
[[nodiscard]] spate::specification_node choice_generator(std::vector<spate::specification_node> values, const std::vector<std::uint64_t>& weights);

/// The whole column, with `nulls` and `about` where there are some.
[[nodiscard]] spate::specification_node column_generator(const column_profile& column);

/// The specification of the table. Whatever it says can be loaded: a column that cannot be made as measured becomes a text, and says why.
[[nodiscard]] spate::specification_node specification_of(const table_profile& table, const std::string& name, const std::string& about);

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_GENERATORS_HPP

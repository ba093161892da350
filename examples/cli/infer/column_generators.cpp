// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <spate/schema/node.hpp>

#include "../schemas.hpp"
#include "generators.hpp"

namespace cli::infer {
namespace {

using node = spate::specification_node;

// A field of a name.
node named(const std::string& name, const node& of) {
    node made = node::map({{"name", name}});
    for (std::size_t i = 0; i < of.keys().size(); ++i) made.add(of.keys()[i], {}, of.items()[i]);
    return made;
}

// Names as specifications take them: none is empty, and none there twice.
std::vector<std::string> names_of(const std::vector<std::unique_ptr<column_profile>>& columns) {
    std::vector<std::string> out;
    std::set<std::string> taken;
    for (const auto& one : columns) taken.insert(one->name);
    std::set<std::string> used;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::string name = columns[i]->name;
        const std::string base = name.empty() ? "column" : name;
        // What has no name is called by its place, what is there twice by how often.
        for (std::size_t k = name.empty() ? i + 1 : 2; name.empty() || used.count(name) != 0 || (name != columns[i]->name && taken.count(name) != 0); ++k)
            name = base + "_" + std::to_string(k);
        used.insert(name);
        out.push_back(name);
    }
    return out;
}

// A column of which nothing is known but its type: all of its rows are null.
node nothing_generator(const column_profile& column) {
    switch (column.declared) {
        case declared_type::none:
        case declared_type::text:
        case declared_type::binary:
            return choice_generator({node{""}}, {});
        case declared_type::boolean:
            return generator{"boolean"};
        case declared_type::float32:
            return generator{"uniform"}.put("float", "float32");
        case declared_type::float64:
            return generator{"uniform"};
        case declared_type::decimal:
            return generator{"decimal"}.put("min", decimal_text(0, column.places)).put("max", decimal_text(1, column.places));
        case declared_type::date:
            return generator{"date"}.put("start", "2000-01-01");
        case declared_type::time:
            return generator{"timestamp"}.put("start", "2000-01-01T00:00:00Z").put("step", "1s").put("places", column.places);
        case declared_type::uuid:
            return generator{"uuid4"};
        default: {
            number_statistics zero;
            zero.add_integer(0, 0);
            std::string ignored;
            return whole_generator(zero, column.declared, false, ignored);
        }
    }
}

// Values of several kinds are all texts.
node mixed_generator(const column_profile& column, std::string& about) {
    note(about, "values of several types in the file");
    std::map<std::string, std::uint64_t> all;
    bool few = column.lists == 0 && column.objects == 0 && column.times.count() == 0 && column.texts.few() && column.numbers.few();
    if (few) {
        for (const auto& [text, count] : column.texts.distinct()) all[text] += count;
        for (const auto& [value, count] : column.numbers.whole_distinct()) all[std::to_string(value)] += count;
        for (const auto& [value, count] : column.numbers.real_distinct()) all[node{value}.text()] += count;
        if (column.truths != 0) all["true"] += column.truths;
        if (column.truths != column.booleans) all["false"] += column.booleans - column.truths;
        few = all.size() <= 16 || column.rows >= 4 * all.size();
    }
    if (few) {
        std::vector<node> values;
        std::vector<std::uint64_t> weights;
        for (const auto& [text, count] : all) {
            values.emplace_back(text);
            weights.push_back(count);
        }
        return choice_generator(std::move(values), weights);
    }
    const std::size_t longest = std::clamp<std::size_t>(column.texts.longest(), 20, 32768), shortest = column.texts.count() == 0 ? 1 : column.texts.shortest();
    return generator{"letters"}
        .put("min_length", static_cast<std::int64_t>(std::min<std::size_t>(shortest, 1)))
        .put("max_length", static_cast<std::int64_t>(longest));
}

// Whole numbers of which some are beyond int64.
node large_generator(const column_profile& column) {
    const auto whole = [](std::uint64_t number) { return node::number(std::to_string(number)); };
    generator made{"integer"};
    made.put("min", column.large == column.numbers.count() ? whole(column.large_min) : node{column.numbers.whole_min()});
    return made.put("max", whole(column.large_max)).put("integer", "uint64");
}

node list_generator(const column_profile& column, std::string& about) {
    constexpr std::uint64_t most_elements = 8192, most_length = 65536;
    const column_profile& element = *column.element;
    const bool numbers_only = element.rows != 0 && element.numbers.count() == element.rows;
    if (column.shortest == column.longest && column.longest >= 2 && column.longest <= most_elements && numbers_only && !element.numbers.all_whole()) {
        // The elements of raw vectors are normally distributed about 0, with a deviation of 1.
        const std::vector<double> sample = element.numbers.sorted_sample();
        double sum = 0, squares = 0;
        for (const double value : sample) sum += value, squares += value * value;
        const auto count = static_cast<double>(sample.size());
        const bool raw = column.longest >= 8 && count >= 1000 && std::abs(sum / count) < 0.1 && std::abs(std::sqrt(squares / count) - 1) < 0.1 &&
                         element.numbers.max() < 6 && element.numbers.min() > -6;
        if (column.unit || raw) {
            if (element.declared == declared_type::float64) note(about, "float64 in the file");
            generator made{"vector"};
            made.put("elements", static_cast<std::int64_t>(column.longest));
            if (!column.unit) made.put("unit", false);
            return made;
        }
    }
    if (column.longest > most_length) note(about, "lists of up to " + std::to_string(column.longest) + " in the file");
    generator made{"list"};
    made.put("of", column_generator(element)).put("min_length", static_cast<std::int64_t>(std::min(column.shortest, most_length)));
    return made.put("max_length", static_cast<std::int64_t>(std::min(column.longest, most_length)));
}

node object_generator(const column_profile& column, std::string& about) {
    std::vector<node> fields;
    const std::vector<std::string> names = names_of(column.members);
    for (std::size_t i = 0; i < names.size(); ++i) fields.push_back(named(names[i], column_generator(*column.members[i])));
    if (!fields.empty()) return generator{"object"}.put("fields", node::sequence(std::move(fields)));
    note(about, "objects without members in the file");
    return choice_generator({node{"{}"}}, {});
}

node values_generator(const column_profile& column, std::string& about) {
    const bool numbers = column.numbers.count() + column.numbers.not_finite() + column.beyond != 0, texts = column.texts.count() != 0,
               times = column.times.count() != 0;
    const int kinds = (column.booleans != 0) + numbers + texts + times + (column.lists != 0) + (column.objects != 0);
    if (kinds > 1) return mixed_generator(column, about);
    const bool rows_count = !column.in_list;
    if (column.booleans != 0) return boolean_generator(column.truths, column.booleans);
    if (column.lists != 0) return list_generator(column, about);
    if (column.objects != 0) return object_generator(column, about);
    if (times) return time_generator(column.times, rows_count, about);
    if (texts) return text_generator(column.texts, rows_count, about);
    if (!numbers) {
        note(about, column.rows == 0 ? "no value in the file" : "always null in the file");
        if (column.element) return generator{"list"}.put("of", column_generator(*column.element)).put("max_length", 0);
        return column.members.empty() ? nothing_generator(column) : object_generator(column, about);
    }
    if (column.declared == declared_type::date) {
        step_detector days = column.numbers.steps();
        return date_generator(days, column.numbers.whole_min(), column.numbers.whole_max(), rows_count);
    }
    if (column.beyond != 0) {
        note(about, "decimals of more than 18 digits in the file");
        return real_generator(column.reals, declared_type::float64, about);
    }
    if (column.declared == declared_type::decimal) return decimal_generator(column.numbers, column.places);
    if (column.large != 0 && column.large == column.numbers.reals() && column.numbers.not_finite() == 0 && column.numbers.min() >= 0)
        return large_generator(column);
    const bool real = column.declared == declared_type::float32 || column.declared == declared_type::float64;
    return column.numbers.all_whole() && !real && column.numbers.not_finite() == 0 ? whole_generator(column.numbers, column.declared, rows_count, about)
                                                                                   : real_generator(column.numbers, column.declared, about);
}

// Whether a specification of this generator alone can be loaded; if not, why.
std::string problem_of(const node& field) { return problem_of_specification(node::map({{"fields", node::sequence({field})}})); }

}  // namespace

node column_generator(const column_profile& column) {
    std::string about = column.about;
    node made = values_generator(column, about);
    if (column.nulls != 0) made.add("nulls", {}, column.nulls == column.rows ? node{1} : share_of(column.nulls, column.rows));
    if (!about.empty()) made.add("about", {}, about);
    return made;
}

node specification_of(const table_profile& table, const std::string& name, const std::string& about) {
    std::vector<node> fields;
    const std::vector<std::string> names = names_of(table.columns);
    for (std::size_t i = 0; i < names.size(); ++i) {
        node made = named(names[i], column_generator(*table.columns[i]));
        if (const std::string problem = problem_of(made); !problem.empty())
            made = named(names[i], generator{"letters"}.put("min_length", 1).put("max_length", 16).put("about", "cannot be made as in the file: " + problem));
        fields.push_back(std::move(made));
    }
    return node::map({{"name", name}, {"about", about}, {"rows", static_cast<std::int64_t>(table.rows)}, {"fields", node::sequence(std::move(fields))}});
}

}  // namespace cli::infer

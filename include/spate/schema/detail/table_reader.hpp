// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_TABLE_READER_HPP
#define SPATE_SCHEMA_DETAIL_TABLE_READER_HPP

/// The tables of a specification, made from their nodes; those that others refer to first.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/schema/detail/attempt.hpp>
#include <spate/schema/detail/read_generator.hpp>
#include <spate/schema/detail/runtime_members.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0::detail {

/// A table of a specification, as it is written. The first of a list is the root, without a name.
struct table_source {
    std::string name, file;
    specification_node node;
    /// Its file could not be read, which is said already.
    bool broken = false;
};

inline void refuse_unknown_keys(const specification_node& map, const std::vector<std::string_view>& known, std::string_view subject, problem_list& problems) {
    for (std::size_t i = 0; i < map.keys().size(); ++i) {
        bool found = false;
        for (const std::string_view one : known) found = found || one == map.keys()[i];
        if (!found) problems.add(map.key_mark(i), subject, "unknown key \"" + map.keys()[i] + "\"", suggestion(map.keys()[i], known));
    }
}

/// Makes each table once. `from` is the seed of those that have none of their own, in place of the root's.
class table_reader {
public:
    table_reader(const std::vector<table_source>& sources, const std::vector<generator_kind>& kinds, std::optional<seed> from, problem_list& problems)
        : sources_{sources}, kinds_{kinds}, problems_{problems}, made_(sources.size()), states_(sources.size()) {
        for (std::size_t i = 1; i < sources.size(); ++i) tables_.names.push_back(sources[i].name);
        tables_.make = [this](const std::string& name) { return by_name(name); };
        seed_ = from ? *from : seed{whole(sources[0].node, "seed", {}, root_problems()).value_or(0)};
    }
    table_reader(const table_reader&) = delete;
    table_reader& operator=(const table_reader&) = delete;

    /// Null where something is wrong with it. The root's fields are read only if `i` is 0.
    std::shared_ptr<const runtime_schema> make(std::size_t i) {
        if (states_[i] == state::done) return made_[i];
        if (sources_[i].broken) ++failed_, states_[i] = state::done;
        if (states_[i] == state::done) return made_[i];
        states_[i] = state::open;
        path_.push_back(i);
        problem_list problems{sources_[i].file};
        made_[i] = read(i, problems);
        problems_.add(problems);
        path_.pop_back();
        states_[i] = state::done;
        return made_[i];
    }

private:
    enum class state : unsigned char { untouched, open, done };

    std::shared_ptr<const runtime_schema> by_name(const std::string& name) {
        std::size_t i = 1;
        while (i < sources_.size() && sources_[i].name != name) ++i;
        if (i == sources_.size()) {
            const std::vector<std::string_view> names{tables_.names.begin(), tables_.names.end()};
            raise_config("table", "\"" + name + "\"", "is no table of the specification",
                         names.empty() ? "declare it: tables: {" + name + ": {rows: 1000, fields: [...]}}" : suggestion(name, names));
        }
        if (states_[i] == state::open) {
            std::string circle;
            std::size_t at = 0;
            while (path_[at] != i) ++at;
            for (; at < path_.size(); ++at) circle += "\"" + sources_[path_[at]].name + "\" to ";
            raise_config("table", "\"" + name + "\"", "refers to itself: " + circle + "\"" + name + "\"", "break the circle");
        }
        return make(i);
    }

    // 1e6 is a whole number here, too, up to 2^53.
    static std::optional<std::uint64_t> whole(const specification_node& map, std::string_view key, const std::string& subject, problem_list& problems) {
        const specification_node* const found = map.find(key);
        if (found == nullptr) return {};
        if (const std::optional<std::uint64_t> number = found->whole<std::uint64_t>()) return number;
        if (found->is(specification_node::kind::real) && found->real() >= 0 && found->real() <= 0x1p53) {
            const auto number = static_cast<std::uint64_t>(found->real());
            if (static_cast<double>(number) == found->real()) return number;
        }
        const bool rows = key == "rows";
        problems.add(found->mark(), subject + std::string{key}, found->value_text() + " is no whole number from 0 to " + (rows ? "2^48" : "2^64 - 1"),
                     rows ? "write it like 1000000 or 1e6" : "give one");
        return {};
    }
    // What is wrong with the root's seed is said once, where the root is read.
    problem_list& root_problems() { return unsaid_; }

    std::shared_ptr<const runtime_schema> read(std::size_t i, problem_list& problems) {
        const specification_node& map = sources_[i].node;
        const std::string subject = i == 0 ? "" : "table \"" + sources_[i].name + "\": ", of = i == 0 ? "" : "table \"" + sources_[i].name + "\"";
        if (!map.is(specification_node::kind::map)) {
            const std::string what{map.is(specification_node::kind::null) ? "empty" : map.kind_name()};
            problems.add(map.mark(), of, (i == 0 ? "the specification is " : "is ") + what, "write a map with `fields`");
            return {};
        }
        if (i != 0 && map.find("tables") != nullptr)
            problems.add(map.find("tables")->mark(), of, "has tables of its own", "declare all tables at the root of the specification");
        else
            refuse_unknown_keys(map, {"name", "seed", "rows", "fields", "tables", "about", "$schema"}, of, problems);
        std::string name = sources_[i].name;
        if (const specification_node* const given = map.find("name")) {
            if (given->is(specification_node::kind::text))
                name = given->text();
            else
                problems.add(given->mark(), subject + "name", "is " + std::string{given->kind_name()}, "give a text");
        }
        const std::optional<std::uint64_t> own = whole(map, "seed", subject, problems);
        const std::uint64_t rows = whole(map, "rows", subject, problems).value_or(runtime_schema::most_rows);
        if (rows > runtime_schema::most_rows)
            problems.add(map.find("rows")->mark(), subject + "rows", std::to_string(rows) + " is more than 2^48", "use fewer");
        std::vector<runtime_field> fields;
        const specification_node* const list = map.find("fields");
        if (list == nullptr || !list->is(specification_node::kind::sequence) || list->items().empty()) {
            problems.add(list == nullptr ? map.mark() : list->mark(), subject + "fields", list == nullptr ? "are missing" : "are no list, or an empty one",
                         "give a list of fields");
        } else {
            specification_reader reader{kinds_, problems, &tables_};
            fields = read_fields(*list, reader, {}, subject);
        }
        std::shared_ptr<const runtime_schema> out;
        const seed from = i != 0 && own ? seed{*own} : seed_;
        if (!problems.empty() || failed_ != 0) return ++failed_, out;
        problem_list first{sources_[i].file};
        attempt(*list, of, first, [&] { out = std::make_shared<const runtime_schema>(fields, std::move(name), from, rows); });
        if (out == nullptr)
            for (const config_error& error : runtime_members::errors_of(std::move(fields))) add_error(*list, of, problems, error);
        if (problems.empty()) problems.add(first);
        failed_ += out == nullptr;
        return out;
    }

    const std::vector<table_source>& sources_;
    const std::vector<generator_kind>& kinds_;
    problem_list& problems_;
    problem_list unsaid_;
    seed seed_{0};
    specification_tables tables_;
    std::vector<std::shared_ptr<const runtime_schema>> made_;
    std::vector<state> states_;
    std::vector<std::size_t> path_;
    std::size_t failed_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_TABLE_READER_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_READ_COLLECTION_HPP
#define SPATE_SCHEMA_READ_COLLECTION_HPP

/// `read_collection(node)`: from the schema file of a vector database to a collection, by all rules that such files have.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/detail/config.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/field_rules.hpp>
#include <spate/schema/detail/collection/map_reader.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

namespace detail {

[[nodiscard]] inline bool is_collection_field(const specification_node& node) noexcept {
    if (!node.is(specification_node::kind::map)) return false;
    const specification_node* const type = node.find("type");
    return node.find("is_primary") != nullptr ||
           (type != nullptr && std::find(collection_type_names.begin(), collection_type_names.end(), type->text()) != collection_type_names.end());
}

inline void check_primary(const collection& of, const specification_node& list, problem_list& problems) {
    std::vector<std::size_t> primary, partition;
    for (std::size_t i = 0; i < of.fields.size(); ++i) {
        if (of.fields[i].is_primary) primary.push_back(i);
        if (of.fields[i].is_partition_key) partition.push_back(i);
    }
    const auto refuse_second = [&](const std::vector<std::size_t>& marked, std::string_view key, const std::string& what) {
        for (std::size_t i = 1; i < marked.size(); ++i)
            problems.add(of.fields[marked[i]].node.find(key)->mark(), "field \"" + of.fields[marked[i]].name + "\"",
                         std::string{key} + ": \"" + of.fields[marked[0]].name + "\" is the " + what + " already", "mark one field only");
    };
    if (primary.empty())
        problems.add(list.mark(), "fields", "have no primary key", "mark one, like {\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}");
    refuse_second(primary, "is_primary", "primary key");
    refuse_second(partition, "is_partition_key", "partition key");
    for (std::size_t i = 0; i < of.fields.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (!of.fields[i].name.empty() && of.fields[i].name == of.fields[k].name) {
                problems.add(of.fields[i].node.mark(), "field \"" + of.fields[i].name + "\"", "is there twice", "give one of them another name");
                break;
            }
}

}  // namespace detail

/// Whether a file's content is a collection: a list of maps; or a map with `collection_name`, or with a field whose type is one of collection_type_names or
/// that has `is_primary`. What else there is may be a specification of spate's own, see make_schema.
[[nodiscard]] inline bool is_collection(const specification_node& root) noexcept {
    using is = specification_node::kind;
    const specification_node* const list = root.is(is::map) ? root.find("fields") : &root;
    if (root.is(is::map) && root.find("collection_name") != nullptr) return true;
    if (list == nullptr || !list->is(is::sequence) || list->items().empty()) return false;
    if (root.is(is::map)) return std::any_of(list->items().begin(), list->items().end(), detail::is_collection_field);
    return std::all_of(list->items().begin(), list->items().end(), [](const specification_node& one) { return one.is(is::map); });
}

/// Reads a collection as milvus-fake-data and milvus-ingest write them: a map with `fields`, and if wanted collection_name, description, num_partitions,
/// num_shards and enable_dynamic_field; or the list of fields alone. The keys of a field and their rules are in the guide to collections; a key whose value is
/// null is as good as absent. `file` is what messages call the text. Throws specification_error, which names everything that is wrong, with file, line, field
/// and what would be right.
SPATE_WHEN_USED
[[nodiscard]] collection read_collection(const specification_node& root, std::string file = {}) {
    using is = specification_node::kind;
    problem_list problems{std::move(file)};
    collection out;
    out.node = root;
    const specification_node* list = &root;
    if (root.is(is::map)) {
        const detail::map_reader map{root, "", problems};
        out.name = map.name("collection_name");
        out.description = map.text("description");
        (void)map.whole("num_partitions", 1, 4096, "give 1 to 4096");
        (void)map.whole("num_shards", 1, 1024, "give 1 or more");
        (void)map.flag("enable_dynamic_field");
        map.refuse_unknown({"collection_name", "description", "fields", "num_partitions", "num_shards", "enable_dynamic_field"},
                           {{"name", "use collection_name"},
                            {"about", "use description"},
                            {"collection", "use collection_name"},
                            {"schema", "use fields"},
                            {"seed", "leave it out: the seed is given where rows are made"},
                            {"rows", "leave it out: the number of rows is given where they are made"},
                            {"tables", "leave it out: a collection stands alone; foreign keys are in specifications of spate's own"},
                            {"shardsnum", "use num_shards"},
                            {"enabledynamicfields", "use enable_dynamic_field"}},
                           {{"dynamicfields", "make them fields of type JSON, or leave them out"},
                            {"functions", "leave them out, and the fields that they fill: the database makes those"}});
        list = map.find("fields");
        if (list == nullptr || !list->is(is::sequence) || list->items().empty())
            problems.add(list == nullptr ? root.mark() : list->mark(), "fields", list == nullptr ? "are missing" : "are no list, or an empty one",
                         "give a list of fields, like [{\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}]");
    } else if (!root.is(is::sequence) || root.items().empty()) {
        problems.add(root.mark(), "", "the collection is " + std::string{root.is(is::null) || root.is(is::sequence) ? "empty" : root.kind_name()},
                     "write a map with `fields`, or a list of fields");
    }
    if (list != nullptr && list->is(is::sequence) && !list->items().empty()) {
        for (std::size_t i = 0; i < list->items().size(); ++i) out.fields.push_back(detail::read_collection_field(list->items()[i], i, problems));
        detail::check_primary(out, *list, problems);
    }
    problems.raise_if_any();
    return out;
}
SPATE_COMPILED_ONCE(collection read_collection<void>(const specification_node&, std::string))

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_READ_COLLECTION_HPP

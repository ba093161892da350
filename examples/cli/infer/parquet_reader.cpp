// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>

#include "parquet_leaf.hpp"
#include "readers.hpp"

namespace cli::infer {
namespace {

// A place on the way from a row to a leaf.
struct step {
    column_profile* profile;
    // Below this definition level it is null; 0 where it cannot be.
    unsigned null_below;
    enum { object, list, leaf } what;
    // Of lists: the definition level from which on there are elements, and the repetition level of all but the first.
    unsigned filled_from = 0, repetition = 0;
    // Of the leaves below a list or an object one counts it.
    bool counts = true;
    bool open = false;
    std::uint64_t length = 0;
};

struct leaf_column {
    const parquet_node* node;
    std::string path;
    std::vector<step> steps;
    unsigned definition, repetition;
    std::uint64_t rows = 0;
};

// From the schema's nodes to profiles, and the ways to all leaves.
class schema_reader {
public:
    schema_reader(const byte_source& file, const parquet_footer& footer) : file_{file}, nodes_{footer.nodes} {}

    std::vector<leaf_column> leaves;

    std::vector<std::unique_ptr<column_profile>> columns() {
        std::vector<std::unique_ptr<column_profile>> out;
        const std::int32_t children = next().children;
        for (std::int32_t i = 0; i < children; ++i) out.push_back(child({}, {}, 0, 0, false, 0));
        if (at_ != nodes_.size()) fail_at_byte(file_, file_.size() - 8, "the footer has a schema of more columns than its groups say");
        return out;
    }

private:
    static constexpr int deepest = 24;

    const parquet_node& next() {
        if (at_ == nodes_.size()) fail_at_byte(file_, file_.size() - 8, "the footer has a schema of fewer columns than its groups say");
        return nodes_[at_++];
    }

    // `in_repeated` says that the node's own repetition has been seen to.
    std::unique_ptr<column_profile> child(std::vector<step> steps, std::string path, unsigned definition, unsigned repetition, bool in_list, int depth,
                                          bool in_repeated = false) {
        if (depth > deepest) fail_at_byte(file_, file_.size() - 8, "the footer has a schema of more than 24 levels");
        const parquet_node& node = next();
        if (first_invalid_utf8(node.name) != std::string::npos) fail_at_byte(file_, file_.size() - 8, "the footer has a column whose name is not UTF-8");
        path += (path.empty() ? "" : ".") + node.name;
        auto out = std::make_unique<column_profile>(node.name);
        out->in_list = in_list;
        if (node.repetition == 1 && !in_repeated) ++definition;
        const unsigned null_below = node.repetition == 1 && !in_repeated ? definition : 0;
        if (node.repetition == 2 && !in_repeated) {
            // A repeated node of its own is a list that is never null.
            ++definition, ++repetition;
            --at_;
            steps.push_back({out.get(), 0, step::list, definition, repetition});
            out->element = child(std::move(steps), path, definition, repetition, true, depth + 1, true);
            return out;
        }
        if (node.type) {
            if (node.children != 0) fail_at_byte(file_, file_.size() - 8, "the footer has a column " + path + " with children and a type");
            describe(node, *out);
            steps.push_back({out.get(), null_below, step::leaf});
            leaves.push_back({&node, path, std::move(steps), definition, repetition});
            return out;
        }
        const bool wraps = (node.logical == logical_type::list || node.logical == logical_type::map) && node.children == 1 && at_ < nodes_.size() &&
                           nodes_[at_].repetition == 2;
        if (wraps) {
            ++definition, ++repetition;
            steps.push_back({out.get(), null_below, step::list, definition, repetition});
            const parquet_node& repeated = nodes_[at_];
            // The repeated group is a shell about the element, but for old files whose element it is (parquet-format, LogicalTypes.md, "Lists").
            const bool shell = node.logical == logical_type::list && !repeated.type && repeated.children == 1 && repeated.name != "array" &&
                               repeated.name != node.name + "_tuple";
            if (shell) {
                ++at_;
                path += "." + repeated.name;
            }
            out->element = child(std::move(steps), path, definition, repetition, true, depth + 1, !shell);
            return out;
        }
        steps.push_back({out.get(), null_below, step::object});
        for (std::int32_t i = 0; i < node.children; ++i) {
            out->members.push_back(child(steps, path, definition, repetition, in_list, depth + 1));
            for (step& one : steps) one.counts = false;
        }
        if (node.children == 0) fail_at_byte(file_, file_.size() - 8, "the footer has a group " + path + " without columns");
        return out;
    }

    const byte_source& file_;
    const std::vector<parquet_node>& nodes_;
    std::size_t at_ = 0;
};

void close_lists(leaf_column& leaf, unsigned repetition) {
    for (std::size_t i = leaf.steps.size(); i-- > 0;) {
        step& one = leaf.steps[i];
        if (one.what != step::list || one.repetition <= repetition || !one.open) continue;
        one.open = false;
        if (one.counts) one.profile->end_list(one.length);
    }
}

// Takes one entry of the leaf's levels; `value` adds the value to the leaf's profile.
template <class Value>
void take(leaf_column& leaf, unsigned repetition, unsigned definition, const parquet_place& place, const Value& value) {
    close_lists(leaf, repetition);
    std::size_t at = 0;
    if (repetition != 0) {
        while (at < leaf.steps.size() && !(leaf.steps[at].what == step::list && leaf.steps[at].repetition == repetition)) ++at;
        if (at == leaf.steps.size() || !leaf.steps[at].open || definition < leaf.steps[at].filled_from) place.fail("has levels that make no sense");
        ++leaf.steps[at++].length;
    }
    for (; at < leaf.steps.size(); ++at) {
        step& one = leaf.steps[at];
        if (definition < one.null_below) {
            if (one.counts) one.profile->add_null();
            return;
        }
        if (one.what == step::leaf) return value();
        if (one.what == step::object) {
            if (one.counts) one.profile->begin_object();
            continue;
        }
        if (one.counts) (void)one.profile->begin_list();
        if (definition < one.filled_from) {
            if (one.counts) one.profile->end_list(0);
            return;
        }
        one.open = true;
        one.length = 1;
    }
}

// Reads a chunk up to the last row that is wanted.
void read_chunk(const byte_source& file, leaf_column& leaf, const parquet_chunk& chunk, std::uint64_t group_rows, std::uint64_t most_rows) {
    const parquet_place at_chunk{file, leaf.path, static_cast<std::uint64_t>(chunk.begin)};
    if (leaf.repetition == 0 && static_cast<std::uint64_t>(chunk.values) != group_rows)
        at_chunk.fail("has " + std::to_string(chunk.values) + " values in a row group of " + std::to_string(group_rows) + " rows");
    const std::uint64_t before = leaf.rows;
    chunk_pages pages{file, leaf.path, chunk, {*leaf.node->type, leaf.node->length}, leaf.definition, leaf.repetition};
    column_profile& profile = *leaf.steps.back().profile;
    while (const data_page* const page = pages.next()) {
        std::size_t present = 0;
        for (std::size_t i = 0; i < page->values; ++i) {
            const unsigned repetition = leaf.repetition == 0 ? 0 : page->repetition[i], definition = leaf.definition == 0 ? 0 : page->definition[i];
            if (repetition > leaf.repetition || definition > leaf.definition) at_chunk.fail("has levels that make no sense");
            if (repetition == 0) {
                if (leaf.rows == most_rows) {
                    close_lists(leaf, 0);
                    return;
                }
                ++leaf.rows;
            }
            take(leaf, repetition, definition, at_chunk, [&] { add_value(*leaf.node, page->present, present, profile, at_chunk); });
            present += definition == leaf.definition;
        }
    }
    close_lists(leaf, 0);
    if (leaf.rows - before != group_rows) at_chunk.fail("has " + std::to_string(leaf.rows - before) + " rows in a row group of " + std::to_string(group_rows));
}

// A file of this machine.
class file_bytes final : public byte_source {
public:
    explicit file_bytes(const input_file& file) : file_{file} {}
    [[nodiscard]] std::string path() const override { return file_.path(); }
    [[nodiscard]] std::uint64_t size() const override { return file_.size(); }
    void read(std::uint64_t offset, std::span<std::byte> out) const override { file_.read(offset, out); }

private:
    const input_file& file_;
};

table_profile profile_of(const byte_source& file, std::uint64_t most_rows) {
    const parquet_footer footer = read_footer(file);
    schema_reader schema{file, footer};
    table_profile out;
    out.columns = schema.columns();
    std::uint64_t all = 0;
    for (const parquet_group& group : footer.groups) {
        const auto rows = static_cast<std::uint64_t>(group.rows);
        all += rows;
        if (rows == 0 || out.rows == most_rows) continue;
        for (std::size_t i = 0; i < schema.leaves.size(); ++i) read_chunk(file, schema.leaves[i], group.chunks[i], rows, most_rows);
        out.rows += std::min(rows, most_rows - out.rows);
    }
    if (out.rows == 0) throw spate::config_error{"FILE", file.path(), "has no rows", "name a file with data"};
    out.more = all > out.rows;
    return out;
}

}  // namespace

table_profile read_parquet(const input_file& file, std::uint64_t most_rows) {
    try {
        return profile_of(file_bytes{file}, most_rows);
    } catch (const parquet_error& error) {
        throw run_failure{error.what()};
    }
}

}  // namespace cli::infer

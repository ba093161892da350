// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_NESTED_WRITER_HPP
#define SPATE_DELTA_DETAIL_PARQUET_NESTED_WRITER_HPP

/// Small Parquet files of optional structures with numbers, texts, lists and maps of texts: what checkpoints of Delta logs are.
/// Source: apache/parquet-format, parquet.thrift and LogicalTypes.md.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <snappy.h>

#include <spate/delta/detail/parquet/thrift_writer.hpp>
#include <spate/delta/detail/parquet/types.hpp>

namespace spate::inline v0::detail::parquet_input {

/// What a member of a structure is. All may be null but for keys of maps.
enum class member_kind : unsigned char { boolean, number, large, text, texts, text_map };

/// A leaf of the row group that is being made: levels and values.
class leaf_writer {
public:
    leaf_writer(std::vector<std::string> path, physical_type type, unsigned definition, unsigned repetition)
        : path_{std::move(path)}, type_{type}, definition_{definition}, repetition_{repetition} {}

    /// The definition level of a value.
    [[nodiscard]] unsigned definition() const noexcept { return definition_; }
    /// Rows for which the whole structure is null.
    void skip(std::size_t rows) { add_level(0, 0, rows); }
    void level(unsigned definition, unsigned repetition = 0) { add_level(definition, repetition, 1); }
    void boolean(bool value) {
        if (booleans_ % 8 == 0) values_ += '\0';
        values_.back() = static_cast<char>(static_cast<unsigned char>(values_.back()) | static_cast<unsigned>(value) << booleans_ % 8);
        ++booleans_;
        level(definition_);
    }
    void number(std::int64_t value) {
        put(static_cast<std::uint64_t>(value), type_ == physical_type::int32 ? 4 : 8);
        level(definition_);
    }
    void text(std::string_view value, unsigned repetition = 0) {
        put(value.size(), 4);
        values_ += value;
        level(definition_, repetition);
    }

    /// Appends the page of all that was added, and the chunk's description to the footer's row group; begins anew. Gives the bytes without compression.
    std::size_t finish(std::string& file, compact_writer& footer) {
        std::string page;
        if (repetition_ != 0) put_levels(page, repetitions_);
        put_levels(page, definitions_);
        page += values_;
        std::string stored;
        snappy::Compress(page.data(), page.size(), &stored);
        const std::size_t begin = file.size();
        compact_writer header{file};
        header.number(1, 0);
        header.number(2, static_cast<std::int32_t>(page.size()));
        header.number(3, static_cast<std::int32_t>(stored.size()));
        header.structure(5);
        header.number(1, static_cast<std::int32_t>(count_));
        header.number(2, 0);
        header.number(3, 3);
        header.number(4, 3);
        header.end();
        header.end();
        const std::size_t head = file.size() - begin;
        file += stored;
        footer.structure();
        footer.large(2, static_cast<std::int64_t>(begin));
        footer.structure(3);
        footer.number(1, static_cast<int>(type_));
        footer.list(2, 5, 2);
        footer.number(0);
        footer.number(3);
        footer.list(3, 8, path_.size());
        for (const std::string& part : path_) footer.text(part);
        footer.number(4, 1);
        footer.large(5, static_cast<std::int64_t>(count_));
        footer.large(6, static_cast<std::int64_t>(head + page.size()));
        footer.large(7, static_cast<std::int64_t>(file.size() - begin));
        footer.large(9, static_cast<std::int64_t>(begin));
        footer.end();
        footer.end();
        definitions_.clear(), repetitions_.clear(), values_.clear();
        count_ = booleans_ = 0;
        return head + page.size();
    }

private:
    using runs = std::vector<std::pair<std::uint8_t, std::size_t>>;

    void put(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) values_ += static_cast<char>(value >> 8 * i & 255);
    }
    static void extend(runs& to, unsigned level, std::size_t times) {
        if (to.empty() || to.back().first != level)
            to.emplace_back(static_cast<std::uint8_t>(level), times);
        else
            to.back().second += times;
    }
    void add_level(unsigned definition, unsigned repetition, std::size_t times) {
        if (times == 0) return;
        count_ += times;
        extend(definitions_, definition, times);
        extend(repetitions_, repetition, times);
    }
    // Runs only, each a number and a byte: levels are below 8.
    static void put_levels(std::string& page, const runs& levels) {
        std::string out;
        for (const auto& [level, times] : levels) {
            append_varint(out, std::uint64_t{times} << 1);
            out += static_cast<char>(level);
        }
        for (int i = 0; i < 4; ++i) page += static_cast<char>(out.size() >> 8 * i & 255);
        page += out;
    }

    std::vector<std::string> path_;
    physical_type type_;
    unsigned definition_, repetition_;
    runs definitions_, repetitions_;
    std::string values_;
    std::size_t count_ = 0, booleans_ = 0;
};

/// A file of rows of which each has one structure and nulls for the others. Make all members first, in the order of their structures; then, for each row
/// group, add to each leaf, and finish it. A map has two leaves.
class nested_writer {
public:
    nested_writer() { nodes_.push_back({"spark_schema", {}}); }

    void structure(std::string name) {
        ++nodes_[0].children;
        parent_ = nodes_.size();
        nodes_.push_back({std::move(name), {}, 0, 1});
    }
    /// A structure within the structure, of the next `members` members.
    void inner(std::string name, std::int32_t members) {
        ++nodes_[parent_].children;
        inner_ = name;
        inner_left_ = members;
        nodes_.push_back({std::move(name), {}, 0, 1, members});
    }
    void member(const std::string& name, member_kind kind) {
        std::vector<std::string> path{nodes_[parent_].name};
        unsigned definition = 2;
        if (inner_left_ != 0) {
            path.push_back(inner_);
            ++definition, --inner_left_;
        } else {
            ++nodes_[parent_].children;
        }
        path.push_back(name);
        const auto below = [&](std::initializer_list<std::string> more) {
            std::vector<std::string> out = path;
            out.insert(out.end(), more);
            return out;
        };
        if (kind == member_kind::texts) {
            nodes_.push_back({name, {}, 0, 1, 1, logical_type::list});
            nodes_.push_back({"list", {}, 0, 2, 1});
            nodes_.push_back({"element", physical_type::byte_array, 0, 1, 0, logical_type::text});
            leaves.emplace_back(below({"list", "element"}), physical_type::byte_array, definition + 2, 1u);
        } else if (kind == member_kind::text_map) {
            nodes_.push_back({name, {}, 0, 1, 1, logical_type::map});
            nodes_.push_back({"key_value", {}, 0, 2, 2});
            nodes_.push_back({"key", physical_type::byte_array, 0, 0, 0, logical_type::text});
            nodes_.push_back({"value", physical_type::byte_array, 0, 1, 0, logical_type::text});
            leaves.emplace_back(below({"key_value", "key"}), physical_type::byte_array, definition + 1, 1u);
            leaves.emplace_back(below({"key_value", "value"}), physical_type::byte_array, definition + 2, 1u);
        } else {
            const bool text = kind == member_kind::text;
            const physical_type type = text                           ? physical_type::byte_array
                                       : kind == member_kind::boolean ? physical_type::boolean
                                       : kind == member_kind::number  ? physical_type::int32
                                                                      : physical_type::int64;
            nodes_.push_back({name, type, 0, 1, 0, text ? logical_type::text : logical_type::none});
            leaves.emplace_back(std::move(path), type, definition, 0u);
        }
    }

    std::vector<leaf_writer> leaves;

    void finish_group(std::size_t rows) {
        compact_writer group{groups_};
        group.list(1, 12, leaves.size());
        std::size_t bytes = 0;
        for (leaf_writer& leaf : leaves) bytes += leaf.finish(file_, group);
        group.large(2, static_cast<std::int64_t>(bytes));
        group.large(3, static_cast<std::int64_t>(rows));
        group.end();
        rows_ += rows;
        ++group_count_;
    }
    /// The whole file.
    [[nodiscard]] std::string finish() {
        const std::size_t begin = file_.size();
        compact_writer footer{file_};
        footer.number(1, 1);
        footer.list(2, 12, nodes_.size());
        for (const parquet_node& node : nodes_) put_node(footer, node);
        footer.large(3, static_cast<std::int64_t>(rows_));
        footer.list(4, 12, group_count_);
        file_ += groups_;
        footer.text(6, "spate");
        footer.end();
        const std::size_t size = file_.size() - begin;
        for (int i = 0; i < 4; ++i) file_ += static_cast<char>(size >> 8 * i & 255);
        return std::move(file_ += "PAR1");
    }

private:
    static void put_node(compact_writer& out, const parquet_node& node) {
        const bool root = node.repetition == 0 && !node.type;
        out.structure();
        if (node.type) out.number(1, static_cast<int>(*node.type));
        if (!root) out.number(3, node.repetition);
        out.text(4, node.name);
        if (node.children != 0) out.number(5, node.children);
        const int converted = node.logical == logical_type::text ? 0 : node.logical == logical_type::map ? 1 : node.logical == logical_type::list ? 3 : -1;
        if (converted >= 0) {
            out.number(6, converted);
            out.structure(10);
            out.structure(converted == 0 ? 1 : converted == 1 ? 2 : 3);
            out.end();
            out.end();
        }
        out.end();
    }

    std::vector<parquet_node> nodes_;
    std::size_t parent_ = 0;
    std::string inner_;
    std::int32_t inner_left_ = 0;
    std::string file_ = "PAR1", groups_;
    std::size_t rows_ = 0, group_count_ = 0;
};

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_NESTED_WRITER_HPP

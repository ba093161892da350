// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_NESTED_READER_HPP
#define SPATE_DELTA_DETAIL_PARQUET_NESTED_READER_HPP

/// Members of structures in Parquet files, lists and maps of texts among them, by their names. Source: apache/parquet-format, LogicalTypes.md.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/delta/detail/parquet/footer.hpp>
#include <spate/delta/detail/parquet/pages.hpp>

namespace spate::inline v0::detail::parquet_input {

/// A file that is in memory.
class text_source final : public byte_source {
public:
    text_source(std::string path, std::string_view bytes) : path_{std::move(path)}, bytes_{bytes} {}
    [[nodiscard]] std::string path() const override { return path_; }
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    void read(std::uint64_t offset, std::span<std::byte> out) const override {
        if (offset > bytes_.size() || out.size() > bytes_.size() - offset) fail_at_byte(*this, bytes_.size(), "the file ends here");
        if (!out.empty()) std::memcpy(out.data(), bytes_.data() + offset, out.size());
    }

private:
    std::string path_;
    std::string_view bytes_;
};

/// A leaf of the schema by its name: "add.path"; "add.tags.key" and "add.tags.value" of a map, and "protocol.readerFeatures.element" of a list, however the
/// groups between are called.
struct named_leaf {
    std::string name;
    const parquet_node* node = nullptr;
    /// Of a value; of an element, be it null, or 0 outside of lists and maps.
    unsigned definition = 0, element = 0, repetition = 0;
};

/// The leaves in the order of the chunks. Throws parquet_error.
class leaf_finder {
public:
    leaf_finder(const byte_source& file, const parquet_footer& footer) : file_{file}, nodes_{footer.nodes} {
        const std::int32_t children = next().children;
        for (std::int32_t i = 0; i < children; ++i) walk({}, {}, 0);
        if (at_ != nodes_.size()) fail_at_byte(file_, file_.size() - 8, "the footer has a schema of more columns than its groups say");
    }

    std::vector<named_leaf> leaves;

private:
    const parquet_node& next() {
        if (at_ == nodes_.size()) fail_at_byte(file_, file_.size() - 8, "the footer has a schema of fewer columns than its groups say");
        return nodes_[at_++];
    }
    void walk(named_leaf above, std::string_view called, int depth) {
        if (depth > 24) fail_at_byte(file_, file_.size() - 8, "the footer has a schema of more than 24 levels");
        const parquet_node& node = next();
        (above.name += above.name.empty() ? "" : ".") += called.empty() ? std::string_view{node.name} : called;
        above.definition += node.repetition == 1;
        if (node.repetition == 2) {
            ++above.definition, ++above.repetition;
            above.element = above.definition;
        }
        if (node.type) {
            above.node = &node;
            leaves.push_back(std::move(above));
            return;
        }
        const bool wraps = node.children == 1 && at_ < nodes_.size() && nodes_[at_].repetition == 2 && !nodes_[at_].type;
        if (!wraps) {
            for (std::int32_t i = 0; i < node.children; ++i) walk(above, {}, depth + 1);
            return;
        }
        const parquet_node& repeated = next();
        ++above.definition, ++above.repetition;
        above.element = above.definition;
        const bool map = node.logical == logical_type::map || (node.logical == logical_type::none && repeated.children == 2);
        for (std::int32_t i = 0; i < repeated.children; ++i) walk(above, map ? (i == 0 ? "key" : "value") : "element", depth + 1);
    }

    const byte_source& file_;
    const std::vector<parquet_node>& nodes_;
    std::size_t at_ = 0;
};

/// The values of a leaf in a row group. Row r has entries starts[r] ... starts[r + 1] - 1; outside of lists and maps that is one.
struct leaf_values {
    enum class entry : unsigned char { nothing, null, value };
    std::vector<std::size_t> starts;
    std::vector<entry> entries;
    /// One of them is filled, as long as `entries`.
    std::vector<std::int64_t> numbers;
    std::vector<std::string> texts;
};

/// Reads a leaf. Throws parquet_error for lists within lists, and where the levels do not make `rows` rows.
[[nodiscard]] inline leaf_values read_leaf(const byte_source& file, const named_leaf& leaf, const parquet_chunk& chunk, std::uint64_t rows) {
    const parquet_place place{file, leaf.name, static_cast<std::uint64_t>(chunk.begin)};
    if (leaf.repetition > 1) place.fail("is a list of lists");
    const bool text = *leaf.node->type == physical_type::byte_array;
    if (!text && *leaf.node->type > physical_type::int64) place.fail("is of the physical type " + std::to_string(static_cast<int>(*leaf.node->type)));
    leaf_values out;
    chunk_pages pages{file, leaf.name, chunk, {*leaf.node->type, leaf.node->length}, leaf.definition, leaf.repetition};
    while (const data_page* const page = pages.next()) {
        std::size_t present = 0;
        for (std::size_t i = 0; i < page->values; ++i) {
            const unsigned repetition = leaf.repetition == 0 ? 0 : page->repetition[i], definition = leaf.definition == 0 ? 0 : page->definition[i];
            if (repetition > leaf.repetition || definition > leaf.definition || (repetition != 0 && out.starts.empty()))
                place.fail("has levels that make no sense");
            if (repetition == 0) out.starts.push_back(out.entries.size());
            const bool value = definition == leaf.definition;
            out.entries.push_back(value                                             ? leaf_values::entry::value
                                  : leaf.element != 0 && definition >= leaf.element ? leaf_values::entry::null
                                                                                    : leaf_values::entry::nothing);
            if (text)
                out.texts.emplace_back(value ? page->present.bytes[present] : std::string_view{});
            else
                out.numbers.push_back(value ? page->present.whole[present] : 0);
            present += value;
        }
    }
    if (out.starts.size() != rows) place.fail("has " + std::to_string(out.starts.size()) + " rows in a row group of " + std::to_string(rows));
    out.starts.push_back(out.entries.size());
    return out;
}

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_NESTED_READER_HPP

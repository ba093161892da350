// SPDX-License-Identifier: Apache-2.0
#include "preview.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <spate/format/milvus.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/node.hpp>

#include "json.hpp"

namespace cli {
namespace {

using node = spate::specification_node;

// At most so many bytes, cut between characters.
std::string shortened(const std::string& text) {
    constexpr std::size_t most = 100;
    if (text.size() <= most) return json_string(text);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    const std::string cut = json_string(text.substr(0, end));
    return cut.substr(0, cut.size() - 1) + "...\" (" + std::to_string(text.size()) + " bytes)";
}

std::string shortened(const node& one) {
    using kind = node::kind;
    if (one.is(kind::text)) return shortened(one.text());
    if (one.is(kind::boolean)) return one.boolean() ? "true" : "false";
    if (one.is_number()) return one.text();
    if (one.is(kind::null)) return "null";
    constexpr std::size_t most = 8, shown = 4;
    const bool map = one.is(kind::map);
    const std::size_t size = one.items().size(), count = map || size <= most ? size : shown;
    std::string out = map ? "{" : "[";
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) out += ", ";
        if (map) out += json_string(one.keys()[i]) + ": ";
        out += shortened(one.items()[i]);
    }
    if (count < size) out += ", ... " + std::to_string(size) + " values";
    return out + (map ? "}" : "]");
}

}  // namespace

std::vector<std::string> first_rows(const spate::runtime_schema& table) {
    auto encoder = spate::milvus_ndjson().encoder(table.type());
    spate::batch rows;
    std::vector<std::string> out;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(preview_rows, table.size()); ++i) {
        spate::text_buffer text;
        table.fill(i, 1, rows);
        encoder.encode(rows, text);
        out.emplace_back(text.text().substr(0, text.size() - 1));
    }
    return out;
}

std::string shown_rows(const std::vector<std::string>& rows) {
    std::string out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const node row = spate::parse_json(rows[i], "row");
        std::size_t width = 0;
        for (const std::string& key : row.keys()) width = std::max(width, key.size());
        out += "row " + std::to_string(i) + "\n";
        for (std::size_t k = 0; k < row.keys().size(); ++k)
            out += "  " + row.keys()[k] + std::string(width - row.keys()[k].size() + 2, ' ') + shortened(row.items()[k]) + "\n";
    }
    return out;
}

}  // namespace cli

// SPDX-License-Identifier: Apache-2.0
#include "fingerprint.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <system_error>

#include <spate/core/hash.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/version.hpp>

namespace cli {
namespace {

std::uint64_t joined(std::uint64_t hash, std::uint64_t part) { return spate::mix(spate::mix(hash) + part); }

std::uint64_t of_value(const spate::specification_node& value) {
    using is = spate::specification_node::kind;
    std::uint64_t hash =
        joined(static_cast<std::uint64_t>(value.what()), value.is(is::boolean) ? std::uint64_t{value.boolean()} : spate::hash_name(value.text()));
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        if (value.is(is::map)) hash = joined(hash, spate::hash_name(value.keys()[i]));
        hash = joined(hash, of_value(value.items()[i]));
    }
    return hash;
}

/// All bytes in one text, so that it does not matter in which pieces they come.
struct text_sink {
    std::string* text;
    void write(std::span<const std::byte> bytes, std::error_code& error) const noexcept {
        text->append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        error.clear();
    }
    static void close(std::error_code& error) noexcept { error.clear(); }
};

}  // namespace

std::uint64_t fingerprint(const spate::specification_node& root, const std::vector<std::string_view>& without) {
    if (!root.is(spate::specification_node::kind::map)) return of_value(root);
    spate::specification_node rest = spate::specification_node::map();
    for (std::size_t i = 0; i < root.keys().size(); ++i)
        if (std::find(without.begin(), without.end(), root.keys()[i]) == without.end()) rest.add(root.keys()[i], {}, root.items()[i]);
    return of_value(rest);
}

std::uint64_t fingerprint(const any_table& table, std::uint64_t first) {
    constexpr std::uint64_t rows = 256;
    std::string text;
    spate::run_options options;
    options.first = std::min(first, table.size());
    options.rows = std::min(rows, table.size() - options.first);
    (void)spate::run(table, spate::ndjson{}, text_sink{&text}, options);
    return spate::hash_name(text);
}

std::uint64_t fingerprint(const spate::schedule& when) {
    std::uint64_t hash = 0;
    constexpr int bits = 40;
    for (int bit = 0; bit < bits; ++bit) hash = joined(hash, static_cast<std::uint64_t>(when.time_of((std::uint64_t{1} << bit) - 1)));
    return hash;
}

std::uint64_t fingerprint(const std::vector<std::string>& words, const std::vector<std::uint64_t>& parts) {
    std::uint64_t hash = SPATE_VERSION_MAJOR;
    for (const std::string& word : words) hash = joined(hash, spate::hash_name(word));
    for (const std::uint64_t part : parts) hash = joined(hash, part);
    return hash;
}

}  // namespace cli

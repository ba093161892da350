// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_TELEMETRY_DOCUMENTS_HPP
#define SPATE_TESTS_TELEMETRY_DOCUMENTS_HPP

/// Documents read back by the names of their columns, and the law that all of them keep: the same rows however they are parted.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <spate/field/column.hpp>
#include <spate/schema/batch.hpp>
#include <spate/telemetry/telemetry_options.hpp>

#include "../field/laws.hpp"

namespace test {

/// Options of `count` services with some anomalies.
inline spate::telemetry_options options_of(std::size_t count, std::uint64_t seed = 42) {
    spate::telemetry_options out{.from = spate::seed{seed}};
    for (std::size_t i = 0; i < count; ++i)
        out.services.push_back({.name = "service-" + std::to_string(i),
                                .version = "1.0." + std::to_string(i),
                                .hosts = static_cast<std::uint32_t>(1 + i % 3),
                                .latency = static_cast<std::uint32_t>(20'000 + 1000 * i),
                                .errors = 5000});
    return out;
}

/// Rows of a source; members of structures by "structure/member".
template <spate::record_source Source>
class documents {
public:
    documents(const Source& source, std::uint64_t first, std::size_t count) : type_{source.type()} { source.fill(first, count, rows_); }

    [[nodiscard]] std::size_t size() const { return rows_.count; }
    [[nodiscard]] bool is_null(std::string_view name, std::size_t row) const { return find(name).is_null(row); }
    [[nodiscard]] std::string_view text(std::string_view name, std::size_t row) const { return find(name).text(row); }
    [[nodiscard]] std::int64_t wide(std::string_view name, std::size_t row) const { return find(name).template values<std::int64_t>()[row]; }
    [[nodiscard]] std::int32_t number(std::string_view name, std::size_t row) const { return find(name).template values<std::int32_t>()[row]; }

private:
    [[nodiscard]] const spate::column& find(std::string_view name) const {
        const std::string_view outer = name.substr(0, name.find('/'));
        for (std::size_t i = 0; i < type_.size(); ++i) {
            if (type_[i].name != outer) continue;
            if (outer.size() == name.size()) return rows_.columns[i];
            const auto& names = type_[i].type.names;
            const auto at = std::find(names.begin(), names.end(), name.substr(outer.size() + 1));
            REQUIRE(at != names.end());
            return rows_.columns[i].child(static_cast<std::size_t>(at - names.begin()));
        }
        FAIL("there is no column " << name);
        return rows_.columns[0];
    }

    spate::record_type type_;
    spate::batch rows_;
};

/// Checks rows from `first` on in parts of odd sizes, and alone, against the whole.
template <spate::record_source Source>
void check_parts(const Source& source, std::uint64_t first, std::size_t count = 1500) {
    CAPTURE(first);
    const spate::record_type type = source.type();
    spate::batch whole, part;
    source.fill(first, count, whole);
    REQUIRE(whole.columns.size() == type.size());
    for (std::size_t i = 0; i < type.size(); ++i) laws::check_column(type[i].type, whole.columns[i], count);
    std::size_t differ = 0;
    const auto compare = [&](std::size_t at, std::size_t rows) {
        source.fill(first + at, rows, part);
        CHECK(part.first == first + at);
        CHECK(part.count == rows);
        for (std::size_t i = 0; i < type.size(); ++i)
            for (std::size_t row = 0; row < rows; ++row) differ += laws::same_value(type[i].type, whole.columns[i], at + row, part.columns[i], row) ? 0 : 1;
    };
    constexpr std::size_t sizes[] = {1, 7, 64, 63, 511, 2, 3, 129, 0, 5};
    for (std::size_t at = 0, turn = 0; at < count; ++turn) {
        const std::size_t rows = std::min(sizes[turn % std::size(sizes)], count - at);
        compare(at, rows);
        at += rows;
    }
    for (std::size_t at = 0; at < count; at += 7) compare(at, 1);
    CHECK(differ == 0);
}

/// The names of columns, parted by blanks.
inline std::string names_of(const spate::record_type& type) {
    std::string out;
    for (const spate::field_type& field : type) out += (out.empty() ? "" : " ") + field.name;
    return out;
}

}  // namespace test

#endif  // SPATE_TESTS_TELEMETRY_DOCUMENTS_HPP

// SPDX-License-Identifier: Apache-2.0
// Any text is an expression and a template, whose values do not hang on how rows are parted, or a config_error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/value_text.hpp>
#include <spate/schema/expression.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/template_text.hpp>

namespace {

using namespace spate;

constexpr std::size_t count = 5;

struct fields {
    std::vector<runtime_field> all{
        {"a", uniform_int<std::int64_t>(-1000, 1000)}, {"b", decimal(-999, 999, 2)},     {"c", uniform_real<double>(-9, 9)},      {"d", boolean(ratio{1, 2})},
        {"e", one_of({"red", "blue\xc3\xbc"})},        {"f", nullable(sequence(), 0.5)}, {"g", dates("2026-01-01", "2026-12-31")}};
    std::vector<column> whole, last;

    fields() : whole(all.size()), last(all.size()) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].generator.fill({{i, 7}, 0, count}, {}, whole[i]);
            all[i].generator.fill({{i, 7}, count - 1, 1}, {}, last[i]);
        }
    }
    [[nodiscard]] std::size_t find(const std::string& name) const {
        std::size_t i = 0;
        while (i < all.size() && all[i].name != name) ++i;
        return i;
    }
};

template <class Made>
void check(const std::string& text) {
    static const fields known;
    try {
        Made made{text};
        std::vector<field_type> types;
        std::vector<const column*> whole, last;
        for (const std::string& name : made.inputs()) {
            const std::size_t found = known.find(name);
            if (found == known.all.size()) return;
            types.push_back({name, known.all[found].generator.type()});
            whole.push_back(&known.whole[found]);
            last.push_back(&known.last[found]);
        }
        made.bind(types);
        column all, one;
        made.fill({{1, 2}, 0, count}, whole, all);
        made.fill({{1, 2}, count - 1, 1}, last, one);
        if (all.is_null(count - 1) != one.is_null(0) || (all.nulls() != 0 && !made.type().nullable)) std::abort();
        if (!one.is_null(0) && value_text(made.type(), all, count - 1) != value_text(made.type(), one, 0)) std::abort();
    } catch (const config_error& error) {
        if (error.problem().empty() || error.remedy().empty()) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};
    check<expression>(text);
    check<template_text>(text);
    return 0;
}

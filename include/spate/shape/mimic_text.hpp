// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_MIMIC_TEXT_HPP
#define SPATE_SHAPE_MIMIC_TEXT_HPP

/// The parameters of `mimic_bytes` as one line of text, for files, records and command lines.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/shape/mimic.hpp>

namespace spate::inline v0 {

/// The line that parse_mimic reads: "mimic-v1 random=0 bytes=16*256 phrases=... literals=... lengths=...", where 16*256 means 256 times 16.
SPATE_WHEN_USED
[[nodiscard]] std::string format_mimic(const mimic_parameters& of) {
    std::string out = mimic_parameters::model;
    const auto add = [&out](const char* name, const auto& values) {
        out += name;
        for (std::size_t i = 0, run = 0; i < values.size(); i += run) {
            for (run = 1; i + run < values.size() && values[i + run] == values[i];) ++run;
            out += (i == 0 ? "=" : ",") + std::to_string(values[i]) + (run == 1 ? "" : "*" + std::to_string(run));
        }
    };
    add(" random", std::array{of.random_cells});
    add(" bytes", of.bytes);
    add(" phrases", of.phrases);
    add(" literals", of.literal_lengths);
    add(" lengths", of.phrase_lengths);
    return out;
}

/// Reads what format_mimic writes. Throws config_error, which says what is wrong and where, for any other text, and as `check` does.
SPATE_WHEN_USED
[[nodiscard]] mimic_parameters parse_mimic(std::string_view text) {
    mimic_parameters out{};
    const auto refuse = [&](std::string_view what, std::string_view problem) {
        detail::raise_config("mimic", what.empty() ? "\"\"" : "\"" + std::string{what.substr(0, 40)} + "\"", problem,
                             "use parameters as `spate profile` writes them");
    };
    const auto word = [&] {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view found = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        return found;
    };
    const auto number = [&](std::string_view& from, std::string_view whole) {
        std::uint32_t value = 0;
        std::size_t digits = 0;
        for (; digits < from.size() && digits < 5 && from[digits] >= '0' && from[digits] <= '9'; ++digits)
            value = value * 10 + static_cast<std::uint32_t>(from[digits] - '0');
        if (digits == 0 || value > mimic_parameters::whole) refuse(whole, "does not hold whole numbers up to 4096");
        from.remove_prefix(digits);
        return value;
    };
    const auto read = [&](std::string_view name, auto& values) {
        const std::string_view whole = word();
        if (!whole.starts_with(name) || whole.substr(name.size()).substr(0, 1) != "=") refuse(whole, "is not " + std::string{name} + "=...");
        std::string_view rest = whole.substr(name.size() + 1);
        for (std::size_t i = 0;;) {
            const std::uint32_t value = number(rest, whole);
            std::uint32_t run = 1;
            if (rest.starts_with('*')) {
                rest.remove_prefix(1);
                run = number(rest, whole);
            }
            if (run == 0 || run > values.size() - i) refuse(whole, "holds more than " + std::to_string(values.size()) + " numbers, or none of one");
            for (; run != 0; --run) values[i++] = static_cast<std::uint16_t>(value);
            if (rest.empty() && i == values.size()) return;
            if (!rest.starts_with(',')) refuse(whole, "does not hold " + std::to_string(values.size()) + " numbers");
            rest.remove_prefix(1);
        }
    };
    if (const std::string_view model = word(); model != mimic_parameters::model) refuse(model, "is not a model that is known: it is not mimic-v1");
    std::array<std::uint16_t, 1> random{};
    read("random", random);
    out.random_cells = random[0];
    read("bytes", out.bytes);
    read("phrases", out.phrases);
    read("literals", out.literal_lengths);
    read("lengths", out.phrase_lengths);
    if (!text.empty()) refuse(text, "follows the end");
    check(out);
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_MIMIC_TEXT_HPP

// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <iterator>
#include <string_view>

#include <sys/resource.h>

#include <spate/schema/problems.hpp>

#include "../options.hpp"

namespace cli {

int with_store(const typed_options& typed, int (*act)(const typed_options& typed, console& out), console& out) {
    // An array that is looked at takes two descriptors, and a store may have thousands.
    if (rlimit limit{}; ::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)::setrlimit(RLIMIT_NOFILE, &limit);
    }
    try {
        return act(typed, out);
    } catch (const spate::config_error& error) {
        const std::string& parameter = error.parameter();
        if (parameter == "store") throw spate::config_error{"DIR", error.value(), error.problem(), error.remedy()};
        const bool is_argument = std::islower(static_cast<unsigned char>(parameter[0])) == 0;
        if (is_argument || has(typed, parameter.c_str())) throw;
        throw spate::config_error{"array", error.value(), error.problem(), error.remedy()};
    }
}

void warn_of(const spate::store_reader& from, const console& out) {
    if (!from.warning().empty()) out.warn(from.warning());
}

void require_array(const spate::store_reader& from, const std::string& name, const char* parameter) {
    if (from.contains(name)) return;
    const std::vector<std::string> names = from.names();
    if (names.empty()) throw spate::config_error{parameter, name, "is not in the store, which has no arrays", "spate store import brings some"};
    const std::string remedy = spate::suggestion(name, {names.begin(), names.end()});
    const bool short_enough = names.size() <= 12 || remedy.starts_with("did you mean");
    throw spate::config_error{parameter, name, "is no array of the store",
                              short_enough ? remedy : "spate store ls tells the " + std::to_string(names.size()) + " that are"};
}

spate::durability durability_of(const typed_options& typed) {
    const std::string text = text_of(typed, "durability", "data");
    const auto* const found = std::find(std::begin(spate::durability_names), std::end(spate::durability_names), text);
    if (found == std::end(spate::durability_names)) throw spate::config_error{"durability", text, "is no level of durability", "use none, data or full"};
    return static_cast<spate::durability>(found - std::begin(spate::durability_names));
}

std::vector<std::string> names_of(const typed_options& typed, const char* option) {
    std::vector<std::string> out;
    if (!has(typed, option)) return out;
    const std::string& text = typed.at(option);
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        out.push_back(text.substr(at, comma - at));
        if (out.back().empty()) throw spate::config_error{option, "\"" + text + "\"", "has an empty part", "write names with commas between, like ids,prices"};
        at = comma + 1;
    }
    return out;
}

std::string shape_text(const spate::array_shape& shape) {
    std::string out;
    for (const std::uint64_t axis : shape) out += (out.empty() ? "" : " x ") + std::to_string(axis);
    return out.empty() ? "scalar" : out;
}

std::string shape_json(const spate::array_shape& shape) {
    std::string out;
    for (const std::uint64_t axis : shape) out += (out.empty() ? "" : ", ") + std::to_string(axis);
    return "[" + out + "]";
}

std::string counted(std::uint64_t count, const std::string& what) { return std::to_string(count) + " " + what + (count == 1 ? "" : "s"); }

}  // namespace cli

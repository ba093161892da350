// SPDX-License-Identifier: Apache-2.0
#include "specification_text.hpp"

#include <algorithm>
#include <cstddef>

#include "../json.hpp"

namespace cli::infer {
namespace {

using node = spate::specification_node;
using kind = node::kind;

// Texts of letters, digits, _ and - are written without quotes, unless YAML would take them for something else.
bool is_plain(const std::string& text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (text.empty() || !(is_letter(text[0]) || text[0] == '_')) return false;
    for (const char letter : text)
        if (!is_letter(letter) && !(letter >= '0' && letter <= '9') && letter != '_' && letter != '-') return false;
    std::string small = text;
    std::transform(small.begin(), small.end(), small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const char* word : {"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
        if (small == word) return false;
    return true;
}

// JSON's strings are YAML's too, but for what YAML does not count as printable.
std::string quoted(const std::string& text) {
    const std::string json = json_string(text);
    std::string out;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto at = [&](std::size_t k) { return k < json.size() ? static_cast<unsigned char>(json[k]) : 0u; };
        constexpr char digits[] = "0123456789abcdef";
        if (at(i) == 0x7f) {
            out += "\\x7f";
        } else if (at(i) == 0xc2 && at(i + 1) < 0xa0) {
            ((out += "\\x") += digits[at(i + 1) >> 4]) += digits[at(i + 1) & 15];
            ++i;
        } else if (at(i) == 0xe2 && at(i + 1) == 0x80 && (at(i + 2) | 1) == 0xa9) {
            out += at(i + 2) == 0xa8 ? "\\u2028" : "\\u2029";
            i += 2;
        } else if (at(i) == 0xef && at(i + 1) == 0xbb && at(i + 2) == 0xbf) {
            out += "\\ufeff";
            i += 2;
        } else {
            out += json[i];
        }
    }
    return out;
}

std::string scalar(const node& one, bool yaml) {
    if (one.is(kind::text)) return !yaml ? json_string(one.text()) : is_plain(one.text()) ? one.text() : quoted(one.text());
    if (one.is(kind::boolean)) return one.boolean() ? "true" : "false";
    return one.is_number() ? one.text() : "null";
}

bool is_block(const node& one) {
    const auto nested = [](const node& item) { return item.is(kind::map) || item.is(kind::sequence); };
    return one.is(kind::map) || (one.is(kind::sequence) && std::any_of(one.items().begin(), one.items().end(), nested));
}

std::string flow(const node& list, bool yaml) {
    std::string out = "[";
    for (const node& one : list.items()) out += (out.size() == 1 ? "" : ", ") + scalar(one, yaml);
    return out + "]";
}

void put_yaml(std::string& out, const node& one, std::size_t indent) {
    const std::string margin(indent, ' ');
    for (std::size_t i = 0; i < one.items().size(); ++i) {
        const node& item = one.items()[i];
        if (one.is(kind::sequence)) {
            // The first key stands beside the dash.
            const std::size_t begin = out.size();
            put_yaml(out, item, indent + 2);
            if (out.size() > begin + indent) out[begin + indent] = '-';
            continue;
        }
        out += margin + (is_plain(one.keys()[i]) ? one.keys()[i] : quoted(one.keys()[i])) + ":";
        if (is_block(item)) {
            out += "\n";
            put_yaml(out, item, indent + 2);
        } else {
            out += " " + (item.is(kind::sequence) ? flow(item, true) : scalar(item, true)) + "\n";
        }
    }
}

void put_json(std::string& out, const node& one, std::size_t indent) {
    if (!is_block(one)) {
        out += one.is(kind::sequence) ? flow(one, false) : scalar(one, false);
        return;
    }
    const bool map = one.is(kind::map);
    out += map ? '{' : '[';
    for (std::size_t i = 0; i < one.items().size(); ++i) {
        out += (i == 0 ? "\n" : ",\n") + std::string(indent + 2, ' ');
        if (map) out += json_string(one.keys()[i]) + ": ";
        put_json(out, one.items()[i], indent + 2);
    }
    out += "\n" + std::string(indent, ' ') + (map ? '}' : ']');
}

}  // namespace

std::string yaml_text(const node& root) {
    std::string out;
    put_yaml(out, root, 0);
    return out;
}

std::string json_text(const node& root) {
    std::string out;
    put_json(out, root, 0);
    return out + "\n";
}

}  // namespace cli::infer

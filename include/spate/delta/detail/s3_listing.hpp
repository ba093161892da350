// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_S3_LISTING_HPP
#define SPATE_DELTA_DETAIL_S3_LISTING_HPP

/// What S3 answers, and names as it wants them. Source: Amazon S3 API, ListObjectsV2; RFC 3986.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0::detail {

/// Percent-encoded but for letters, digits, - _ . ~ and, in a path, slashes.
[[nodiscard]] inline std::string s3_escaped(std::string_view text, bool is_path) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char one : text) {
        if (plain.find(one) != std::string_view::npos || (is_path && one == '/')) {
            out += one;
            continue;
        }
        const auto byte = static_cast<unsigned char>(one);
        ((out += '%') += digits[byte >> 4]) += digits[byte & 15];
    }
    return out;
}

// The opposite; a plus is a blank, as in forms.
[[nodiscard]] inline std::string s3_unescaped(std::string_view text) {
    const auto digit = [](char one) {
        return one >= '0' && one <= '9' ? one - '0' : one >= 'A' && one <= 'F' ? one - 'A' + 10 : one >= 'a' && one <= 'f' ? one - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool whole = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        out += whole ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i] == '+' ? ' ' : text[i];
        if (whole) i += 2;
    }
    return out;
}

/// What stands in the first element of a name, without its entities; empty where there is none.
[[nodiscard]] inline std::string s3_element(std::string_view xml, std::string_view name) {
    const std::string begin = '<' + std::string{name} + '>', end = "</" + std::string{name} + '>';
    const std::size_t first = xml.find(begin);
    if (first == std::string_view::npos) return {};
    const std::size_t last = xml.find(end, first);
    if (last == std::string_view::npos) return {};
    std::string_view text = xml.substr(first + begin.size(), last - first - begin.size());
    constexpr std::pair<std::string_view, char> entities[] = {{"&amp;", '&'},   {"&lt;", '<'},  {"&gt;", '>'},  {"&quot;", '"'},
                                                              {"&apos;", '\''}, {"&#34;", '"'}, {"&#39;", '\''}};
    std::string out;
    while (!text.empty()) {
        std::size_t taken = 1;
        char letter = text[0];
        for (const auto& [entity, means] : entities)
            if (text.starts_with(entity)) {
                taken = entity.size();
                letter = means;
            }
        out += letter;
        text.remove_prefix(taken);
    }
    return out;
}

// "2026-01-02T03:04:05.678Z" in milliseconds since 1970-01-01; 0 for what is no such time.
[[nodiscard]] inline std::int64_t s3_time(const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second) != 6 || month < 1 || month > 12) return 0;
    // Days from the civil date (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    const std::int64_t y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t days = era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
    return ((days * 24 + hour) * 60 + minute) * 60'000 + second * 1000;
}

/// A page of a list, whose names are those of the bucket; `next` is empty at the last one.
struct s3_listing {
    std::vector<delta_file> files;
    std::string next;
};

/// Reads the answer to ListObjectsV2 with encoding-type=url. Throws delivery_error for what is none.
[[nodiscard]] inline s3_listing read_s3_listing(std::string_view xml, const std::string& target) {
    const auto fail = [&](const char* problem) {
        raise(delivery_error{target, std::string{"the store answers a list that "} + problem, "check endpoint_url"});
    };
    if (xml.find("<ListBucketResult") == std::string_view::npos) fail("is none");
    s3_listing out;
    constexpr std::string_view begin = "<Contents>", end = "</Contents>";
    for (std::size_t at = xml.find(begin); at != std::string_view::npos; at = xml.find(begin, at)) {
        const std::size_t last = xml.find(end, at);
        if (last == std::string_view::npos) fail("is cut");
        const std::string_view one = xml.substr(at, last - at);
        at = last;
        std::uint64_t size = 0;
        for (const char digit : s3_element(one, "Size")) {
            if (digit < '0' || digit > '9' || size > UINT64_MAX / 10 - 1) fail("has a size that is no number");
            size = size * 10 + static_cast<std::uint64_t>(digit - '0');
        }
        out.files.push_back({s3_unescaped(s3_element(one, "Key")), size, s3_time(s3_element(one, "LastModified"))});
    }
    if (s3_element(xml, "IsTruncated") == "true") {
        out.next = s3_element(xml, "NextContinuationToken");
        if (out.next.empty()) fail("goes on and does not say where");
    }
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DELTA_DETAIL_S3_LISTING_HPP

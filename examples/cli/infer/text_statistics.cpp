// SPDX-License-Identifier: Apache-2.0
#include "text_statistics.hpp"

namespace cli::infer {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

void text_statistics::add_possible(std::string_view text, std::uint64_t row) {
    const auto can = [&](text_kind kind) { return possible_.test(static_cast<std::size_t>(kind)); };
    const auto keep = [&](text_kind kind, bool is) {
        if (!is) possible_.reset(static_cast<std::size_t>(kind));
    };
    if (can(text_kind::number)) {
        const std::string_view number = trimmed(text);
        if (const auto whole = integer_of(number))
            numbers_.add_integer(*whole, row);
        else if (const auto real = real_of(number); real && !(real->places == 0 && !real->units))
            numbers_.add_real(real->value, real->places, real->units);
        else
            keep(text_kind::number, false);
    }
    if (can(text_kind::boolean)) {
        const auto truth = boolean_of(text);
        if (truth && *truth) ++truths_;
        keep(text_kind::boolean, truth.has_value());
    }
    if (can(text_kind::date)) {
        const auto day = date_of(text);
        keep(text_kind::date, day.has_value());
        if (day) {
            first_day_ = count_ == 0 ? *day : std::min(first_day_, *day);
            last_day_ = count_ == 0 ? *day : std::max(last_day_, *day);
            days_.add(*day, row);
        }
    }
    if (can(text_kind::time)) {
        const auto time = time_of(text);
        keep(text_kind::time, time.has_value());
        if (time) times_.add(time->nanoseconds, time->places, row);
    }
    if (can(text_kind::uuid)) {
        const int version = infer::uuid_version(text);
        keep(text_kind::uuid, version != 0);
        uuid_version_ = count_ == 0 || version == uuid_version_ ? version : 0;
        if (version == 7) {
            const std::uint64_t milliseconds = uuid_milliseconds(text);
            first_milliseconds_ = count_ == 0 ? milliseconds : std::min(first_milliseconds_, milliseconds);
            last_milliseconds_ = std::max(last_milliseconds_, milliseconds);
        }
    }
    if (can(text_kind::email)) keep(text_kind::email, is_email(text));
    if (can(text_kind::url)) keep(text_kind::url, is_url(text));
    if (can(text_kind::ipv4)) keep(text_kind::ipv4, is_ipv4(text));
    if (can(text_kind::ipv6)) keep(text_kind::ipv6, is_ipv6(text));
}

void text_statistics::add(std::string_view text, std::uint64_t row) {
    if (possible_.any()) add_possible(text, row);
    shortest_ = count_ == 0 ? text.size() : std::min(shortest_, text.size());
    longest_ = std::max(longest_, text.size());
    bytes_ += text.size();
    for (const char letter : text) alphabet_.set(static_cast<unsigned char>(letter));
    shape_.add(text);
    if (few_) {
        const auto found = distinct_.find(text);
        if (found != distinct_.end())
            ++found->second;
        else
            distinct_.emplace(text, 1);
        few_ = distinct_.size() <= most_distinct && text.size() <= longest_distinct;
        if (!few_) distinct_.clear();
    }
    ++count_;
}

}  // namespace cli::infer

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "generators.hpp"

namespace cli::infer {
namespace {

using node = spate::specification_node;

// 90000000000 is "90s".
std::string duration_text(int128 nanoseconds) {
    const std::pair<std::int64_t, const char*> units[] = {
        {86'400'000'000'000, "d"}, {3'600'000'000'000, "h"}, {60'000'000'000, "min"}, {1'000'000'000, "s"}, {1'000'000, "ms"}, {1000, "us"}, {1, "ns"}};
    for (const auto& [unit, name] : units)
        if (nanoseconds % unit == 0) return std::to_string(static_cast<std::int64_t>(nanoseconds / unit)) + name;
    return {};
}

bool is_few(const text_statistics& texts) {
    const std::size_t distinct = texts.distinct().size();
    return texts.few() && (distinct == 1 || (distinct <= 16 && texts.count() >= 2 * distinct) || texts.count() >= 4 * distinct);
}

node prose_generator(const text_statistics& texts) {
    const std::size_t longest = std::min<std::size_t>(texts.longest(), 65000), shortest = std::min(texts.shortest(), longest);
    const auto average = std::clamp(static_cast<std::size_t>(std::llround(texts.average())), std::max<std::size_t>(shortest, 1), longest);
    generator made{"text"};
    made.put("min_bytes", static_cast<std::int64_t>(shortest)).put("max_bytes", static_cast<std::int64_t>(longest));
    made.put("average_bytes", static_cast<std::int64_t>(average));
    made.put("unit", texts.alphabet().test('\n') ? "paragraphs" : texts.alphabet().test('.') ? "sentences" : "words");
    if (!texts.ascii()) made.put("utf8", true);
    return made;
}

node letters_generator(const text_statistics& texts) {
    std::string alphabet;
    for (std::size_t i = 0x21; i < 0x7f; ++i)
        if (texts.alphabet().test(i)) alphabet += static_cast<char>(i);
    generator made{"letters"};
    const std::size_t longest = std::min<std::size_t>(texts.longest(), 32768), shortest = std::min(texts.shortest(), longest);
    if (shortest == longest)
        made.put("length", static_cast<std::int64_t>(longest));
    else
        made.put("min_length", static_cast<std::int64_t>(shortest)).put("max_length", static_cast<std::int64_t>(longest));
    return made.put("alphabet", alphabet);
}

}  // namespace

node date_generator(const step_detector& days, std::int64_t first, std::int64_t last, bool rows_count) {
    const auto steps = days.steps();
    if (rows_count && steps && steps->step > 0)
        return generator{"date"}.put("start", date_text(static_cast<std::int64_t>(steps->start))).put("step_days", static_cast<std::int64_t>(steps->step));
    return generator{"date"}.put("from", date_text(first)).put("to", date_text(last));
}

node time_generator(const time_statistics& times, bool rows_count, std::string& about) {
    int places = (times.places() + 2) / 3 * 3;
    constexpr int128 limit = int128{9'223'372'035} * 1'000'000'000;
    if (places == 9 && (times.min() < -limit || times.max() > limit)) {
        note(about, "beyond what nanoseconds reach");
        places = 6;
    }
    const int128 unit = places == 9 ? 1 : places == 6 ? 1000 : places == 3 ? 1'000'000 : 1'000'000'000;
    const auto floor_to_unit = [&](int128 time) { return time - (time % unit + unit) % unit; };
    generator made{"timestamp"};
    const auto steps = times.steps().steps();
    if (rows_count && steps && steps->step > 0 && steps->step % unit == 0 && steps->start % unit == 0) {
        made.put("start", time_text(steps->start, places)).put("step", duration_text(steps->step));
        return made.put("places", static_cast<std::int64_t>(places));
    }
    // Times in the order of rows stay so: each is somewhere in a step of its own.
    const int128 step = floor_to_unit((times.max() - times.min()) / static_cast<int128>(std::max<std::uint64_t>(times.count(), 1)));
    if (rows_count && times.steps().sorted() && times.count() >= 100 && step > 0) {
        made.put("start", time_text(floor_to_unit(times.min()), places)).put("step", duration_text(step)).put("jitter", duration_text(step));
        return made.put("places", static_cast<std::int64_t>(places));
    }
    constexpr int128 end = int128{253'402'300'800} * 1'000'000'000;  // of the year 9999
    int128 from = floor_to_unit(times.min()), to = std::min(floor_to_unit(times.max()) + unit, end - unit);
    if (to <= from) from = to - unit;
    made.put("from", time_text(from, places)).put("to", time_text(to, places));
    return made.put("places", static_cast<std::int64_t>(places));
}

node text_generator(const text_statistics& texts, bool rows_count, std::string& about) {
    if (texts.is(text_kind::number))
        return texts.numbers().all_whole() && texts.numbers().not_finite() == 0 ? whole_generator(texts.numbers(), declared_type::none, rows_count, about)
                                                                                : real_generator(texts.numbers(), declared_type::none, about);
    if (texts.is(text_kind::boolean)) return boolean_generator(texts.truths(), texts.count());
    if (texts.is(text_kind::date)) return date_generator(texts.days(), texts.first_day(), texts.last_day(), rows_count);
    if (texts.is(text_kind::time)) return time_generator(texts.times(), rows_count, about);
    if (is_few(texts)) {
        std::vector<node> values;
        std::vector<std::uint64_t> weights;
        for (const auto& [text, count] : texts.distinct()) {
            values.emplace_back(text);
            weights.push_back(count);
        }
        return choice_generator(std::move(values), weights);
    }
    if (texts.is(text_kind::uuid)) {
        if (texts.uuid_version() == 7) {
            const double milliseconds = static_cast<double>(texts.last_milliseconds() - texts.first_milliseconds());
            const double rate = milliseconds > 0 ? std::max(1e-3, std::round(1e6 * static_cast<double>(texts.count()) / milliseconds) / 1e3) : 1000;
            return generator{"uuid7"}.put("start_milliseconds", static_cast<std::int64_t>(texts.first_milliseconds())).put("rate", rate);
        }
        if (texts.uuid_version() != 4) note(about, "UUIDs of another version in the file");
        return generator{"uuid4"};
    }
    if (texts.is(text_kind::email)) return generator{"email"};
    if (texts.is(text_kind::url)) return generator{"url"};
    if (texts.is(text_kind::ipv4)) return generator{"ipv4"};
    if (texts.is(text_kind::ipv6)) return generator{"ipv6"};
    if (const std::string pattern = texts.shape().pattern(); !pattern.empty()) return generator{"pattern"}.put("pattern", pattern);
    bool words = !texts.ascii();
    for (std::size_t i = 0; i <= 0x20; ++i) words = words || texts.alphabet().test(i);
    return words ? prose_generator(texts) : letters_generator(texts);
}

}  // namespace cli::infer

// SPDX-License-Identifier: Apache-2.0
// How fast are events of 1 to 100,000 types made, with a payload of JSON? Each type has four common fields and three or four of its own, whose names, ranges
// and texts no other type has. A memcpy of the payloads stands beside it, from one buffer that the caches hold to the next.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/event/mixed_events.hpp>

#include "../support/events.hpp"
#include "../support/measure.hpp"

using namespace spate;

int main(int count, char** arguments) {
    std::vector<std::uint32_t> only;
    payload_format payload = payload_format::json;
    const bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name == "--types") {
            only.push_back(static_cast<std::uint32_t>(std::strtoul(next(), nullptr, 10)));
            return true;
        }
        if (name != "--payload") return false;
        const std::string_view wanted = next();
        for (std::size_t i = 0; i < std::size(payload_format_names); ++i)
            if (payload_format_names[i] == wanted) payload = static_cast<payload_format>(i);
        return true;
    });
    constexpr std::uint64_t at_once = 4096;
    if (only.empty()) only = {1, 10, 1000, 10000, 100000};
    std::vector<mixed_events> mixes;
    for (const std::uint32_t types : only) mixes.push_back(bench::mix_of(types, payload));

    batch rows;
    column payloads;
    std::vector<std::uint64_t> next(mixes.size());
    std::vector<bench::candidate> candidates;
    std::vector<double> bytes;
    std::vector<char> copy;
    for (std::size_t i = 0; i < mixes.size(); ++i) {
        mixes[i].payloads(0, at_once, payloads);
        bytes.push_back(static_cast<double>(payloads.offsets()[at_once]));
        copy.resize(std::max(copy.size(), static_cast<std::size_t>(bytes.back())));
        candidates.push_back({[&, i] {
                                  mixes[i].payloads(next[i], at_once, payloads);
                                  next[i] += at_once;
                                  bench::keep(payloads.values<char>());
                              },
                              static_cast<double>(at_once)});
        candidates.push_back({[&, i] {
                                  mixes[i].fill(next[i], at_once, rows);
                                  next[i] += at_once;
                                  bench::keep(rows.columns[3].values<char>());
                              },
                              static_cast<double>(at_once)});
        candidates.push_back({[&, i] {
                                  std::memcpy(copy.data(), payloads.values<char>(), static_cast<std::size_t>(bytes[i]));
                                  bench::keep(copy.data());
                              },
                              static_cast<double>(at_once)});
    }
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report out{"events"};
    std::size_t thousand = mixes.size();
    for (std::size_t i = 0; i < only.size(); ++i)
        if (only[i] == 1000) thousand = i;
    for (std::size_t i = 0; i < mixes.size(); ++i) {
        const bench::rates& ours = found[3 * i];
        char note[128];
        std::snprintf(note, sizeof note, "%.0f bytes each, %.2f GB/s; %.2f M/s as unified records", bytes[i] / at_once,
                      bench::median(ours) * bytes[i] / at_once / bench::giga, bench::median(found[3 * i + 1]) / 1e6);
        bench::check line{.row = "events",
                          .what = std::to_string(only[i]) + (only[i] == 1 ? " type, " : " types, ") + std::string{to_string(payload)} + " payload, 1 core",
                          .unit = "M events/s",
                          .ours = bench::median(ours) / 1e6,
                          .limit = bench::median(found[3 * i + 2]) / 1e6,
                          .limit_is = "memcpy of the payloads",
                          .note = note};
        bench::rates millions;
        for (const double rate : ours) millions.push_back(rate / 1e6);
        line.reached = bench::spread_of(millions);
        if (only[i] <= 1000) line.required = 7;
        if (only[i] > 1000 && thousand != mixes.size()) {
            line.reached = bench::spread_of(bench::over(ours, found[3 * thousand]));
            line.of = "1000 types";
            line.required = only[i] <= 10000 ? 0.8 : 0.5;
        }
        out.add(line);
    }
    out.print();
}

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BENCH_SUPPORT_MEASURE_HPP
#define SPATE_BENCH_SUPPORT_MEASURE_HPP

/// How the benchmarks measure: all candidates take turns, round by round, in one process. Clock rates and neighbours change within seconds, so that
/// a ratio of two numbers from one round says more than either number; what is reported is the median of the rounds' ratios, with the lowest
/// and the highest.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <time.h>

namespace bench {

/// What every benchmark takes on its command line.
struct options {
    bool quick = false;
    std::size_t rounds = 15;
    /// Seconds that one candidate runs in one round.
    double slice = 0.03;
};

/// Reads --quick and --rounds N; hands anything else to `other(name, next)`, which says whether it took it, and calls next() for a value.
template <class Other>
[[nodiscard]] options read_options(int count, char** arguments, Other other) {
    options out;
    int at = 1;
    const auto next = [&]() -> const char* {
        if (at + 1 >= count) {
            std::fprintf(stderr, "%s: %s needs a value\n", arguments[0], arguments[at]);
            std::exit(2);
        }
        return arguments[++at];
    };
    for (; at < count; ++at) {
        const std::string_view name = arguments[at];
        if (name == "--quick") {
            out.quick = true;
            out.rounds = 3;
            out.slice = 0.01;
        } else if (name == "--rounds") {
            out.rounds = std::max<std::size_t>(1, std::strtoull(next(), nullptr, 10));
        } else if (!other(name, next)) {
            std::fprintf(stderr, "%s: there is no option %s\n", arguments[0], arguments[at]);
            std::exit(2);
        }
    }
    return out;
}

[[nodiscard]] inline options read_options(int count, char** arguments) {
    return read_options(count, arguments, [](std::string_view, auto&&) { return false; });
}

[[nodiscard]] inline double seconds_now() noexcept { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// The processor time of this thread: the clock for work on one thread, since it stands still while another program has the processor.
[[nodiscard]] inline double thread_seconds_now() noexcept {
    timespec now{};
    (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Makes the compiler believe that the memory at `data`, and all other, is read and written here.
inline void keep(const void* data) noexcept { asm volatile("" : : "r"(data) : "memory"); }

/// One of the things that are compared; `run` does `units` bytes (or calls) of work.
struct candidate {
    std::function<void()> run;
    double units;
};

/// Units per second of each round.
using rates = std::vector<double>;

[[nodiscard]] inline double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const std::size_t half = values.size() / 2;
    std::sort(values.begin(), values.end());
    return values.size() % 2 != 0 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Runs each candidate once per round, as often in a row as fills a slice. The order is turned from round to round, so that nobody always follows the same one.
/// `clock` is thread_seconds_now where all work is done by the calling thread.
[[nodiscard]] inline std::vector<rates> take_turns(const options& with, const std::vector<candidate>& candidates, double (*clock)() noexcept) {
    std::vector<std::size_t> repeats;
    for (const candidate& one : candidates) {
        std::size_t times = 1;
        for (one.run();; times *= 2) {
            const double begin = clock();
            for (std::size_t i = 0; i < times; ++i) one.run();
            const double taken = clock() - begin;
            if (taken >= with.slice / 4) {
                times = std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(times) * with.slice / taken));
                break;
            }
        }
        repeats.push_back(times);
    }
    std::vector<rates> out(candidates.size());
    for (std::size_t round = 0; round < with.rounds; ++round)
        for (std::size_t turn = 0; turn < candidates.size(); ++turn) {
            const std::size_t i = (round + turn) % candidates.size();
            const double begin = clock();
            for (std::size_t n = 0; n < repeats[i]; ++n) candidates[i].run();
            out[i].push_back(candidates[i].units * static_cast<double>(repeats[i]) / (clock() - begin));
        }
    return out;
}

/// A number that was taken once per round.
struct spread {
    double middle, low, high;
};

[[nodiscard]] inline spread spread_of(const std::vector<double>& values) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return {median(values), *low, *high};
}

/// The rounds' ratios a / b.
[[nodiscard]] inline std::vector<double> over(const rates& a, const rates& b) {
    std::vector<double> out;
    for (std::size_t i = 0; i < a.size(); ++i) out.push_back(a[i] / b[i]);
    return out;
}

/// The better of two in each round.
[[nodiscard]] inline rates better(const rates& a, const rates& b) {
    rates out;
    for (std::size_t i = 0; i < a.size(); ++i) out.push_back(std::max(a[i], b[i]));
    return out;
}

/// One line of the table: what was reached and what is required of it. Empty texts and negative numbers are left out.
struct check {
    std::string row = {}, what = {}, unit = {};
    double ours = -1;
    double limit = -1;
    std::string limit_is = {};
    /// What is held against the requirement, and what it is a multiple of (nothing, if it is in the unit itself).
    spread reached = {};
    std::string of = {};
    std::string sense = ">=";
    double required = -1;
    std::string note = {};
};

/// Writes the checks as one JSON object to standard output.
class report {
public:
    explicit report(std::string name) : name_{std::move(name)} {}

    void add(const check& one) {
        std::string& out = checks_;
        out += out.empty() ? "{" : ",\n    {";
        text(out, "row", one.row);
        text(out, "what", one.what);
        text(out, "unit", one.unit);
        number(out, "ours", one.ours);
        number(out, "limit", one.limit);
        text(out, "limit_is", one.limit_is);
        number(out, "reached", one.reached.middle);
        number(out, "low", one.reached.low);
        number(out, "high", one.reached.high);
        text(out, "of", one.of);
        text(out, "sense", one.sense);
        number(out, "required", one.required);
        text(out, "note", one.note);
        out.replace(out.size() - 2, 2, "}");
    }

    void print() const { std::printf("{\"bench\": \"%s\",\n \"checks\": [\n    %s]}\n", name_.c_str(), checks_.c_str()); }

private:
    static void text(std::string& out, const char* name, const std::string& value) {
        if (value.empty()) return;
        out += '"' + std::string{name} + "\": \"";
        for (const char letter : value) {
            if (letter == '"' || letter == '\\') out += '\\';
            out += letter;
        }
        out += "\", ";
    }
    static void number(std::string& out, const char* name, double value) {
        if (value < 0) return;
        char digits[64];
        std::snprintf(digits, sizeof digits, "\"%s\": %.6g, ", name, value);
        out += digits;
    }

    std::string name_, checks_;
};

inline constexpr double giga = 1e9;

}  // namespace bench

#endif  // SPATE_BENCH_SUPPORT_MEASURE_HPP

// SPDX-License-Identifier: Apache-2.0
#include "profile_fit.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <memory>
#include <mutex>
#include <numeric>
#include <utility>

#include <spate/bytes/take.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/dedup/popularity.hpp>

#include "codecs.hpp"
#include "console.hpp"
#include "pipeline.hpp"

namespace cli {
namespace {

using spate::mimic_parameters;

constexpr std::size_t window = 131072, cell_size = 4096;
constexpr std::size_t kinds = mimic_parameters::phrase_kinds;
// The scales of the lengths of literals and phrases, the exponent of the bytes' frequencies, the shares of the phrases, and the random cells for each
// that is not: all as logarithms.
constexpr std::size_t unknowns = 4 + kinds;
using point = std::array<double, unknowns>;

// A cell that is as random as 4 KiB can be: its order-0 entropy is 7.954 bits on the average, and hardly ever below 7.94.
bool is_random(std::span<const unsigned char> cell) {
    std::array<std::uint32_t, 256> counts{};
    for (const unsigned char byte : cell) ++counts[byte];
    double bits = 0;
    for (const std::uint32_t count : counts)
        if (count != 0) bits -= count * std::log2(static_cast<double>(count) / static_cast<double>(cell.size()));
    return cell.size() == cell_size && bits > 7.93 * static_cast<double>(cell.size());
}

void parse_window(std::span<const unsigned char> text, parsed_file& out) {
    constexpr std::size_t hash_size = 1 << 15;
    constexpr std::uint32_t none = ~0u;
    constexpr int depth = 16;
    std::vector<std::uint32_t> head(hash_size, none), previous(text.size(), none);
    const auto hash = [&](std::size_t at) {
        std::uint32_t word;
        std::memcpy(&word, text.data() + at, 4);
        return (word * 2654435761u) >> 17;
    };
    const auto insert = [&](std::size_t at) {
        if (at + 4 > text.size()) return;
        std::uint32_t& first = head[hash(at)];
        previous[at] = std::exchange(first, static_cast<std::uint32_t>(at));
    };
    std::size_t run = 0, last = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (at % cell_size == 0) ++out.cells;
        if (at % cell_size == 0 && is_random(text.subspan(at, std::min(cell_size, text.size() - at)))) {
            ++out.random_cells;
            out.literals += run + cell_size;
            run = 0;
            for (const std::size_t end = at + cell_size; at < end;) insert(at++);
            continue;
        }
        std::size_t best = 0, from = 0;
        const auto length_from = [&](std::size_t candidate) {
            std::size_t length = 0;
            while (at + length < text.size() && text[candidate + length] == text[at + length]) ++length;
            return length;
        };
        if (at + 4 <= text.size()) {
            std::uint32_t candidate = head[hash(at)];
            for (int i = 0; i < depth && candidate != none; ++i, candidate = previous[candidate]) {
                const std::size_t length = length_from(candidate);
                if (length > best) best = length, from = candidate;
            }
        }
        // A distance like the last one costs codecs less than two bytes of length.
        if (const std::size_t same = last != 0 && last <= at ? length_from(at - last) : 0; same >= 4 && same + 2 >= best) best = same, from = at - last;
        if (best < 4) {
            ++out.literal[text[at]];
            ++run;
            insert(at++);
            continue;
        }
        out.literals += run;
        out.literal_lengths.push_back(static_cast<std::uint32_t>(std::exchange(run, 0)));
        out.match_lengths.push_back(static_cast<std::uint32_t>(best));
        out.distances.push_back(static_cast<std::uint32_t>(at - from));
        if (std::exchange(last, at - from) == at - from) ++out.same_distances;
        for (const std::size_t end = at + best; at < end;) {
            insert(at++);
            if (at % cell_size == 0 && at != end) ++out.cells;  // which is not random, or nearly so
        }
    }
    out.literals += run;
    // What is left at the end is longer than it looks: no match has ended it.
    if (run != 0) out.literal_lengths.push_back(static_cast<std::uint32_t>(run));
    for (const unsigned char byte : text) ++out.all[byte];
    out.bytes += text.size();
}

// So many parts of 4096 as the weights say, none that has a weight left out.
template <std::size_t N>
std::array<std::uint16_t, N> quantized(const std::array<double, N>& weights) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::array<std::uint16_t, N> out{};
    int left = mimic_parameters::whole;
    for (std::size_t i = 0; i < N; ++i) {
        out[i] = static_cast<std::uint16_t>(weights[i] > 0 ? std::max(1.0, std::floor(weights[i] / sum * mimic_parameters::whole)) : 0);
        left -= out[i];
    }
    for (; left != 0; left += left > 0 ? -1 : 1) {  // to or from where it is missed least
        std::size_t best = 0;
        double most = -1e300;
        for (std::size_t i = 0; i < N; ++i) {
            const double exact = weights[i] / sum * mimic_parameters::whole, lacking = left > 0 ? exact - out[i] : out[i] - exact;
            if (weights[i] > 0 && (left > 0 || out[i] > 1) && lacking > most) most = lacking, best = i;
        }
        out[best] = static_cast<std::uint16_t>(out[best] + (left > 0 ? 1 : -1));
    }
    return out;
}

// 256 equally frequent lengths, stretched; their fractions are rounded up and down in turn.
std::array<std::uint16_t, 256> lengths(const std::vector<std::uint32_t>& sorted, double from, double scale) {
    std::array<std::uint16_t, 256> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double length = sorted.empty() ? 8 : sorted[(2 * i + 1) * sorted.size() / 512];
        const double stretched = std::min<double>(from + (length - from) * scale, mimic_parameters::longest);
        double dither = static_cast<double>(i) * 0.6180339887;
        dither -= std::floor(dither);
        out[i] = static_cast<std::uint16_t>(std::min<double>(std::floor(std::max(stretched, from) + dither), mimic_parameters::longest));
    }
    return out;
}

mimic_parameters parameters_at(const parsed_file& parsed, const point& at) {
    mimic_parameters out{};
    std::array<double, 256> bytes{};
    const double most = static_cast<double>(*std::max_element(parsed.literal.begin(), parsed.literal.end()));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = parsed.literal[i] == 0 ? 0 : std::pow(static_cast<double>(parsed.literal[i]) / most, std::exp(at[2]));
    if (most == 0) bytes.fill(1);
    out.bytes = quantized(bytes);
    std::array<double, kinds> shares{};
    for (std::size_t i = 0; i < kinds; ++i) shares[i] = std::exp(at[3 + i]);
    out.phrases = quantized(shares);
    out.literal_lengths = lengths(parsed.literal_lengths, 0, std::exp(at[0]));
    out.phrase_lengths = lengths(parsed.match_lengths, mimic_parameters::shortest_phrase, std::exp(at[1]));
    const double random = std::exp(at[3 + kinds]);
    out.random_cells = static_cast<std::uint16_t>(std::lround(mimic_parameters::whole * random / (1 + random)));
    std::sort(out.literal_lengths.begin(), out.literal_lengths.end());
    std::sort(out.phrase_lengths.begin(), out.phrase_lengths.end());
    return out;
}

point first_guess(const parsed_file& parsed) {
    point out{};
    std::array<double, kinds> shares{};
    shares.fill(0.01);
    const double tokens = static_cast<double>(std::max<std::size_t>(parsed.distances.size(), 1));
    shares[0] = 0.1, shares[1] = 0.04 + 1.5 * static_cast<double>(parsed.same_distances) / tokens;
    const double token = static_cast<double>(parsed.bytes) / tokens;
    for (const std::uint32_t distance : parsed.distances) {
        const double bits = std::log2(std::max(distance / token, 1.0));
        std::size_t best = 0;
        for (std::size_t i = 0; i < mimic_parameters::dictionary_bits.size(); ++i)
            if (std::abs(mimic_parameters::dictionary_bits[i] - bits) < std::abs(mimic_parameters::dictionary_bits[best] - bits)) best = i;
        shares[2 + best] += 1 / tokens;
    }
    for (std::size_t i = 0; i < kinds; ++i) out[3 + i] = std::log(shares[i]);
    const double random = std::clamp(static_cast<double>(parsed.random_cells) / static_cast<double>(parsed.cells), 0.004, 0.999);
    out[3 + kinds] = std::log(random / (1 - random));
    return out;
}

class fit {
public:
    fit(spate::thread_pool& pool, const parsed_file& parsed, const std::vector<spate::reference_row>& rows, std::vector<fitted_ratio>& ratios)
        : pool_{pool}, parsed_{parsed}, rows_{rows}, ratios_{ratios}, guess_{first_guess(parsed)}, at_{guess_} {
        for (const spate::reference_row& row : rows) {
            units_ += row.references * row.contents;
            repeats_ = repeats_ || row.references != 1;
        }
    }

    mimic_parameters run() {
        descend(few, 70, 2);
        // A valley that does not reach down may have a deeper one beside it: fewer phrases that go on, or more and shorter ones with more between.
        point fewer = guess_, more = guess_;
        fewer[3 + 1] = std::log(0.04);
        more[3 + 1] = std::log(4.0), more[0] = std::log(3.0), more[1] = std::log(0.7);
        for (const point& other : {fewer, more}) {
            if (worst(residuals_) < good_enough) break;
            fit beside{pool_, parsed_, rows_, ratios_};
            beside.at_ = other;
            beside.descend(few, 40, 2);
            if (beside.cost(beside.residuals_, beside.at_) < cost(residuals_, at_)) at_ = beside.at_, residuals_ = beside.residuals_, slopes_ = beside.slopes_;
        }
        // What the few windows did not tell.
        descend(many, 8, 0);
        (void)measure(at_, many);
        return parameters_at(parsed_, at_);
    }

private:
    // Windows of generated bytes: 2 MiB, 8 MiB.
    static constexpr std::size_t few = 16, many = 48;
    static constexpr double step = 0.15;
    // What stays is within the noise of so few windows.
    static constexpr double close_enough = 0.012, good_enough = 0.04;
    // Seconds.
    static constexpr double longest = 40;

    using slope_table = std::vector<std::vector<double>>;

    // Goes down until the ratios are close enough, so many points were measured, or slopes were measured `most_stale` times in vain; with 0, none are.
    // What it finds does not hang on the machine's speed, unless that is a small part of a usual one's.
    void descend(std::size_t windows, int points, int most_stale) {
        const int last = points_ + points;
        residuals_ = measure(at_, windows);
        double damping = 0.01, best = cost(residuals_, at_);
        for (int stale = 0; worst(residuals_) > close_enough && points_ < last && watch_.seconds() < longest;) {
            const bool fresh = slopes_.empty() || (is_old_ && most_stale > 0);
            if (fresh && most_stale == 0) return;
            if (fresh) slopes_ = slopes_at(at_, residuals_), is_old_ = false;
            const double before = best;
            for (int attempt = 0; attempt < (fresh || most_stale == 0 ? 4 : 1) && best == before; ++attempt) {
                const point next = solve(damping);
                const std::vector<double> there = measure(next, windows);
                const double reached = cost(there, next);
                if (reached < best) {
                    correct(slopes_, at_, next, residuals_, there);
                    best = reached, at_ = next, residuals_ = there;
                    damping = std::max(damping / 4, 1e-4);
                } else {
                    damping *= 6;
                }
            }
            // Slopes that lead no farther are those of another place; if new ones do not either, it is the end.
            is_old_ = best > 0.8 * before;
            if (is_old_ && (most_stale == 0 || (fresh && ++stale == most_stale))) return;
            if (is_old_) damping = std::clamp(damping, 0.003, 0.1);
        }
    }

    slope_table slopes_at(const point& at, const std::vector<double>& residuals) {
        slope_table out;
        for (std::size_t i = 0; i < unknowns; ++i) {
            point beside = at;
            beside[i] += step;
            out.push_back(measure(beside, few));
            for (std::size_t k = 0; k < residuals.size(); ++k) out.back()[k] = (out.back()[k] - residuals[k]) / step;
        }
        return out;
    }

    // Broyden's correction: the slopes are changed as little as makes them tell the step that was made.
    static void correct(slope_table& slopes, const point& from, const point& to, const std::vector<double>& before, const std::vector<double>& after) {
        double square = 0;
        for (std::size_t i = 0; i < unknowns; ++i) square += (to[i] - from[i]) * (to[i] - from[i]);
        for (std::size_t k = 0; k < before.size(); ++k) {
            double missed = after[k] - before[k];
            for (std::size_t i = 0; i < unknowns; ++i) missed -= slopes[i][k] * (to[i] - from[i]);
            for (std::size_t i = 0; i < unknowns; ++i) slopes[i][k] += missed * (to[i] - from[i]) / square;
        }
    }

    [[nodiscard]] any_source source_at(const mimic_parameters& parameters) const {
        const spate::mimic_bytes contents{parameters, spate::seed{1}};
        if (!repeats_) return any_source{contents};
        // Ten times the file, and 4 MiB at least.
        const std::uint64_t times = std::max<std::uint64_t>(10, 1024 / units_ + 1);
        return any_source{contents | spate::take(times * units_ * 4096) | spate::duplicated({.unit = 4096, .popularity = spate::from_histogram(rows_)})};
    }

    // The logarithms of the mimicked ratios over the real ones, times their weights.
    std::vector<double> measure(const point& at, std::size_t windows) {
        ++points_;
        const any_source source = source_at(parameters_at(parsed_, at));
        const std::uint64_t size = source.size() == spate::unlimited ? windows * window : source.size();
        const std::size_t count = static_cast<std::size_t>(std::clamp<std::uint64_t>(size / window, 1, windows));
        const auto known = codecs();
        std::vector<std::uint64_t> sums(ratios_.size());
        std::mutex lock;
        std::atomic<std::size_t> next{0};
        pool_.bulk(pool_.concurrency(), [&](std::size_t) {
            std::vector<std::unique_ptr<compressor>> compressors;
            for (const codec& one : known) compressors.push_back(one.make(window));
            std::vector<std::byte> bytes(window);
            std::vector<std::uint64_t> mine(ratios_.size());
            for (std::size_t i; (i = next.fetch_add(1)) < count && !stop_requested.load(std::memory_order_relaxed);) {
                const std::uint64_t first = size / count * i / window * window;
                source.fill(first, std::span{bytes}.first(static_cast<std::size_t>(std::min<std::uint64_t>(window, source.size() - first))));
                for (std::size_t k = 0; k < ratios_.size(); ++k) {
                    const auto unit = static_cast<std::size_t>(ratios_[k].unit);
                    for (std::size_t c = 0; c < known.size(); ++c)
                        if (known[c].name == ratios_[k].codec)
                            for (std::size_t from = 0; from < window; from += unit)
                                mine[k] += compressors[c]->compressed_size(std::span{bytes}.subspan(from, unit));
                }
            }
            const std::lock_guard guard{lock};
            for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += mine[k];
        });
        if (stop_requested.load()) throw run_failure{"stopped by " + std::string{stop_signal()}};
        std::vector<double> out;
        for (std::size_t k = 0; k < sums.size(); ++k) {
            ratios_[k].mimicked = static_cast<double>(count * window) / static_cast<double>(sums[k]);
            out.push_back(std::log(ratios_[k].mimicked / ratios_[k].real) * (ratios_[k].codec == "snappy" ? 0.25 : 1));
        }
        return out;
    }

    static double worst(const std::vector<double>& residuals) {
        double out = 0;
        for (const double one : residuals) out = std::max(out, std::abs(one));
        return out;
    }
    // A weak wish to stay near what the parse tells decides where the ratios do not.
    static constexpr double wish = 1e-5;
    [[nodiscard]] double cost(const std::vector<double>& residuals, const point& at) const {
        double out = 0;
        for (const double one : residuals) out += one * one;
        for (std::size_t i = 0; i < unknowns; ++i) out += wish * (at[i] - guess_[i]) * (at[i] - guess_[i]);
        return out;
    }

    // The damped step: (J'J + D) change = -J'r.
    [[nodiscard]] point solve(double damping) const {
        std::array<std::array<double, unknowns + 1>, unknowns> rows{};
        for (std::size_t i = 0; i < unknowns; ++i) {
            for (std::size_t j = 0; j < unknowns; ++j)
                for (std::size_t k = 0; k < residuals_.size(); ++k) rows[i][j] += slopes_[i][k] * slopes_[j][k];
            for (std::size_t k = 0; k < residuals_.size(); ++k) rows[i][unknowns] -= slopes_[i][k] * residuals_[k];
            rows[i][unknowns] -= wish * (at_[i] - guess_[i]);
            rows[i][i] += wish + damping * (rows[i][i] + 1e-3);
        }
        for (std::size_t i = 0; i < unknowns; ++i) {  // positive definite: no row has to be chosen
            for (std::size_t j = i + 1; j < unknowns; ++j) {
                const double factor = rows[j][i] / rows[i][i];
                for (std::size_t k = i; k <= unknowns; ++k) rows[j][k] -= factor * rows[i][k];
            }
        }
        point out = at_;
        std::array<double, unknowns> change{};
        for (std::size_t i = unknowns; i-- > 0;) {
            double value = rows[i][unknowns];
            for (std::size_t j = i + 1; j < unknowns; ++j) value -= rows[i][j] * change[j];
            change[i] = value / rows[i][i];
            out[i] += std::clamp(change[i], -1.5, 1.5);
            out[i] = std::clamp(out[i], guess_[i] - 7, guess_[i] + 7);
        }
        return out;
    }

    spate::thread_pool& pool_;
    const parsed_file& parsed_;
    const std::vector<spate::reference_row>& rows_;
    std::vector<fitted_ratio>& ratios_;
    const stopwatch watch_;
    int points_ = 0;
    const point guess_;
    point at_;
    std::vector<double> residuals_;
    slope_table slopes_;
    bool is_old_ = false;
    std::uint64_t units_ = 0;
    bool repeats_ = false;
};

}  // namespace

double parsed_file::entropy() const {
    double out = 0;
    for (const std::uint64_t count : all)
        if (count != 0) out -= static_cast<double>(count) / static_cast<double>(bytes) * std::log2(static_cast<double>(count) / static_cast<double>(bytes));
    return out;
}

parsed_file parse_file(const input_file& file) {
    parsed_file out;
    const std::uint64_t windows = std::max<std::uint64_t>(file.size() / window, 1), taken = std::min<std::uint64_t>(windows, 32);
    std::vector<unsigned char> text(static_cast<std::size_t>(std::min<std::uint64_t>(window, file.size())));
    for (std::uint64_t i = 0; i < taken; ++i) {
        file.read(windows * i / taken * window, std::as_writable_bytes(std::span{text}));
        parse_window(text, out);
    }
    for (auto* values : {&out.literal_lengths, &out.match_lengths, &out.distances}) std::sort(values->begin(), values->end());
    return out;
}

mimic_parameters fit_mimic(spate::thread_pool& pool, const parsed_file& parsed, const std::vector<spate::reference_row>& rows,
                           std::vector<fitted_ratio>& ratios) {
    return fit{pool, parsed, rows, ratios}.run();
}

}  // namespace cli

// SPDX-License-Identifier: Apache-2.0
#include "units.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include <xxhash.h>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/rng/permutation.hpp>

#include "codecs.hpp"
#include "console.hpp"

namespace cli {
namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20, largest_region = 64 * mebibyte;

/// Hands out tasks 0 ... count - 1 to workers, stops them all when one fails or a signal came, and reports progress.
class task_list {
public:
    task_list(std::uint64_t count, std::uint64_t bytes, const report_progress& progress) : count_{count}, bytes_{bytes}, progress_{progress} {}

    [[nodiscard]] bool take(std::uint64_t& task) {
        if (stop_requested.load(std::memory_order_relaxed) || failed_.load(std::memory_order_relaxed)) return false;
        task = next_.fetch_add(1, std::memory_order_relaxed);
        return task < count_;
    }
    void done(std::uint64_t bytes) {
        const std::uint64_t all = done_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
        const std::unique_lock lock{progress_lock_, std::try_to_lock};
        const auto now = std::chrono::steady_clock::now();
        if (!lock || now - last_ < std::chrono::milliseconds{500}) return;
        last_ = now;
        if (progress_) progress_(all, bytes_);
    }
    /// Runs work(tasks) on every thread of the pool.
    template <class Work>
    void run(spate::thread_pool& pool, Work work) {
        pool.bulk(pool.concurrency(), [&](std::size_t) {
            try {
                work();
            } catch (...) {
                failed_ = true;
                throw;
            }
        });
        if (stop_requested.load()) throw run_failure{"stopped by " + std::string{stop_signal()}};
    }

private:
    std::uint64_t count_, bytes_;
    const report_progress& progress_;
    std::atomic<std::uint64_t> next_{0}, done_{0};
    std::atomic<bool> failed_{false};
    std::mutex progress_lock_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

struct hash_table {
    std::unique_ptr<XXH128_hash_t[]> hashes;
    std::uint64_t count = 0;
};

constexpr bool is_less(const XXH128_hash_t& a, const XXH128_hash_t& b) { return a.high64 != b.high64 ? a.high64 < b.high64 : a.low64 < b.low64; }
constexpr bool is_equal(const XXH128_hash_t& a, const XXH128_hash_t& b) { return a.high64 == b.high64 && a.low64 == b.low64; }

// Hashes the units of several sizes in one pass. Requires that the region is a multiple of each size.
void hash_file(spate::thread_pool& pool, const input_file& file, const std::vector<std::uint64_t>& units, std::uint64_t region, std::span<hash_table> tables,
               const report_progress& progress) {
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < units.size(); ++i) end = std::max(end, tables[i].count * units[i]);
    task_list regions{(end + region - 1) / region, end, progress};
    regions.run(pool, [&] {
        const auto buffer = std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(std::min(region, end)));
        std::uint64_t task = 0;
        while (regions.take(task)) {
            const std::uint64_t begin = task * region;
            const auto size = static_cast<std::size_t>(std::min(region, end - begin));
            file.read(begin, {buffer.get(), size});
            for (std::size_t i = 0; i < units.size(); ++i) {
                const auto unit = static_cast<std::size_t>(units[i]);
                XXH128_hash_t* to = tables[i].hashes.get() + begin / units[i];
                for (std::size_t at = 0; at + unit <= size; at += unit) *to++ = XXH3_128bits(buffer.get() + at, unit);
            }
            regions.done(size);
        }
    });
}

// Counts equal hashes: moves them in place into 256 buckets by their first bits (American flag sort), then sorts buckets side by side.
void count_hashes(spate::thread_pool& pool, hash_table& table, unit_counts& out) {
    constexpr std::size_t buckets = 256;
    XXH128_hash_t* const hashes = table.hashes.get();
    const auto bucket_of = [](const XXH128_hash_t& hash) { return static_cast<std::size_t>(hash.high64 >> 56); };
    std::array<std::uint64_t, buckets + 1> begin{};
    for (std::uint64_t i = 0; i < table.count; ++i) ++begin[bucket_of(hashes[i]) + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::array<std::uint64_t, buckets> next{};
    std::copy(begin.begin(), begin.end() - 1, next.begin());
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        while (next[bucket] < begin[bucket + 1]) {
            const std::size_t home = bucket_of(hashes[next[bucket]]);
            if (home == bucket)
                ++next[bucket];
            else
                std::swap(hashes[next[bucket]], hashes[next[home]++]);
        }
    }

    const std::vector<std::byte> zeros(static_cast<std::size_t>(out.unit));
    const XXH128_hash_t zero = XXH3_128bits(zeros.data(), zeros.size());
    std::mutex lock;
    pool.bulk(buckets, [&](std::size_t bucket) {
        XXH128_hash_t *at = hashes + begin[bucket], *const end = hashes + begin[bucket + 1];
        std::sort(at, end, is_less);
        std::uint64_t unique = 0, most = 0, all_zero = 0;
        while (at != end) {
            XXH128_hash_t* const run = at;
            while (at != end && is_equal(*at, *run)) ++at;
            const auto references = static_cast<std::uint64_t>(at - run);
            ++unique;
            most = std::max(most, references);
            if (is_equal(*run, zero)) all_zero = references;
        }
        const std::lock_guard guard{lock};
        out.unique += unique;
        out.all_zero += all_zero;
        out.most_references = std::max(out.most_references, most);
    });
}

struct sampled_unit {
    std::uint64_t index;
    /// Its place in the order in which units are drawn: a codec with a smaller sample takes those drawn first.
    std::uint64_t order;
};

/// Sums over the compressed sizes of units, in integers: the same whatever thread adds what.
struct size_sums {
    std::uint64_t count = 0, sum = 0;
    spate::uint128 squares = 0;
};

}  // namespace

std::vector<unit_counts> count_units(spate::thread_pool& pool, const input_file& file, const std::vector<std::uint64_t>& units,
                                     const report_progress& progress) {
    std::vector<unit_counts> out;
    std::vector<hash_table> tables;
    std::uint64_t common = 1;
    for (const std::uint64_t unit : units) {
        unit_counts& one = out.emplace_back();
        one.unit = unit;
        one.units = file.size() / unit;
        one.rest_bytes = file.size() % unit;
        tables.push_back({std::make_unique_for_overwrite<XXH128_hash_t[]>(static_cast<std::size_t>(one.units)), one.units});
        common = std::lcm(common, unit);
        if (common > largest_region) common = largest_region + 1;
    }
    const auto region_of = [](std::uint64_t unit) { return (4 * mebibyte + unit - 1) / unit * unit; };
    if (common <= largest_region) {
        hash_file(pool, file, units, region_of(common), tables, progress);
    } else {
        for (std::size_t i = 0; i < units.size(); ++i) hash_file(pool, file, {units[i]}, region_of(units[i]), std::span{tables}.subspan(i, 1), progress);
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        count_hashes(pool, tables[i], out[i]);
        tables[i].hashes.reset();
    }
    return out;
}

std::vector<compression> compress_units(spate::thread_pool& pool, const input_file& file, std::uint64_t unit, bool all, const report_progress& progress) {
    const std::uint64_t units = file.size() / unit;
    const std::span<const codec> known = codecs();
    std::vector<compression> out;
    std::uint64_t largest = 0;
    for (const codec& one : known) {
        compression& result = out.emplace_back();
        result.name = one.name, result.label = one.label, result.unit = unit, result.units = units;
        result.sampled = all ? units : std::min(units, std::max<std::uint64_t>(one.sample / unit, 1));
        largest = std::max(largest, result.sampled);
    }
    if (units == 0) return out;

    std::vector<sampled_unit> sample;
    if (!all) {
        const spate::permutation order{units};
        const spate::key128 key = spate::derive_key(spate::seed{0}, "inspect sample", {unit});
        sample.resize(static_cast<std::size_t>(largest));
        for (std::uint64_t i = 0; i < largest; ++i) sample[static_cast<std::size_t>(i)] = {order(key, i), i};
        std::sort(sample.begin(), sample.end(), [](const sampled_unit& a, const sampled_unit& b) { return a.index < b.index; });
    }
    const auto unit_at = [&](std::uint64_t i) { return all ? sampled_unit{i, 0} : sample[static_cast<std::size_t>(i)]; };

    const std::uint64_t at_once = std::max<std::uint64_t>(mebibyte / unit, 1);
    std::vector<size_sums> totals(known.size());
    std::mutex lock;
    task_list parts{(largest + at_once - 1) / at_once, largest * unit, progress};
    parts.run(pool, [&] {
        std::vector<std::unique_ptr<compressor>> compressors;
        for (const codec& one : known) compressors.push_back(one.make(static_cast<std::size_t>(unit)));
        const auto buffer = std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(at_once * unit));
        std::vector<size_sums> sums(known.size());
        std::uint64_t task = 0;
        while (parts.take(task)) {
            const std::uint64_t first = task * at_once, count = std::min(at_once, largest - first);
            for (std::uint64_t i = 0; i < count;) {  // neighbours are read together
                std::uint64_t run = 1;
                while (i + run < count && unit_at(first + i + run).index == unit_at(first + i).index + run) ++run;
                file.read(unit_at(first + i).index * unit, {buffer.get() + i * unit, static_cast<std::size_t>(run * unit)});
                i += run;
            }
            for (std::size_t c = 0; c < known.size(); ++c) {
                for (std::uint64_t i = 0; i < count; ++i) {
                    if (unit_at(first + i).order >= out[c].sampled) continue;
                    const std::uint64_t size = compressors[c]->compressed_size({buffer.get() + i * unit, static_cast<std::size_t>(unit)});
                    ++sums[c].count;
                    sums[c].sum += size;
                    sums[c].squares += static_cast<spate::uint128>(size) * size;
                }
            }
            parts.done(count * unit);
        }
        const std::lock_guard guard{lock};
        for (std::size_t c = 0; c < known.size(); ++c) {
            totals[c].count += sums[c].count;
            totals[c].sum += sums[c].sum;
            totals[c].squares += sums[c].squares;
        }
    });

    for (std::size_t c = 0; c < known.size(); ++c) {
        const auto n = static_cast<double>(totals[c].count), sum = static_cast<double>(totals[c].sum), mean = sum / n;
        out[c].compressed_bytes = totals[c].sum;
        // Ratio estimation with equal raw sizes: the relative error of the ratio is that of the mean compressed size, which without
        // replacement is smaller by the part of the units that was taken.
        const spate::uint128 spread = totals[c].squares * totals[c].count - static_cast<spate::uint128>(totals[c].sum) * totals[c].sum;
        const double variance = static_cast<double>(spread) / n / (n - 1), left = 1 - n / static_cast<double>(units);
        out[c].standard_error = totals[c].count == units ? 0 : out[c].ratio() * std::sqrt(variance / n * left) / mean;
    }
    return out;
}

}  // namespace cli

// SPDX-License-Identifier: Apache-2.0
#include "predict.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/core/size.hpp>
#include <spate/dedup/duplication.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/shape/layout.hpp>
#include <spate/shape/mix.hpp>

#include "codecs.hpp"
#include "json.hpp"
#include "options.hpp"

namespace cli {
namespace {

/// The mean size of the units in bytes, if the codec's table tells it.
std::optional<double> mean_of_table(const compress_options& asked, const codec& of) {
    const auto matches = [&](const spate::codec& made_for) { return made_for.text() == of.calibrated_as; };
    if (asked.has_holes() || !asked.shapes() || !matches(asked.how.codec)) return std::nullopt;
    const std::uint64_t unit = asked.how.unit;
    const auto mean = [&](std::uint32_t literals, std::uint64_t size) {
        const spate::calibration_table& table = spate::detail::table_for(spate::calibration_of(asked.how.codec), unit, size);
        const std::uint64_t times = unit / table.unit;
        return static_cast<double>(table.size_of(static_cast<std::uint32_t>(literals / times)) * times) / 256;
    };
    const auto of_ratio = [&](const spate::ratio& ratio) { return ratio.divide(unit * 256); };
    if (asked.fits != 0) return mean(spate::layout_that_fits(asked.fits, asked.how).literals, asked.fits * 256);
    if (asked.mix.empty()) return mean(spate::layout_for(asked.how).literals, of_ratio(asked.how.ratio));
    std::uint64_t smallest = unit * 256;
    for (const spate::compression_part& part : asked.mix) smallest = std::min(smallest, of_ratio(part.ratio));
    double sum = 0;
    spate::ratio hardest;
    for (const spate::compression_part& part : asked.mix)
        if (of_ratio(part.ratio) == smallest) hardest = part.ratio;
    for (const spate::compression_part& part : asked.mix) {
        spate::compression one = asked.how;
        one.ratio = part.ratio;
        sum += part.weight.value() * mean(spate::detail::layout_beside(one, hardest).literals, smallest);
    }
    return sum;
}

}  // namespace

prediction predict(const stream& what) {
    prediction out;
    const spate::duplication_plan plan = spate::plan_duplication(what.dedup, what.size, spate::seed{what.seed});
    out.merged_rows = plan.merged_rows, out.merged_contents = plan.merged_contents;
    out.units = spate::predict(what.dedup, what.size);
    out.rest_bytes = what.size % what.dedup.unit;
    if (what.compress.has_holes() && out.units.unique != 0) {
        // All holes are one content. The contents are numbered as the units of the base are.
        const std::uint64_t contents = out.units.unique * what.dedup.unit / what.compress.how.unit;
        const spate::mixed_literals::part parts[2] = {
            {static_cast<std::uint64_t>((static_cast<spate::uint128>(what.compress.holes.numerator()) << 64) / what.compress.holes.denominator()), 0},
            {~std::uint64_t{0}, 1}};
        const spate::mixed_literals chosen{parts, spate::content_seed(spate::seed{what.seed}, what.dedup.pool, what.dedup.version)};
        std::uint64_t whole = 0;
        const std::uint64_t in_unit = std::max<std::uint64_t>(what.dedup.unit / std::max<std::uint64_t>(what.compress.how.unit, 4096), 1);
        for (std::uint64_t first = 0; first < contents; first += in_unit) {
            std::uint32_t stays;
            std::uint64_t zero = 0;
            for (std::uint64_t i = first; i < first + in_unit; ++i) chosen.map(i, {&stays, 1}), zero += stays == 0 ? 1 : 0;
            whole += zero == in_unit ? 1 : 0;
        }
        if (whole != 0) out.units.unique -= whole - 1;
    }

    const std::uint64_t unit = out.compress_unit = what.compress.how.unit;
    const std::uint64_t available = std::max<std::uint64_t>(what.size / unit, 1);
    const std::uint64_t different = std::clamp<std::uint64_t>(out.units.unique * what.dedup.unit / unit, 1, available);
    const spate::key128 key = spate::derive_key(spate::seed{0}, "prediction sample", {unit});
    std::vector<std::byte> bytes(static_cast<std::size_t>(unit));
    const auto mean_of = [&](const any_source& source, std::uint64_t units, std::uint64_t sample, compressor& with) {
        const spate::permutation order{units};
        double sum = 0;
        for (std::uint64_t i = 0; i < std::min(sample, units); ++i) {
            const std::uint64_t begin = order(key, i) * unit;
            const std::span part = std::span{bytes}.first(static_cast<std::size_t>(std::min(unit, source.size() - begin)));
            source.fill(begin, part);
            sum += static_cast<double>(with.compressed_size(part));
        }
        return sum / static_cast<double>(std::min(sample, units));
    };
    const any_source stream = make_source(what), contents = make_contents(what);
    for (const codec& one : codecs()) {
        predicted_codec& found = out.codecs.emplace_back();
        found.name = one.name, found.label = one.label;
        if (const auto mean = mean_of_table(what.compress, one)) {
            found.from_table = true;
            found.mean = found.mean_of_unique = *mean;
            continue;
        }
        const auto with = one.make(static_cast<std::size_t>(unit));
        found.sampled = std::clamp<std::uint64_t>((one.name == "zlib" ? std::uint64_t{32} << 20 : std::uint64_t{64} << 20) / unit, 1, available);
        found.mean = mean_of(stream, available, found.sampled, *with);
        found.mean_of_unique = what.duplicates() ? mean_of(contents, different, found.sampled, *with) : found.mean;
    }
    return out;
}

void report_prediction(const stream& what, bool json, console& out) {
    if (what.size == spate::unlimited) throw spate::config_error{"size", "unlimited", "cannot be predicted", "give a size, like --size 1TiB"};
    const prediction found = predict(what);
    const auto unit = static_cast<double>(found.compress_unit);
    const double stored = static_cast<double>(found.units.unique) * static_cast<double>(what.dedup.unit) / unit;
    const double all = static_cast<double>(what.size) / unit;
    if (json) {
        json_object specification, result;
        for (const auto& [name, value] : entries_of(what)) specification.add(name, value);
        std::vector<json_object> codecs;
        for (const predicted_codec& one : found.codecs) {
            json_object codec;
            codec.add("codec", one.name).add("ratio", unit / one.mean).add("bytes", all * one.mean).add("bytes_after_dedup", stored * one.mean_of_unique);
            codecs.push_back(codec.add("method", one.from_table ? "table" : "sample").add("sampled_units", one.sampled));
        }
        result.add("command", "bytes").add("predict", true).add("specification", specification);
        result.add("unit", what.dedup.unit).add("units", found.units.units).add("unique", found.units.unique).add("dedup_ratio", found.units.ratio());
        result.add("rest_bytes", found.rest_bytes).add("merged_rows", found.merged_rows).add("merged_contents", found.merged_contents);
        result.add("compress_unit", found.compress_unit).add("compression", codecs);
        out.report(result.text() + "\n");
        return;
    }
    std::vector<std::vector<std::string>> rows{{"stream", describe(what)}, {"seed", std::to_string(what.seed)}};
    rows.push_back({"units", std::to_string(found.units.units) + " of " + spate::format_size(what.dedup.unit) + ", " + std::to_string(found.units.unique) +
                                 " unique: dedup ratio " + fixed(found.units.ratio(), 5)});
    if (found.merged_rows != 0)
        rows.push_back({"lost", std::to_string(found.merged_rows) + " rows of the histogram, with " + std::to_string(found.merged_contents) +
                                    " contents, are merged: the stream is too small to show them"});
    std::string text = table(rows, 2) + "\n";
    rows = {{"unit", "codec", "compress ratio", "compressed", "after dedup", "known from"}};
    for (const predicted_codec& one : found.codecs)
        rows.push_back({spate::format_size(found.compress_unit), std::string{one.label}, fixed(unit / one.mean, 4),
                        spate::format_size(static_cast<std::uint64_t>(all * one.mean)),
                        spate::format_size(static_cast<std::uint64_t>(stored * one.mean_of_unique)),
                        one.from_table ? "its table" : "a sample of " + std::to_string(one.sampled) + " units"});
    out.report(text + table(rows, 0));
}

}  // namespace cli

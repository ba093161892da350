// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_PIPELINES_HPP
#define SPATE_TESTS_SUPPORT_PIPELINES_HPP

/// The list of pipelines that the laws and the golden bytes are about: every engine, every source, every adaptor, and compositions.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/bytes.hpp>
#include <spate/rng/ars.hpp>
#include <spate/rng/chacha8.hpp>
#include <spate/rng/pcg64.hpp>
#include <spate/rng/philox.hpp>
#include <spate/rng/shishua.hpp>
#include <spate/rng/splitmix64.hpp>
#include <spate/rng/xoshiro256pp.hpp>

#include "mimic.hpp"

namespace test {

/// Any source behind one type, so that a law is compiled once.
class any_source {
public:
    // Whether it is another source is asked first: asking any_source for its concept would ask for this constructor again.
    template <class Source>
        requires(!std::same_as<Source, any_source>) && spate::byte_source<Source>
    any_source(Source source)  // NOLINT(google-explicit-constructor)
        : size_{source.size()},
          fill_{[source](std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode) { spate::fill_as(source, offset, out, mode); }},
          verify_{[source](std::uint64_t offset, std::span<const std::byte> given) { return spate::verify(source, offset, given); }} {
        if constexpr (spate::reseedable_source<Source>) reseed_ = [source](spate::seed other) { return any_source{source.with_seed(other)}; };
        if constexpr (spate::cell_source<Source>) {
            cell_ = Source::cell_size;
            make_ = [source](std::span<const spate::cell_request> requests, spate::store_mode mode) { source.make(requests, mode); };
        }
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    void fill(std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode = spate::store_mode::cached) const noexcept { fill_(offset, out, mode); }
    [[nodiscard]] auto verify(std::uint64_t offset, std::span<const std::byte> given) const { return verify_(offset, given); }

    [[nodiscard]] bool is_reseedable() const noexcept { return static_cast<bool>(reseed_); }
    [[nodiscard]] any_source reseeded(spate::seed other) const { return reseed_(other); }

    /// The size of a cell, 0 for a source without cells.
    [[nodiscard]] std::size_t cell() const noexcept { return cell_; }
    void make(std::span<const spate::cell_request> requests, spate::store_mode mode) const { make_(requests, mode); }

private:
    std::uint64_t size_;
    std::function<void(std::uint64_t, std::span<std::byte>, spate::store_mode)> fill_;
    std::function<std::optional<std::uint64_t>(std::uint64_t, std::span<const std::byte>)> verify_;
    std::function<any_source(spate::seed)> reseed_;
    std::size_t cell_ = 0;
    std::function<void(std::span<const spate::cell_request>, spate::store_mode)> make_;
};
static_assert(spate::store_aware_source<any_source>);

struct pipeline {
    std::string name;
    any_source source;
    /// Whether a copy with another seed is the pipeline as it is made from that seed (parts of compositions get seeds of their own).
    bool seeds_like_new = true;
    /// Whether make() may be asked for (a duplicated source has cells only where its units are whole cells).
    bool has_cells = true;
};

/// Every pipeline, under the seed. Sizes that are no multiple of anything are meant.
inline std::vector<pipeline> pipelines(spate::seed from) {
    using namespace spate;
    std::vector<pipeline> list;
    const auto add = [&list](std::string name, auto source) -> pipeline& {
        return list.emplace_back(pipeline{std::move(name), any_source{std::move(source)}});
    };
    const random_bytes random{from};

    add("random", random);
    add("random<shishua<512>>", random_bytes<rng::shishua<512>>{from});
    add("random<shishua<65536>>", random_bytes<rng::shishua<65536>>{from});
    add("random<xoshiro256pp>", random_bytes<rng::xoshiro256pp<>>{from});
    add("random<ars5>", random_bytes<rng::ars<5>>{from});
    add("random<ars7>", random_bytes<rng::ars<7>>{from});
    add("random<philox4x32>", random_bytes<rng::philox4x32>{from});
    add("random<splitmix64>", random_bytes<rng::splitmix64>{from});
    add("random<pcg64>", random_bytes<rng::pcg64>{from});
    add("random<chacha8>", random_bytes<rng::chacha8>{from});
    add("text", text_bytes{from});
    add("zero", zero_bytes{});
    add("counter", counter_bytes{});
    add("pattern(5)", pattern_bytes{"spate"});
    std::string long_pattern;
    for (int i = 0; i < 1000; ++i) long_pattern += std::to_string(i);
    add("pattern(2890)", pattern_bytes{long_pattern});

    add("mimic(prose)", mimic_bytes{mimic_prose(), from});
    add("mimic(binary)", mimic_bytes{mimic_binary(), from});

    add("random|take(3000001)", random | take(3'000'001));
    add("random|compressible(1)", random | compressible(1.0));
    add("random|compressible(1.1)", random | compressible(1.1));
    add("random|compressible(2.5)", random | compressible(2.5));
    add("random|compressible(90)", random | compressible(90.0));
    add("random<shishua<65536>>|compressible(2)", random_bytes<rng::shishua<65536>>{from} | compressible(2.0));
    add("random<shishua<512>>|compressible(3)", random_bytes<rng::shishua<512>>{from} | compressible(3.0));
    add("random<ars5>|compressible(2)", random_bytes<rng::ars<5>>{from} | compressible(2.0));
    add("random<philox4x32>|take(999999)|compressible(2)", random_bytes<rng::philox4x32>{from} | take(999'999) | compressible(2.0));
    add("counter|compressible(2)", counter_bytes{} | compressible(2.0));

    add("random|duplicated(1.5,4096)", random | duplicated({.ratio = 1.5}));
    add("random|duplicated(3,4096,7)", random | duplicated({.ratio = 3.0, .unit = 4096, .group = 7}));
    add("random|take(3000001)|duplicated(2,131072)", random | take(3'000'001) | duplicated({.ratio = 2.0, .unit = 128_KiB}));
    add("random|take(4194304)|duplicated(1.07,1048576,whole)", random | take(4_MiB) | duplicated({.ratio = 1.07, .unit = 1_MiB, .group = unlimited}));
    add("random|take(300)|duplicated(2,512)", random | take(300) | duplicated({.ratio = 2.0, .unit = 512}));
    add("random|take(2500000)|duplicated(64,512,1000)", random | take(2'500'000) | duplicated({.ratio = 64.0, .unit = 512, .group = 1000})).has_cells = false;
    add("random|duplicated(3/2,6144,50)", random | duplicated({.ratio = {3, 2}, .unit = 6144, .group = 50})).has_cells = false;
    add("text|duplicated(2,4096,16)", text_bytes{from} | duplicated({.ratio = 2.0, .unit = 4096, .group = 16}));
    add("counter|take(2000003)|duplicated(2,4096)", counter_bytes{} | take(2'000'003) | duplicated({.ratio = 2.0})).seeds_like_new = false;
    add("random|compressible(2)|take(5000000)|duplicated(1.5,4096)", random | compressible(2.0) | take(5'000'000) | duplicated({.ratio = 1.5}));
    add("random|compressible(4,512)|duplicated(1.5,512,64)",
        random | compressible({.ratio = 4.0, .unit = 512}) | duplicated({.ratio = 1.5, .unit = 512, .group = 64}))
        .has_cells = false;
    add("random|compressible(2,lz4,64KiB)", random | compressible({.ratio = 2.0, .codec = codec::lz4, .unit = 64_KiB}));
    add("random|compressible(3,zstd:1,4KiB)", random | compressible({.ratio = 3.0, .codec = codec::zstd.at_level(1)}));
    add("random|compressible(1.3,zlib,16KiB)", random | compressible({.ratio = 1.3, .codec = codec::zlib, .unit = 16_KiB}));
    add("random|compressible(2,snappy,8KiB)", random | compressible({.ratio = 2.0, .codec = codec::snappy, .unit = 8_KiB}));
    add("random|compressible(14,snappy,1MiB)", random | compressible({.ratio = 14.0, .codec = codec::snappy, .unit = 1_MiB}));
    add("random<ars5>|compressible(1.7,zstd,128KiB)", random_bytes<rng::ars<5>>{from} | compressible({.ratio = 1.7, .codec = codec::zstd, .unit = 128_KiB}));
    add("random|fits(2030)", random | fits(2030));
    add("random|compressible_mix", random | compressible_mix({{0.3, 1.0}, {0.5, 2.0}, {0.2, 4.0}}, {.codec = codec::lz4, .unit = 16_KiB}));
    add("random|compressible(2)|holes(0.1)|take|duplicated(1.5)", random | compressible(2.0) | holes(0.1) | take(5'000'000) | duplicated({.ratio = 1.5}));
    add("random|duplicated(2,8192,9)|compressible(2)", random | duplicated({.ratio = 2.0, .unit = 8192, .group = 9}) | compressible(2.0));
    add("random|duplicated(2,4096,9)|take(1234567)|duplicated(2,8192,9)",
        random | duplicated({.ratio = 2.0, .unit = 4096, .group = 9}) | take(1'234'567) | duplicated({.ratio = 2.0, .unit = 8192, .group = 9}));
    add("random<xoshiro256pp>|compressible(2)|duplicated(2)", random_bytes<rng::xoshiro256pp<>>{from} | compressible(2.0) | duplicated({.ratio = 2.0}));

    const std::vector<reference_row> rows{{300, 1}, {40, 3}, {5, 20}, {2, 100}, {1, 400}};
    add("random|take(3000001)|duplicated(3/2,4096,zipf=1.1)", random | take(3'000'001) | duplicated({.ratio = {3, 2}, .popularity = zipf(1.1)}));
    add("random|duplicated(2,512,300,zipf=0.9,max=20)",
        random | duplicated({.ratio = 2.0, .unit = 512, .group = 300, .popularity = zipf(0.9), .max_references = 20}))
        .has_cells = false;
    add("random|compressible(2)|take(5000000)|duplicated(histogram,4096)",
        random | compressible(2.0) | take(5'000'000) | duplicated({.popularity = from_histogram(rows)}));
    add("random|duplicated(histogram,4096,200)", random | duplicated({.group = 200, .popularity = from_histogram(rows)}));
    add("random|take(4000000)|duplicated(1.5,4096,run=5)", random | take(4'000'000) | duplicated({.ratio = 1.5, .run = 5}));
    add("random|duplicated(2,4096,50,run=64,shift=700)", random | duplicated({.ratio = 2.0, .group = 50, .run = 64, .shift = 700}));
    add("random|duplicated(3,512,9,run=3,shift=100,pool=7,version=2)",
        random | duplicated({.ratio = 3.0, .unit = 512, .group = 9, .run = 3, .shift = 100, .pool = 7, .version = 2}))
        .has_cells = false;
    add("text|take(1500000)|duplicated(1.5,4096,version=1)", text_bytes{from} | take(1'500'000) | duplicated({.ratio = 1.5, .version = 1}));

    add("mimic(prose)|take(2500001)|duplicated(1.5,4096)", mimic_bytes{mimic_prose(), from} | take(2'500'001) | duplicated({.ratio = 1.5}));

    add("concat", concat(pattern_bytes{"head"} | take(1001), random | compressible(2.0) | take(1'500'003), zero_bytes{} | take(0), text_bytes{from}))
        .seeds_like_new = false;
    add("interleave", interleave(phase{counter_bytes{}, 511}, phase{random | take(2'000'000), 65536}, phase{text_bytes{from}, 4097})).seeds_like_new = false;
    add("concat(interleave)|take|duplicated", concat(random | take(700'001), interleave(phase{random, 100}, phase{text_bytes{from}, 9000})) | take(2'222'222) |
                                                  duplicated({.ratio = 1.5, .unit = 4096}))
        .seeds_like_new = false;
    return list;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_PIPELINES_HPP

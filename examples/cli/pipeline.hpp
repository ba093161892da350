// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_PIPELINE_HPP
#define SPATE_EXAMPLES_CLI_PIPELINE_HPP

/// From options to a composed source. An engine with its shaper is one type, compiled as one loop; it is erased where cells are asked for, 32 at a
/// time, so that what repeats them is compiled once.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/stream.hpp>
#include <spate/dedup/duplication.hpp>
#include <spate/shape/layout.hpp>
#include <spate/shape/mimic.hpp>
#include <spate/shape/mix.hpp>

namespace cli {

/// How a stream compresses. Without a ratio, parts, a size to fit or holes it does not.
struct compress_options {
    spate::compression how;
    /// Units of several ratios; `how.ratio` is not looked at then.
    std::vector<spate::compression_part> mix;
    /// Every unit compresses to at most so many bytes; 0 if not asked for.
    std::uint64_t fits = 0;
    spate::ratio holes{0, 1};

    [[nodiscard]] bool shapes() const { return how.ratio != spate::ratio{} || !mix.empty() || fits != 0; }
    [[nodiscard]] bool has_holes() const { return holes.numerator() != 0; }
};

/// All that decides a byte.
struct stream {
    std::uint64_t size = spate::unlimited;
    std::uint64_t seed = 0;
    std::string engine;
    compress_options compress;
    /// What the contents mimic; without an engine then.
    std::optional<spate::mimic_parameters> mimic;
    /// The profile's file as it was typed, if it was, and whether the histogram is the profile's.
    std::string profile_name;
    bool histogram_of_profile = false;
    spate::duplication dedup;
    /// The histogram's file as it was typed, if it was.
    std::string histogram_name;
    /// The first byte of the stream that is written.
    std::uint64_t offset = 0;

    /// The bytes from the offset to the end.
    [[nodiscard]] std::uint64_t length() const noexcept { return size == spate::unlimited ? size : size - offset; }
    /// Whether anything is repeated.
    [[nodiscard]] bool duplicates() const {
        return dedup.ratio != spate::ratio{} || dedup.popularity.what() == spate::popularity::kind::histogram || dedup.pool || dedup.version != 0;
    }
};

/// Any source behind two pointers. Copies share the source, which is never changed.
class any_source {
public:
    // Whether it is another source is asked first: asking any_source for its concept would ask for this constructor again.
    template <class Source>
        requires(!std::same_as<Source, any_source>) && spate::byte_source<Source>
    explicit any_source(Source source)
        : size_{source.size()},
          source_{std::make_shared<const Source>(std::move(source))},
          fill_{[](const void* self, std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode) noexcept {
              spate::fill_as(*static_cast<const Source*>(self), offset, out, mode);
          }} {}

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    void fill(std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode = spate::store_mode::cached) const noexcept {
        fill_(source_.get(), offset, out, mode);
    }

private:
    std::uint64_t size_;
    std::shared_ptr<const void> source_;
    void (*fill_)(const void*, std::uint64_t, std::span<std::byte>, spate::store_mode) noexcept;
};

/// The names of the engines, the default first.
[[nodiscard]] std::vector<std::string_view> engine_names();

/// The name of the engine that `text` means; throws config_error, which lists them, for none.
[[nodiscard]] std::string engine_named(std::string_view text);

/// The contents of a stream, unit by unit, before any is repeated: endless. Throws config_error for a compression that makes no sense.
[[nodiscard]] any_source make_contents(const stream& what);

/// The source of a stream. Throws config_error for ratios, units and groups that make no sense.
[[nodiscard]] any_source make_source(const stream& what);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_PIPELINE_HPP

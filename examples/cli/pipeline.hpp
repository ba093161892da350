// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_PIPELINE_HPP
#define SPATE_EXAMPLES_CLI_PIPELINE_HPP

/// From options to a composed source. Each combination of engine and adaptors is a type of its own, compiled as one loop; only the
/// outermost fill is erased, which costs one indirect call per block.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/stream.hpp>

namespace cli {

/// All that decides a byte.
struct stream {
    std::uint64_t size = spate::unlimited;
    std::uint64_t seed = 0;
    std::string engine;
    spate::ratio compress, dedup;
    std::uint64_t unit = 4096, group = 65536;
    /// The first byte of the stream that is written.
    std::uint64_t offset = 0;

    /// The bytes from the offset to the end.
    [[nodiscard]] std::uint64_t length() const noexcept { return size == spate::unlimited ? size : size - offset; }
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

/// The source of a stream. Throws config_error for ratios, units and groups that make no sense.
[[nodiscard]] any_source make_source(const stream& what);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_PIPELINE_HPP

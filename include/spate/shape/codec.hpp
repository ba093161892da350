// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_CODEC_HPP
#define SPATE_SHAPE_CODEC_HPP

/// `codec::lz4`, `codec::zstd.at_level(1)`: for which codec a stream is made compressible.

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>

namespace spate::inline v0 {

/// A codec and its level, as a name: the library compresses nothing.
class codec {
public:
    enum class family : unsigned char { neutral, lz4, zstd, zlib, snappy };

    static const codec neutral, lz4, zstd, zlib, snappy;

    [[nodiscard]] constexpr codec at_level(int level) const noexcept { return codec{family_, level}; }
    [[nodiscard]] constexpr family kind() const noexcept { return family_; }
    /// 0 for those that have none.
    [[nodiscard]] constexpr int level() const noexcept { return level_; }
    [[nodiscard]] constexpr std::string_view name() const noexcept {
        constexpr std::string_view names[] = {"neutral", "lz4", "zstd", "zlib", "snappy"};
        return names[static_cast<std::size_t>(family_)];
    }
    /// "lz4", "zstd:3": what parse_codec reads.
    [[nodiscard]] std::string text() const {
        std::string out{name()};
        if (level_ != 0) out.append(1, ':').append(std::to_string(level_));
        return out;
    }

    friend constexpr bool operator==(const codec&, const codec&) = default;

private:
    constexpr codec(family which, int level) noexcept : family_{which}, level_{level} {}
    family family_;
    int level_;
};

/// Between lz4 and zstd, for whoever does not know the codec.
inline constexpr codec codec::neutral{family::neutral, 0};
/// The block format, default acceleration.
inline constexpr codec codec::lz4{family::lz4, 0};
/// Level 3; levels 1 and 3 are calibrated.
inline constexpr codec codec::zstd{family::zstd, 3};
/// The zlib format at level 6; levels 1 and 6 are calibrated. Deflate alone takes 6 bytes less, gzip 12 more.
inline constexpr codec codec::zlib{family::zlib, 6};
inline constexpr codec codec::snappy{family::snappy, 0};

/// Reads "lz4", "zstd", "zstd:1", "zlib:6", "snappy" or "neutral". Throws config_error, which names `parameter`, for anything else, for
/// levels that are not calibrated too.
SPATE_WHEN_USED
[[nodiscard]] inline codec parse_codec(std::string_view text, std::string_view parameter = "codec") {
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    for (codec found : {codec::neutral, codec::lz4, codec::zstd, codec::zlib, codec::snappy}) {
        if (found.name() != name) continue;
        if (colon == std::string_view::npos) return found;
        int level = 0;
        const std::string_view digits = text.substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), level);
        const bool is_number = error == std::errc{} && end == digits.data() + digits.size();
        if (found.level() == 0)
            detail::raise_config(parameter, "\"" + std::string{text} + "\"", "names a level, and " + std::string{name} + " has none",
                                 "use " + std::string{name});
        const bool zstd = found.kind() == codec::family::zstd;
        if (!is_number || (level != 1 && level != found.level()))
            detail::raise_config(parameter, "\"" + std::string{text} + "\"", "is not a level that is calibrated",
                                 zstd ? "use zstd:1 or zstd:3" : "use zlib:1 or zlib:6");
        return found.at_level(level);
    }
    detail::raise_config(parameter, "\"" + std::string{text} + "\"", "is not a codec", "use lz4, zstd, zstd:1, zlib, zlib:1, snappy or neutral");
}

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_CODEC_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_TEXT_SHAPE_HPP
#define SPATE_EXAMPLES_CLI_INFER_TEXT_SHAPE_HPP

/// The pattern that all texts of a column have: runs of digits, capitals and small letters between the same signs, or places with the same kinds of characters.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cli::infer {

class text_shape {
public:
    static constexpr std::size_t most_bytes = 128, most_runs = 24;

    void add(std::string_view text);
    /// A pattern as field/pattern.hpp takes it, or nothing where the texts have no common one.
    [[nodiscard]] std::string pattern() const;

private:
    enum kind : unsigned char { digit, capital, small, sign };
    struct run {
        kind what;
        char first;
        std::size_t least, most;
        std::string text;
        bool same;
    };

    void add_runs(std::string_view text);
    void add_places(std::string_view text);
    [[nodiscard]] std::string pattern_of_runs() const;
    [[nodiscard]] std::string pattern_of_places() const;

    bool begun_ = false, has_runs_ = true, has_places_ = true;
    std::vector<run> runs_;
    // For each place of texts of the same length: which kinds of characters there are, and the only character or 0.
    std::vector<std::uint8_t> kinds_;
    std::string only_;
};

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_TEXT_SHAPE_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_NPY_HEADER_HPP
#define SPATE_STORE_NPY_HEADER_HPP

/// The headers of .npy files: those of any writer are read; ours have a first axis that changes in place and end at 4 KiB.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/store_error.hpp>

namespace spate::inline v0 {

/// The lengths of an array's axes; none for a single number.
using array_shape = std::vector<std::uint64_t>;

/// The most axes that an array has: as many as NumPy allows.
inline constexpr std::size_t most_axes = 64;

/// Where the data of our files begin: a page, so that they can be mapped and written past the page cache.
inline constexpr std::size_t npy_data_offset = 4096;

/// How many elements a shape has. Throws config_error where that does not fit into 64 bits, or there are too many axes.
[[nodiscard]] inline std::uint64_t elements_of(std::span<const std::uint64_t> shape) {
    if (shape.size() > most_axes) detail::raise_config("shape", std::to_string(shape.size()), "axes are too many", "use at most 64");
    std::uint64_t out = 1;
    for (const std::uint64_t axis : shape)
        if (axis == 0) return 0;
    for (const std::uint64_t axis : shape)
        if (__builtin_mul_overflow(out, axis, &out)) detail::raise_config("shape", std::to_string(axis), "makes more than 2^64 elements", "use shorter axes");
    return out;
}

/// What the header of an .npy file says.
struct npy_header {
    dtype type = dtype::float64;
    bool fortran_order = false;
    bool big_endian = false;
    array_shape shape = {};
    std::uint64_t data_offset = npy_data_offset;
};

namespace detail {

// The place of the first axis in our headers: it takes 20 characters, with blanks behind the number, so that a change of it changes nothing else.
[[nodiscard]] inline std::size_t first_axis_offset(dtype type) noexcept { return 10 + 11 + npy_description(type).size() + 37; }
inline constexpr std::size_t first_axis_digits = 20;

[[nodiscard]] inline std::array<char, first_axis_digits> first_axis_text(std::uint64_t rows) noexcept {
    std::array<char, first_axis_digits> out;
    out.fill(' ');
    std::to_chars(out.data(), out.data() + out.size(), rows);
    return out;
}

}  // namespace detail

/// The first 4,096 bytes of a file of ours: format 1.0 of the .npy format, row-major. Throws config_error for a shape that is none.
/// Source: NumPy, numpy/lib/format, "Format Version 1.0".
[[nodiscard]] inline std::string make_npy_header(dtype type, std::span<const std::uint64_t> shape) {
    (void)elements_of(shape);
    std::string out{"\x93NUMPY\x01\x00", 8};
    constexpr std::size_t length = npy_data_offset - 10;
    out += static_cast<char>(length & 0xff);
    out += static_cast<char>(length >> 8);
    out.append("{'descr': '").append(npy_description(type)).append("', 'fortran_order': False, 'shape': (");
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (i == 0) {
            const auto digits = detail::first_axis_text(shape[0]);
            out.append(digits.data(), digits.size());
            out += ',';
        } else {
            out += (i == 1 ? " " : ", ") + std::to_string(shape[i]);
        }
    }
    out += "), }";
    out.resize(npy_data_offset - 1, ' ');
    return out + '\n';
}

namespace detail {

/// Reads the dictionary of a header.
class npy_reader {
public:
    npy_reader(std::string_view text, std::string_view name, std::size_t offset) noexcept : text_{text}, name_{name}, offset_{offset} {}

    void read(npy_header& out) {
        bool seen[3] = {};
        expect('{');
        while (!take('}')) {
            const std::string key = quoted("a key");
            expect(':');
            const std::size_t which = key == "descr" ? 0 : key == "fortran_order" ? 1 : key == "shape" ? 2 : 3;
            if (which == 3) fail("the header has the unknown key \"" + key + "\"");
            if (seen[which]) fail("the header has \"" + key + "\" twice");
            seen[which] = true;
            if (which == 0)
                description(out);
            else if (which == 1)
                out.fortran_order = boolean();
            else
                out.shape = shape();
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        blanks();
        if (at_ != text_.size()) fail("something follows the header's dictionary");
        for (std::size_t i = 0; i < 3; ++i)
            if (!seen[i]) fail(std::string{"the header has no "} + (i == 0 ? "descr" : i == 1 ? "fortran_order" : "shape"));
    }

    [[noreturn]] void fail(const std::string& problem) const {
        raise(store_error{name_, offset_ + at_, problem, "give a file that NumPy wrote without structured types or objects"});
    }

private:
    void blanks() noexcept {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
    }
    [[nodiscard]] bool take(char letter) noexcept {
        blanks();
        if (at_ >= text_.size() || text_[at_] != letter) return false;
        ++at_;
        return true;
    }
    void expect(char letter) {
        if (!take(letter)) fail(std::string{"the header has no '"} + letter + "' here");
    }
    [[nodiscard]] bool take_word(std::string_view word) noexcept {
        blanks();
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }
    [[nodiscard]] std::string quoted(std::string_view what) {
        blanks();
        const char mark = at_ < text_.size() ? text_[at_] : '\0';
        const std::size_t end = mark == '\'' || mark == '"' ? text_.find(mark, at_ + 1) : std::string_view::npos;
        if (end == std::string_view::npos) fail("the header has no text in quotation marks for " + std::string{what});
        std::string out{text_.substr(at_ + 1, end - at_ - 1)};
        at_ = end + 1;
        return out;
    }
    [[nodiscard]] bool boolean() {
        if (take_word("False")) return false;
        if (!take_word("True")) fail("fortran_order is neither True nor False");
        return true;
    }
    void description(npy_header& out) {
        blanks();
        if (at_ < text_.size() && text_[at_] == '[') fail("the array has a structured type");
        const std::string text = quoted("the type");
        const std::string_view order = std::string_view{text}.substr(0, 1);
        out.big_endian = order == ">";
        const std::string plain = out.big_endian ? "<" + text.substr(1) : text;
        const std::optional<dtype> found = dtype_of_description(plain);
        if (!found) fail("the type '" + text + "' is none that a store holds");
        out.type = *found;
        if (size_of(*found) == 1) out.big_endian = false;
    }
    [[nodiscard]] array_shape shape() {
        array_shape out;
        expect('(');
        while (!take(')')) {
            blanks();
            std::uint64_t axis = 0;
            const char* const from = text_.data() + at_;
            const auto read = std::from_chars(from, text_.data() + text_.size(), axis);
            if (read.ec != std::errc{} || read.ptr == from) fail("an axis is no whole number below 2^64");
            at_ += static_cast<std::size_t>(read.ptr - from);
            (void)take('L');  // as Python 2 wrote them
            out.push_back(axis);
            if (out.size() > most_axes) fail("the array has more than 64 axes");
            if (!take(',')) {
                expect(')');
                break;
            }
        }
        return out;
    }

    std::string_view text_, name_;
    std::size_t offset_, at_ = 0;
};

}  // namespace detail

/// How many bytes of a file have to be read for its header, from the first 12 of them; 0 where these are no .npy file's.
[[nodiscard]] inline std::uint64_t npy_header_size(std::span<const std::byte> first) noexcept {
    if (first.size() < 10 || std::memcmp(first.data(), "\x93NUMPY", 6) != 0) return 0;
    const auto major = static_cast<unsigned>(first[6]);
    const auto byte = [&](std::size_t i) { return static_cast<std::uint64_t>(first[i]); };
    if (major == 1) return 10 + (byte(8) | byte(9) << 8);
    if ((major != 2 && major != 3) || first.size() < 12) return 0;
    return 12 + (byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24);
}

/// Reads the header of an .npy file, versions 1.0 to 3.0, from its first bytes: at least npy_header_size() of them. `name` is what errors call the file.
/// Throws store_error where it is none, for structured types, objects, texts and other types that a store does not hold, and for a shape of more than 2^63
/// bytes. Does not look at how long the file is.
[[nodiscard]] inline npy_header read_npy_header(std::span<const std::byte> bytes, std::string_view name) {
    const std::uint64_t size = npy_header_size(bytes);
    constexpr std::string_view remedy = "give a file that NumPy wrote";
    if (size == 0) detail::raise(store_error{name, 0, "it is no .npy file of version 1.0, 2.0 or 3.0", remedy});
    if (size > bytes.size())
        detail::raise(
            store_error{name, bytes.size(), "the header has " + std::to_string(size) + " bytes, the file only " + std::to_string(bytes.size()), remedy});
    const std::size_t begin = static_cast<unsigned>(bytes[6]) == 1 ? 10 : 12;
    npy_header out;
    out.data_offset = size;
    detail::npy_reader reader{{reinterpret_cast<const char*>(bytes.data()) + begin, static_cast<std::size_t>(size) - begin}, name, begin};
    reader.read(out);
    std::uint64_t total = size_of(out.type);
    if (std::find(out.shape.begin(), out.shape.end(), 0u) == out.shape.end())
        for (const std::uint64_t axis : out.shape)
            if (__builtin_mul_overflow(total, axis, &total) || total >> 63 != 0) reader.fail("the shape has more than 2^63 bytes");
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_NPY_HEADER_HPP

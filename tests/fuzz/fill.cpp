// SPDX-License-Identifier: Apache-2.0
// A pipeline, an offset, a length and a place that the input chooses: two halves are the whole, nothing beside the buffer is touched, and
// what makes no sense is a config_error.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <spate/bytes/concat.hpp>
#include <spate/bytes/interleave.hpp>
#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/bytes/text_bytes.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/shape/compressible.hpp>

namespace {

struct choices {
    const std::uint8_t* data;
    std::size_t left;
    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        for (; bytes != 0 && left != 0; --bytes, --left) value = value << 8 | *data++;
        return value;
    }
};

template <class Source>
void check(const Source& source, choices& in) {
    const auto mode = in.number(1) % 2 == 0 ? spate::store_mode::cached : spate::store_mode::streaming;
    const std::size_t shift = in.number(1) % 64;
    const std::uint64_t wide = in.number(8), wanted = in.number(2);
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, source.size()));
    const std::uint64_t last = source.size() - size, offset = last == spate::unlimited ? wide : wide % (last + 1);
    const std::size_t split = size == 0 ? 0 : in.number(2) % (size + 1);
    std::vector<std::byte> whole(size + 256, std::byte{0xa7}), parts = whole;
    auto* const out = reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(whole.data()) + 127) / 64 * 64) + shift % 32;
    const std::size_t lead = static_cast<std::size_t>(out - whole.data());
    spate::fill_as(source, offset, {out, size}, mode);
    spate::fill_as(source, offset + split, std::span{parts}.subspan(lead + split, size - split), mode);
    spate::fill_as(source, offset, std::span{parts}.subspan(lead, split), spate::store_mode::cached);
    if (whole != parts) std::abort();
    for (std::size_t i = 0; i < whole.size(); ++i)
        if ((i < lead || i >= lead + size) && whole[i] != std::byte{0xa7}) std::abort();
    if (spate::verify(source, offset, {out, size})) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spate;
    choices in{data, size};
    try {
        const random_bytes random{seed{in.number(1)}};
        const std::uint64_t kind = in.number(1) % 8, length = in.number(3), unit = in.number(1) % 20 * 512, group = in.number(2);
        const ratio by{in.number(2) + 1, in.number(1) + 1};
        const duplication asked{.ratio = by, .unit = unit, .group = group};
        if (kind == 0) check(random | take(length), in);
        if (kind == 1) check(random | compressible(by) | take(length), in);
        if (kind == 2) check(random | take(length) | duplicated(asked), in);
        if (kind == 3) check(random | compressible(by) | take(length) | duplicated(asked), in);
        if (kind == 4) check(counter_bytes{} | duplicated(asked), in);
        if (kind == 5) check(concat(text_bytes{seed{1}} | take(length), pattern_bytes{"abc"} | take(unit), random), in);
        if (kind == 6) check(interleave(phase{random | take(length), unit}, phase{text_bytes{seed{2}}, group}), in);
        if (kind == 7) check(random | duplicated(asked), in);
    } catch (const config_error& error) {
        if (error.problem().empty()) std::abort();
    }
    return 0;
}

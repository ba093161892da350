// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_PIPE_HPP
#define SPATE_CORE_PIPE_HPP

/// `source | adaptor`: how pipelines are put together.

#include <concepts>
#include <type_traits>
#include <utility>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// A function from a source to something built on it, applied with `|`. Adaptors are values: they can be stored and used again.
///
///     inline auto doubled() { return adaptor{[](auto source) { return doubled_bytes{std::move(source)}; }}; }
template <class Function>
struct adaptor {
    Function apply;
};
template <class Function>
adaptor(Function) -> adaptor<Function>;

template <byte_source Source, class Function>
    requires std::invocable<const Function&, Source>
[[nodiscard]] constexpr auto operator|(Source source, const adaptor<Function>& right) {
    return right.apply(std::move(source));
}

/// Two adaptors make one: (source | a) | b and source | (a | b) are the same.
template <class First, class Second>
[[nodiscard]] constexpr auto operator|(adaptor<First> left, adaptor<Second> right) {
    return adaptor{
        [left = std::move(left), right = std::move(right)]<byte_source Source>(Source source) { return right.apply(left.apply(std::move(source))); }};
}

}  // namespace spate::inline v0

#endif  // SPATE_CORE_PIPE_HPP

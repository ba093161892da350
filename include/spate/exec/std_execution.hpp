// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_STD_EXECUTION_HPP
#define SPATE_EXEC_STD_EXECUTION_HPP

/// An executor on the parallel algorithms of the standard library. With libstdc++ these run on TBB: link with tbb.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <execution>
#include <iterator>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/exec/detail/os.hpp>

namespace spate::inline v0 {
namespace detail {

/// Counts; dereferencing gives the count. An iterator for parallel algorithms that has no memory behind it.
class counting_iterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::size_t*;
    using reference = std::size_t;

    counting_iterator() noexcept = default;
    explicit counting_iterator(std::size_t at) noexcept : at_{at} {}

    reference operator*() const noexcept { return at_; }
    reference operator[](difference_type n) const noexcept { return *(*this + n); }
    counting_iterator& operator++() noexcept { return *this += 1; }
    counting_iterator& operator--() noexcept { return *this -= 1; }
    counting_iterator operator++(int) noexcept { return std::exchange(*this, *this + 1); }
    counting_iterator operator--(int) noexcept { return std::exchange(*this, *this - 1); }
    counting_iterator& operator+=(difference_type n) noexcept {
        at_ += static_cast<std::size_t>(n);
        return *this;
    }
    counting_iterator& operator-=(difference_type n) noexcept { return *this += -n; }
    friend counting_iterator operator+(counting_iterator a, difference_type n) noexcept { return a += n; }
    friend counting_iterator operator+(difference_type n, counting_iterator a) noexcept { return a += n; }
    friend counting_iterator operator-(counting_iterator a, difference_type n) noexcept { return a -= n; }
    friend difference_type operator-(counting_iterator a, counting_iterator b) noexcept { return static_cast<difference_type>(a.at_ - b.at_); }
    friend auto operator<=>(const counting_iterator&, const counting_iterator&) = default;

private:
    std::size_t at_ = 0;
};

}  // namespace detail

/// Runs `bulk` as std::for_each(std::execution::par, ...). The standard says nothing of how many threads take part: concurrency() is
/// the number of CPUs that the process may use. The first exception is thrown on (the standard algorithm alone would end the
/// program); calls that have not begun by then do not take place. Any thread may call `bulk`.
class std_executor {
public:
    [[nodiscard]] std::size_t concurrency() const { return detail::os::process_affinity().size(); }

    template <class Function>
    void bulk(std::size_t n, Function&& function) const {
        std::atomic<bool> failed{false};
        std::exception_ptr error;
        std::for_each(std::execution::par, detail::counting_iterator{0}, detail::counting_iterator{n}, [&](std::size_t i) {
            if (failed.load(std::memory_order_relaxed)) return;
            try {
                function(i);
            } catch (...) {
                if (!failed.exchange(true)) error = std::current_exception();
            }
        });
        if (error) std::rethrow_exception(std::move(error));
    }
};

static_assert(executor<std_executor>);

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_STD_EXECUTION_HPP

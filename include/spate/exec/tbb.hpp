// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_TBB_HPP
#define SPATE_EXEC_TBB_HPP

/// An executor on an arena of oneTBB, for programs that have one already. Link with tbb.

#include <cstddef>

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// Runs `bulk` inside a task arena that the user owns and that must live longer. One index is one task. A nested bulk is a nested
/// parallel loop of the arena. The first exception is thrown on, and calls that have not begun may not take place (TBB cancels the
/// loop). Any thread may call `bulk`.
class tbb_executor {
public:
    explicit tbb_executor(tbb::task_arena& arena) noexcept : arena_{&arena} {}

    [[nodiscard]] std::size_t concurrency() const {
        const int threads = arena_->max_concurrency();
        return threads > 1 ? static_cast<std::size_t>(threads) : 1;
    }

    template <class Function>
    void bulk(std::size_t n, Function&& function) const {
        arena_->execute([&] {
            tbb::parallel_for(
                std::size_t{0}, n, [&](std::size_t i) { function(i); }, tbb::simple_partitioner{});
        });
    }

private:
    tbb::task_arena* arena_;
};

static_assert(executor<tbb_executor>);

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_TBB_HPP

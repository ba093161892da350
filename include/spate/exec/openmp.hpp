// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_OPENMP_HPP
#define SPATE_EXEC_OPENMP_HPP

/// An executor on the threads of OpenMP, for programs that have them already. Compile with -fopenmp.

#include <atomic>
#include <cstddef>
#include <exception>
#include <utility>

#include <omp.h>

#include <spate/core/concepts.hpp>

#if !defined(_OPENMP)
#error "spate/exec/openmp.hpp needs OpenMP: compile with -fopenmp"
#endif

namespace spate::inline v0 {

/// Runs `bulk` as an OpenMP parallel loop with dynamic scheduling. `threads` of 0 means what OpenMP would take (OMP_NUM_THREADS, placement and
/// binding by OMP_PLACES and OMP_PROC_BIND). Within a parallel region a bulk runs on the calling thread, as OpenMP has it by default.
/// The first exception is thrown on; calls that have not begun by then do not take place. Any thread may call `bulk`.
class openmp_executor {
public:
    explicit openmp_executor(int threads = 0) noexcept : threads_{threads} {}

    [[nodiscard]] std::size_t concurrency() const noexcept { return static_cast<std::size_t>(threads_ > 0 ? threads_ : omp_get_max_threads()); }

    template <class Function>
    void bulk(std::size_t n, Function&& function) const {
        std::atomic<bool> failed{false};
        std::exception_ptr error;
        const int threads = static_cast<int>(concurrency());
#pragma omp parallel for schedule(dynamic) num_threads(threads)
        for (std::size_t i = 0; i < n; ++i) {
            if (failed.load(std::memory_order_relaxed)) continue;
            try {
                function(i);
            } catch (...) {
                if (!failed.exchange(true)) error = std::current_exception();
            }
        }
        if (error) std::rethrow_exception(std::move(error));
    }

private:
    int threads_;
};

static_assert(executor<openmp_executor>);

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_OPENMP_HPP

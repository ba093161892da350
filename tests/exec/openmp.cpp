// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/openmp.hpp>

#include "adapters.hpp"

TEST_CASE("exec/openmp: OpenMP as an executor") {
    skip_under_tsan("the OpenMP runtime");
    for (const int threads : {0, 1, 2, 4}) {
        spate::openmp_executor executor{threads};
        if (threads != 0) CHECK(executor.concurrency() == static_cast<std::size_t>(threads));
        check_executor(executor);
    }
}

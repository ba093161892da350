// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/tbb.hpp>

#include "adapters.hpp"

TEST_CASE("exec/tbb: an arena as an executor") {
    skip_under_tsan("TBB");
    for (const int threads : {1, 2, 4}) {
        tbb::task_arena arena{threads};
        spate::tbb_executor executor{arena};
        CHECK(executor.concurrency() == static_cast<std::size_t>(threads));
        check_executor(executor);
    }
}

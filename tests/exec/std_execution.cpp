// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/std_execution.hpp>

#include "adapters.hpp"

TEST_CASE("exec/std_execution: parallel algorithms as an executor") {
    skip_under_tsan("TBB");
    spate::std_executor executor;
    check_executor(executor);
}

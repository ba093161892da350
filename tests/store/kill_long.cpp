// SPDX-License-Identifier: Apache-2.0
#include "../support/store_kill.hpp"

#include <doctest/doctest.h>

TEST_CASE("a process that is killed at any system call or step leaves the old arrays or the new ones") {
    for (const spate::durability level : {spate::durability::none, spate::durability::data, spate::durability::full}) test::kill_everywhere(level, 1);
}

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_HPP
#define SPATE_EXEC_HPP

/// Everything of exec that needs no other library. The adaptors std_execution.hpp, tbb.hpp and openmp.hpp are included one by one.

#include <spate/exec/buffers.hpp>
#include <spate/exec/caches.hpp>
#include <spate/exec/cgroup.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/exec/deployment.hpp>
#include <spate/exec/inline.hpp>
#include <spate/exec/numa.hpp>
#include <spate/exec/partition.hpp>
#include <spate/exec/placement.hpp>
#include <spate/exec/system_info.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/exec/topology.hpp>

#endif  // SPATE_EXEC_HPP

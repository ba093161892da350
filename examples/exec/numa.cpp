// SPDX-License-Identifier: Apache-2.0
// A pool and buffers on one memory node of the machine.
#include <cstdio>
#include <cstring>

#include <spate/exec.hpp>

int main() {
    const unsigned node = spate::system_info().machine.cores.front().node;
    const auto numa = spate::numa_policy::on_node(node);

    spate::thread_pool pool{{.numa = numa}};
    const spate::buffer_set buffers = spate::allocate_buffers(pool.concurrency(), 4 << 20, {.numa = numa});
    pool.bulk(buffers.size(), [&](std::size_t i) { std::memset(buffers[i].data(), 1, buffers[i].size()); });

    for (const spate::worker_place& place : pool.places()) std::printf("a worker on CPU %u of node %u\n", place.cpu, place.node);

    try {
        spate::thread_pool nowhere{{.numa = spate::numa_policy::on_node(4000)}};
    } catch (const spate::config_error& error) {
        std::printf("%s\n", error.what());
        return 0;
    }
    return 1;
}

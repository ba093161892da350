// SPDX-License-Identifier: Apache-2.0
/// Writes 1 MiB to whatever the first argument names: "-", "fd:3", "tcp://host:port", "unix:path" or a file. Without one, nowhere.
#include <cstdio>
#include <exception>
#include <system_error>
#include <variant>

#include <spate/bytes.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/run/write.hpp>
#include <spate/sink/open.hpp>

int main(int argc, char** argv) {
    using namespace spate::literals;
    const char* const target = argc > 1 ? argv[1] : "/dev/null";
    try {
        spate::any_sink sink = spate::open_sink(target);
        std::visit(
            [&](auto& open) {
                spate::write(spate::default_pool(), spate::random_bytes(spate::seed{7}) | spate::take(1_MiB), open).raise_failure(target);
                open.close();
            },
            sink);
        return 0;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
}

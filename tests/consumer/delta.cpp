// SPDX-License-Identifier: Apache-2.0
// The component delta: a table, and what its log knows of it.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <unistd.h>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_sink.hpp>
#include <spate/delta/local_store.hpp>
#include <spate/spate.hpp>

int main() {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("spate-consumer-" + std::to_string(::getpid()));
    const auto table = spate::schema(spate::field<"id">(spate::sequence())) | spate::rows(1'000);
    {
        spate::delta_sink sink{{.path = folder.string()}, spate::delta_rows(table)};
        sink.open({.name = "consumer"}, 0);
        sink.send(0, 1'000);
        sink.close();
    }
    spate::delta_log log{std::make_shared<spate::local_store>(folder.string())};
    const auto known = log.update().transaction("consumer-0-of-1");
    std::filesystem::remove_all(folder);
    std::printf("delivered: %lld\n", static_cast<long long>(known.value_or(-1)));
    return known == 1'000 ? 0 : 1;
}

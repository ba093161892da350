// SPDX-License-Identifier: Apache-2.0
// Any bytes are a commit, a checkpoint or a list of a Delta log, or a delivery_error; what was read is the same once it is written by us.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/detail/s3_listing.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace spate;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    try {
        const delta_actions found = detail::read_commit("x.json", bytes);
        const delta_actions again = detail::read_commit("x.json", delta_commit_text(found, 1, "u"));
        if (again.adds != found.adds || again.transactions != found.transactions || again.removes != found.removes) std::abort();
    } catch (const delivery_error&) {
    }
    try {
        delta_snapshot table;
        detail::checkpoint_reader{"x.parquet", bytes}.read(table);
    } catch (const delivery_error&) {
    } catch (const detail::parquet_input::parquet_error&) {
    }
    try {
        (void)detail::read_s3_listing(bytes, "s3://x");
    } catch (const delivery_error&) {
    }
    return 0;
}

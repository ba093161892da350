// SPDX-License-Identifier: Apache-2.0
/// A table into memory, encoded by all threads of the process's pool: the bytes do not depend on how many there are.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/field/sequence.hpp>
#include <spate/format/csv.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>

struct numbers {
    [[nodiscard]] static spate::record_type type() { return {{"n", spate::sequence_field::type()}}; }
    [[nodiscard]] static std::uint64_t size() noexcept { return 100000; }
    static void fill(std::uint64_t first, std::size_t count, spate::batch& out) {
        out.first = first;
        out.count = count;
        out.columns.resize(1);
        spate::sequence().fill({{}, first, count}, out.columns[0]);
    }
};

int main() {
    std::vector<std::byte> file;
    const spate::record_report report = spate::run(numbers{}, spate::csv(), spate::vector_sink{file});
    return report.rows == 100000 && report.bytes == 588892 && file.size() == report.bytes ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// A table as a directory of files, and what its meta.json tells.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include <spate/field/sequence.hpp>
#include <spate/format/csv.hpp>
#include <spate/run/dataset.hpp>

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
    spate::dataset_meta meta;
    meta.format = "csv";
    const spate::dataset_options options{.extension = "csv", .max_rows_per_file = 40000, .overwrite = true};
    const spate::dataset_report report = spate::write_dataset(numbers{}, spate::csv(), "numbers", meta, options);
    report.raise_failure("numbers/" + report.failed);

    const spate::dataset_meta read = spate::load_dataset_meta("numbers/meta.json");
    return read.rows() == 100000 && read.files.size() == 3 && std::filesystem::exists("numbers/data-00003-of-00003.csv") ? 0 : 1;
}

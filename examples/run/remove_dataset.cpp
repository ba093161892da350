// SPDX-License-Identifier: Apache-2.0
// Removes the files of a dataset and leaves all others.
#include <filesystem>
#include <fstream>

#include <spate/run/dataset_meta.hpp>
#include <spate/run/remove_dataset.hpp>

int main() {
    std::filesystem::create_directory("products");
    spate::dataset_meta meta;
    meta.format = "csv";
    meta.files.push_back({"data.csv", 0, 1, 2, {}});
    std::ofstream{"products/meta.json"} << spate::to_json(meta);
    std::ofstream{"products/data.csv"} << "1\n";
    std::ofstream{"products/notes.txt"} << "mine\n";

    const spate::dataset_removal removal = spate::remove_dataset("products");
    const bool kept = std::filesystem::remove("products/notes.txt") && std::filesystem::remove("products");
    return removal.removed.size() == 2 && removal.foreign.size() == 1 && kept ? 0 : 1;
}

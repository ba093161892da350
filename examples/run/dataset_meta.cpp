// SPDX-License-Identifier: Apache-2.0
// The text of a meta.json, and what is read from it.
#include <spate/run/dataset_meta.hpp>

int main() {
    spate::dataset_meta meta;
    meta.schema = R"({"collection_name": "products", "fields": []})";
    meta.seed = 7;
    meta.format = "csv";
    meta.files.push_back({"data.csv", 0, 10, 100, {}});
    const spate::dataset_meta read = spate::parse_dataset_meta(spate::to_json(meta), "meta.json");
    return read.schema == meta.schema && read.rows() == 10 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// Schemas by id: built-in ones, and one's own. Links spate::specifications.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <spate/schema/catalogue.hpp>

int main() {
    // So that the schemas of who runs this are not touched.
    const std::filesystem::path here = "catalogue_example";
    ::setenv("SPATE_SCHEMA_DIR", here.c_str(), 1);
    std::filesystem::remove_all(here);
    std::ofstream{"catalogue_example.yaml"} << "- {name: id, type: Int64, is_primary: true}\n- {name: color, type: VarChar, max_length: 10}\n";

    const spate::schema_catalogue schemas = spate::catalogue();
    schemas.add("colors", "catalogue_example.yaml", {.description = "Colors and their keys", .tags = {"example"}, .use_cases = {}});
    for (const spate::catalogue_entry& one : schemas.list()) std::printf("%-24s %s\n", one.id.c_str(), one.description.c_str());

    const spate::runtime_schema colors = schemas.load("colors").with_seed(spate::seed{7});
    const auto products = schemas.load("ecommerce") | spate::rows(10);
    spate::batch first;
    products.fill(0, 1, first);
    std::printf("%zu columns in colors, %zu in ecommerce, the first product is %.*s\n", colors.type().size(), products.type().size(),
                static_cast<int>(first.columns[0].text(0).size()), first.columns[0].text(0).data());

    schemas.remove("colors");
    std::filesystem::remove_all(here);
    std::filesystem::remove("catalogue_example.yaml");
    return colors.type().size() == 2 && products.size() == 10 ? 0 : 1;
}

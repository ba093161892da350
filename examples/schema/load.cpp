// SPDX-License-Identifier: Apache-2.0
// A table from a file. Links spate::specifications.
#include <cstdio>

#include <spate/schema/load.hpp>

int main() {
    constexpr const char* path = "load_example.yaml";
    std::FILE* const file = std::fopen(path, "w");
    if (file == nullptr) return 1;
    std::fputs("rows: 1000\nfields:\n  - {name: id, type: sequence, start: 1}\n  - {name: city, type: city}\n", file);
    std::fclose(file);

    const spate::runtime_schema places = spate::load_schema(path);
    std::remove(path);
    for (const spate::field_type& field : places.type()) std::printf("%s\n", field.name.c_str());
    const auto few = places | spate::rows(10);  // what formats write, see run_to_file
    return places.size() == 1000 && places.type().size() == 2 && few.size() == 10 ? 0 : 1;
}

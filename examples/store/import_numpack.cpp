// SPDX-License-Identifier: Apache-2.0
// All arrays of a NumPack directory, as one commit. Here it has none.
#include <spate/store/import_numpack.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>

int main() {
    std::filesystem::remove_all("import_numpack_example");
    std::filesystem::create_directory("import_numpack_old");
    std::ofstream{"import_numpack_old/metadata.npkm", std::ios::binary}.write("NPKB\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
    spate::store features{"import_numpack_example"};
    spate::store_batch all{features};
    const spate::numpack_import found = spate::import_numpack(all, "import_numpack_old");
    for (const std::string& note : found.notes) std::puts(note.c_str());
    return found.names.empty() ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
// A bit turns on the disk; verify() says in which array and where.
#include <spate/store/verification.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

#include <spate/store/store.hpp>

int main() {
    std::filesystem::remove_all("verification_example");
    {
        spate::store features{"verification_example"};
        features.save("prices", std::vector<float>(100, 1.0f), {100});
    }
    std::fstream{"verification_example/prices.npy", std::ios::in | std::ios::out | std::ios::binary}.seekp(4200).put('!');
    spate::store features{"verification_example"};
    const spate::verification found = features.verify();
    for (const spate::store_problem& one : found.problems) std::puts(one.text().c_str());
    return found.problems.size() == 1 ? 0 : 1;
}

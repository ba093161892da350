// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_DEDUP_REFCOUNTS_HPP
#define SPATE_TESTS_DEDUP_REFCOUNTS_HPP

/// Reference counts of five real data sets, which lie beside the project, not in it; a program that includes this leaves with 77 if they do not.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <spate/dedup/histogram.hpp>

namespace test {

struct data_set {
    std::string name;
    std::uint64_t units, distinct, max_references;
};

/// What another program has counted in the files.
inline const std::vector<data_set> data_sets{{"archival", 127'484'220, 119'110'129, 1'183'821},
                                             {"highperf", 400'599'152, 300'399'817, 64'309'768},
                                             {"kernels", 5'988'932, 2'341'852, 558},
                                             {"personalfiles", 29'530'586, 24'449'410, 225'166},
                                             {"ubuntuamd", 3'048'720, 1'998'498, 7'040}};

inline std::string refcounts_path(const std::string& name) { return SPATE_SOURCE_DIR "/../shared/data/refcounts/" + name + ".txt"; }

inline bool require_refcounts() {
    for (const data_set& one : data_sets)
        if (!std::filesystem::exists(refcounts_path(one.name))) {
            std::fprintf(stderr, "skipped: %s is not there\n", refcounts_path(one.name).c_str());
            std::fflush(stderr);
            std::_Exit(77);
        }
    return true;
}

inline const bool refcounts_are_there = require_refcounts();

}  // namespace test

#endif  // SPATE_TESTS_DEDUP_REFCOUNTS_HPP

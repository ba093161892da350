// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <cstddef>

#include <sys/stat.h>

#include <spate/core/error.hpp>

namespace cli {

std::string ending_of(const std::string& path) {
    const std::string name = path.substr(path.find_last_of('/') + 1);
    const std::size_t point = name.find_last_of('.');
    if (point == std::string::npos || point == 0) return {};
    std::string out = name.substr(point + 1);
    for (char& letter : out)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return out;
}

bool exists(const std::string& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0;
}

bool is_regular_or_new(const std::string& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) != 0 || S_ISREG(about.st_mode);
}

void refuse_block_device(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) == 0 && S_ISBLK(about.st_mode))
        throw spate::config_error{"out", path, "is a block device, whose content would be lost", "use --force to write over it"};
}

const char* end_name(spate::run_end end) {
    switch (end) {
        case spate::run_end::complete:
            return "complete";
        case spate::run_end::expired:
            return "expired";
        case spate::run_end::stopped:
            return "stopped";
        case spate::run_end::failed:
            break;
    }
    return "failed";
}

}  // namespace cli

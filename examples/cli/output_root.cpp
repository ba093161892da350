// SPDX-License-Identifier: Apache-2.0
#include "output_root.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace cli {

std::string output_root() {
    const auto variable = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::string{value == nullptr ? "" : value};
    };
    if (std::string given = variable("SPATE_OUTPUT_DIR"); !given.empty()) return given;
    const std::string home = variable("HOME");
#if defined(__APPLE__)
    return home.empty() ? home : home + "/Library/Application Support/spate/data";
#else
    // Relative paths there are to be ignored, says the XDG Base Directory Specification.
    if (const std::string data = variable("XDG_DATA_HOME"); data.starts_with('/')) return data + "/spate/data";
    return home.empty() ? home : home + "/.local/share/spate/data";
#endif
}

bool can_ask() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

bool ask(const std::string& question) {
    std::fprintf(stderr, "%s [y/N] ", question.c_str());
    std::fflush(stderr);
    char first = '\0', letter = '\0';
    while (::read(STDIN_FILENO, &letter, 1) == 1 && letter != '\n')
        if (first == '\0' && letter != ' ') first = letter;
    return first == 'y' || first == 'Y';
}

}  // namespace cli

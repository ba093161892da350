// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_SCRATCH_HPP
#define SPATE_TESTS_SUPPORT_SCRATCH_HPP

/// Directories for tests, and files in them.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace test {

/// A directory that is removed at the end; in memory where the system has a place for that.
class scratch {
public:
    scratch() : scratch{::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path().string()} {}
    explicit scratch(const std::string& folder) {
        std::string name = folder + "/spate-test-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path_ = name;
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string operator/(std::string_view name) const { return path_ + "/" + std::string{name}; }

private:
    std::string path_;
};

inline std::string file_bytes(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_file(const std::string& path, const std::string& bytes) { std::ofstream{path, std::ios::binary} << bytes; }

inline std::set<std::string> file_names(const std::string& directory) {
    std::set<std::string> out;
    for (const auto& one : std::filesystem::directory_iterator{directory}) out.insert(one.path().filename().string());
    return out;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_SCRATCH_HPP

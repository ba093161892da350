// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_EXEC_TREE_HPP
#define SPATE_TESTS_EXEC_TREE_HPP

// A directory of small files, made for one test and removed after it: stands for /sys and /proc.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

class tree {
public:
    tree() {
        std::string pattern = (std::filesystem::temp_directory_path() / "spate-tree-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
        root_ = pattern;
    }
    tree(const tree&) = delete;
    tree& operator=(const tree&) = delete;
    ~tree() { std::filesystem::remove_all(root_); }

    void put(const std::string& path, const std::string& text) const {
        const std::filesystem::path file = root_ + path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file} << text;
    }
    [[nodiscard]] const std::string& root() const { return root_; }

private:
    std::string root_;
};

#endif  // SPATE_TESTS_EXEC_TREE_HPP

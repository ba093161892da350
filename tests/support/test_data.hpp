// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_TEST_DATA_HPP
#define SPATE_TESTS_SUPPORT_TEST_DATA_HPP

/// Finds and reads the files below tests/data.

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace test {

/// The lines of tests/data/`name` that are not comments, each as its blank-separated words.
inline std::vector<std::vector<std::string>> read_data(const std::string& name) {
    std::string folder = __FILE__;
    folder.resize(folder.rfind("support/"));
    std::ifstream file{folder + "data/" + name};
    if (!file) throw std::runtime_error("cannot open " + folder + "data/" + name);
    std::vector<std::vector<std::string>> lines;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words{line};
        std::vector<std::string> list;
        for (std::string word; words >> word;) list.push_back(word);
        if (!list.empty() && list[0][0] != '#') lines.push_back(list);
    }
    return lines;
}

/// The bytes that a string of hexadecimal digits stands for.
inline std::vector<std::byte> from_hex(const std::string& digits) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) bytes.push_back(static_cast<std::byte>(std::stoul(digits.substr(i, 2), nullptr, 16)));
    return bytes;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_TEST_DATA_HPP

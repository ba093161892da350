// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_STORE_ARRAY_FILES_HPP
#define SPATE_TESTS_STORE_ARRAY_FILES_HPP

/// What the tests of imports and exports share: a folder, files of bytes, numbers as bytes, the text of an error.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>

namespace test {

/// A new directory, removed with all that is in it.
struct folder {
    std::filesystem::path path;
    folder() {
        std::string name = (std::filesystem::temp_directory_path() / "spate-store-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path = name;
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    [[nodiscard]] std::string operator/(std::string_view name) const { return (path / name).string(); }
    [[nodiscard]] bool has(std::string_view name) const { return std::filesystem::exists(path / name); }
};

inline void write_file(const std::string& name, std::string_view bytes) { std::ofstream{name, std::ios::binary} << bytes; }

inline std::string read_file(const std::string& name) {
    std::ifstream in{name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The bytes of numbers, one behind the other.
template <class T>
std::string bytes_of(std::initializer_list<T> values) {
    std::string out;
    for (const T value : values) {
        char bytes[sizeof value];
        std::memcpy(bytes, &value, sizeof value);
        out.append(bytes, sizeof value);
    }
    return out;
}

/// What an action throws, or "nothing".
template <class Act>
std::string problem_of(const Act& act) {
    try {
        act();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "nothing";
}

inline bool says(const std::string& text, std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words)
        if (text.find(word) == std::string::npos) return false;
    return true;
}

}  // namespace test

#endif  // SPATE_TESTS_STORE_ARRAY_FILES_HPP

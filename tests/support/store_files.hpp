// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_STORE_FILES_HPP
#define SPATE_TESTS_SUPPORT_STORE_FILES_HPP

/// Directories for stores, and what is in them: by the store, and by the files alone.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <spate/store/npy_header.hpp>
#include <spate/store/store.hpp>

#include "scratch.hpp"

namespace test {

inline void copy_directory(const std::string& from, const std::string& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

/// Bytes as a span of elements, and back.
template <class T>
std::vector<T> elements_of(std::size_t count, unsigned start = 1) {
    std::vector<T> out(count);
    auto* const bytes = reinterpret_cast<unsigned char*>(out.data());
    for (std::size_t i = 0; i < count * sizeof(T); ++i) bytes[i] = static_cast<unsigned char>((start + i) * 37 % 251);
    return out;
}

struct stored {
    spate::dtype type = spate::dtype::boolean;
    spate::array_shape shape = {};
    std::vector<std::byte> bytes = {};
    friend bool operator==(const stored&, const stored&) = default;
};

/// All arrays as the store loads them.
template <class Store>
std::map<std::string, stored> contents(Store& of) {
    std::map<std::string, stored> out;
    for (const std::string& name : of.names()) {
        stored& one = out[name];
        one.type = of.type(name);
        one.shape = of.shape(name);
        one.bytes.resize(static_cast<std::size_t>(spate::elements_of(one.shape)) * spate::size_of(one.type));
        of.load(name, std::span<std::byte>{one.bytes});
    }
    return out;
}

/// What NumPy loads: the arrays of the .npy files, dropped rows and all. An array that is no whole file has the type bool and no bytes.
inline std::map<std::string, stored> npy_files(const std::string& directory) {
    std::map<std::string, stored> out;
    for (const std::string& file : file_names(directory)) {
        if (!file.ends_with(".npy")) continue;
        const std::string all = file_bytes(directory + "/" + file);
        const spate::npy_header header = spate::read_npy_header(std::as_bytes(std::span{all}), file);
        stored& one = out[file.substr(0, file.size() - 4)];
        const std::size_t size = static_cast<std::size_t>(spate::elements_of(header.shape)) * spate::size_of(header.type);
        if (header.data_offset + size > all.size()) continue;
        one = {header.type, header.shape, std::vector<std::byte>(size)};
        if (size != 0) std::memcpy(one.bytes.data(), all.data() + header.data_offset, size);
    }
    return out;
}

/// A file of a store's directory that belongs to none of the arrays; empty where there is none.
inline std::string stray_file(const std::string& directory, const std::vector<std::string>& names) {
    std::set<std::string> known{"lock", "journal", "manifest", "manifest.previous"};
    for (const std::string& name : names) known.insert({name + ".npy", "." + name + ".crc"});
    for (const std::string& file : file_names(directory))
        if (known.count(file) == 0) return file;
    return {};
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_STORE_FILES_HPP

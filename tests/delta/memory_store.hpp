// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_DELTA_MEMORY_STORE_HPP
#define SPATE_TESTS_DELTA_MEMORY_STORE_HPP

/// A table in memory, whose files can be damaged.

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/delta/delta_store.hpp>

namespace test {

class memory_store final : public spate::delta_store {
public:
    std::map<std::string, std::string, std::less<>> files;
    /// Called before a file is made; what it gives says whether the answer "it is there" comes although it was made, as when an answer is lost.
    std::function<bool(std::string_view)> before_create;

    /// Whether nothing can be written but new files.
    bool put_fails = false;

    using delta_store::put;

    [[nodiscard]] std::string target() const override { return "memory"; }
    [[nodiscard]] std::vector<spate::delta_file> list(std::string_view folder, std::string_view from = {}) const override {
        std::vector<spate::delta_file> out;
        const std::string prefix = std::string{folder} + '/';
        for (const auto& [name, bytes] : files)
            if (name.starts_with(prefix) && std::string_view{name}.substr(prefix.size()) >= from) out.push_back({name.substr(prefix.size()), bytes.size(), 0});
        return out;
    }
    [[nodiscard]] std::optional<std::string> read(std::string_view name) const override {
        const auto found = files.find(name);
        return found == files.end() ? std::nullopt : std::optional{found->second};
    }
    [[nodiscard]] bool create(std::string_view name, std::string_view bytes) override {
        const bool lost = before_create && before_create(name);
        return files.try_emplace(std::string{name}, bytes).second && !lost;
    }
    void put(std::string_view name, std::span<const std::span<const std::byte>> parts) override {
        if (put_fails) throw spate::delivery_error("memory", "is full", "empty it");
        std::string bytes;
        for (const auto part : parts) bytes.append(reinterpret_cast<const char*>(part.data()), part.size());
        files[std::string{name}] = std::move(bytes);
    }
    void remove(std::string_view name) override { files.erase(std::string{name}); }
};

}  // namespace test

#endif  // SPATE_TESTS_DELTA_MEMORY_STORE_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_STORE_MODEL_HPP
#define SPATE_TESTS_SUPPORT_STORE_MODEL_HPP

/// Random operations on a store, and on a model of it that is a map.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>
#include <spate/store/store_reader.hpp>

#include "store_files.hpp"

#include <doctest/doctest.h>

namespace test {

/// What a store should have.
class store_model {
public:
    std::map<std::string, stored> arrays;

    [[nodiscard]] static std::size_t width(const stored& one) {
        std::size_t out = spate::size_of(one.type);
        for (std::size_t i = 1; i < one.shape.size(); ++i) out *= static_cast<std::size_t>(one.shape[i]);
        return out;
    }
    [[nodiscard]] static std::uint64_t rows(const stored& one) { return one.shape.empty() ? 1 : one.shape[0]; }

    void replace(const std::string& name, const std::vector<std::uint64_t>& rows, const std::vector<std::byte>& bytes) {
        stored& one = arrays.at(name);
        const std::size_t size = width(one);
        for (std::size_t i = 0; size != 0 && i < rows.size(); ++i)
            std::memcpy(one.bytes.data() + static_cast<std::size_t>(rows[i]) * size, bytes.data() + i * size, size);
    }
    void append(const std::string& name, const std::vector<std::byte>& bytes) {
        stored& one = arrays.at(name);
        one.shape[0] += bytes.size() / width(one);
        one.bytes.insert(one.bytes.end(), bytes.begin(), bytes.end());
    }
    void drop_rows(const std::string& name, const std::vector<std::uint64_t>& rows) {
        stored& one = arrays.at(name);
        const std::size_t size = width(one);
        const std::set<std::uint64_t> gone{rows.begin(), rows.end()};
        std::vector<std::byte> left;
        for (std::uint64_t i = 0; i < one.shape[0]; ++i)
            if (gone.count(i) == 0)
                left.insert(left.end(), one.bytes.begin() + static_cast<std::ptrdiff_t>(i * size),
                            one.bytes.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
        one.shape[0] -= gone.size();
        one.bytes = std::move(left);
    }
};

class random_operations {
public:
    explicit random_operations(std::uint64_t seed) : random_{seed}, path_{place_ / "store"} { open(); }

    void run(unsigned operations) {
        for (unsigned i = 0; i < operations; ++i) {
            CAPTURE(i);
            step();
            if (i % 50 == 0) check();
        }
        open();
        check();
        of_->commit();
        CHECK(of_->verify().whole());
        CHECK(of_->verify().unchecked == 0);
    }

private:
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    [[nodiscard]] std::vector<std::byte> bytes(std::size_t size) {
        std::vector<std::byte> out(size);
        for (std::byte& one : out) one = static_cast<std::byte>(random_());
        return out;
    }
    [[nodiscard]] std::string any_name() { return std::string{"abcdefgh"[below(8)]}; }
    [[nodiscard]] stored any_array() {
        stored out;
        out.type = static_cast<spate::dtype>(below(spate::dtype_count));
        const std::uint64_t rank = below(6);
        for (std::uint64_t i = 0; i < rank; ++i)
            out.shape.push_back(i == 0 ? below(below(20) == 0 ? 20'000 : 40) : below(15) == 0 ? 0 : 1 + below(rank > 2 ? 2 : 6));
        out.bytes = bytes(static_cast<std::size_t>(spate::elements_of(out.shape)) * spate::size_of(out.type));
        return out;
    }
    [[nodiscard]] std::vector<std::uint64_t> any_rows(const stored& of) {
        std::vector<std::uint64_t> out(store_model::rows(of) == 0 ? 0 : below(8));
        for (std::uint64_t& row : out) row = below(store_model::rows(of));
        return out;
    }
    void open() {
        of_.reset();
        of_.emplace(path_, spate::store_options{.level = static_cast<spate::durability>(below(3))});
        REQUIRE(of_->warning() == "");
    }
    void check() {
        CHECK(contents(*of_) == model_.arrays);
        if (of_->generation() == 0) return;
        spate::store_reader reader{path_};
        CHECK(contents(reader) == model_.arrays);
        CHECK(of_->verify().problems.empty());
        // The file of an array that was saved over is kept as long as the store is open.
        const std::string stray = stray_file(path_, of_->names());
        CHECK((stray.empty() || stray == ".spare.new"));
        const auto files = npy_files(path_);
        CHECK(files.size() == model_.arrays.size());
        for (const auto& [name, one] : model_.arrays) {
            if (reader.dropped_rows(name) != 0) continue;
            const stored& found = files.at(name);
            CHECK((found.shape == one.shape && found.bytes == one.bytes));
            CHECK((found.type == one.type || one.type == spate::dtype::bfloat16));
        }
    }

    // Each of these changes the model if the store takes it, and else requires that the store refuses.
    template <class Target>
    void save(Target& to, store_model& model) {
        const std::string name = any_name();
        stored one = any_array();
        if (below(30) == 0) {
            one.bytes.push_back(std::byte{1});
            CHECK_THROWS_AS(to.save(name, one.type, one.shape, one.bytes), spate::config_error);
            return;
        }
        to.save(name, one.type, one.shape, one.bytes);
        model.arrays[name] = std::move(one);
    }
    template <class Target>
    void replace(Target& to, store_model& model, const std::string& name) {
        const stored& one = model.arrays.at(name);
        const auto rows = any_rows(one);
        const auto some = bytes(rows.size() * store_model::width(one));
        if (below(20) == 0 && store_model::width(one) != 0) {
            CHECK_THROWS_AS(to.replace(name, std::vector<std::uint64_t>{store_model::rows(one)}, bytes(store_model::width(one))), spate::config_error);
            return;
        }
        to.replace(name, std::span{rows}, std::span{some});
        model.replace(name, rows, some);
    }
    template <class Target>
    void append(Target& to, store_model& model, const std::string& name) {
        const stored& one = model.arrays.at(name);
        const std::size_t width = store_model::width(one);
        if (one.shape.empty() || width == 0) {
            CHECK_THROWS_AS(to.append(name, std::span<const std::byte>{}), spate::config_error);
            return;
        }
        const auto some = bytes(width * static_cast<std::size_t>(below(below(20) == 0 ? 3000 : 6)));
        to.append(name, some);
        model.append(name, some);
    }
    template <class Target>
    void drop_rows(Target& to, store_model& model, const std::string& name) {
        const stored& one = model.arrays.at(name);
        if (one.shape.empty()) {
            CHECK_THROWS_AS(to.drop_rows(name, std::vector<std::uint64_t>{0}), spate::config_error);
            return;
        }
        const auto rows = any_rows(one);
        to.drop_rows(name, rows);
        model.drop_rows(name, rows);
    }
    template <class Target>
    void rename(Target& to, store_model& model, const std::string& name) {
        const std::string other = any_name();
        if (model.arrays.count(other) != 0) {
            CHECK_THROWS_AS(to.rename(name, other), spate::config_error);
            return;
        }
        to.rename(name, other);
        model.arrays[other] = std::move(model.arrays[name]);
        model.arrays.erase(name);
    }

    void batch() {
        store_model model = model_;
        std::set<std::string> saved, in_place, renamed, appended;
        const std::uint64_t end = below(4);
        try {
            spate::store_batch change{*of_};
            for (std::uint64_t left = below(12); left != 0; --left) {
                const std::string name = any_name();
                if (model.arrays.count(name) == 0 || below(6) == 0) {
                    const auto before = model.arrays;
                    save(change, model);
                    for (const auto& [other, one] : model.arrays) {
                        const auto found = before.find(other);
                        if (found == before.end() || !(found->second == one)) {
                            saved.insert(other);
                            in_place.erase(other);
                            appended.erase(other);
                            renamed.erase(other);
                        }
                    }
                    continue;
                }
                switch (renamed.count(name) != 0 ? 5 + below(2) : below(7)) {
                    case 0:
                        replace(change, model, name);
                        in_place.insert(name);
                        break;
                    case 1:
                        append(change, model, name);
                        in_place.insert(name);
                        if (saved.count(name) == 0) appended.insert(name);
                        break;
                    case 2:
                        // Rows of before the batch only, where some were appended by it.
                        if (appended.count(name) == 0) drop_rows(change, model, name);
                        break;
                    case 3:
                        if (saved.count(name) == 0 && appended.count(name) == 0 && store_model::rows(model.arrays[name]) != 0 &&
                            store_model::width(model.arrays[name]) != 0)
                            written_row(change, model, name), in_place.insert(name);
                        break;
                    case 4:
                        CHECK_THROWS_AS(change.drop("missing"), spate::config_error);
                        break;
                    case 5:
                        change.drop(name);
                        model.arrays.erase(name);
                        for (std::set<std::string>* const of : {&saved, &in_place, &appended, &renamed}) of->erase(name);
                        break;
                    default:
                        if (saved.count(name) == 0 && in_place.count(name) == 0) {
                            const auto before = model.arrays;
                            rename(change, model, name);
                            for (const auto& [other, one] : model.arrays)
                                if (before.count(other) == 0) renamed.insert(other), renamed.erase(name);
                        }
                }
            }
            if (end == 0) change.discard();
            if (end == 1) throw std::runtime_error{"on its way"};
            if (end == 2) change.commit();
        } catch (const std::runtime_error& error) {
            CHECK(error.what() == std::string{"on its way"});
        }
        if (end >= 2) model_ = std::move(model);
    }
    void written_row(spate::store_batch& change, store_model& model, const std::string& name) {
        stored& one = model.arrays.at(name);
        const std::uint64_t row = below(store_model::rows(one));
        const std::size_t width = store_model::width(one);
        std::byte* const place = one.bytes.data() + static_cast<std::size_t>(row) * width;
        const std::span<std::byte> there = change.writable_bytes(name, row);
        REQUIRE(there.size() == width);
        CHECK(std::memcmp(there.data(), place, width) == 0);
        const auto fresh = bytes(width);
        std::memcpy(there.data(), fresh.data(), width);
        std::memcpy(place, fresh.data(), width);
    }

    void step() {
        if (below(40) == 0) open();
        if (below(40) == 0) of_->commit();
        if (below(5) == 0) return batch();
        const std::string name = any_name();
        const bool is_there = model_.arrays.count(name) != 0;
        CHECK(of_->contains(name) == is_there);
        if (!is_there) return save(*of_, model_);
        switch (below(11)) {
            case 0:
                return save(*of_, model_);
            case 1:
            case 2:
                return replace(*of_, model_, name);
            case 3: {
                // Consecutive rows.
                const stored& one = model_.arrays[name];
                const std::uint64_t first = below(store_model::rows(one) + 1), count = below(std::min<std::uint64_t>(store_model::rows(one) - first, 30) + 1);
                const auto some = bytes(static_cast<std::size_t>(count) * store_model::width(one));
                of_->replace(name, first, std::span{some});
                std::vector<std::uint64_t> rows;
                for (std::uint64_t i = 0; i < count; ++i) rows.push_back(first + i);
                return model_.replace(name, rows, some);
            }
            case 4:
            case 5:
                return append(*of_, model_, name);
            case 6:
                return drop_rows(*of_, model_, name);
            case 7:
                of_->update(name);
                CHECK(of_->shape(name) == model_.arrays[name].shape);
                return;
            case 8:
                return rename(*of_, model_, name);
            case 9: {
                const std::string other = any_name();
                of_->clone(name, other);
                model_.arrays[other] = stored{model_.arrays[name]};
                return;
            }
            default:
                if (below(3) == 0) {
                    of_->drop(name);
                    model_.arrays.erase(name);
                } else {
                    gather(name);
                }
        }
    }
    void gather(const std::string& name) {
        const stored& one = model_.arrays[name];
        const std::size_t width = store_model::width(one);
        const auto rows = any_rows(one);
        std::vector<std::byte> out(rows.size() * width);
        of_->load_rows(name, std::span{rows}, std::span<std::byte>{out});
        for (std::size_t i = 0; i < rows.size() && width != 0; ++i)
            CHECK(std::memcmp(out.data() + i * width, one.bytes.data() + static_cast<std::size_t>(rows[i]) * width, width) == 0);
    }

    std::mt19937_64 random_;
    scratch place_;
    std::string path_;
    store_model model_;
    std::optional<spate::store> of_;
};

inline void compare_with_model(std::uint64_t seed, unsigned operations) {
    CAPTURE(seed);
    random_operations{seed}.run(operations);
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_STORE_MODEL_HPP

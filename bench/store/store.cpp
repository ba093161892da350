// SPDX-License-Identifier: Apache-2.0
// What do the operations of an array store take, seconds each, on an array of ROWS x 10 float32? One round: store --rows N --folder F prints for each operation
// the best and the median. Opening and closing are not counted. bench/peers/store.py does the same with the peers; run.py lets them take turns.
// Beside appending stand its two plain pwrite() calls, beside loading read() into the same memory, both on files of their own in the same folder.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <spate/store/npy_header.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>

#include "../support/measure.hpp"

namespace {

constexpr std::uint64_t columns = 10;
using rows = std::vector<std::uint64_t>;

struct operation {
    std::string name;
    std::vector<double> seconds;
};
std::vector<operation> done;

// `times` calls of run(i), of which each is timed by itself; `before(i)` is not timed.
void time(const std::string& name, std::size_t times, const std::function<void(std::size_t)>& run, const std::function<void(std::size_t)>& before = {}) {
    operation out{name, {}};
    for (std::size_t i = 0; i < times; ++i) {
        if (before) before(i);
        const double begin = bench::seconds_now();
        run(i);
        out.seconds.push_back(bench::seconds_now() - begin);
    }
    done.push_back(std::move(out));
}
// The same where one call is too short for the clock: each time is that of `many` calls, divided.
void time_many(const std::string& name, std::size_t times, std::size_t many, const std::function<void(std::size_t)>& run) {
    operation out{name, {}};
    for (std::size_t i = 0; i < times; ++i) {
        const double begin = bench::seconds_now();
        for (std::size_t k = 0; k < many; ++k) run(i * many + k);
        out.seconds.push_back((bench::seconds_now() - begin) / static_cast<double>(many));
    }
    done.push_back(std::move(out));
}

std::vector<float> noise(std::uint64_t count) {
    std::vector<float> out(count);
    std::mt19937 random{1};
    for (float& one : out) one = static_cast<float>(random()) / 4294967296.0f;
    return out;
}

rows some_rows(std::uint64_t all, std::size_t count, unsigned seed) {
    std::mt19937_64 random{seed};
    rows out(count);
    for (std::uint64_t& one : out) one = random() % all;
    return out;
}

void measure(const std::string& folder, std::uint64_t all) {
    const std::string path = folder + "/spate-bench-store." + std::to_string(::getpid());
    const std::vector<float> elements = noise(all * columns);
    std::vector<float> read(elements.size()), part(100 * columns, 0.5f);
    std::vector<rows> lists;
    for (unsigned i = 0; i < 64; ++i) lists.push_back(some_rows(all, 100, i));

    {
        spate::store to{path, {.level = spate::durability::none}};
        time(
            "save", 7,
            [&](std::size_t) {
                to.save("a", elements, {all, columns});
            },
            [&](std::size_t) {
                if (to.contains("a")) to.drop("a");
            });
        to.save("a", elements, {all, columns});
        time("save over", 9, [&](std::size_t) { to.save("a", elements, {all, columns}); });
        done.back().seconds.erase(done.back().seconds.begin());  // finds no file to write into yet
        time("load", 9, [&](std::size_t) { to.load<float>("a", std::span{read}); });
        // The limit of loading: the same bytes of the same file into the same memory.
        const int file = ::open((path + "/a.npy").c_str(), O_RDONLY | O_CLOEXEC);
        time("read", 9, [&](std::size_t) {
            for (std::size_t at = 0; at < read.size() * sizeof(float);) {
                const ssize_t got =
                    ::pread(file, reinterpret_cast<std::byte*>(read.data()) + at, read.size() * sizeof(float) - at, static_cast<off_t>(4096 + at));
                if (got <= 0) std::exit(1);
                at += static_cast<std::size_t>(got);
            }
        });
        ::close(file);
        time_many("lazy load", 50, 1000, [&](std::size_t) { bench::keep(to.view<float>("a").data()); });
        const rows same = some_rows(all, 1000, 99);
        std::vector<float> taken(1000 * columns);
        time_many("rows again", 50, 20, [&](std::size_t) { to.load_rows<float>("a", same, std::span{taken}); });
        std::vector<rows> fresh;
        for (unsigned i = 0; i < 200; ++i) fresh.push_back(some_rows(all, 1000, 1000 + i));
        time("rows fresh", fresh.size(), [&](std::size_t i) { to.load_rows<float>("a", fresh[i], std::span{taken}); });
        time("replace", 2000, [&](std::size_t i) { to.replace<float>("a", lists[i % lists.size()], std::span<const float>{part}); });
        // A modification: the first ten rows are read, doubled and written back.
        std::vector<float> ten(10 * columns);
        const auto bytes_of = [](std::vector<float>& of) { return std::as_writable_bytes(std::span{of}); };
        const rows first{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        time("100 modifications", 20, [&](std::size_t) {
            for (int i = 0; i < 100; ++i) {
                to.load_rows("a", 0, 10, bytes_of(ten));
                for (float& one : ten) one *= 2;
                to.replace("a", 0, bytes_of(ten));
            }
        });
        time("100 modifications, batch", 20, [&](std::size_t) {
            spate::store_batch batch{to};
            to.load_rows("a", 0, 10, bytes_of(ten));
            for (int i = 0; i < 100; ++i) {
                for (float& one : ten) one *= 2;
                batch.replace<float>("a", first, std::span<const float>{ten});
            }
        });
        time("100 modifications, writable batch", 20, [&](std::size_t) {
            spate::store_batch batch{to};
            for (int i = 0; i < 100; ++i)
                for (std::uint64_t row = 0; row < 10; ++row)
                    for (float& one : batch.writable_row<float>("a", row)) one *= 2;
        });
        time("append", 500, [&](std::size_t) { to.append("a", part); });
        time("append in a batch", 20, [&](std::size_t) {
            spate::store_batch batch{to};
            for (int i = 0; i < 100; ++i) batch.append<float>("a", std::span<const float>{part});
        });
        for (double& one : done.back().seconds) one /= 100;
    }
    {
        // The two writes of an append, the rows and the number of rows in the header, without a store.
        const int file = ::open((path + "/plain").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        const std::vector<std::byte> start(4096 + elements.size() * sizeof(float));
        if (::pwrite(file, start.data(), start.size(), 0) != static_cast<ssize_t>(start.size())) std::exit(1);
        auto end = static_cast<off_t>(start.size());
        const auto digits = spate::detail::first_axis_text(all);
        time("two pwrites", 500, [&](std::size_t) {
            const std::size_t bytes = part.size() * sizeof(float);
            if (::pwrite(file, part.data(), bytes, end) != static_cast<ssize_t>(bytes)) std::exit(1);
            if (::pwrite(file, digits.data(), digits.size(), 64) != static_cast<ssize_t>(digits.size())) std::exit(1);
            end += static_cast<off_t>(bytes);
        });
        ::close(file);
        std::filesystem::remove(path + "/plain");
    }
    for (const spate::durability level : {spate::durability::data, spate::durability::full}) {
        spate::store to{path, {.level = level}};
        time("replace, " + std::string{to_string(level)}, 50,
             [&](std::size_t i) { to.replace<float>("a", lists[i % lists.size()], std::span<const float>{part}); });
        time("append, " + std::string{to_string(level)}, 20, [&](std::size_t) { to.append("a", part); });
    }
    {
        std::uint64_t size = 0;
        for (const auto& one : std::filesystem::directory_iterator{path}) size += std::filesystem::file_size(one);
        const std::uint64_t array = spate::store{path, {.level = spate::durability::none}}.shape("a")[0] * columns * sizeof(float) + 128;
        done.push_back({"bytes beyond the .npy", {static_cast<double>(size) - static_cast<double>(array)}});
        done.push_back({"bytes of the .npy", {static_cast<double>(array)}});
    }
    std::filesystem::remove_all(path);
}

void measure_open(const std::string& folder, std::size_t arrays) {
    const std::string path = folder + "/spate-bench-stores." + std::to_string(::getpid());
    {
        spate::store to{path, {.level = spate::durability::none}};
        spate::store_batch batch{to};
        const std::vector<float> ten(10);
        for (std::size_t i = 0; i < arrays; ++i) batch.save<float>("array" + std::to_string(i), std::span<const float>{ten}, {1, 10});
    }
    time("open", 20, [&](std::size_t) { const spate::store to{path, {.level = spate::durability::none}}; });
    std::filesystem::remove_all(path);
}

}  // namespace

int main(int count, char** arguments) {
    std::uint64_t all = 1'000'000, arrays = 0;
    std::string folder = ".";
    (void)bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name == "--rows")
            all = std::strtoull(next(), nullptr, 10);
        else if (name == "--arrays")
            arrays = std::strtoull(next(), nullptr, 10);
        else if (name == "--folder")
            folder = next();
        else
            return false;
        return true;
    });
    if (arrays != 0)
        measure_open(folder, arrays);
    else
        measure(folder, all);
    std::printf("{");
    for (std::size_t i = 0; i < done.size(); ++i) {
        std::vector<double>& times = done[i].seconds;
        std::sort(times.begin(), times.end());
        std::printf("%s\"%s\": {\"best\": %.4g, \"median\": %.4g}", i == 0 ? "" : ", ", done[i].name.c_str(), times.front(), times[times.size() / 2]);
    }
    std::printf("}\n");
}

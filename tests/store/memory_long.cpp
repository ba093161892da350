// SPDX-License-Identifier: Apache-2.0
// An array ten times as large as what the process may have of memory is made, streamed, changed and appended to, under a limit of the system's (a memory
// cgroup).
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>

#include "../support/store_files.hpp"

#include <doctest/doctest.h>

namespace {

constexpr std::uint64_t limit = std::uint64_t{256} << 20, columns = 16, rows = 10 * limit / (columns * sizeof(float));

bool write_text(const std::string& path, const std::string& text) {
    std::ofstream file{path};
    file << text;
    file.close();
    return !file.fail();
}

/// A group of processes of limited memory, in whichever version of the interface there is; removed at the end.
class memory_group {
public:
    memory_group() {
        std::ifstream groups{"/proc/self/cgroup"};
        for (std::string line; std::getline(groups, line);) {
            const std::size_t name = line.find(':') + 1, path = line.find(':', name) + 1;
            const std::string controllers = line.substr(name, path - name - 1);
            if (controllers == "memory" && make("/sys/fs/cgroup/memory" + line.substr(path), "memory.limit_in_bytes")) return;
            if (controllers.empty() && make("/sys/fs/cgroup" + line.substr(path), "memory.max")) return;
        }
    }
    ~memory_group() {
        if (is_there()) ::rmdir(path_.c_str());
    }
    [[nodiscard]] bool is_there() const { return !path_.empty(); }
    /// Puts this process into it.
    [[nodiscard]] bool enter() const { return write_text(path_ + "/cgroup.procs", std::to_string(::getpid())); }

private:
    bool make(const std::string& parent, const char* file) {
        const std::string path = parent + (parent.ends_with('/') ? "" : "/") + "spate-test-" + std::to_string(::getpid());
        if (::mkdir(path.c_str(), 0777) != 0) return false;
        if (!write_text(path + "/" + file, std::to_string(limit))) return ::rmdir(path.c_str()), false;
        path_ = path;
        return true;
    }
    std::string path_;
};

/// The most memory that this process had, in bytes.
std::uint64_t peak() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) << 10;
    return 0;
}

std::vector<float> row_of(std::uint64_t number, float add = 0) {
    std::vector<float> out(columns);
    for (std::uint64_t i = 0; i < columns; ++i) out[i] = static_cast<float>((number * columns + i) % 9973) + add;
    return out;
}

// 0, or the number of the line that was not as it should be.
int work(const std::string& path) {
    spate::store of{path, {.level = spate::durability::none}};
    {
        spate::store_batch batch{of};
        const std::uint64_t shape[] = {rows, columns};
        batch.save("a", spate::dtype::float32, shape, [](auto& to) {
            std::vector<float> part;
            for (std::uint64_t row = 0; row < rows; ++row) {
                const auto one = row_of(row);
                part.insert(part.end(), one.begin(), one.end());
                if (part.size() < 65536 && row + 1 != rows) continue;
                to.write(std::as_bytes(std::span{part}));
                part.clear();
            }
        });
    }
    // Pages all over the file, of which the system must be able to take each away again.
    std::mt19937_64 random{7};
    for (int i = 0; i < 300'000; ++i) {
        const std::uint64_t row = random() % rows;
        of.replace<float>("a", std::vector<std::uint64_t>{row}, std::span<const float>{row_of(row, 0.5f)});
    }
    const std::vector<float> more(100 * columns, 3);
    for (int i = 0; i < 1000; ++i) of.append("a", more);
    if (of.shape("a")[0] != rows + 100'000) return __LINE__;
    std::uint64_t row = 0, replaced = 0;
    for (const std::span<const float> part : of.stream_load<float>("a", 65536))
        for (std::size_t at = 0; at < part.size(); at += columns, ++row) {
            if (row >= rows) {
                if (part[at] != 3) return __LINE__;
                continue;
            }
            const float is = part[at] - row_of(row)[0];
            if (is != 0 && is != 0.5f) return __LINE__;
            replaced += is != 0;
        }
    if (row != rows + 100'000 || replaced < 290'000) return __LINE__;
    of.commit();
    if (!of.verify().whole()) return __LINE__;
    if (peak() > limit) {
        std::printf("the process had %llu bytes\n", static_cast<unsigned long long>(peak()));
        return __LINE__;
    }
    return 0;
}

}  // namespace

TEST_CASE("an array of ten times the memory is saved, changed, appended to, streamed and verified in 256 MiB") {
    const test::scratch place{"."};
    const memory_group group;
    const pid_t child = ::fork();
    if (child == 0) {
        if (group.is_there() && !group.enter()) ::_exit(77);
        ::_exit(work(place / "work") == 0 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!group.is_there() || (WIFEXITED(status) && WEXITSTATUS(status) == 77)) {
        std::puts("skipped: no memory cgroup can be made here");
        std::exit(77);
    }
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

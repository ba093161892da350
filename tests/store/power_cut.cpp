// SPDX-License-Identifier: Apache-2.0
// What is on the disk when the power goes: the changes of directories in order up to any moment behind the last sync, and of each file's pages that were not
// synced any that were there once. From each such disk the store must be what durability.hpp promises.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <filesystem>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

#include <spate/store/detail/steps.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/store.hpp>

#include "../support/store_changes.hpp"
#include "../support/store_files.hpp"
#include "../support/system_calls.hpp"

#include <doctest/doctest.h>

namespace {

using inode = std::uint64_t;
using listing = std::map<std::string, inode>;
constexpr std::size_t page = 4096;

inode inode_of(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

/// Follows a directory, and knows what of it must be on the disk and what may be.
class disk {
public:
    explicit disk(std::string directory) : directory_{std::move(directory)} { all_is_synced(); }

    void all_is_synced() {
        look();
        names_ = {now_};
        for (auto& [number, file] : files_) file.versions = {file.versions.back()};
    }
    /// Notes what is there now.
    void look() {
        now_.clear();
        for (const std::string& name : test::file_names(directory_)) {
            const std::string path = directory_ + "/" + name;
            const inode number = inode_of(path);
            now_[name] = number;
            file_state& file = files_[number];
            std::string bytes = test::file_bytes(path);
            if (file.versions.empty()) file.versions.push_back({});
            if (file.versions.back() != bytes) file.versions.push_back(std::move(bytes));
        }
        if (names_.empty() || names_.back() != now_) names_.push_back(now_);
    }
    void synced(int descriptor) {
        struct stat found {};
        if (::fstat(descriptor, &found) != 0) return;
        if (S_ISDIR(found.st_mode))
            names_ = {now_};
        else if (const auto file = files_.find(found.st_ino); file != files_.end())
            file->second.versions = {file->second.versions.back()};
    }

    /// Makes the directory of one possible disk. Pages are, by `kind`: 0 the oldest, 1 the newest, else any.
    void restore(const std::string& to, std::size_t names, unsigned kind) const {
        std::mt19937 random{kind};
        std::filesystem::remove_all(to);
        std::filesystem::create_directory(to);
        std::map<inode, inode> numbers;
        std::map<inode, std::string> made;
        for (const auto& [name, number] : names_[names]) {
            const std::string path = to + "/" + name;
            if (const auto other = made.find(number); other != made.end()) {
                std::filesystem::create_hard_link(other->second, path);
                continue;
            }
            const std::vector<std::string>& versions = files_.at(number).versions;
            const auto pick = [&] { return kind == 0 ? 0 : kind == 1 ? versions.size() - 1 : random() % versions.size(); };
            std::string bytes(versions[pick()].size(), '\0');
            for (std::size_t at = 0; at < bytes.size(); at += page) {
                const std::string& from = versions[pick()];
                if (at < from.size()) std::memcpy(bytes.data() + at, from.data() + at, std::min({page, bytes.size() - at, from.size() - at}));
            }
            // The system is started anew.
            if (name == "journal" && bytes.size() >= 64) bytes[48] = static_cast<char>(bytes[48] ^ 0x55);
            test::write_file(path, bytes);
            made[number] = path;
            numbers[number] = inode_of(path);
        }
        // The files would have their inodes still.
        for (const char* const name : {"manifest", "manifest.previous"}) {
            const std::string bytes = test::file_bytes(to + "/" + name);
            try {
                spate::manifest one = spate::decode_manifest(std::as_bytes(std::span{bytes}), name);
                for (spate::manifest_move& move : one.moves)
                    if (move.inode != 0) move.inode = numbers.count(move.inode) != 0 ? numbers[move.inode] : ~std::uint64_t{0};
                std::filesystem::remove(to + "/" + name);
                test::write_file(to + "/" + name, spate::encode_manifest(one));
            } catch (const spate::store_error&) {
                continue;
            }
        }
    }
    [[nodiscard]] std::size_t count() const noexcept { return names_.size(); }

private:
    struct file_state {
        std::vector<std::string> versions = {};
    };
    std::string directory_;
    listing now_;
    std::vector<listing> names_;
    std::map<inode, file_state> files_;
};

using all_arrays = std::map<std::string, test::stored>;

struct trial {
    disk* of;
    std::string restored;
    spate::durability level;
    std::vector<all_arrays> wanted;
    unsigned kinds;
    std::size_t done = 0;
    unsigned disks = 0;
    bool between = false;

    /// Opens every kind of disk that there may be now, while a change is being made or, with `returned`, behind it.
    void cut(bool returned) {
        const auto call = std::exchange(test::before_call, nullptr);
        const auto step = spate::detail::on_store_step.exchange(nullptr);
        of->look();
        for (std::size_t names = 0; names < of->count(); ++names)
            for (unsigned kind = 0; kind < kinds; ++kind) {
                CAPTURE(done);
                CAPTURE(names);
                CAPTURE(kind);
                of->restore(restored, names, kind);
                ++disks;
                std::string problem;
                try {
                    spate::store left{restored, {.level = spate::durability::none}};
                    CHECK(left.warning() == "");
                    const spate::verification found = left.verify();
                    if (!found.whole()) problem = found.problems[0].text();
                    const all_arrays there = test::contents(left);
                    if (returned)
                        CHECK(there == wanted[done]);
                    else if (level == spate::durability::full)
                        CHECK((there == wanted[done] || (done + 1 < wanted.size() && there == wanted[done + 1])));
                    CHECK(test::stray_file(restored, left.names()) == "");
                } catch (const std::exception& error) {
                    problem = error.what();
                }
                CHECK(problem == "");
            }
        spate::detail::on_store_step = step;
        test::before_call = call;
    }
};

trial* running = nullptr;

int at_call(const test::system_call& call) {
    const std::string_view name = call.name;
    if (name == "fsync" || name == "fdatasync") {
        running->cut(running->between);
        running->of->synced(call.descriptor);
    } else if (name != "mmap") {
        const auto saved = std::exchange(test::before_call, nullptr);
        running->of->look();
        test::before_call = saved;
    }
    return 0;
}

// Does changes one after the other, and cuts the power at every sync, at every step, and behind each of them.
unsigned cut_everywhere(spate::durability level, const std::vector<const test::store_change*>& changes, bool commits, unsigned kinds) {
    const test::scratch place;
    const std::string work = place / "work";
    test::make_store(work);
    trial now{nullptr, place / "restored", level, {}, kinds};
    {
        spate::store of{work, {.level = spate::durability::full}};
        of.commit();
    }
    test::copy_directory(work, place / "model");
    {
        spate::store model{place / "model"};
        now.wanted.push_back(test::contents(model));
        for (const test::store_change* const change : changes) {
            change->apply(model);
            now.wanted.push_back(test::contents(model));
        }
    }
    spate::store of{work, {.level = level}};
    disk watched{work};
    now.of = &watched;
    running = &now;
    for (const test::store_change* const change : changes) {
        test::before_call = at_call;
        spate::detail::on_store_step = [](const char*) { running->cut(running->between); };
        change->apply(of);
        ++now.done;
        now.between = true;
        now.cut(true);
        if (commits) of.commit();
        if (commits) now.cut(true);
        now.between = false;
        test::before_call = nullptr;
        spate::detail::on_store_step = nullptr;
    }
    return now.disks;
}

const test::store_change* change_of(std::string_view name) {
    for (const test::store_change& one : test::store_changes)
        if (one.name == name) return &one;
    FAIL("there is no such change");
    return nullptr;
}

}  // namespace

TEST_CASE("at full, a power cut leaves the old arrays or the new ones, and the new ones once the call has returned") {
    for (const test::store_change& change : test::store_changes) {
        CAPTURE(change.name);
        CHECK(cut_everywhere(spate::durability::full, {&change}, true, 4) > 10);
    }
}

TEST_CASE("at data, what is committed is there once the call has returned, and what is half changed is unchecked") {
    for (const test::store_change& change : test::store_changes) {
        CAPTURE(change.name);
        CHECK(cut_everywhere(spate::durability::data, {&change}, true, 4) > 5);
    }
}

TEST_CASE("an older list of changes is not done again after newer changes") {
    const std::vector<std::vector<const char*>> lists{{"replace", "a batch in place", "append beside dropped rows"},
                                                      {"replace", "a batch of written rows", "append", "save over a shorter one"},
                                                      {"a batch in place", "append", "append beside dropped rows", "update"},
                                                      {"replace beside dropped rows", "update", "rename", "save over"}};
    for (const auto& list : lists)
        for (const spate::durability level : {spate::durability::full, spate::durability::data}) {
            std::vector<const test::store_change*> changes;
            for (const char* const name : list) changes.push_back(change_of(name));
            CHECK(cut_everywhere(level, changes, false, 12) > 20);
        }
}

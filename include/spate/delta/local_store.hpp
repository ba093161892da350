// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_LOCAL_STORE_HPP
#define SPATE_DELTA_LOCAL_STORE_HPP

/// `local_store`: a Delta table in a folder of this machine.

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/detail/posix.hpp>

namespace spate::inline v0 {

/// A folder. New files are written under another name, synced, and given theirs by link(2), which fails where the name is taken, or by rename(2) where they
/// replace; then the folder is synced. Needs a file system with hard links. A process that is killed can leave a file `.spate-*.tmp`, which no reader looks at;
/// those in the log that are an hour old go with the first commit.
class local_store final : public delta_store {
public:
    /// The folder need not be there yet.
    explicit local_store(std::string folder) : folder_{std::move(folder)} {
        while (folder_.size() > 1 && folder_.back() == '/') folder_.pop_back();
        if (folder_.empty()) detail::raise_config("path", "", "is empty", "name the folder of the table");
    }

    using delta_store::put;

    [[nodiscard]] std::string target() const override { return folder_; }
    [[nodiscard]] std::string local_folder() const override { return folder_; }

    [[nodiscard]] std::vector<delta_file> list(std::string_view folder, std::string_view from = {}) const override {
        std::vector<delta_file> out;
        const std::string where = path_of(folder);
        std::error_code code;
        std::filesystem::directory_iterator each{where, code};
        if (code == std::errc::no_such_file_or_directory) return out;
        for (; !code && each != std::filesystem::directory_iterator{}; each.increment(code)) {
            std::string name = each->path().filename().string();
            struct stat about;
            if (name < from || ::stat(each->path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
            out.push_back(
                {std::move(name), static_cast<std::uint64_t>(about.st_size), std::int64_t{about.st_mtim.tv_sec} * 1000 + about.st_mtim.tv_nsec / 1'000'000});
        }
        if (code) detail::raise(io_error{code, "list", where, 0});
        std::sort(out.begin(), out.end(), [](const delta_file& a, const delta_file& b) { return a.name < b.name; });
        return out;
    }

    [[nodiscard]] std::optional<std::string> read(std::string_view name) const override {
        const std::string path = path_of(name);
        const detail::owned_descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!file && errno == ENOENT) return {};
        struct stat about;
        if (!file || ::fstat(file.get(), &about) != 0) detail::raise(io_error{detail::last_error(), "open", path, 0});
        std::string out(static_cast<std::size_t>(about.st_size), '\0');
        std::size_t got = 0;
        if (const auto code = detail::read_all_at(file.get(), 0, std::as_writable_bytes(std::span{out}), got)) detail::raise(io_error{code, "read", path, got});
        out.resize(got);
        return out;
    }

    [[nodiscard]] bool create(std::string_view name, std::string_view bytes) override {
        const std::string path = path_of(name);
        if (!swept_.test_and_set()) remove_old(folder_of(path));
        const std::span<const std::byte> parts[] = {std::as_bytes(std::span{bytes})};
        const std::string temporary = write_temporary(path, parts);
        const bool made = ::link(temporary.c_str(), path.c_str()) == 0;
        const int problem = errno;
        ::unlink(temporary.c_str());
        if (!made && problem != EEXIST) detail::raise(io_error{{problem, std::generic_category()}, "link", path, 0});
        if (made) sync_folder(folder_of(path));
        return made;
    }

    void put(std::string_view name, std::span<const std::span<const std::byte>> parts) override {
        const std::string path = path_of(name);
        const std::string temporary = write_temporary(path, parts);
        if (::rename(temporary.c_str(), path.c_str()) != 0) {
            const auto code = detail::last_error();
            ::unlink(temporary.c_str());
            detail::raise(io_error{code, "rename", path, 0});
        }
        sync_folder(folder_of(path));
    }

    void remove(std::string_view name) override {
        const std::string path = path_of(name);
        if (::unlink(path.c_str()) != 0 && errno != ENOENT) detail::raise(io_error{detail::last_error(), "remove", path, 0});
    }

private:
    [[nodiscard]] std::string path_of(std::string_view name) const { return folder_ + '/' + std::string{name}; }
    [[nodiscard]] static std::string folder_of(const std::string& path) {
        const std::size_t slash = path.rfind('/');
        return slash == 0 ? "/" : path.substr(0, slash);
    }

    static void sync_folder(const std::string& folder) {
        const detail::owned_descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        // Some file systems sync no folders, and say EINVAL.
        if (!opened || (::fsync(opened.get()) != 0 && errno != EINVAL)) detail::raise(io_error{detail::last_error(), "sync", folder, 0});
    }

    // New folders must be in the ones above them when the power fails.
    static void make_folders(const std::string& folder) {
        if (folder.empty() || ::mkdir(folder.c_str(), 0777) == 0) {
            if (!folder.empty() && folder.find('/') != std::string::npos) sync_folder(folder_of(folder));
            return;
        }
        if (errno == EEXIST) return;
        if (errno != ENOENT || folder.find('/') == std::string::npos || folder == "/") detail::raise(io_error{detail::last_error(), "make folder", folder, 0});
        make_folders(folder_of(folder));
        if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) detail::raise(io_error{detail::last_error(), "make folder", folder, 0});
        sync_folder(folder_of(folder));
    }

    [[nodiscard]] static std::string write_temporary(const std::string& path, std::span<const std::span<const std::byte>> parts) {
        static std::atomic<unsigned> made{0};
        const std::string folder = folder_of(path);
        make_folders(folder);
        while (true) {
            std::string temporary = folder + "/.spate-" + std::to_string(::getpid()) + '-' + std::to_string(++made) + ".tmp";
            detail::owned_descriptor file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
            // Another machine's process of the same number, or one of long ago.
            if (!file && errno == EEXIST) continue;
            if (!file) detail::raise(io_error{detail::last_error(), "make", temporary, 0});
            std::uint64_t at = 0;
            std::error_code code;
            for (const std::span<const std::byte> part : parts) {
                if (code) break;
                code = detail::write_all_at(file.get(), at, part);
                if (!code) at += part.size();
            }
            if (!code && ::fsync(file.get()) != 0) code = detail::last_error();
            if (const auto closed = file.close(); !code) code = closed;
            if (!code) return temporary;
            ::unlink(temporary.c_str());
            detail::raise(io_error{code, "write", temporary, at});
        }
    }

    static void remove_old(const std::string& folder) {
        const auto limit = std::filesystem::file_time_type::clock::now() - std::chrono::hours{1};
        std::error_code code;
        for (std::filesystem::directory_iterator each{folder, code}; !code && each != std::filesystem::directory_iterator{}; each.increment(code)) {
            const std::string name = each->path().filename().string();
            if (!name.starts_with(".spate-") || !name.ends_with(".tmp")) continue;
            std::error_code ignored;
            if (const auto time = each->last_write_time(ignored); !ignored && time < limit) std::filesystem::remove(each->path(), ignored);
        }
    }

    std::string folder_;
    std::atomic_flag swept_;
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_LOCAL_STORE_HPP

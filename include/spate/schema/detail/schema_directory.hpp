// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_SCHEMA_DIRECTORY_HPP
#define SPATE_SCHEMA_DETAIL_SCHEMA_DIRECTORY_HPP

/// The files of a directory of schemas: ID.json or ID.yaml, and ID.meta.json beside it.

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>

namespace spate::inline v0::detail {

/// The endings of schemas, of which the first that is there counts.
inline constexpr std::array<std::string_view, 3> schema_endings{".json", ".yaml", ".yml"};

[[nodiscard]] inline bool is_schema_id(std::string_view id) noexcept {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
    });
}

[[noreturn]] inline void raise_last_error(std::string_view operation, const std::string& path) { raise(io_error{last_error(), operation, path, 0}); }

// SPATE_SCHEMA_DIR, or where the platform keeps the data of users; empty where neither is known.
[[nodiscard]] inline std::string schema_directory() {
    const auto variable = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::string{value == nullptr ? "" : value};
    };
    if (std::string given = variable("SPATE_SCHEMA_DIR"); !given.empty()) return given;
    const std::string home = variable("HOME");
#if defined(__APPLE__)
    return home.empty() ? home : home + "/Library/Application Support/spate/schemas";
#else
    // Relative paths there are to be ignored, says the XDG Base Directory Specification.
    if (const std::string data = variable("XDG_DATA_HOME"); data.starts_with('/')) return data + "/spate/schemas";
    return home.empty() ? home : home + "/.local/share/spate/schemas";
#endif
}

// The names in a directory in the order of their bytes; none where there is no directory.
[[nodiscard]] inline std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> out;
    DIR* const opened = directory.empty() ? nullptr : ::opendir(directory.c_str());
    if (opened == nullptr) {
        if (!directory.empty() && errno != ENOENT) raise_last_error("open", directory);
        return out;
    }
    while (const dirent* const one = ::readdir(opened)) out.emplace_back(one->d_name);
    ::closedir(opened);
    std::sort(out.begin(), out.end());
    return out;
}

[[nodiscard]] inline bool is_there(const std::string& path) {
    struct stat about {};
    if (::lstat(path.c_str(), &about) == 0) return true;
    if (errno != ENOENT && errno != ENOTDIR) raise_last_error("open", path);
    return false;
}

// Makes a directory and those above it.
inline void make_directories(const std::string& path) {
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const std::string part = path.substr(0, end);
        if (::mkdir(part.c_str(), 0777) != 0 && errno != EEXIST && errno != EISDIR && errno != EROFS) raise_last_error("make", part);
        if (end == std::string::npos) return;
    }
}

// Writes a file that bears its name when it is complete and on the device. One writer at a time.
inline void write_whole(const std::string& path, std::string_view text) {
    const std::string temporary = path + ".partial";
    const auto fail = [&] {
        const std::error_code error = last_error();
        ::unlink(temporary.c_str());
        raise(io_error{error, "write", path, 0});
    };
    owned_descriptor out{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
    if (!out) raise_last_error("write", path);
    if (const std::error_code error = write_all_at(out.get(), 0, std::as_bytes(std::span{text})); error) {
        ::unlink(temporary.c_str());
        raise(io_error{error, "write", path, 0});
    }
    if (::fsync(out.get()) != 0 || out.close() || ::rename(temporary.c_str(), path.c_str()) != 0) fail();
}

// Keeps other processes, and other threads of this one, from changing the directory while it lives. The system ends it with the process.
class directory_lock {
public:
    explicit directory_lock(const std::string& directory) : file_{::open((directory + "/.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)} {
        const std::string path = directory + "/.lock";
        if (!file_) raise_last_error("open", path);
        while (::flock(file_.get(), LOCK_EX) != 0)
            if (errno != EINTR) raise_last_error("lock", path);
    }

private:
    owned_descriptor file_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_SCHEMA_DIRECTORY_HPP

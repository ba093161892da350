// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_TAKE_SNAPSHOT_HPP
#define SPATE_STORE_DETAIL_TAKE_SNAPSHOT_HPP

/// Copies of stores.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/detail/store_directory.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/manifest.hpp>

namespace spate::inline v0::detail {

/// Copies a file from one directory to another, by a reflink if the file system can. Throws io_error.
inline void copy_file(const store_directory& from, const std::string& name, int to, const std::string& to_path, bool durable) {
    const owned_descriptor in{::openat(from.descriptor(), name.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!in) {
        if (errno == ENOENT && name.front() == '.') return;  // sums may be missing
        from.fail("open", from.path_of(name));
    }
    owned_descriptor out{::openat(to, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    const std::string path = to_path + "/" + name;
    if (!out) from.fail("open", path);
#if defined(__linux__)
    constexpr unsigned long clone_whole_file = 0x40049409;  // FICLONE of linux/fs.h
    const bool cloned = ::ioctl(out.get(), clone_whole_file, in.get()) == 0;
#else
    const bool cloned = false;
#endif
    if (!cloned) {
        std::vector<std::byte> part(std::size_t{1} << 20);
        for (std::uint64_t at = 0;;) {
            std::size_t got = 0;
            if (const std::error_code error = read_all_at(in.get(), at, part, got)) raise(io_error{error, "read", from.path_of(name), at});
            if (got == 0) break;
            if (const std::error_code error = write_all_at(out.get(), at, {part.data(), got})) raise(io_error{error, "write", path, at});
            at += got;
        }
    }
    if (durable && ::fdatasync(out.get()) != 0) from.fail("sync", path);
    if (const std::error_code error = out.close()) raise(io_error{error, "close", path, 0});
}

/// Makes a store of the arrays of a generation, in a directory that bears another name until it is whole.
inline void take_snapshot(const store_directory& files, const manifest& now, const std::string& target, durability level) {
    struct stat found {};
    if (::lstat(target.c_str(), &found) == 0) raise_config("snapshot", '"' + target + '"', "is there already", "give a directory that is not");
    const std::string fresh = target + ".new";
    if (::mkdir(fresh.c_str(), 0777) != 0) {
        if (errno == EEXIST) raise_config("snapshot", '"' + fresh + '"', "is left of a snapshot that did not come to its end", "remove it");
        files.fail("make", fresh);
    }
    std::vector<std::string> made;
    const auto forget = [&] {
        for (const std::string& name : made) (void)::unlink((fresh + "/" + name).c_str());
        (void)::rmdir(fresh.c_str());
    };
#if defined(__cpp_exceptions)
    try {
#endif
        store_directory copy{fresh, false, false};
        for (const manifest_entry& one : now.arrays)
            for (const std::string& name : {data_file(one.name), sums_file(one.name)}) {
                made.push_back(name);
                copy_file(files, name, copy.descriptor(), fresh, level != durability::none);
            }
        manifest alone = now;
        alone.moves.clear();
        made.insert(made.end(), {"manifest.next", "manifest"});
        if (const std::error_code error = copy.replace(alone, level, false)) raise(io_error{error, "sync", fresh, 0});
        if (::rename(fresh.c_str(), target.c_str()) != 0) files.fail("rename", fresh);
#if defined(__cpp_exceptions)
    } catch (...) {
        forget();
        throw;
    }
#endif
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_TAKE_SNAPSHOT_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_STORE_DIRECTORY_HPP
#define SPATE_STORE_DETAIL_STORE_DIRECTORY_HPP

/// The files of a store that are not arrays: how a generation becomes the next one.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/detail/spare_file.hpp>
#include <spate/store/detail/steps.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/store_error.hpp>
#include <spate/store/verification.hpp>

namespace spate::inline v0::detail {

/// A name that can be a file's and an array's. Throws config_error.
inline void check_array_name(std::string_view name) {
    const auto refuse = [&](std::string_view problem, std::string_view remedy) { raise_config("name", '"' + std::string{name} + '"', problem, remedy); };
    if (name.empty()) refuse("is no name of an array", "give at least one letter");
    if (name.size() > 200) refuse("has more than 200 bytes", "use a shorter name");
    if (name.front() == '.') refuse("begins with a point", "begin with a letter");
    for (const char letter : name)
        if (letter == '/' || static_cast<unsigned char>(letter) < 32 || letter == 127)
            refuse("has a character that file names cannot have", "leave out / and control characters");
}

[[nodiscard]] inline std::string data_file(std::string_view array) { return std::string{array} + ".npy"; }
[[nodiscard]] inline std::string sums_file(std::string_view array) { return "." + std::string{array} + ".crc"; }
/// Where an array's file is written until the commit of its generation gives it its name.
[[nodiscard]] inline std::string pending_file(std::string_view array, std::uint64_t generation) {
    return "." + std::string{array} + "." + std::to_string(generation) + ".new";
}

class store_directory {
public:
    /// Opens a directory for one writer, or for a reader. A writer makes the directory if it is not there and `create` is given. Throws io_error; config_error
    /// where another writer has it, or there is no store.
    store_directory(std::string path, bool writable, bool create) : path_{std::move(path)} {
        if (writable && create) {
            made_ = ::mkdir(path_.c_str(), 0777) == 0;
            if (!made_ && errno != EEXIST) fail("make", path_);
        }
        directory_ = owned_descriptor{::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        if (!directory_) fail("open", path_);
        if (!writable) return;
        lock_ = owned_descriptor{::openat(directory_.get(), "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666)};
        if (!lock_) fail("open", path_ + "/lock");
        if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK) fail("lock", path_ + "/lock");
            raise_config("store", '"' + path_ + '"', "is open for writing already, here or in another process", "close it there, or open it for reading");
        }
    }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] int descriptor() const noexcept { return directory_.get(); }
    [[nodiscard]] std::string path_of(std::string_view file) const { return path_ + "/" + std::string{file}; }

    /// The newest whole manifest. `warning` tells of one that is damaged, and of what was read in its place; with neither, throws store_error. Without any
    /// manifest: generation 0, if `create` and no arrays are there; else config_error and store_error.
    [[nodiscard]] manifest read(bool create, std::string& warning) const {
        std::string problem;
        bool missing = false;
        for (const char* const file : {"manifest", "manifest.previous"}) {
            std::string bytes;
            if (!slurp(file, bytes)) {
                if (problem.empty()) missing = true;
                continue;
            }
#if defined(__cpp_exceptions)
            try {
#endif
                manifest out = decode_manifest({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()}, path_of(file));
                if (!problem.empty())
                    warning = problem + ": the store is read as it was at generation " + std::to_string(out.generation) + ", by " + path_of(file);
                else if (missing)
                    warning = path_of("manifest") + " is missing: the store is read as it was at generation " + std::to_string(out.generation) + ", by " +
                              path_of(file);
                return out;
#if defined(__cpp_exceptions)
            } catch (const store_error& error) {
                if (!problem.empty()) problem += "; and ";
                problem += error.what();
            }
#endif
        }
        if (!problem.empty()) raise(store_error{path_of("manifest"), 0, "no generation is whole: " + problem, "restore the directory from a copy"});
        if (!create) raise_config("store", '"' + path_ + '"', "has no manifest, so it is no store", "open one that is there, or make one");
        if (has_arrays())
            raise(store_error{path_of("manifest"), 0, "it is missing, but there are .npy files",
                              "restore it from a copy, or make the store in an empty directory"});
        return {};
    }

    /// Reads both manifests, and tells what is wrong with them.
    void verify_manifests(verification& out) const {
        for (const char* const file : {"manifest", "manifest.previous"}) {
            std::string bytes;
            if (!slurp(file, bytes)) continue;
#if defined(__cpp_exceptions)
            try {
#endif
                (void)decode_manifest({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()}, file);
#if defined(__cpp_exceptions)
            } catch (const store_error& error) {
                out.problems.push_back({file, error.offset(), error.what()});
            }
#endif
        }
    }

    /// Makes a generation the store's: its bytes are written to another name, the manifest that was there is kept as the previous one, if `keep` says that
    /// it is whole, and the new one takes its place. Throws io_error; then the old generation stands. Where the new one stands, but the directory could not be
    /// synced and the old one could not be brought back either, returns that error.
    [[nodiscard]] std::error_code replace(const manifest& next, durability level, bool keep) {
        const std::string bytes = encode_manifest(next);
        const char *const fresh = "manifest.next", *const kept = "manifest.kept";
        const auto refuse = [&](std::error_code error, const char* operation, const std::string& file) {
            for (const char* const name : {fresh, kept}) (void)::unlinkat(directory_.get(), name, 0);
            raise(io_error{error, operation, file, 0});
        };
        const bool durable = level != durability::none;
        if (made_ && durable) sync_parent();
        {
            // One that is left may be the previous manifest as well, under its second name.
            (void)::unlinkat(directory_.get(), fresh, 0);
            owned_descriptor file{::openat(directory_.get(), fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
            if (!file) fail("open", path_of(fresh));
            if (const std::error_code error = write_all_at(file.get(), 0, {reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()}))
                refuse(error, "write", path_of(fresh));
            if (durable && ::fdatasync(file.get()) != 0) refuse(last_error(), "sync", path_of(fresh));
            if (const std::error_code error = file.close()) refuse(error, "close", path_of(fresh));
        }
        store_step("manifest written");
        // The current one gets a second name, so that there is a manifest at every moment.
        if (keep && next.generation > 1) {
            (void)::unlinkat(directory_.get(), kept, 0);
            if (::linkat(directory_.get(), "manifest", directory_.get(), kept, 0) == 0) {
                if (!take_place(kept, "manifest.previous")) refuse(last_error(), "rename", path_of(kept));
            } else if (errno != ENOENT) {
                refuse(last_error(), "link", path_of("manifest"));
            }
        }
        if (!take_place(fresh, "manifest")) refuse(last_error(), "rename", path_of(fresh));
        store_step("manifest renamed");
        if (!durable || ::fsync(directory_.get()) == 0) return {};
        const std::error_code error = last_error();
        const bool undone = next.generation == 1 ? ::unlinkat(directory_.get(), "manifest", 0) == 0
                                                 : ::linkat(directory_.get(), "manifest.previous", directory_.get(), kept, 0) == 0 &&
                                                       ::renameat(directory_.get(), kept, directory_.get(), "manifest") == 0;
        if (undone) raise(io_error{error, "sync", path_, 0});
        return error;
    }

    void sync() const {
        if (::fsync(directory_.get()) != 0) fail("sync", path_);
    }

    /// Does what a generation has left to do; can be done again. An array's file in whose place another one comes is given to `spare`, where there is one.
    /// Throws io_error.
    void finish(const manifest& of, durability level, spare_file* spare = nullptr) const {
        for (const manifest_move& one : of.moves) {
            struct stat found {};
            if (::fstatat(directory_.get(), one.from.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
                if (errno == ENOENT) continue;
                fail("examine", path_of(one.from));
            }
            if (one.inode != 0 && found.st_ino != one.inode) continue;
            if (one.to.empty()) {
                if (::unlinkat(directory_.get(), one.from.c_str(), 0) != 0 && errno != ENOENT) fail("remove", path_of(one.from));
            } else if (spare == nullptr || !put_in_place(one, *spare)) {
                if (::renameat(directory_.get(), one.from.c_str(), directory_.get(), one.to.c_str()) != 0) fail("rename", path_of(one.from));
                // Where both were names of one file already, rename() leaves them.
                if (one.from.ends_with(".new")) (void)::unlinkat(directory_.get(), one.from.c_str(), 0);
            }
            store_step("file moved");
        }
        if (level != durability::none && !of.moves.empty()) sync();
    }

    /// Removes files that were written for a generation which did not come about, and checksums of later generations than `generation`: when the store falls
    /// back to it, these numbers come again.
    void sweep(std::uint64_t generation) const {
        const int copy = ::openat(directory_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR* const listing = copy < 0 ? nullptr : ::fdopendir(copy);
        if (listing == nullptr) {
            if (copy >= 0) ::close(copy);
            fail("read", path_);
        }
        std::vector<std::string> left;
        while (const dirent* const one = ::readdir(listing)) {
            const std::string_view name = one->d_name;
            if (name.starts_with('.') && (name.ends_with(".new") || (name.ends_with(".crc") && written(one->d_name) > generation))) left.emplace_back(name);
        }
        ::closedir(listing);
        left.emplace_back("manifest.next");
        left.emplace_back("manifest.kept");
        for (const std::string& name : left) (void)::unlinkat(directory_.get(), name.c_str(), 0);
    }

    [[noreturn]] void fail(const char* operation, const std::string& name) const { raise(io_error{last_error(), operation, name, 0}); }

private:
    // Gives a file the name of another one, which goes. File systems bring a file to the disk that is renamed over another one, which takes longer than writing
    // it has; not when names are exchanged.
    bool take_place(const char* from, const char* to) const noexcept {
        if (!exchange_names(directory_.get(), from, to) && ::renameat(directory_.get(), from, directory_.get(), to) != 0) return false;
        // Where both were names of one file already, rename() leaves them.
        (void)::unlinkat(directory_.get(), from, 0);
        return true;
    }
    // The same for an array's file. The name that the move begins with stays until that is done: as long as it is there, renaming it does the rest. False where
    // the names were not exchanged.
    bool put_in_place(const manifest_move& one, spare_file& spare) const {
        if (!one.from.ends_with(".new") || !one.to.ends_with(".npy") || ::faccessat(directory_.get(), one.to.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0)
            return false;
        const std::string second = one.from.substr(0, one.from.size() - 4) + ".swap.new";
        (void)::unlinkat(directory_.get(), second.c_str(), 0);
        if (::linkat(directory_.get(), one.from.c_str(), directory_.get(), second.c_str(), 0) != 0) return false;
        store_step("file linked");
        if (!exchange_names(directory_.get(), second.c_str(), one.to.c_str())) {
            (void)::unlinkat(directory_.get(), second.c_str(), 0);
            return false;
        }
        store_step("files exchanged");
        if (::unlinkat(directory_.get(), one.from.c_str(), 0) != 0 && errno != ENOENT) fail("remove", path_of(one.from));
        spare.keep(second.c_str(), one.to.c_str());
        return true;
    }
    // The generation that a file of checksums says.
    [[nodiscard]] std::uint64_t written(const char* sums) const {
        std::uint64_t head[2] = {};
        std::size_t got = 0;
        const owned_descriptor file{::openat(directory_.get(), sums, O_RDONLY | O_CLOEXEC)};
        return file && !read_all_at(file.get(), 0, std::as_writable_bytes(std::span{head}), got) && got == sizeof head ? head[1] : 0;
    }
    [[nodiscard]] bool has_arrays() const {
        const int copy = ::openat(directory_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR* const listing = copy < 0 ? nullptr : ::fdopendir(copy);
        if (listing == nullptr) {
            if (copy >= 0) ::close(copy);
            fail("read", path_);
        }
        bool out = false;
        while (const dirent* const one = ::readdir(listing)) out = out || std::string_view{one->d_name}.ends_with(".npy");
        ::closedir(listing);
        return out;
    }
    void sync_parent() {
        const std::size_t end = path_.find_last_not_of('/'), cut = path_.rfind('/', end);
        const std::string parent = cut == std::string::npos ? "." : path_.substr(0, cut + 1);
        const owned_descriptor file{::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        if (!file || ::fsync(file.get()) != 0) fail("sync", parent);
        made_ = false;
    }
    // All bytes of a file; false where there is none.
    [[nodiscard]] bool slurp(const char* name, std::string& out) const {
        const owned_descriptor file{::openat(directory_.get(), name, O_RDONLY | O_CLOEXEC)};
        if (!file) {
            if (errno == ENOENT) return false;
            fail("open", path_of(name));
        }
        struct stat found {};
        if (::fstat(file.get(), &found) != 0) fail("examine", path_of(name));
        out.resize(static_cast<std::size_t>(found.st_size));
        std::size_t got = 0;
        if (const std::error_code error = read_all_at(file.get(), 0, {reinterpret_cast<std::byte*>(out.data()), out.size()}, got))
            raise(io_error{error, "read", path_of(name), got});
        out.resize(got);
        return true;
    }

    std::string path_;
    owned_descriptor directory_, lock_;
    bool made_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_STORE_DIRECTORY_HPP

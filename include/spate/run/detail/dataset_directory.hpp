// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_DATASET_DIRECTORY_HPP
#define SPATE_RUN_DETAIL_DATASET_DIRECTORY_HPP

/// The directory of a dataset while it is written: files are in a directory within it, and get their names when all of them are complete.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/run/dataset_meta.hpp>
#include <spate/run/remove_dataset.hpp>

namespace spate::inline v0::detail {

class dataset_directory {
public:
    /// Makes it, or takes one that is empty; with `overwrite` one that holds other things, too, as long as none of them but those of a dataset has a name of
    /// the new one's. Throws config_error for what cannot be written to, io_error for what the system refuses.
    dataset_directory(std::string path, const std::string& extension, const std::vector<std::string>& other_names, bool overwrite) : path_{std::move(path)} {
        while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
        if (path_.empty()) raise_config("directory", "\"\"", "is not a directory's name", "name one");
        struct stat found {};
        const bool exists = ::stat(path_.c_str(), &found) == 0;
        if (!exists && errno != ENOENT) raise(io_error{last_error(), "open", path_, 0});
        if (exists && !S_ISDIR(found.st_mode)) raise_config("directory", path_, "is not a directory", "name another");
        if (exists) refuse_conflicts(extension, other_names, overwrite);
        if (!exists) make_directories();
        stage(overwrite);
    }
    dataset_directory(const dataset_directory&) = delete;
    dataset_directory& operator=(const dataset_directory&) = delete;
    /// Removes what is not published.
    ~dataset_directory() {
        if (!lock_) return;
        empty_staging();
        (void)::rmdir(staging().c_str());
        if (!published_)
            for (const std::string& one : made_) (void)::rmdir(one.c_str());
    }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// Where a file is written until all are.
    [[nodiscard]] std::string staged(const std::string& name) const { return staging() + "/" + name; }

    [[nodiscard]] std::error_code write(const std::string& name, std::string_view text) const {
        owned_descriptor out{::open(staged(name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666)};
        if (!out) return last_error();
        if (const std::error_code error = write_all_at(out.get(), 0, std::as_bytes(std::span{text}))) return error;
        return out.close();
    }

    /// Gives the files their names: `staged_names` are those of meta.files in their order. The files of the dataset that was there are removed before,
    /// meta.json comes last. On an error nothing of the new dataset is left, and `failed` is the name at which it happened.
    [[nodiscard]] std::error_code publish(const dataset_meta& meta, const std::vector<std::string>& staged_names, std::string& failed) {
        failed = meta_name;
        if (const std::error_code error = write(meta_name, to_json(meta))) return error;
        for (const dataset_contents::entry& one : read_dataset_directory(path_, true).own) {
            failed = one.name;
            if (::unlink((path_ + "/" + one.name).c_str()) != 0) return last_error();
        }
        std::vector<std::string> done;
        std::error_code error;
        const auto name_it = [&](const std::string& from, const std::string& to) {
            if (error) return;
            failed = to;
            error = rename_new(staged(from), path_ + "/" + to);
            if (!error) done.push_back(to);
        };
        for (std::size_t i = 0; i < meta.files.size(); ++i) name_it(staged_names[i], meta.files[i].name);
        for (const dataset_file& one : meta.other_files) name_it(one.name, one.name);
        name_it(meta_name, meta_name);
        published_ = !error;
        if (error)
            for (const std::string& one : done) (void)::unlink((path_ + "/" + one).c_str());
        return error;
    }

private:
    [[nodiscard]] std::string staging() const { return path_ + "/" + staging_name; }

    void refuse_conflicts(const std::string& extension, const std::vector<std::string>& other_names, bool overwrite) const {
        const dataset_contents there = find_dataset(path_);
        if (there.being_written) raise_config("directory", path_, "is being written by another process", "choose another, or wait for its end");
        if (there.own.empty() && there.changed.empty() && there.foreign.empty() && !there.interrupted) return;
        if (!overwrite)
            raise_config("directory", path_,
                         there.meta          ? "holds a dataset"
                         : there.interrupted ? "holds what an interrupted run left"
                                             : "is not empty",
                         "choose another, or allow it to be overwritten");
        const auto refuse = [&](const std::string& name, const std::string& reason) {
            if (name == meta_name || name == staging_name || (is_dataset_name(name) && name.ends_with("." + extension)) ||
                std::find(other_names.begin(), other_names.end(), name) != other_names.end())
                raise_config("directory", path_, "holds " + name + ", which " + reason, "move it away, or choose another directory: it is not overwritten");
        };
        for (const std::string& name : there.foreign) refuse(name, "no dataset of spate lists");
        for (const dataset_contents::kept_entry& one : there.changed) refuse(one.name, one.reason);
    }

    void make_directories() {
        std::error_code error;
        for (std::filesystem::path at = path_; !at.empty() && !std::filesystem::exists(at, error); at = at.parent_path()) made_.push_back(at.string());
        std::filesystem::create_directories(path_, error);
        if (error) raise(io_error{error, "make", path_, 0});
    }

    void stage(bool overwrite) {
        const bool is_new = ::mkdir(staging().c_str(), 0777) == 0;
        constexpr const char* busy = "is being written by another process";
        // Nothing was there when refuse_conflicts looked.
        if (!is_new && errno == EEXIST && !overwrite) raise_config("directory", path_, busy, "choose another, or wait for its end");
        if (!is_new && errno != EEXIST) raise(io_error{last_error(), "make", staging(), 0});
        owned_descriptor lock = open_directory(AT_FDCWD, staging(), O_NOFOLLOW);
        if (!lock) raise(io_error{last_error(), "open", staging(), 0});
        if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) raise_config("directory", path_, busy, "choose another, or wait for its end");
        lock_ = std::move(lock);
        empty_staging();
    }

    void empty_staging() const noexcept {
#if defined(__cpp_exceptions)
        try {
#endif
            for (const std::string& name : entries_in(lock_.get(), path_))
                if (is_staged_name(name) && regular_file_of(lock_.get(), name)) (void)::unlinkat(lock_.get(), name.c_str(), 0);
#if defined(__cpp_exceptions)
        } catch (...) {
        }
#endif
    }

    // Never replaces a file. Where there are no hard links, one that appears at this very moment would be.
    [[nodiscard]] static std::error_code rename_new(const std::string& from, const std::string& to) noexcept {
        if (::link(from.c_str(), to.c_str()) == 0) return ::unlink(from.c_str()) == 0 ? std::error_code{} : last_error();
        struct stat found {};
        if (errno == EEXIST || ::lstat(to.c_str(), &found) == 0) return std::make_error_code(std::errc::file_exists);
        return ::rename(from.c_str(), to.c_str()) == 0 ? std::error_code{} : last_error();
    }

    std::string path_;
    std::vector<std::string> made_;
    owned_descriptor lock_;
    bool published_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_DATASET_DIRECTORY_HPP

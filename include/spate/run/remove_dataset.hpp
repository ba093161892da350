// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_REMOVE_DATASET_HPP
#define SPATE_RUN_REMOVE_DATASET_HPP

/// `find_dataset`: which files of a directory are those of a dataset; `remove_dataset`: removes them, and no others.

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
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
#include <spate/run/dataset_meta.hpp>

namespace spate::inline v0 {

/// What of a directory belongs to a dataset, and what does not.
struct dataset_contents {
    struct entry {
        std::string name;
        std::uint64_t bytes = 0;
    };
    struct kept_entry {
        std::string name;
        /// "has 12 bytes, not the 10 that were written".
        std::string reason;
    };

    std::string directory;
    /// What meta.json tells; nothing where there is none of spate.
    std::optional<dataset_meta> meta;
    /// A run did not end; its files are in detail::staging_name.
    bool interrupted = false;
    /// Another process writes to it now; then nothing is known of it.
    bool being_written = false;
    /// What may be removed: regular files that meta.json lists, with the size that it tells and not written to later, meta.json, and what an interrupted run
    /// left.
    std::vector<entry> own;
    /// Files that meta.json lists and that are no longer as it says.
    std::vector<kept_entry> changed;
    /// All others.
    std::vector<std::string> foreign;

    [[nodiscard]] bool is_dataset() const noexcept { return meta.has_value() || interrupted || being_written; }
    [[nodiscard]] std::uint64_t bytes() const noexcept {
        std::uint64_t out = 0;
        for (const entry& one : own) out += one.bytes;
        return out;
    }
};

/// What remove_dataset did.
struct dataset_removal {
    std::vector<std::string> removed;
    std::uint64_t bytes = 0;
    /// What is left there.
    std::vector<dataset_contents::kept_entry> changed;
    std::vector<std::string> foreign;
    bool directory_removed = false;
};

namespace detail {

/// A directory within that of a dataset: what is in it is not complete. Who writes has a lock on it.
inline constexpr const char* staging_name = ".spate-incomplete";
inline constexpr const char* meta_name = "meta.json";

// Takes digits from the front of `text`, at least `least`.
[[nodiscard]] inline bool skip_digits(std::string_view& text, std::size_t least) noexcept {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count >= least;
}
[[nodiscard]] inline bool skip_word(std::string_view& text, std::string_view word) noexcept {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

/// Whether a dataset may have a file of this name: data.csv, data-00001-of-00005.csv, schema.proto. Nothing else is ever removed, whatever a meta.json lists.
[[nodiscard]] inline bool is_dataset_name(std::string_view name) noexcept {
    if (skip_word(name, "data")) {
        if (skip_word(name, "-") && !(skip_digits(name, 5) && skip_word(name, "-of-") && skip_digits(name, 5))) return false;
    } else if (!skip_word(name, "schema")) {
        return false;
    }
    return skip_word(name, ".") && !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}
/// Whether a run has files of this name in its staging directory: data-00001.csv, with .partial behind it while it is written, schema.proto, meta.json.
[[nodiscard]] inline bool is_staged_name(std::string_view name) noexcept {
    if (name.ends_with(".partial")) name.remove_suffix(8);
    if (name == meta_name || (name.starts_with("schema") && is_dataset_name(name))) return true;
    return skip_word(name, "data-") && skip_digits(name, 5) && is_dataset_name("data" + std::string{name});
}

[[nodiscard]] inline owned_descriptor open_directory(int at, const std::string& name, int how = 0) noexcept {
    return owned_descriptor{::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | how)};
}
/// In the order of the alphabet. Throws io_error.
[[nodiscard]] inline std::vector<std::string> entries_in(int directory, const std::string& path) {
    struct closer {
        void operator()(DIR* opened) const noexcept { ::closedir(opened); }
    };
    owned_descriptor own = open_directory(directory, ".");
    const std::unique_ptr<DIR, closer> opened{own ? ::fdopendir(own.get()) : nullptr};
    if (!opened) raise(io_error{last_error(), "read", path, 0});
    (void)own.release();
    std::vector<std::string> out;
    while (const dirent* const one = ::readdir(opened.get()))
        if (const std::string_view name = one->d_name; name != "." && name != "..") out.emplace_back(name);
    std::sort(out.begin(), out.end());
    return out;
}
/// The size of a regular file, links not followed, and when it was last written to, in nanoseconds since 1970.
struct regular_file {
    std::uint64_t bytes;
    std::int64_t written;
};
[[nodiscard]] inline std::optional<regular_file> regular_file_of(int directory, const std::string& name) noexcept {
    struct stat found {};
    if (::fstatat(directory, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(found.st_mode)) return {};
#if defined(__APPLE__)
    const timespec& time = found.st_mtimespec;
#else
    const timespec& time = found.st_mtim;
#endif
    return regular_file{static_cast<std::uint64_t>(found.st_size), static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec};
}

// A meta.json that is none of spate is a foreign file.
[[nodiscard]] inline std::optional<dataset_meta> try_meta(const std::string& file) {
#if defined(__cpp_exceptions)
    try {
        return load_dataset_meta(file);
    } catch (const config_error&) {
    } catch (const io_error&) {
    }
    return {};
#else
    return ::access(file.c_str(), R_OK) == 0 ? std::optional{load_dataset_meta(file)} : std::nullopt;
#endif
}

/// As find_dataset; `locked`: the caller writes to it, and what is staged is not looked at.
[[nodiscard]] inline dataset_contents read_dataset_directory(const std::string& path, bool locked) {
    dataset_contents out;
    out.directory = path;
    const owned_descriptor directory = open_directory(AT_FDCWD, path);
    if (!directory) raise(io_error{last_error(), "open", path, 0});
    struct listed_file {
        dataset_file is;
        // No part of it was written later than this.
        std::int64_t complete;
    };
    std::vector<listed_file> listed;
    const auto list = [&](const dataset_meta& meta, int where) {
        const auto file = regular_file_of(where, meta_name);
        for (const auto* const files : {&meta.files, &meta.other_files})
            for (const dataset_file& one : *files) listed.push_back({one, file ? file->written : 0});
    };
    const std::string staging = path + "/" + staging_name;
    const owned_descriptor staged = locked ? owned_descriptor{} : open_directory(directory.get(), staging_name, O_NOFOLLOW);
    if (staged) {
        if (::flock(staged.get(), LOCK_EX | LOCK_NB) != 0) {
            out.being_written = true;
            return out;
        }
        out.interrupted = true;
        // A run that ended while it gave its files their names.
        if (const auto meta = try_meta(staging + "/" + meta_name)) list(*meta, staged.get());
    }
    out.meta = try_meta(path + "/" + meta_name);
    if (out.meta) list(*out.meta, directory.get());
    for (const std::string& name : entries_in(directory.get(), path)) {
        if (name == staging_name && (staged || locked)) continue;
        const auto file = regular_file_of(directory.get(), name);
        if (name == meta_name && out.meta && file) {
            out.own.push_back({name, file->bytes});
            continue;
        }
        const auto is_it = [&](const listed_file& one) { return one.is.name == name; };
        const auto has_size = [&](const listed_file& one) { return is_it(one) && file && one.is.bytes == file->bytes; };
        const auto same = [&](const listed_file& one) { return has_size(one) && file->written <= one.complete; };
        const auto first = std::find_if(listed.begin(), listed.end(), is_it);
        if (!is_dataset_name(name) || first == listed.end())
            out.foreign.push_back(name);
        else if (std::any_of(listed.begin(), listed.end(), same))
            out.own.push_back({name, file->bytes});
        else if (!file)
            out.changed.push_back({name, "is not a regular file"});
        else if (std::any_of(listed.begin(), listed.end(), has_size))
            out.changed.push_back({name, "was written to later than meta.json"});
        else
            out.changed.push_back({name, "has " + std::to_string(file->bytes) + " bytes, not the " + std::to_string(first->is.bytes) + " that were written"});
    }
    if (staged)
        for (const std::string& name : entries_in(staged.get(), staging)) {
            const auto file = regular_file_of(staged.get(), name);
            if (file && is_staged_name(name))
                out.own.push_back({std::string{staging_name} + "/" + name, file->bytes});
            else
                out.foreign.push_back(std::string{staging_name} + "/" + name);
        }
    // The last that is removed, so that what is left of an interrupted removal can still be found.
    std::stable_partition(out.own.begin(), out.own.end(), [](const dataset_contents::entry& one) { return one.name != meta_name; });
    return out;
}

}  // namespace detail

/// What of a directory belongs to a dataset. A dataset is known by a meta.json of spate. Symbolic links are never followed, but for `directory` itself.
/// Errors: io_error where the directory cannot be read.
[[nodiscard]] inline dataset_contents find_dataset(const std::string& directory) { return detail::read_dataset_directory(directory, false); }

/// Removes what find_dataset finds to be the dataset's own, and the directory if nothing is left in it. All else stays, always: files that meta.json does not
/// list, files whose size is not the one that it tells or that were written to later, links, and names that datasets do not have. Errors: config_error where
/// another process writes to it, io_error where something cannot be removed. Not safe while another process changes the directory in other ways.
inline dataset_removal remove_dataset(const std::string& directory) {
    const dataset_contents found = find_dataset(directory);
    if (found.being_written) detail::raise_config("directory", directory, "is being written by another process", "wait for its end");
    dataset_removal out{{}, 0, found.changed, found.foreign, false};
    if (!found.is_dataset()) return out;
    const detail::owned_descriptor at = detail::open_directory(AT_FDCWD, directory);
    if (!at) detail::raise(io_error{detail::last_error(), "open", directory, 0});
    for (const dataset_contents::entry& one : found.own) {
        if (::unlinkat(at.get(), one.name.c_str(), 0) != 0) detail::raise(io_error{detail::last_error(), "remove", directory + "/" + one.name, 0});
        out.removed.push_back(one.name);
        out.bytes += one.bytes;
    }
    if (found.interrupted) (void)::unlinkat(at.get(), detail::staging_name, AT_REMOVEDIR);
    out.directory_removed = ::rmdir(directory.c_str()) == 0;
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_REMOVE_DATASET_HPP

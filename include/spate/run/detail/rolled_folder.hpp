// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_ROLLED_FOLDER_HPP
#define SPATE_RUN_DETAIL_ROLLED_FOLDER_HPP

/// The folder of rolled files: their names, what says which are complete, and what a crash has left.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/detail/posix.hpp>
#include <spate/run/checkpoint.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0::detail {

/// Throws config_error where a folder neither can be written to nor made.
inline void check_writable(const std::string& folder) {
    struct stat found {};
    if (::stat(folder.c_str(), &found) == 0 && !S_ISDIR(found.st_mode)) raise_config("path", folder, "is not a folder", "name another");
    std::error_code error;
    std::filesystem::path at = std::filesystem::absolute(folder, error);
    while (!std::filesystem::exists(at, error) && at.has_relative_path()) at = at.parent_path();
    if (::access(at.c_str(), W_OK | X_OK) != 0)
        raise_config("path", folder, "cannot be written to: " + last_error().message(), "name another folder, or change its rights");
}

class rolled_folder {
public:
    /// Makes what is missing and takes the lock of the stream's shard. Throws as checkpoint_file does.
    rolled_folder(std::string folder, const std::string& prefix, const std::string& extension, bool sync, const delivery_stream& stream)
        : folder_{std::move(folder)},
          begin_{prefix + "-" + std::to_string(stream.shard) + "-"},
          end_{"." + extension},
          hidden_{"." + specification_text(hash_name(stream.id())) + "-"},
          sync_{sync},
          state_{folder_ + "/.spate", stream, sync} {}

    /// Gives the stream's files that are complete their names, removes its others that have none, and returns how far it had come.
    [[nodiscard]] std::optional<delivery_position> recover(const delivery_stream& stream) const {
        const std::optional<delivery_checkpoint> found = state_.read(stream);
        const std::uint64_t next = found ? found->next : 0;
        for (const std::string& entry : entries()) {
            if (!entry.starts_with(hidden_)) continue;
            std::string_view name = std::string_view{entry}.substr(hidden_.size());
            const bool is_partial = cut(name, ".tmp.partial");
            if (!is_partial && !cut(name, ".tmp")) continue;
            const std::size_t dash = std::min(name.find('-'), name.size());
            const std::optional<std::uint64_t> place = number_of(name.substr(0, dash));
            name.remove_prefix(std::min(dash + 1, name.size()));
            if (!place) continue;
            if (!is_partial && found && *place < next)
                publish(path(entry), std::string{name});
            else
                (void)::unlink(path(entry).c_str());
        }
        if (!found) return {};
        return delivery_position{found->next, found->stream.specification, found->stream.note};
    }
    /// Throws config_error where a file begins at `first` or later.
    void refuse_from(std::uint64_t first) const {
        for (const std::string& entry : entries())
            if (const auto place = place_of(entry); place && *place >= first)
                raise_config("path", folder_, "holds " + entry + ", a file of rows that would be written",
                             "resume the stream, remove its files, or name another folder or prefix");
    }

    [[nodiscard]] std::string name_of(std::uint64_t first) const {
        const std::string digits = std::to_string(first);
        return begin_ + std::string(digits.size() < digits_ ? digits_ - digits.size() : 0, '0') + digits + end_;
    }
    /// Where it is made: ".STREAM-PLACE-NAME.tmp". Says whose it is, as what another stream has left in the folder is that one's, complete or not; and how it
    /// will be named, as a run that resumes may name its files otherwise.
    [[nodiscard]] std::string temporary(const std::string& name) const {
        return path(hidden_ + std::to_string(place_of(name).value_or(0)) + "-" + name + ".tmp");
    }

    void commit(const delivery_checkpoint& state) const { state_.write(state); }
    /// Gives a complete file its name; again, where that was interrupted.
    void publish(const std::string& name) const { publish(temporary(name), name); }

private:
    static constexpr std::size_t digits_ = 15;

    void publish(const std::string& from, const std::string& name) const {
        const std::string to = path(name);
        struct stat there {
        }, made{};
        if (is_renamed(from, to)) return sync();
        // A link does not replace a file.
        if (::link(from.c_str(), to.c_str()) != 0) {
            const std::error_code reason = last_error();
            const bool exists = ::lstat(to.c_str(), &there) == 0;
            const bool is_same = exists && ::lstat(from.c_str(), &made) == 0 && there.st_ino == made.st_ino && there.st_dev == made.st_dev;
            if (exists && !is_same) raise(io_error{std::make_error_code(std::errc::file_exists), "name", to, 0});
            if (!exists) {
                // There are file systems without hard links.
                if (::rename(from.c_str(), to.c_str()) != 0) raise(io_error{reason, "name", to, 0});
                return sync();
            }
        }
        if (::unlink(from.c_str()) != 0) raise(io_error{last_error(), "remove", from, 0});
        sync();
    }
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
    [[nodiscard]] std::vector<std::string> entries() const {
        std::vector<std::string> out;
        std::error_code error;
        for (std::filesystem::directory_iterator at{folder_, error}, end; !error && at != end; at.increment(error))
            out.push_back(at->path().filename().string());
        if (error) raise(io_error{error, "read", folder_, 0});
        return out;
    }
    // In one step, so that no kill comes between the new name and the end of the old one: whoever has taken the file away would get it again. Never replaces.
    [[nodiscard]] static bool is_renamed(const std::string& from, const std::string& to) noexcept {
#if defined(RENAME_NOREPLACE) && defined(SYS_renameat2)
        return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0;
#else
        (void)from, (void)to;
        return false;
#endif
    }
    // Takes the end off a name that has it.
    [[nodiscard]] static bool cut(std::string_view& name, std::string_view end) noexcept {
        if (!name.ends_with(end)) return false;
        name.remove_suffix(end.size());
        return true;
    }
    // The first place of one of this shard's files.
    [[nodiscard]] std::optional<std::uint64_t> place_of(std::string_view name) const {
        if (!name.starts_with(begin_) || !name.ends_with(end_) || name.size() < begin_.size() + digits_ + end_.size()) return {};
        return number_of(name.substr(begin_.size(), name.size() - begin_.size() - end_.size()));
    }
    [[nodiscard]] static std::optional<std::uint64_t> number_of(std::string_view digits) noexcept {
        std::uint64_t out = 0;
        for (const char digit : digits) {
            if (digit < '0' || digit > '9') return {};
            out = out * 10 + static_cast<std::uint64_t>(digit - '0');
        }
        return digits.empty() ? std::nullopt : std::optional{out};
    }
    void sync() const {
        if (!sync_) return;
        const owned_descriptor folder{::open(folder_.c_str(), O_RDONLY | O_CLOEXEC)};
        if (folder && ::fsync(folder.get()) != 0 && errno != EINVAL) raise(io_error{last_error(), "write", folder_, 0});
    }

    std::string folder_, begin_, end_, hidden_;
    bool sync_;
    checkpoint_file state_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_ROLLED_FOLDER_HPP

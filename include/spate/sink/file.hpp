// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_FILE_HPP
#define SPATE_SINK_FILE_HPP

/// `file_sink`: a file written in parallel or in order, which bears its name only when it is complete.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>

namespace spate::inline v0 {

/// When space is reserved before writing. `automatic` reserves for direct transfers, which else wait for each other to extend
/// the file; `always` finds out at once whether the space is there, but keeps some file systems (btrfs) from compressing.
enum class preallocation : unsigned char { automatic, always, never };

namespace detail {

/// What `path` leads to: a rename over a symbolic link would replace the link and leave its target as it is.
[[nodiscard]] inline std::string follow_link(std::string path) {
    struct stat link {};
    if (::lstat(path.c_str(), &link) != 0 || !S_ISLNK(link.st_mode)) return path;
    char* const resolved = ::realpath(path.c_str(), nullptr);
    if (resolved == nullptr) raise_config("path", path, "is a symbolic link that leads nowhere", "name a file");
    path = resolved;
    std::free(resolved);
    return path;
}

}  // namespace detail

struct file_options {
    /// Replace a file of that name (when the new one is complete), and drop what an interrupted run has left.
    bool overwrite = false;
    /// Go on with what an interrupted run has left. What is there stays; nothing is checked here (run/write_file.hpp does).
    bool resume = false;
    /// Pass the page cache by (O_DIRECT). Any offset, length and memory may be written; multiples of 4 KiB are fast.
    bool direct = false;
    /// Wait in `close` until the bytes and the name are on the device.
    bool sync = false;
    /// The size that the output will have, where it is known; for preallocation, and to refuse a device that is too small.
    std::uint64_t size = unlimited;
    preallocation preallocate = preallocation::automatic;
};

/// Writes a file under the temporary name `path`.partial and renames it to `path` in `close`; a sink that is destroyed without
/// `close` leaves the temporary file (nothing, when nothing was written), so that the run can be resumed. Block devices,
/// /dev/null and other character devices and FIFOs are written in place and never renamed.
///
/// Errors: the constructor throws config_error for a path that cannot be meant (a directory, an existing file without
/// `overwrite`, a device that is too small), io_error for what the system refuses. Writes report the system's error; a file
/// beyond the process's limit gives EFBIG if SIGXFSZ is ignored (else that signal ends the process).
/// Thread safety: `write_at` from any number of threads on parts that do not overlap; everything else from one thread.
/// Cost: a write is one system call, without a copy, except for the unaligned parts of direct transfers.
class file_sink {
public:
    explicit file_sink(std::string path, const file_options& options = {}) : path_{std::move(path)}, options_{options} { open(); }
    file_sink(file_sink&&) noexcept = default;
    file_sink& operator=(file_sink&&) noexcept = default;
    ~file_sink() {
        if (file_ && !in_place_ && !options_.resume && state_ && state_->end.load() == 0) ::unlink(working_.c_str());
    }

    /// Writes at the end of what `write` has written so far.
    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        if (seekable_) {
            write_at(position_, bytes, error);
            if (!error) position_ += bytes.size();
            return;
        }
        const detail::sigpipe_guard guard;
        error = detail::transfer_all(file_.get(), bytes, position_,
                                     [this](std::span<const std::byte> part) { return ::write(file_.get(), part.data(), part.size()); });
    }

    /// Writes at `offset`. Requires seekable().
    void write_at(std::uint64_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept {
        error = direct_ ? write_direct(offset, bytes) : detail::write_all_at(buffered(), offset, bytes);
        if (error) return;
        const std::uint64_t end = offset + bytes.size();
        std::uint64_t seen = state_->end.load(std::memory_order_relaxed);
        while (seen < end && !state_->end.compare_exchange_weak(seen, end, std::memory_order_relaxed)) {
        }
    }

    /// Gives the file its length (the end of the last byte written) and its name. Once it succeeded the sink takes no more.
    void close(std::error_code& error) noexcept {
        error.clear();
        if (complete_) return;
        if (file_) {
            if (!in_place_ && ::ftruncate(file_.get(), static_cast<off_t>(state_->end.load())) != 0) error = detail::last_error();
            if (!error && options_.sync && ::fsync(file_.get()) != 0 && !(in_place_ && errno == EINVAL)) error = detail::last_error();
            if (error) return;
            // Network file systems report what failed behind the page cache when the file is closed, so that comes before the name.
            if (tail_) error = tail_.close();
            if (const std::error_code second = file_.close(); !error) error = second;
            failed_ = static_cast<bool>(error);
        }
        if (failed_ && !error) error = std::make_error_code(std::errc::io_error);
        if (!error && !in_place_) error = publish();
        complete_ = !error;
    }

    /// Waits until all that was written so far is on the device. Safe while others write.
    void sync(std::error_code& error) noexcept {
        error = ::fsync(file_.get()) == 0 || (in_place_ && errno == EINVAL) ? std::error_code{} : detail::last_error();
    }

    /// Closes and removes the temporary file.
    void discard() noexcept {
        if (file_ && !in_place_) ::unlink(working_.c_str());
        file_ = detail::owned_descriptor{};
        tail_ = detail::owned_descriptor{};
        complete_ = true;
    }

    void write(std::span<const std::byte> bytes) {
        const std::uint64_t before = position_;
        std::error_code error;
        write(bytes, error);
        if (error) detail::raise(io_error{error, "write", path_, std::max(before, position_)});
    }
    void write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
        std::error_code error;
        write_at(offset, bytes, error);
        if (error) detail::raise(io_error{error, "write", path_, offset});
    }
    void close() {
        std::error_code error;
        close(error);
        if (error) detail::raise(io_error{error, "complete", path_, end()});
    }

    /// The name that the output will bear.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// The name under which it is written: path() with ".partial", or path() where it is written in place.
    [[nodiscard]] const std::string& working_path() const noexcept { return working_; }
    /// Whether the target is a device or a FIFO, which is never renamed.
    [[nodiscard]] bool in_place() const noexcept { return in_place_; }
    /// Whether bytes can be written at offsets: all but FIFOs and terminals.
    [[nodiscard]] bool seekable() const noexcept { return seekable_; }
    /// The bytes that `write` has handed to the system.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
    /// The end of the last byte written (or found, when resuming).
    [[nodiscard]] std::uint64_t end() const noexcept { return seekable_ ? state_->end.load() : position_; }

    /// Forgets everything beyond `size`: what `close` makes the file's length, unless more is written.
    void truncate(std::uint64_t size) noexcept { state_->end.store(std::min(size, state_->end.load())); }

private:
    struct shared_state {
        std::atomic<std::uint64_t> end{0};
        std::mutex bounce_lock;
        detail::page_buffer bounce;
    };

    static constexpr std::size_t page = detail::page_buffer::alignment;
    static constexpr std::size_t bounce_size = std::size_t{256} << 10;

    [[nodiscard]] int buffered() const noexcept { return tail_ ? tail_.get() : file_.get(); }

    void open() {
        state_ = std::make_unique<shared_state>();
        if (path_.empty()) detail::raise_config("path", "\"\"", "is not a file name", "name a file");
        path_ = detail::follow_link(std::move(path_));
        struct stat target {};
        const bool exists = ::stat(path_.c_str(), &target) == 0;
        if (!exists && errno != ENOENT) detail::raise(io_error{detail::last_error(), "open", path_, 0});
        if (exists && S_ISDIR(target.st_mode)) detail::raise_config("path", path_, "is a directory", "name a file in it");
        if (exists && S_ISSOCK(target.st_mode)) detail::raise_config("path", path_, "is a socket", "write unix:" + path_);
        in_place_ = exists && !S_ISREG(target.st_mode);
        if (exists && !in_place_ && !options_.overwrite) detail::raise_config("path", path_, "exists", "choose another name, or allow it to be overwritten");
        working_ = in_place_ ? path_ : path_ + ".partial";
        if (in_place_)
            open_in_place(target);
        else
            open_temporary();
        if (direct_ && seekable_) state_->bounce = detail::page_buffer{bounce_size};
    }

    void open_in_place(const struct stat& target) {
        file_ = open_file(path_, O_WRONLY | O_CLOEXEC);
        if (!file_) detail::raise(io_error{detail::last_error(), "open", path_, 0});
        seekable_ = S_ISBLK(target.st_mode) || (S_ISCHR(target.st_mode) && ::isatty(file_.get()) == 0 && ::lseek(file_.get(), 0, SEEK_CUR) == 0);
        if (!S_ISBLK(target.st_mode)) return;
        const off_t capacity = ::lseek(file_.get(), 0, SEEK_END);
        if (capacity > 0 && options_.size != unlimited && options_.size > static_cast<std::uint64_t>(capacity))
            detail::raise_config("size", std::to_string(options_.size), "is more than the " + std::to_string(capacity) + " bytes of " + path_, "write less");
        if (options_.direct) open_direct();
    }

    void open_temporary() {
        const int how = options_.resume ? O_RDWR | O_CLOEXEC : O_RDWR | O_CLOEXEC | O_CREAT | (options_.overwrite ? 0 : O_EXCL);
        file_ = open_file(working_, how);
        if (!file_ && errno == EEXIST)
            detail::raise_config("path", path_, "has a temporary file " + working_ + " of a run that did not end",
                                 "resume that run, or allow it to be overwritten");
        if (!file_ && errno == ENOENT && options_.resume) detail::raise_config("path", path_, "cannot be resumed: there is no " + working_, "start anew");
        if (!file_) detail::raise(io_error{detail::last_error(), "open", working_, 0});
        // A lock dies with its process: what a crashed run left can be taken over, what a running one writes cannot.
        if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            file_ = detail::owned_descriptor{};
            detail::raise_config("path", path_, "is being written by another process", "choose another name");
        }
        struct stat now {
        }, named{};
        if (::fstat(file_.get(), &now) != 0 || ::stat(working_.c_str(), &named) != 0 || now.st_ino != named.st_ino || now.st_dev != named.st_dev)
            detail::raise_config("path", path_, "was just completed by another process", "choose another name");
        if (!S_ISREG(now.st_mode)) detail::raise_config("path", path_, "has a " + working_ + " that is not a file", "remove it");
        seekable_ = true;
        if (options_.resume)
            state_->end = static_cast<std::uint64_t>(now.st_size);
        else if (::ftruncate(file_.get(), 0) != 0)
            fail_and_remove("empty");
        if (options_.direct) open_direct();
        preallocate();
    }

    // The aligned parts go through file_, the others through tail_; no 4 KiB page is written by both.
    void open_direct() {
        tail_ = std::move(file_);
#if defined(__linux__)
        file_ = open_file(working_, (in_place_ ? O_WRONLY : O_RDWR) | O_CLOEXEC | O_DIRECT);
#else
        file_ = open_file(working_, (in_place_ ? O_WRONLY : O_RDWR) | O_CLOEXEC);
        if (file_) ::fcntl(file_.get(), F_NOCACHE, 1);
#endif
        if (file_) {
            direct_ = true;
            return;
        }
        const int reason = errno;
        if (!in_place_ && !options_.resume) ::unlink(working_.c_str());
        if (reason == EINVAL) detail::raise_config("direct", path_, "is on a file system that has no direct transfers", "write through the page cache");
        detail::raise(io_error{{reason, std::generic_category()}, "open", working_, 0});
    }

    void preallocate() {
        if (options_.size == unlimited || options_.size == 0 || options_.preallocate == preallocation::never) return;
        if (options_.preallocate == preallocation::automatic && !direct_) return;
#if defined(__linux__)
        int result;
        do result = ::fallocate(file_.get(), 0, 0, static_cast<off_t>(options_.size));
        while (result != 0 && errno == EINTR);
        if (result != 0 && (errno == ENOSPC || errno == EFBIG || errno == EIO || errno == EDQUOT)) fail_and_remove("reserve space for");
#endif
    }

    [[noreturn]] void fail_and_remove(std::string_view operation) {
        const std::error_code reason = detail::last_error();
        if (!options_.resume) ::unlink(working_.c_str());
        detail::raise(io_error{reason, operation, working_, 0});
    }

    static detail::owned_descriptor open_file(const std::string& name, int how) noexcept {
        int number;
        do number = ::open(name.c_str(), how, 0666);
        while (number < 0 && errno == EINTR);
        return detail::owned_descriptor{number};
    }

    [[nodiscard]] std::error_code write_direct(std::uint64_t offset, std::span<const std::byte> bytes) noexcept {
        const std::size_t head = std::min(bytes.size(), static_cast<std::size_t>((page - offset % page) % page));
        if (head != 0) {
            if (const std::error_code error = detail::write_all_at(tail_.get(), offset, bytes.first(head))) return error;
            offset += head;
            bytes = bytes.subspan(head);
        }
        const std::size_t middle = bytes.size() / page * page;
        if (middle != 0) {
            if (const std::error_code error = write_pages(offset, bytes.first(middle))) return error;
        }
        return detail::write_all_at(tail_.get(), offset + middle, bytes.subspan(middle));
    }

    [[nodiscard]] std::error_code write_pages(std::uint64_t offset, std::span<const std::byte> bytes) noexcept {
        if (reinterpret_cast<std::uintptr_t>(bytes.data()) % page == 0) return write_whole_pages(offset, bytes);
        const std::lock_guard lock{state_->bounce_lock};
        while (!bytes.empty()) {
            const std::span<const std::byte> part = bytes.first(std::min(bytes.size(), bounce_size));
            std::copy(part.begin(), part.end(), state_->bounce.data());
            if (const std::error_code error = write_whole_pages(offset, state_->bounce.first(part.size()))) return error;
            offset += part.size();
            bytes = bytes.subspan(part.size());
        }
        return {};
    }

    // A short count may end inside a page (a full device): the rest then goes through the page cache.
    [[nodiscard]] std::error_code write_whole_pages(std::uint64_t offset, std::span<const std::byte> bytes) noexcept {
        std::uint64_t taken = 0;
        return detail::transfer_all(file_.get(), bytes, taken, [&](std::span<const std::byte> part) {
            const int through = taken % page == 0 ? file_.get() : tail_.get();
            return ::pwrite(through, part.data(), part.size(), static_cast<off_t>(offset + taken));
        });
    }

    [[nodiscard]] std::error_code publish() const noexcept {
        if (!options_.overwrite) {
            // A hard link fails where the name is taken by now; rename would replace it.
            if (::link(working_.c_str(), path_.c_str()) == 0) return ::unlink(working_.c_str()) == 0 ? sync_directory() : detail::last_error();
            if (errno == EEXIST) return detail::last_error();
        }
        if (::rename(working_.c_str(), path_.c_str()) != 0) return detail::last_error();
        return sync_directory();
    }

    [[nodiscard]] std::error_code sync_directory() const noexcept {
        if (!options_.sync) return {};
        const std::size_t slash = path_.rfind('/');
        const detail::owned_descriptor directory = open_file(slash == std::string::npos ? "." : path_.substr(0, slash + 1), O_RDONLY | O_CLOEXEC);
        return !directory || ::fsync(directory.get()) != 0 ? detail::last_error() : std::error_code{};
    }

    std::string path_, working_;
    file_options options_;
    detail::owned_descriptor file_, tail_;
    bool in_place_ = false, seekable_ = false, direct_ = false, failed_ = false, complete_ = false;
    std::uint64_t position_ = 0;
    std::unique_ptr<shared_state> state_;
};

static_assert(random_access_sink<file_sink>);

}  // namespace spate::inline v0

#endif  // SPATE_SINK_FILE_HPP

// SPDX-License-Identifier: Apache-2.0
#include "input.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/sink/file.hpp>

#include "console.hpp"
#include "target.hpp"

namespace cli {
namespace {

// What a path leads to, for renaming over it.
std::string target_of(const std::string& path) {
    try {
        return spate::detail::follow_link(path);
    } catch (const spate::config_error& error) {
        throw spate::config_error{"out", path, error.problem(), error.remedy()};
    }
}

[[noreturn]] void refuse_partial(const std::string& path, const std::string& partial) {
    throw spate::config_error{"out", path, "is being written, or was by a run that was killed: " + partial + " is there", "remove that, or name another file"};
}

}  // namespace

input_file::input_file(std::string path) : path_{std::move(path)} {
    const auto refuse = [&](std::string problem, std::string remedy) { throw spate::config_error{"FILE", path_.empty() ? "\"\"" : path_, problem, remedy}; };
    struct stat about {};
    if (::stat(path_.c_str(), &about) != 0) {
        if (errno == ENOENT && exists(path_ + ".partial"))
            refuse("is not complete: there is " + path_ + ".partial", "complete it with: spate bytes --resume --out " + shell_word(path_));
        if (errno == ENOENT) refuse("does not exist", "name a file or a block device");
        refuse(std::string{"cannot be looked at: "} + std::strerror(errno), "name a file that can be read");
    }
    if (S_ISDIR(about.st_mode)) refuse("is a directory", "name a file in it");
    if (S_ISFIFO(about.st_mode)) refuse("is a pipe, which can be read only once and in order", "write it to a file first");
    if (S_ISSOCK(about.st_mode)) refuse("is a socket", "name a file");
    if (S_ISCHR(about.st_mode)) refuse("is a character device, which has no size", "name a file or a block device");
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) refuse(std::string{"cannot be read: "} + std::strerror(errno), "name a file that can be read");
    const off_t end = ::lseek(descriptor_, 0, SEEK_END);
    if (end < 0) {
        const int reason = errno;
        ::close(descriptor_);
        refuse(std::string{"has no size: "} + std::strerror(reason), "name a file or a block device");
    }
    size_ = static_cast<std::uint64_t>(end);
}

input_file::~input_file() { ::close(descriptor_); }

void input_file::read(std::uint64_t offset, std::span<std::byte> out) const {
    while (!out.empty()) {
        const ssize_t got = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw spate::io_error{std::error_code{errno, std::generic_category()}, "read", path_, offset};
        if (got == 0)
            throw run_failure{path_ + " has become shorter while it was read: it ends at " + std::to_string(offset) + ", and had " + std::to_string(size_) +
                              " bytes"};
        out = out.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
}

void check_text_target(const std::string& path, bool force) {
    if (!is_regular_or_new(path)) return;
    const std::string partial = target_of(path) + ".partial";
    if (!force && exists(partial)) refuse_partial(path, partial);
}

void write_text(const std::string& path, const std::string& text, bool force) {
    const std::string target = target_of(path);
    const auto failed = [&](int reason, const char* what) { return spate::io_error{std::error_code{reason, std::generic_category()}, what, target, 0}; };
    // What is no regular file, like a terminal or /dev/null, cannot be replaced.
    const bool is_replaced = is_regular_or_new(target);
    const std::string name = is_replaced ? target + ".partial" : target;
    struct stat before {};
    const bool keeps_mode = is_replaced && ::stat(target.c_str(), &before) == 0;
    const mode_t mode = keeps_mode ? before.st_mode & 07777 : 0666;
    if (is_replaced && force) std::remove(name.c_str());
    const int descriptor = ::open(name.c_str(), O_WRONLY | O_CLOEXEC | (is_replaced ? O_CREAT | O_EXCL : 0), mode & 0777);
    if (descriptor < 0 && errno == EEXIST) refuse_partial(path, name);
    if (descriptor < 0) throw failed(errno, "open");
    bool written = !keeps_mode || ::fchmod(descriptor, mode) == 0;
    int reason = errno;
    for (std::size_t at = 0; written && at < text.size();) {
        const ssize_t put = ::write(descriptor, text.data() + at, text.size() - at);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) written = false, reason = errno;
        at += put < 0 ? 0 : static_cast<std::size_t>(put);
    }
    if (::close(descriptor) != 0 && written) written = false, reason = errno;
    if (written && is_replaced && std::rename(name.c_str(), target.c_str()) != 0) written = false, reason = errno;
    if (written) return;
    if (is_replaced) std::remove(name.c_str());
    throw failed(reason, "write");
}

}  // namespace cli

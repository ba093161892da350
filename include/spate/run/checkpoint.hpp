// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_CHECKPOINT_HPP
#define SPATE_RUN_CHECKPOINT_HPP

/// `checkpoint_file`: how far a stream has been delivered, for targets that do not keep it themselves.

#include <cerrno>
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

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/run/detail/json.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0 {

/// What is remembered of a stream.
struct delivery_checkpoint {
    delivery_stream stream = {};
    /// The place of the stream, of all shards, with which the delivery began.
    std::uint64_t first = 0;
    /// The shard's places below are acknowledged.
    std::uint64_t next = 0;
    /// Whether the delivery has come to its end.
    bool complete = false;
};

/// A specification's hash as checkpoints and messages have it: 16 hexadecimal digits.
[[nodiscard]] inline std::string specification_text(std::uint64_t hash) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

/// Throws config_error for a stream that cannot be named or that has no such shard.
inline void check_stream(const delivery_stream& stream) {
    const bool is_name = !stream.name.empty() && stream.name.size() <= 128 &&
                         stream.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos;
    if (!is_name) detail::raise_config("stream", "\"" + stream.name + "\"", "is no name of a stream", "take 1 to 128 letters, digits, -, _ and points");
    if (stream.shards == 0 || stream.shard >= stream.shards || stream.shards > 1'000'000)
        detail::raise_config("shard", std::to_string(stream.shard) + "/" + std::to_string(stream.shards), "is no shard",
                             "give i/n with i from 0 to n - 1, and n at most 1000000");
    if (stream.note.size() > 200) detail::raise_config("note", std::to_string(stream.note.size()) + " characters", "are too many", "take 200 or fewer");
}

/// The text of a checkpoint, a JSON object (RFC 8259). Requires that the note is UTF-8.
[[nodiscard]] inline std::string to_json(const delivery_checkpoint& one) {
    std::string out = "{\n  \"format\": \"spate checkpoint\",\n  \"version\": 1,\n  \"stream\": ";
    detail::append_json_string(out, one.stream.name);
    out += ",\n  \"shard\": " + std::to_string(one.stream.shard) + ",\n  \"shards\": " + std::to_string(one.stream.shards);
    out += ",\n  \"specification_hash\": \"" + specification_text(one.stream.specification) + "\",\n  \"note\": ";
    detail::append_json_string(out, one.stream.note);
    out += ",\n  \"first\": " + std::to_string(one.first) + ",\n  \"next\": " + std::to_string(one.next);
    out += std::string{",\n  \"complete\": "} + (one.complete ? "true" : "false") + "\n}\n";
    return out;
}

/// Reads it again. Throws config_error, which names `file`, the line and what is wrong there, for anything that to_json does not write.
[[nodiscard]] inline delivery_checkpoint parse_checkpoint(std::string_view text, std::string_view file) {
    detail::json_reader json{text, file, {"checkpoint", "is not a checkpoint of spate", "remove it to begin anew, or put the right one in its place"}};
    delivery_checkpoint out;
    std::string format, hash;
    std::uint64_t version = 0;
    const auto member = [&](const std::string& key) {
        if (key == "format")
            format = json.string();
        else if (key == "version")
            version = json.number();
        else if (key == "stream")
            out.stream.name = json.string();
        else if (key == "shard")
            out.stream.shard = json.number();
        else if (key == "shards")
            out.stream.shards = json.number();
        else if (key == "specification_hash")
            hash = json.string();
        else if (key == "note")
            out.stream.note = json.string();
        else if (key == "first")
            out.first = json.number();
        else if (key == "next")
            out.next = json.number();
        else if (key == "complete")
            out.complete = json.boolean();
        else
            return false;
        return true;
    };
    json.object(member, {"format", "version", "stream", "shard", "shards", "specification_hash", "note", "first", "next", "complete"});
    json.end();
    if (format != "spate checkpoint") json.fail("the format is \"" + format + "\", not \"spate checkpoint\"");
    if (version != 1) json.fail("version " + std::to_string(version) + " is not known; this program knows version 1");
    for (const char digit : hash) {
        const std::size_t value = std::string_view{"0123456789abcdef"}.find(digit);
        if (value == std::string_view::npos) hash.clear();
        out.stream.specification = out.stream.specification << 4 | value;
        if (hash.empty()) break;
    }
    if (hash.size() != 16) json.fail("the hash of the specification is not 16 hexadecimal digits");
    return out;
}

/// The checkpoint of a stream's shard: FOLDER/NAME-i-of-n.json, and beside it a .lock, which this holds. Thread safety: one thread at a time.
class checkpoint_file {
public:
    /// Makes the folder where it is missing, and takes the lock. Throws config_error for a stream without a proper name, for a folder that is none and where
    /// another process holds the lock; io_error for what the system refuses.
    /// Without `sync`, what is written may be lost when the power fails.
    checkpoint_file(std::string folder, const delivery_stream& stream, bool sync = true) : folder_{std::move(folder)}, sync_{sync} {
        check_stream(stream);
        if (folder_.empty()) detail::raise_config("checkpoint", "\"\"", "is not a folder's name", "name one");
        while (folder_.size() > 1 && folder_.ends_with('/')) folder_.pop_back();
        std::error_code error;
        std::filesystem::create_directories(folder_, error);
        struct stat found {};
        if (::stat(folder_.c_str(), &found) == 0 && !S_ISDIR(found.st_mode)) detail::raise_config("checkpoint", folder_, "is not a folder", "name another");
        if (error) detail::raise(io_error{error, "make", folder_, 0});
        path_ = folder_ + "/" + stream.id() + ".json";
        const std::string lock = folder_ + "/" + stream.id() + ".lock";
        lock_ = detail::owned_descriptor{::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)};
        if (!lock_) detail::raise(io_error{detail::last_error(), "open", lock, 0});
        if (::flock(lock_.get(), LOCK_EX | LOCK_NB) == 0) return;
        if (errno != EWOULDBLOCK) detail::raise(io_error{detail::last_error(), "lock", lock, 0});
        detail::raise_config("checkpoint", path_, "is in use: another process delivers " + stream.id(),
                             "wait for its end, or name another stream, shard or checkpoint folder");
    }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// Nothing where there is none. Throws config_error for what is no checkpoint, and one of another stream; io_error for what cannot be read.
    [[nodiscard]] std::optional<delivery_checkpoint> read(const delivery_stream& stream) const {
        const detail::owned_descriptor in{::open(path_.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!in && errno == ENOENT) return {};
        if (!in) detail::raise(io_error{detail::last_error(), "open", path_, 0});
        std::string text(65536, '\0');
        std::size_t got = 0;
        if (const std::error_code error = detail::read_all_at(in.get(), 0, std::as_writable_bytes(std::span{text}), got))
            detail::raise(io_error{error, "read", path_, got});
        text.resize(got);
        delivery_checkpoint out = parse_checkpoint(text, path_);
        if (out.stream.id() != stream.id())
            detail::raise_config("checkpoint", path_, "is of " + out.stream.id() + ", not of " + stream.id(),
                                 "remove it to begin anew, or put the right one in its place");
        return out;
    }

    /// Puts a checkpoint in the place of the old one: at every moment, and after a power failure, the file holds one or the other. Throws io_error. Cost: two
    /// fsync.
    void write(const delivery_checkpoint& one) const {
        const std::string text = to_json(one), temporary = path_ + ".partial";
        const auto fail = [](std::error_code error, std::string_view what, const std::string& name) { detail::raise(io_error{error, what, name, 0}); };
        detail::owned_descriptor out{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
        if (!out) fail(detail::last_error(), "open", temporary);
        if (const std::error_code error = detail::write_all_at(out.get(), 0, std::as_bytes(std::span{text}))) fail(error, "write", temporary);
        if (sync_ && ::fsync(out.get()) != 0) fail(detail::last_error(), "write", temporary);
        if (const std::error_code error = out.close()) fail(error, "write", temporary);
        if (::rename(temporary.c_str(), path_.c_str()) != 0) fail(detail::last_error(), "write", path_);
        if (!sync_) return;
        const detail::owned_descriptor folder{::open(folder_.c_str(), O_RDONLY | O_CLOEXEC)};
        // Some file systems have no fsync of folders.
        if (folder && ::fsync(folder.get()) != 0 && errno != EINVAL) fail(detail::last_error(), "write", path_);
    }

private:
    std::string folder_, path_;
    bool sync_;
    detail::owned_descriptor lock_;
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_CHECKPOINT_HPP

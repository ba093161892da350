// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_RECORD_HPP
#define SPATE_RUN_RECORD_HPP

/// `run_record`: the sidecar of a file, NAME.spate.json, which tells what the file holds and how far it is written. It is what
/// an interrupted run is resumed from, and what a complete file is verified with.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/detail/posix.hpp>
#include <spate/run/detail/json.hpp>

namespace spate::inline v0 {

/// What a run writes, as text that only its maker reads: every option that decides a byte, the seed included.
using specification = std::vector<std::pair<std::string, std::string>>;

/// A 64-bit hash of keys and values in their order.
[[nodiscard]] inline std::uint64_t hash_of(const specification& entries) noexcept {
    std::uint64_t hash = entries.size();
    for (const auto& [key, value] : entries) hash = mix(mix(hash ^ hash_name(key)) + hash_name(value));
    return hash;
}

/// How far a file is written. In the sidecar it is one JSON object (RFC 8259): format, version, specification (an object of
/// strings), specification_hash (16 hexadecimal digits), size (a number, or "unlimited"), mark and complete.
struct run_record {
    specification entries;
    /// The size of the output; `unlimited` until an endless run has ended.
    std::uint64_t size = unlimited;
    /// Every byte of the file below this has been handed to the system.
    std::uint64_t mark = 0;
    /// Whether the output is complete and bears its name.
    bool complete = false;

    friend bool operator==(const run_record&, const run_record&) = default;
};

/// The sidecar of an output.
[[nodiscard]] inline std::string record_path(const std::string& output) { return output + ".spate.json"; }

/// The text of a record. Keys and values must be UTF-8.
[[nodiscard]] inline std::string to_json(const run_record& record) {
    char hash[17];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(hash_of(record.entries)));
    std::string out = "{\n  \"format\": \"spate run\",\n  \"version\": 1,\n  \"specification\": {";
    const char* separator = "\n    ";
    for (const auto& [key, value] : record.entries) {
        out += separator;
        detail::append_json_string(out, key);
        out += ": ";
        detail::append_json_string(out, value);
        separator = ",\n    ";
    }
    out += record.entries.empty() ? "},\n" : "\n  },\n";
    out += "  \"specification_hash\": \"" + std::string{hash} + "\",\n";
    out += "  \"size\": " + (record.size == unlimited ? "\"unlimited\"" : std::to_string(record.size)) + ",\n";
    out += "  \"mark\": " + std::to_string(record.mark) + ",\n";
    out += std::string{"  \"complete\": "} + (record.complete ? "true" : "false") + "\n}\n";
    return out;
}

/// Reads the text of a record. Throws config_error, which names `file`, the line and what is wrong there, for anything that
/// `to_json` does not write but for blanks and the order of the keys: a record that was cut off or changed is not trusted.
[[nodiscard]] inline run_record parse_record(std::string_view text, std::string_view file) {
    detail::json_reader json{text, file};
    run_record out;
    std::string format, hash;
    std::uint64_t version = 0;
    const auto size = [&] {
        if (!json.at_string()) return json.number();
        if (json.string() != "unlimited") json.fail("a size is a number or \"unlimited\"");
        return unlimited;
    };
    const auto entry = [&](const std::string& key) {
        out.entries.emplace_back(key, json.string());
        return true;
    };
    const auto member = [&](const std::string& key) {
        if (key == "format")
            format = json.string();
        else if (key == "version")
            version = json.number();
        else if (key == "specification")
            json.object(entry);
        else if (key == "specification_hash")
            hash = json.string();
        else if (key == "size")
            out.size = size();
        else if (key == "mark")
            out.mark = json.number();
        else if (key == "complete")
            out.complete = json.boolean();
        else
            return false;
        return true;
    };
    json.object(member, {"format", "version", "specification", "specification_hash", "size", "mark", "complete"});
    json.end();
    if (format != "spate run") json.fail("the format is \"" + format + "\", not \"spate run\"");
    if (version != 1) json.fail("version " + std::to_string(version) + " is not known; this program knows version 1");
    char expected[17];
    std::snprintf(expected, sizeof expected, "%016llx", static_cast<unsigned long long>(hash_of(out.entries)));
    if (hash != expected) json.fail("the specification was changed: its hash is " + std::string{expected} + ", not \"" + hash + "\"");
    if (out.mark > out.size) json.fail("the mark " + std::to_string(out.mark) + " lies beyond the size " + std::to_string(out.size));
    if (out.complete && out.mark != out.size) json.fail("it is complete, but its mark " + std::to_string(out.mark) + " is not its size");
    return out;
}

/// Reads a sidecar. Throws io_error when the file cannot be read, config_error as parse_record does.
[[nodiscard]] inline run_record load_record(const std::string& file) {
    const detail::owned_descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!in) detail::raise(io_error{detail::last_error(), "open", file, 0});
    constexpr std::size_t limit = std::size_t{1} << 20;
    std::string text(limit + 1, '\0');
    std::size_t got = 0;
    if (const std::error_code error = detail::read_all_at(in.get(), 0, std::as_writable_bytes(std::span{text}), got))
        detail::raise(io_error{error, "read", file, got});
    if (got > limit) detail::raise_config("record", file, "is not a record of a run: it is larger than 1 MiB", "remove it and start anew");
    text.resize(got);
    return parse_record(text, file);
}

/// Writes a sidecar so that it is either the old or the new one at every moment; with `sync`, after a power failure too.
/// When there is no space for a second file, the old one is written over.
[[nodiscard]] inline std::error_code save_record(const std::string& file, const run_record& record, bool sync = false) {
    const std::string text = to_json(record), temporary = file + ".partial";
    const auto bytes = std::as_bytes(std::span{text});
    const auto put = [&](const std::string& name, int flags) -> std::error_code {
        detail::owned_descriptor out{::open(name.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666)};
        if (!out) return detail::last_error();
        if (const std::error_code error = detail::write_all_at(out.get(), 0, bytes)) return error;
        if (::ftruncate(out.get(), static_cast<off_t>(text.size())) != 0) return detail::last_error();
        if (sync && ::fsync(out.get()) != 0) return detail::last_error();
        return out.close();
    };
    std::error_code error = put(temporary, O_CREAT | O_TRUNC);
    if (!error && ::rename(temporary.c_str(), file.c_str()) == 0) return {};
    if (!error) error = detail::last_error();
    ::unlink(temporary.c_str());
    if (error == std::errc::no_space_on_device || error.value() == EDQUOT) return put(file, 0);
    return error;
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_RECORD_HPP

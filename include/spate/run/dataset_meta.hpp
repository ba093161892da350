// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DATASET_META_HPP
#define SPATE_RUN_DATASET_META_HPP

/// `dataset_meta`: what the file meta.json of a dataset tells.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/run/detail/json.hpp>
#include <spate/version.hpp>

namespace spate::inline v0 {

/// A file of a dataset: rows [first_row, first_row + rows) of its table. Files that are not of rows have 0 of them.
struct dataset_file {
    std::string name;
    std::uint64_t first_row = 0, rows = 0, bytes = 0;
    /// By the algorithm that dataset_meta names; empty where it names none.
    std::string checksum;

    friend bool operator==(const dataset_file&, const dataset_file&) = default;
};

/// A directory of data files, and from what they can be made again. meta.json is one object of JSON (RFC 8259):
///
/// | member | what it is |
/// |---|---|
/// | kind, version | "spate dataset", 1 |
/// | spate | the version of the program that wrote it |
/// | schema | the schema, as it was given |
/// | builtin | its name in the catalogue; absent where it has none |
/// | seed | a text of decimal digits, since it may have 64 bits |
/// | rows, bytes | of all data files |
/// | format, compression | as `generate` names them; no compression where the format has none |
/// | options | what else decides the bytes |
/// | checksum_algorithm | absent where there are no checksums |
/// | files | the data files in the order of their rows: name, first_row, rows, bytes, checksum |
/// | other_files | those that are not of rows: name, bytes, checksum |
/// | started, finished | RFC 3339, in UTC |
/// | seconds, rows_per_second, bytes_per_second | of the whole run |
struct dataset_meta {
    std::string spate_version = SPATE_VERSION_STRING;
    /// JSON.
    std::string schema = "null";
    std::string builtin;
    std::uint64_t seed = 0;
    std::string format, compression;
    /// Names, and values in JSON.
    std::vector<std::pair<std::string, std::string>> options;
    std::string checksum_algorithm;
    std::vector<dataset_file> files, other_files;
    /// Seconds since 1970.
    std::int64_t started = 0, finished = 0;
    double seconds = 0;

    [[nodiscard]] std::uint64_t rows() const noexcept {
        std::uint64_t out = 0;
        for (const dataset_file& one : files) out += one.rows;
        return out;
    }
    [[nodiscard]] std::uint64_t bytes() const noexcept {
        std::uint64_t out = 0;
        for (const dataset_file& one : files) out += one.bytes;
        return out;
    }
};

namespace detail {

// "2026-11-26T13:46:30Z".
[[nodiscard]] inline std::string rfc3339(std::int64_t seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

[[nodiscard]] inline std::string json_real(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

class meta_writer {
public:
    /// `json` is JSON.
    meta_writer& raw(std::string_view key, std::string_view json) {
        text_ += text_.empty() ? "{\n  " : ",\n  ";
        append_json_string(text_, key);
        (text_ += ": ") += json;
        return *this;
    }
    meta_writer& add(std::string_view key, std::string_view value) {
        std::string json;
        append_json_string(json, value);
        return raw(key, json);
    }
    void add(std::string_view key, const std::vector<dataset_file>& files, bool of_rows) {
        std::string json = "[";
        for (const dataset_file& one : files) {
            json += json.size() == 1 ? "\n    {\"name\": " : ",\n    {\"name\": ";
            append_json_string(json, one.name);
            if (of_rows) json += ", \"first_row\": " + std::to_string(one.first_row) + ", \"rows\": " + std::to_string(one.rows);
            json += ", \"bytes\": " + std::to_string(one.bytes);
            if (!one.checksum.empty()) append_json_string(json += ", \"checksum\": ", one.checksum);
            json += "}";
        }
        raw(key, json + (files.empty() ? "]" : "\n  ]"));
    }
    [[nodiscard]] std::string text() && { return std::move(text_) + "\n}\n"; }

private:
    std::string text_;
};

}  // namespace detail

/// The text of meta.json. Texts must be UTF-8.
[[nodiscard]] inline std::string to_json(const dataset_meta& meta) {
    detail::meta_writer out;
    out.add("kind", "spate dataset").raw("version", "1").add("spate", meta.spate_version).raw("schema", meta.schema);
    if (!meta.builtin.empty()) out.add("builtin", meta.builtin);
    out.add("seed", std::to_string(meta.seed)).raw("rows", std::to_string(meta.rows())).raw("bytes", std::to_string(meta.bytes())).add("format", meta.format);
    if (!meta.compression.empty()) out.add("compression", meta.compression);
    std::string options;
    for (const auto& [name, value] : meta.options) {
        detail::append_json_string(options += options.empty() ? "{" : ", ", name);
        (options += ": ") += value;
    }
    out.raw("options", options.empty() ? "{}" : options + "}");
    if (!meta.checksum_algorithm.empty()) out.add("checksum_algorithm", meta.checksum_algorithm);
    out.add("files", meta.files, true);
    out.add("other_files", meta.other_files, false);
    out.add("started", detail::rfc3339(meta.started)).add("finished", detail::rfc3339(meta.finished)).raw("seconds", detail::json_real(meta.seconds));
    const auto rate = [&](std::uint64_t number) { return detail::json_real(meta.seconds > 0 ? static_cast<double>(number) / meta.seconds : 0); };
    out.raw("rows_per_second", rate(meta.rows())).raw("bytes_per_second", rate(meta.bytes()));
    return std::move(out).text();
}

/// Reads of a meta.json what `to_json` wrote: all but times and rates. Members that it does not know are passed over. Throws config_error, which names `file`
/// and the line, for what is no meta.json of a dataset.
[[nodiscard]] inline dataset_meta parse_dataset_meta(std::string_view text, std::string_view file) {
    detail::json_reader json{text, file, {"meta", "is not the meta.json of a dataset of spate", "leave it alone, or remove it by hand"}};
    dataset_meta out;
    std::string kind, seed;
    std::uint64_t version = 0;
    const auto files = [&](std::vector<dataset_file>& to) {
        json.array([&] {
            dataset_file one;
            json.object(
                [&](const std::string& key) {
                    if (key == "name")
                        one.name = json.string();
                    else if (key == "first_row")
                        one.first_row = json.number();
                    else if (key == "rows")
                        one.rows = json.number();
                    else if (key == "bytes")
                        one.bytes = json.number();
                    else if (key == "checksum")
                        one.checksum = json.string();
                    else
                        (void)json.any();
                    return true;
                },
                {"name", "bytes"});
            to.push_back(std::move(one));
        });
    };
    const auto options = [&](const std::string& key) {
        out.options.emplace_back(key, json.any());
        return true;
    };
    const auto member = [&](const std::string& key) {
        std::string* const texts[] = {&kind, &seed, &out.spate_version, &out.builtin, &out.format, &out.compression, &out.checksum_algorithm};
        constexpr std::string_view names[] = {"kind", "seed", "spate", "builtin", "format", "compression", "checksum_algorithm"};
        if (const auto* const found = std::find(std::begin(names), std::end(names), key); found != std::end(names))
            *texts[found - std::begin(names)] = json.string();
        else if (key == "version")
            version = json.number();
        else if (key == "schema")
            out.schema = json.any();
        else if (key == "files")
            files(out.files);
        else if (key == "other_files")
            files(out.other_files);
        else if (key == "options")
            json.object(options);
        else
            (void)json.any();
        return true;
    };
    json.object(member, {"kind", "version", "seed", "format", "files"});
    json.end();
    const auto read = std::from_chars(seed.data(), seed.data() + seed.size(), out.seed);
    if (kind != "spate dataset") json.fail("\"kind\" is not \"spate dataset\"");
    if (version != 1) json.fail("\"version\" is not 1");
    if (read.ec != std::errc{} || read.ptr != seed.data() + seed.size()) json.fail("\"seed\" is not a number of 64 bits");
    return out;
}

/// Reads a meta.json. Throws io_error for a file that cannot be read, config_error as parse_dataset_meta does and for more than 64 MiB.
[[nodiscard]] inline dataset_meta load_dataset_meta(const std::string& file) {
    const detail::owned_descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    struct stat found {};
    if (!in || ::fstat(in.get(), &found) != 0) detail::raise(io_error{detail::last_error(), "open", file, 0});
    if (!S_ISREG(found.st_mode) || found.st_size > (off_t{64} << 20))
        detail::raise_config("meta", file, "is not the meta.json of a dataset of spate", "leave it alone, or remove it by hand");
    std::string text(static_cast<std::size_t>(found.st_size), '\0');
    std::size_t got = 0;
    if (const std::error_code error = detail::read_all_at(in.get(), 0, std::as_writable_bytes(std::span{text}), got))
        detail::raise(io_error{error, "read", file, got});
    text.resize(got);
    return parse_dataset_meta(text, file);
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_DATASET_META_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_WRITE_FILE_HPP
#define SPATE_RUN_WRITE_FILE_HPP

/// `write_file`: a whole run into a file, with its record; goes on where an interrupted run stopped.

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <exception>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include <sys/stat.h>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/run/record.hpp>
#include <spate/run/report.hpp>
#include <spate/run/verify_file.hpp>
#include <spate/run/write.hpp>
#include <spate/sink/file.hpp>

namespace spate::inline v0 {

/// A run into a file.
struct file_run {
    /// The file, a device or a FIFO.
    std::string path;
    /// All that decides the bytes; it is kept in the record, and a run is resumed only with the same.
    specification entries{};
    /// How the file is opened; `size` is filled in. `resume` goes on where an interrupted run stopped, and begins where none is.
    file_options file{};
    /// What is written; `sink_offset` must be 0.
    write_options write{};
    /// Whether the record NAME.spate.json is kept (never for devices and FIFOs). Without it the run cannot be resumed.
    bool record = true;
};

/// How a run into a file ended.
struct file_report : write_report {
    /// How many bytes were found of an interrupted run; `mark` counts them.
    std::uint64_t resumed = 0;
    /// Whether the file is complete and bears its name.
    bool complete = false;

    /// The bytes that this run wrote.
    [[nodiscard]] std::uint64_t written() const noexcept { return bytes() - resumed; }
};

/// How much below the mark is made again and compared before a run is resumed.
inline constexpr std::uint64_t resume_window = std::uint64_t{64} << 20;

namespace detail {

[[nodiscard]] inline bool is_there(const std::string& name) noexcept {
    struct stat about {};
    return ::lstat(name.c_str(), &about) == 0;
}

/// Throws config_error, which names the first entry that is not the same.
inline void require_same(const run_record& found, const specification& wanted, std::uint64_t size, const std::string& file) {
    const std::string remedy = "resume with what " + file + " says, or start anew";
    const auto in = [](const specification& entries, const std::string& key) -> const std::string* {
        for (const auto& [name, value] : entries)
            if (name == key) return &value;
        return nullptr;
    };
    for (const auto& [key, value] : wanted) {
        const std::string* const old = in(found.entries, key);
        if (old == nullptr || *old != value)
            raise_config(key, "\"" + value + "\"",
                         old == nullptr ? "was not given when the run was begun" : "is not what the run was begun with, \"" + *old + "\"", remedy);
    }
    for (const auto& [key, value] : found.entries)
        if (in(wanted, key) == nullptr) raise_config(key, "", "is missing: the run was begun with \"" + value + "\"", remedy);
    if (found.entries != wanted) raise_config("specification", "", "has its entries in another order than when the run was begun", remedy);
    if (!found.complete && found.size != size)
        raise_config("size", std::to_string(size), "is not what the run was begun with, " + std::to_string(found.size), remedy);
}

/// Keeps the record while a run goes on: at most once a second.
class record_keeper {
public:
    record_keeper(std::string file, run_record record, bool sync) : file_{std::move(file)}, record_{std::move(record)}, sync_{sync} {}

    [[nodiscard]] bool due() const noexcept { return std::chrono::steady_clock::now() - last_ >= std::chrono::seconds{1}; }
    [[nodiscard]] const run_record& record() const noexcept { return record_; }
    [[nodiscard]] const std::string& file() const noexcept { return file_; }

    [[nodiscard]] std::error_code save(std::uint64_t mark) {
        last_ = std::chrono::steady_clock::now();
        record_.mark = mark;
        return save_record(file_, record_, sync_);
    }
    [[nodiscard]] std::error_code finish(std::uint64_t size) {
        record_.size = size;
        record_.complete = true;
        return save(size);
    }

private:
    std::string file_;
    run_record record_;
    bool sync_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Compares the last of what an interrupted run has written. Throws where it is not what the record says.
template <class Executor, class Source>
void check_tail(Executor& workers, const Source& source, std::uint64_t first, const std::string& file, std::uint64_t mark) {
    const std::uint64_t from = mark - std::min(mark, resume_window);
    const verify_report found = verify_file(workers, source, file, {.first = first, .length = mark, .from = from});
    if (found.too_short())
        raise_config("resume", file, "has " + std::to_string(found.file_size) + " bytes, but its record says that " + std::to_string(mark) + " are written",
                     "start anew");
    if (found.difference != unlimited)
        raise_config("resume", file,
                     "is not what the run wrote: it differs at offset " + std::to_string(found.difference) + ", below the mark " + std::to_string(mark),
                     "start anew");
}

}  // namespace detail

/// Writes a part of `source` to a file, keeps a record of how far it is, and gives the file its name when it is complete, which it
/// is also when the time that it was given is up. A run that was stopped or that failed leaves NAME.partial and NAME.spate.json,
/// and is resumed with `file.resume`: the specification must be the same, and the last 64 MiB below the mark are made again and
/// compared. Resuming a run that is complete only checks that. The record stays beside the complete file.
///
/// The mark covers bytes that the system has taken: they outlive the process, and a power failure only with `file.sync`, with
/// which they are on the device before the mark says so.
/// Errors: config_error and io_error from before anything is written; what fails later is in the report.
template <executor Executor, byte_source Source, class Progress = detail::no_progress>
    requires std::invocable<Progress&, const write_progress&>
file_report write_file(Executor& workers, const Source& source, const file_run& run, Progress progress = {}) {
    const std::uint64_t size = source.size(), first = run.write.first;
    if (first > size) detail::raise_config("offset", std::to_string(first), "is beyond the end of the source at " + std::to_string(size), "begin before it");
    if (run.write.sink_offset != 0) detail::raise_config("sink_offset", std::to_string(run.write.sink_offset), "makes no sense for a whole file", "take 0");
    const std::uint64_t length = run.write.length != unlimited ? run.write.length : size == unlimited ? unlimited : size - first;
    if (length != unlimited && length > size - first)
        detail::raise_config("length", std::to_string(length), "reaches beyond the end of the source at " + std::to_string(size),
                             "take " + std::to_string(size - first) + " or less");

    file_report out;
    out.first = out.mark = first;
    file_options how = run.file;
    how.size = length;
    const std::string path = detail::follow_link(run.path), record_name = record_path(path), partial = path + ".partial";
    run_record begun{run.entries, length, 0, false};
    if (how.resume) {
        if (!run.record) detail::raise_config("resume", path, "cannot go without a record", "keep records");
        const bool record_there = detail::is_there(record_name), partial_there = detail::is_there(partial), whole_there = detail::is_there(path);
        if (record_there) {
            begun = load_record(record_name);
            detail::require_same(begun, run.entries, length, record_name);
            if (!partial_there && !whole_there)
                detail::raise_config("resume", path, "has a record, but neither it nor " + partial + " is there", "remove " + record_name + " to start anew");
            if (!partial_there && begun.mark == begun.size) {
                detail::check_tail(workers, source, first, path, begun.mark);
                detail::record_keeper keeper{record_name, begun, how.sync};
                if (!begun.complete) out.error = keeper.finish(begun.size);
                out.resumed = begun.mark;
                out.mark = first + begun.mark;
                out.complete = true;
                out.end = out.error ? run_end::failed : run_end::complete;
                return out;
            }
            if (partial_there) detail::check_tail(workers, source, first, partial, begun.mark);
        } else if (partial_there) {
            detail::raise_config("resume", partial, "has no record " + record_name + ", so how far it is written is not known", "start anew");
        }
        if (!partial_there) begun.mark = 0;
        how.resume = partial_there;
        begun.complete = false;
    }

    file_sink sink{path, how};
    if (how.resume) sink.truncate(begun.mark);
    if (run.file.resume && sink.in_place()) detail::raise_config("resume", path, "is written in place and has no record", "write it anew");
    const bool recorded = run.record && !sink.in_place();
    detail::record_keeper keeper{record_name, begun, how.sync};
    if (recorded) {
        if (const std::error_code error = keeper.save(begun.mark)) {
            if (!how.resume) sink.discard();
            detail::raise(io_error{error, "write", keeper.file(), 0});
        }
    }

    write_options options = run.write;
    options.first = first + begun.mark;
    options.length = length == unlimited ? unlimited : length - begun.mark;
    options.sink_offset = begun.mark;
    constexpr bool quiet = std::is_same_v<Progress, detail::no_progress>;
    options.interval = quiet ? std::chrono::milliseconds{1000} : std::min(run.write.interval, std::chrono::milliseconds{1000});
    auto last_call = std::chrono::steady_clock::now();
    const auto watch = [&](write_progress now) {
        if (recorded && keeper.due()) {
            // A record that cannot be written now leaves the one before, whose mark is lower and as true.
            std::error_code ignored;
            if (how.sync) sink.sync(ignored);
            if (!ignored) (void)keeper.save(now.mark - first);
        }
        if constexpr (!quiet) {
            const auto time = std::chrono::steady_clock::now();
            if (time - last_call < run.write.interval) return;
            last_call = time;
            now.first = first;
            now.written += begun.mark;
            now.length = length;
            progress(std::as_const(now));
        }
    };
    static_cast<write_report&>(out) = write(workers, source, sink, options, watch);
    out.first = first;
    out.resumed = begun.mark;

    if (out.end == run_end::complete || out.end == run_end::expired) {
        sink.close(out.error);
        out.complete = !out.error;
        if (out.complete && recorded) out.error = keeper.finish(out.bytes());
        if (out.error) out.end = run_end::failed;
        if (out.complete) return out;
    }
    if (recorded) {
        std::error_code ignored;
        if (how.sync) sink.sync(ignored);
        if (!ignored) (void)keeper.save(out.bytes());
    }
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_WRITE_FILE_HPP

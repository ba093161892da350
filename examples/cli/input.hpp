// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INPUT_HPP
#define SPATE_EXAMPLES_CLI_INPUT_HPP

/// A file or block device that is read at any offset; and small files that are written whole.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace cli {

class input_file {
public:
    /// Throws config_error with what is wrong for pipes, sockets, directories, terminals and files that are not there or may not be read.
    explicit input_file(std::string path);
    input_file(const input_file&) = delete;
    input_file& operator=(const input_file&) = delete;
    ~input_file();

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    /// The size when it was opened.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Reads all of `out` from an offset. Throws io_error for what the system refuses, run_failure where the file has become shorter.
    void read(std::uint64_t offset, std::span<std::byte> out) const;

private:
    std::string path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

/// Throws config_error for `out` where a path is a link that leads nowhere, or where a file NAME.partial is there already and `force` is not set: it is
/// somebody's.
void check_text_target(const std::string& path, bool force);

/// Writes a file, over one that is there, whose permissions it keeps; links are written through. It is written as NAME.partial and bears its name once it is
/// complete. Throws io_error, and what check_text_target throws.
void write_text(const std::string& path, const std::string& text, bool force = false);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_INPUT_HPP

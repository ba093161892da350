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

/// Writes a file, over one that is there; it bears its name once it is complete. Throws io_error.
void write_text(const std::string& path, const std::string& text);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_INPUT_HPP

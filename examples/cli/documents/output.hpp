// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DOCUMENTS_OUTPUT_HPP
#define SPATE_EXAMPLES_CLI_DOCUMENTS_OUTPUT_HPP

/// An output that several runs write to, one behind the other.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <system_error>
#include <utility>
#include <variant>

#include <spate/sink/descriptor.hpp>
#include <spate/sink/file.hpp>
#include <spate/sink/null.hpp>
#include <spate/sink/socket.hpp>

namespace cli {

/// Files are written by all threads at once, each block at its place behind what runs before have written; other outputs in order.
class open_output {
public:
    using any = std::variant<spate::null_sink, spate::file_sink, spate::descriptor_sink, spate::socket_sink>;

    explicit open_output(std::unique_ptr<any> sink) noexcept : sink_{std::move(sink)} {}

    /// What a run takes for its sink: it does not close the output.
    class part {
    public:
        part(any& sink, std::uint64_t begin) noexcept : sink_{&sink}, begin_{begin} {}
        [[nodiscard]] bool seekable() const noexcept {
            const auto* const file = std::get_if<spate::file_sink>(sink_);
            return std::holds_alternative<spate::null_sink>(*sink_) || (file != nullptr && file->seekable());
        }
        void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
            std::visit([&](auto& to) { to.write(bytes, error); }, *sink_);
        }
        void write_at(std::uint64_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept {
            std::visit(
                [&](auto& to) {
                    if constexpr (requires { to.write_at(offset, bytes, error); })
                        to.write_at(begin_ + offset, bytes, error);
                    else
                        to.write(bytes, error);
                },
                *sink_);
        }
        static void close(std::error_code& error) noexcept { error.clear(); }

    private:
        any* sink_;
        std::uint64_t begin_;
    };

    /// Behind `bytes`, those that runs have written so far.
    [[nodiscard]] part behind(std::uint64_t bytes) noexcept { return {*sink_, bytes}; }
    /// Gives a file its name, and the length of what is complete.
    void close(std::uint64_t bytes, std::error_code& error) noexcept {
        if (auto* const file = std::get_if<spate::file_sink>(sink_.get())) file->truncate(bytes);
        std::visit([&](auto& to) { to.close(error); }, *sink_);
    }
    /// Removes a file.
    void discard() noexcept {
        if (auto* const file = std::get_if<spate::file_sink>(sink_.get())) file->discard();
    }

private:
    std::unique_ptr<any> sink_;
};

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DOCUMENTS_OUTPUT_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_BYTE_READER_HPP
#define SPATE_EXAMPLES_CLI_INFER_BYTE_READER_HPP

/// A file from its beginning to its end, byte by byte.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "../input.hpp"

namespace cli::infer {

class byte_reader {
public:
    static constexpr int end = -1;

    explicit byte_reader(const input_file& file, std::uint64_t from = 0) : file_{file}, offset_{from} {}

    /// The next byte, or `end`.
    int next() {
        const int out = peek();
        at_ += out != end;
        return out;
    }
    int peek() {
        if (at_ == size_ && !refill()) return end;
        return static_cast<unsigned char>(buffer_[at_]);
    }
    /// Appends all up to the next line feed, which is taken and left out; false at the end of the file.
    bool line(std::string& out) {
        bool any = false;
        while (at_ != size_ || refill()) {
            any = true;
            const std::string_view rest{buffer_.data() + at_, size_ - at_};
            const std::size_t feed = rest.find('\n');
            out += rest.substr(0, feed);
            at_ += std::min(feed, rest.size());
            if (feed == std::string_view::npos) continue;
            ++at_;
            return true;
        }
        return any;
    }

private:
    bool refill() {
        size_ = static_cast<std::size_t>(std::min<std::uint64_t>(block, file_.size() - std::min(offset_, file_.size())));
        buffer_.resize(size_);
        file_.read(offset_, std::as_writable_bytes(std::span{buffer_}));
        offset_ += size_;
        at_ = 0;
        return size_ != 0;
    }

    static constexpr std::uint64_t block = 1 << 20;
    const input_file& file_;
    std::string buffer_;
    std::size_t at_ = 0, size_ = 0;
    std::uint64_t offset_;
};

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_BYTE_READER_HPP

// SPDX-License-Identifier: Apache-2.0
#include <spate/format/format.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <span>
#include <string>

using namespace spate;

namespace {

// The form in which a user adds a format: the number of rows of each batch.
struct counts {
    struct encoder_type {
        struct block_info {
            std::size_t batches;
        };
        std::size_t batches = 0;
        static void head(text_buffer& out) { out.append("head\n"); }
        void begin(text_buffer& out, bool first) { batches = 0, out.append(first ? "first\n" : "next\n"); }
        void encode(const batch& rows, text_buffer& out) { ++batches, out.append(std::to_string(rows.count) + "\n"); }
        [[nodiscard]] block_info finish(text_buffer&) const { return {batches}; }
        static void tail(std::span<const encoded_block<block_info>> blocks, text_buffer& out) { out.append(std::to_string(blocks.size()) + " blocks\n"); }
    };
    [[nodiscard]] static encoder_type encoder(const record_type&) { return {}; }
    [[nodiscard]] static std::size_t block_rows(const record_type&) { return 100; }
};
static_assert(record_format<counts> && record_encoder<counts::encoder_type>);
static_assert(!record_format<int> && !record_encoder<counts>);

// What lacks one thing alone is no encoder, or no format.
struct without_a_tail : counts::encoder_type {
    void tail() = delete;
};
struct finishes_with_nothing : counts::encoder_type {
    void finish(text_buffer&) const {}
};
struct without_blocks {
    [[nodiscard]] static counts::encoder_type encoder(const record_type&) { return {}; }
};
struct encodes_nothing {
    [[nodiscard]] static int encoder(const record_type&) { return 0; }
    [[nodiscard]] static std::size_t block_rows(const record_type&) { return 100; }
};
static_assert(!record_encoder<without_a_tail> && !record_encoder<finishes_with_nothing>);
static_assert(!record_format<without_blocks> && !record_format<encodes_nothing>);

}  // namespace

TEST_CASE("format/format: a file is a head, blocks and a tail") {
    auto encoder = counts::encoder({});
    text_buffer out;
    encoder.head(out);
    batch rows;
    rows.count = 5;
    encoder.begin(out, true);
    encoder.encode(rows, out);
    const encoded_block<counts::encoder_type::block_info> block{5, 8, 5, encoder.finish(out)};
    encoder.tail({&block, 1}, out);
    CHECK(out.text() == "head\nfirst\n5\n1 blocks\n");
}

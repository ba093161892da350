// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_MESSAGE_HPP
#define SPATE_SINK_MESSAGE_HPP

/// What is sent to brokers and to servers: messages, and where they come from.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace spate::inline v0 {

/// One message. The texts belong to whoever made it.
struct message {
    /// Its place in the stream, of all shards: what tells it apart from every other message.
    std::uint64_t place = 0;
    /// When it happened, in milliseconds since 1970-01-01T00:00:00Z; -1 where nothing says it.
    std::int64_t timestamp = -1;
    /// The number of its type among message_source::types(), and that type's id; 0 and nothing where there are no types.
    std::uint32_t type_number = 0;
    std::string_view type = {};
    /// What it is partitioned by; nothing where it has no key.
    std::string_view key = {};
    std::string_view value = {};
};

/// Makes messages, again and again. Belongs to one thread.
class message_maker {
public:
    /// So many places are made together at best: a multiple of it never lies within what `make` is asked for.
    static constexpr std::uint64_t block = 512;

    virtual ~message_maker() = default;
    /// The messages at places [first, first + count) of the source, in order; lost ones are left out, so there may be fewer. They stay until the next call.
    /// Requires that the places lie in one aligned block of 512: first / 512 == (first + count - 1) / 512, and that they are below the source's size.
    /// Throws what generators throw.
    [[nodiscard]] virtual std::span<const message> make(std::uint64_t first, std::size_t count) = 0;

protected:
    message_maker() = default;
    message_maker(const message_maker&) = default;
    message_maker& operator=(const message_maker&) = default;
};

/// A stream of messages, each a pure function of its place. Of a shard, places are the shard's own: 0, 1, 2 ... Thread safety: a value that does not change;
/// each thread asks for a maker of its own.
class message_source {
public:
    virtual ~message_source() = default;
    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
    [[nodiscard]] virtual std::unique_ptr<message_maker> maker() const = 0;
    /// The ids of the types of messages, at their numbers; none where there are no types.
    [[nodiscard]] virtual std::span<const std::string_view> types() const noexcept { return {}; }
    /// The bytes that a message has on average, about, for the sizes of batches.
    [[nodiscard]] virtual std::size_t usual_bytes() const noexcept { return 200; }

protected:
    message_source() = default;
    message_source(const message_source&) = default;
    message_source& operator=(const message_source&) = default;
};

/// Calls each(message) for the messages at places [first, end), block by block, in order.
template <class Each>
void for_each_message(message_maker& maker, std::uint64_t first, std::uint64_t end, const Each& each) {
    while (first < end) {
        const std::uint64_t next = first - first % message_maker::block + message_maker::block, last = next < end ? next : end;
        for (const message& one : maker.make(first, static_cast<std::size_t>(last - first))) each(one);
        first = last;
    }
}

}  // namespace spate::inline v0

#endif  // SPATE_SINK_MESSAGE_HPP

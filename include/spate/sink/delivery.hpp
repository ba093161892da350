// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_DELIVERY_HPP
#define SPATE_SINK_DELIVERY_HPP

/// What every sink is that is a server or a table, and not merely bytes: it is sent places of a stream, and tells up to which of them it has them safe.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <spate/sink/delivery_error.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0 {

/// Which stream is delivered. The name, the shard and their number say where a target keeps its position; the hash says whether it is still the same stream.
struct delivery_stream {
    /// Letters, digits, -, _ and points.
    std::string name = "spate";
    std::uint64_t shard = 0, shards = 1;
    /// A hash of all that decides the stream's messages or rows: two specifications that differ have two hashes.
    std::uint64_t specification = 0;
    /// Kept beside the position, for whoever resumes: at most 200 characters, as a seed that was drawn. Never a secret.
    std::string note = {};

    /// "name-0-of-1": what transactions, groups and checkpoints are named by.
    [[nodiscard]] std::string id() const { return name + "-" + std::to_string(shard) + "-of-" + std::to_string(shards); }
};

/// The value of a word of a note, "7" for the key "seed" in "seed=7 start=0"; nothing where it is not there.
[[nodiscard]] inline std::optional<std::string> note_value(std::string_view note, std::string_view key) {
    while (!note.empty()) {
        const std::string_view word = note.substr(0, note.find(' '));
        note.remove_prefix(word.size() < note.size() ? word.size() + 1 : word.size());
        if (word.size() > key.size() && word.starts_with(key) && word[key.size()] == '=') return std::string{word.substr(key.size() + 1)};
    }
    return {};
}

/// How far a stream had come, as a target or a checkpoint knows it: all places below `next` are there, and none from there on counts as delivered.
struct delivery_position {
    std::uint64_t next = 0;
    std::uint64_t specification = 0;
    std::string note = {};

    friend bool operator==(const delivery_position&, const delivery_position&) = default;
};

/// What a sink has done so far. `sent` and `bytes` count what was handed to the target's client, values and keys of messages or bytes of files;
/// `retries` requests or messages that were sent again, `errors` refusals, mended or not.
struct delivery_counts {
    std::uint64_t sent = 0, acknowledged = 0, bytes = 0, bytes_in_flight = 0, retries = 0, errors = 0, requests = 0;
};

/// A target of a stream. Used in this order by one thread: `check` alone (a dry run), or `position` (once, optional), `open`, then `send` for places that go on
/// where the last ones ended, `flush` now and then, and `close`. What is destroyed without `close` leaves nothing that looks complete: a transaction is
/// aborted, a file has no name. `acknowledged` and `counts` may be called from any thread at any time.
///
/// Errors: config_error for what can be seen without the target, delivery_error for what it says, io_error for files. After one was thrown the sink can only
/// be destroyed; `acknowledged` still holds.
class delivery_sink {
public:
    virtual ~delivery_sink() = default;

    /// The target in words, for messages: "kafka 127.0.0.1:9092, topic events". No secret.
    [[nodiscard]] virtual std::string target() const = 0;
    /// Whether the target itself keeps the position, together with what was sent, so that nothing is there twice after a kill.
    [[nodiscard]] virtual bool keeps_position() const noexcept { return false; }
    /// Connects, and checks credentials and that what shall be written to is there or can be made; sends, makes and changes nothing.
    virtual void check(const delivery_stream& stream) = 0;
    /// Where an earlier run of the stream has come to; nothing where it has never run. For a sink that keeps positions; also ends what that run has left open.
    [[nodiscard]] virtual std::optional<delivery_position> position(const delivery_stream& stream) {
        (void)stream;
        return {};
    }
    /// Connects, makes what is missing, and will be sent places from `first` on. `stream` must have the name and the shard that `position` was asked for.
    virtual void open(const delivery_stream& stream, std::uint64_t first) = 0;
    /// Takes places [first, end), which go on where the last ones ended. Returns as soon as there is room for more, which may be before they are acknowledged;
    /// waits while there is none: a slow target holds the stream up, and memory stays bounded.
    virtual void send(std::uint64_t first, std::uint64_t end) = 0;
    /// Called now and then, some ten times a second, while there is nothing to send: for what is due after a time, as what was sent and is kept back for more.
    /// Does not wait.
    virtual void idle() {}
    /// Until all that was sent is acknowledged.
    virtual void flush() = 0;
    /// As flush, and completes what is written.
    virtual void close() = 0;
    /// All places below are safe at the target. Never decreases.
    [[nodiscard]] virtual std::uint64_t acknowledged() const noexcept = 0;
    [[nodiscard]] virtual delivery_counts counts() const noexcept = 0;

protected:
    delivery_sink() = default;
    delivery_sink(const delivery_sink&) = default;
    delivery_sink& operator=(const delivery_sink&) = default;
};

/// A sink of messages, which it takes from a source: attach it before `open`.
class message_sink : public delivery_sink {
public:
    virtual void attach(std::shared_ptr<const message_source> source) = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_DELIVERY_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DOCUMENTS_SOURCE_HPP
#define SPATE_EXAMPLES_CLI_DOCUMENTS_SOURCE_HPP

/// Documents of any kind behind one type, so that runs are compiled once for all of them.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <spate/schema/batch.hpp>
#include <spate/telemetry/read_telemetry.hpp>

namespace cli {

/// A record_source, unless it is the empty one.
class any_documents {
public:
    any_documents() = default;
    /// Throws config_error for options of which no documents can be made.
    [[nodiscard]] static any_documents make(spate::telemetry_kind kind, const spate::telemetry_options& options);

    [[nodiscard]] spate::record_type type() const { return held_->type(); }
    [[nodiscard]] std::uint64_t size() const noexcept { return held_->size(); }
    void fill(std::uint64_t first, std::size_t count, spate::batch& out) const { held_->fill(first, count, out); }
    /// The number of an interval's first document.
    [[nodiscard]] std::uint64_t first_of(std::uint64_t interval) const { return held_->first_of(interval); }

    struct kept {
        virtual ~kept() = default;
        [[nodiscard]] virtual spate::record_type type() const = 0;
        [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
        virtual void fill(std::uint64_t first, std::size_t count, spate::batch& out) const = 0;
        [[nodiscard]] virtual std::uint64_t first_of(std::uint64_t interval) const = 0;
    };

private:
    explicit any_documents(std::shared_ptr<const kept> held) : held_{std::move(held)} {}

    std::shared_ptr<const kept> held_;
};

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DOCUMENTS_SOURCE_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DELIVERY_ANY_TABLE_HPP
#define SPATE_EXAMPLES_CLI_DELIVERY_ANY_TABLE_HPP

/// Tables of any kind behind one type, so that sinks are compiled once for all of them.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <spate/schema/batch.hpp>

namespace cli {

/// A record_source. Copies share the table, which does not change.
class any_table {
public:
    template <class Table>
        requires(!std::same_as<Table, any_table>) && spate::record_source<Table>
    explicit any_table(Table table) : held_{std::make_shared<const kept_table<Table>>(std::move(table))} {}

    [[nodiscard]] spate::record_type type() const { return held_->type(); }
    [[nodiscard]] std::uint64_t size() const noexcept { return held_->size(); }
    void fill(std::uint64_t first, std::size_t count, spate::batch& out) const { held_->fill(first, count, out); }

private:
    struct kept {
        virtual ~kept() = default;
        [[nodiscard]] virtual spate::record_type type() const = 0;
        [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
        virtual void fill(std::uint64_t first, std::size_t count, spate::batch& out) const = 0;
    };
    template <class Table>
    struct kept_table final : kept {
        explicit kept_table(Table table) : held{std::move(table)} {}
        [[nodiscard]] spate::record_type type() const override { return held.type(); }
        [[nodiscard]] std::uint64_t size() const noexcept override { return held.size(); }
        void fill(std::uint64_t first, std::size_t count, spate::batch& out) const override { held.fill(first, count, out); }
        Table held;
    };

    std::shared_ptr<const kept> held_;
};

static_assert(spate::record_source<any_table>);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DELIVERY_ANY_TABLE_HPP

// SPDX-License-Identifier: Apache-2.0
#include "pipeline.hpp"

#include <concepts>
#include <memory>
#include <optional>
#include <utility>

#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/rng/ars.hpp>
#include <spate/rng/chacha8.hpp>
#include <spate/rng/pcg64.hpp>
#include <spate/rng/philox.hpp>
#include <spate/rng/shishua.hpp>
#include <spate/rng/splitmix64.hpp>
#include <spate/rng/xoshiro256pp.hpp>
#include <spate/shape/compressible.hpp>
#include <spate/shape/fits.hpp>
#include <spate/shape/holes.hpp>
#include <spate/shape/mix.hpp>

namespace cli {
namespace {

namespace rng = spate::rng;

template <class Engine>
struct tag {
    using type = Engine;
};

/// Calls visit(tag<Engine>{}) for each engine until it returns true.
template <class Visitor, class... Engines>
bool visit_each(Visitor visit, tag<Engines>... engines) {
    return (visit(engines) || ...);
}
template <class Visitor>
bool visit_engines(Visitor visit) {
    return visit_each(visit, tag<rng::shishua<>>{}, tag<rng::xoshiro256pp<>>{}, tag<rng::ars<5>>{}, tag<rng::ars<7>>{}, tag<rng::philox4x32>{},
                      tag<rng::splitmix64>{}, tag<rng::pcg64>{}, tag<rng::chacha8>{});
}

/// Any endless source made of cells of 4 KiB, behind one pointer. Copies share it.
class any_cells : public spate::byte_stream<any_cells> {
public:
    static constexpr std::size_t cell_size = 4096;

    template <class Source>
        requires(!std::same_as<Source, any_cells>) && spate::cell_source<Source> && (Source::cell_size == cell_size)
    explicit any_cells(Source source) : held_{std::make_shared<const holder<Source>>(std::move(source))} {}

    [[nodiscard]] std::uint64_t size() const noexcept { return spate::unlimited; }
    [[nodiscard]] spate::seed origin() const noexcept { return held_->origin(); }
    [[nodiscard]] std::uint64_t compress_unit() const noexcept { return held_->compress_unit(); }
    [[nodiscard]] any_cells with_seed(spate::seed other) const noexcept { return any_cells{held_->with_seed(other)}; }
    void fill(std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode = spate::store_mode::cached) const noexcept {
        held_->fill(offset, out, mode);
    }
    void make(std::span<const spate::cell_request> requests, spate::store_mode mode) const noexcept { held_->make(requests, mode); }

private:
    struct interface {
        virtual ~interface() = default;
        [[nodiscard]] virtual spate::seed origin() const noexcept = 0;
        [[nodiscard]] virtual std::uint64_t compress_unit() const noexcept = 0;
        [[nodiscard]] virtual std::shared_ptr<const interface> with_seed(spate::seed other) const = 0;
        virtual void fill(std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode) const noexcept = 0;
        virtual void make(std::span<const spate::cell_request> requests, spate::store_mode mode) const noexcept = 0;
    };
    template <class Source>
    struct holder final : interface {
        explicit holder(Source source) : held{std::move(source)} {}
        [[nodiscard]] spate::seed origin() const noexcept override { return spate::origin_of(held); }
        [[nodiscard]] std::uint64_t compress_unit() const noexcept override {
            if constexpr (requires { held.compress_unit(); })
                return held.compress_unit();
            else
                return 0;
        }
        [[nodiscard]] std::shared_ptr<const interface> with_seed(spate::seed other) const override {
            return std::make_shared<const holder>(held.with_seed(other));
        }
        void fill(std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode) const noexcept override { spate::fill_as(held, offset, out, mode); }
        void make(std::span<const spate::cell_request> requests, spate::store_mode mode) const noexcept override { held.make(requests, mode); }
        Source held;
    };
    explicit any_cells(std::shared_ptr<const interface> held) noexcept : held_{std::move(held)} {}

    std::shared_ptr<const interface> held_;
};

template <class Base>
any_cells shaped(const Base& base, const compress_options& asked) {
    if (!asked.mix.empty()) return any_cells{base | spate::compressible_mix(asked.mix, asked.how)};
    if (asked.fits != 0) return any_cells{base | spate::fits(asked.fits, asked.how)};
    if (asked.how.ratio != spate::ratio{}) return any_cells{base | spate::compressible(asked.how)};
    return any_cells{base};
}

any_cells make_cells(const stream& what) {
    std::optional<any_cells> made;
    if (what.mimic) made = any_cells{spate::mimic_bytes{*what.mimic, spate::seed{what.seed}}};
    visit_engines([&](auto engine) {
        using engine_type = typename decltype(engine)::type;
        if (made || engine_type::name != what.engine) return false;
        made = shaped(spate::random_bytes<engine_type>{spate::seed{what.seed}}, what.compress);
        return true;
    });
    if (!made) throw spate::config_error{"engine", what.engine, "is not an engine", "use " + std::string{engine_names().front()}};
    if (what.compress.has_holes()) made = any_cells{*made | spate::holes(what.compress.holes, what.compress.how.unit)};
    return *made;
}

}  // namespace

std::vector<std::string_view> engine_names() {
    std::vector<std::string_view> names;
    visit_engines([&](auto engine) {
        names.push_back(decltype(engine)::type::name);
        return false;
    });
    return names;
}

std::string engine_named(std::string_view text) {
    // The names under which two of them are published.
    const std::string_view wanted = text == "xoshiro256++" ? "xoshiro256pp" : text == "philox" ? "philox4x32" : text;
    std::string offered;
    for (const std::string_view name : engine_names()) {
        if (name == wanted) return std::string{name};
        (offered += offered.empty() ? "" : ", ") += name;
    }
    throw spate::config_error{"engine", "\"" + std::string{text} + "\"", "is not an engine", "use one of " + offered};
}

any_source make_contents(const stream& what) { return any_source{make_cells(what)}; }

any_source make_source(const stream& what) {
    auto whole = make_cells(what) | spate::take(what.size);
    if (!what.duplicates()) {
        (void)spate::plan_duplication(what.dedup, what.size, spate::seed{what.seed});  // what makes no sense does so without duplicates too
        return any_source{std::move(whole)};
    }
    return any_source{std::move(whole) | spate::duplicated(what.dedup)};
}

}  // namespace cli

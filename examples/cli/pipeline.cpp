// SPDX-License-Identifier: Apache-2.0
#include "pipeline.hpp"

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

any_source finish(auto base, const stream& what) {
    auto whole = std::move(base) | spate::take(what.size);
    if (what.dedup == spate::ratio{}) return any_source{std::move(whole)};
    return any_source{std::move(whole) | spate::duplicated({.ratio = what.dedup, .unit = what.unit, .group = what.group})};
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

any_source make_source(const stream& what) {
    (void)spate::duplicated({.ratio = what.dedup, .unit = what.unit, .group = what.group});
    const spate::seed origin{what.seed};
    std::unique_ptr<any_source> made;
    visit_engines([&](auto engine) {
        using engine_type = typename decltype(engine)::type;
        if (engine_type::name != what.engine) return false;
        const spate::random_bytes<engine_type> base{origin};
        made = std::make_unique<any_source>(what.compress == spate::ratio{} ? finish(base, what) : finish(base | spate::compressible(what.compress), what));
        return true;
    });
    if (!made) throw spate::config_error{"engine", what.engine, "is not an engine", "use " + std::string{engine_names().front()}};
    return *made;
}

}  // namespace cli

// SPDX-License-Identifier: Apache-2.0
#include "configuration.hpp"

#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/event/configuration.hpp>
#include <spate/schema/problems.hpp>

namespace cli {

spate::event_configuration load_events(const std::string& path, spate::configuration_options options, std::uint64_t drawn, bool& seed_was_drawn) {
    try {
        const spate::specification_node node = spate::load_specification(path);
        const spate::specification_node* const seed = node.is(spate::specification_node::kind::map) ? node.find("seed") : nullptr;
        seed_was_drawn = !options.from && (seed == nullptr || seed->is(spate::specification_node::kind::null));
        if (seed_was_drawn) options.from = spate::seed{drawn};
        return spate::read_configuration(node, path, options);
    } catch (const spate::specification_error&) {
        throw;
    } catch (const spate::config_error& error) {
        // Of a file whose name does not tell what it is, or which is too large.
        if (error.parameter() != "schema") throw;
        throw spate::config_error{"config", path, error.problem(), error.remedy()};
    } catch (const spate::io_error& error) {
        throw spate::config_error{"config", path, "cannot be read: " + error.code().message(), "name a file, like events.yaml"};
    }
}

}  // namespace cli

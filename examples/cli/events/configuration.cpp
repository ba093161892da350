// SPDX-License-Identifier: Apache-2.0
#include "configuration.hpp"

#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/event/configuration.hpp>
#include <spate/schema/problems.hpp>

#include "../delivery/fingerprint.hpp"

namespace cli {

loaded_events load_events(const std::string& path, spate::configuration_options options, std::uint64_t drawn) {
    try {
        loaded_events out;
        const spate::specification_node node = spate::load_specification(path);
        const spate::specification_node* const seed = node.is(spate::specification_node::kind::map) ? node.find("seed") : nullptr;
        out.seed_was_drawn = !options.from && (seed == nullptr || seed->is(spate::specification_node::kind::null));
        if (out.seed_was_drawn) options.from = spate::seed{drawn};
        out.configuration = spate::read_configuration(node, path, options);
        out.fingerprint = fingerprint(
            node, {"sink_config", "generation_mode", "streaming_config", "batch_config", "rate", "about", "seed", "start_time", "serialization_format"});
        return out;
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

// SPDX-License-Identifier: Apache-2.0
#include <spate/event/read_configuration.hpp>

namespace spate::inline v0 {

template event_configuration read_configuration<void>(const specification_node&, std::string, const configuration_options&);

}  // namespace spate::inline v0

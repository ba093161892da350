// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_HPP
#define SPATE_SINK_HPP

/// Where bytes go: nowhere, memory, files, descriptors, sockets; and what messages and tables on their way to a server have in common.

#include <spate/sink/acknowledgements.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/delivery_error.hpp>
#include <spate/sink/descriptor.hpp>
#include <spate/sink/file.hpp>
#include <spate/sink/memory.hpp>
#include <spate/sink/message.hpp>
#include <spate/sink/metrics_server.hpp>
#include <spate/sink/null.hpp>
#include <spate/sink/open.hpp>
#include <spate/sink/prometheus.hpp>
#include <spate/sink/retry.hpp>
#include <spate/sink/secret.hpp>
#include <spate/sink/sink_configuration.hpp>
#include <spate/sink/socket.hpp>

#endif  // SPATE_SINK_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_HPP
#define SPATE_SINK_HPP

/// Where bytes go: nowhere, memory, files, descriptors, sockets.

#include <spate/sink/descriptor.hpp>
#include <spate/sink/file.hpp>
#include <spate/sink/memory.hpp>
#include <spate/sink/null.hpp>
#include <spate/sink/open.hpp>
#include <spate/sink/socket.hpp>

#endif  // SPATE_SINK_HPP

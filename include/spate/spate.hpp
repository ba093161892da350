// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SPATE_HPP
#define SPATE_SPATE_HPP

/// Everything that needs no optional dependency.

#include <spate/bytes.hpp>
#include <spate/dedup.hpp>
#include <spate/event.hpp>
#include <spate/exec.hpp>
#include <spate/field.hpp>
#include <spate/format.hpp>
#include <spate/rng.hpp>
#include <spate/run.hpp>
#include <spate/schema.hpp>
#include <spate/shape.hpp>
#include <spate/sink.hpp>
#include <spate/store.hpp>
#include <spate/telemetry.hpp>
#include <spate/version.hpp>

#endif  // SPATE_SPATE_HPP

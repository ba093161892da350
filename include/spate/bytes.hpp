// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_HPP
#define SPATE_BYTES_HPP

/// Byte streams and all that composes with them; what a user of bytes includes.

#include <spate/bytes/chunks.hpp>
#include <spate/bytes/concat.hpp>
#include <spate/bytes/cursor.hpp>
#include <spate/bytes/fill.hpp>
#include <spate/bytes/interleave.hpp>
#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/bytes/text_bytes.hpp>
#include <spate/core/size.hpp>
#include <spate/core/stream.hpp>
#include <spate/dedup.hpp>
#include <spate/shape.hpp>

#endif  // SPATE_BYTES_HPP

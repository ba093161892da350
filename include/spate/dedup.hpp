// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_HPP
#define SPATE_DEDUP_HPP

/// Deduplication: index mappers, and the streams that they give.

#include <spate/dedup/duplicated.hpp>
#include <spate/dedup/permutation.hpp>
#include <spate/dedup/ratio_mapper.hpp>

#endif  // SPATE_DEDUP_HPP

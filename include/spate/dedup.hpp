// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_HPP
#define SPATE_DEDUP_HPP

/// Deduplication: index mappers, the streams that they give, and what will be found in them.

#include <spate/dedup/compensation.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/dedup/duplicated_bytes.hpp>
#include <spate/dedup/duplication.hpp>
#include <spate/dedup/extent_mapper.hpp>
#include <spate/dedup/histogram.hpp>
#include <spate/dedup/popularity.hpp>
#include <spate/dedup/predict.hpp>
#include <spate/dedup/ratio_mapper.hpp>
#include <spate/dedup/reference_table.hpp>
#include <spate/dedup/scaled_table.hpp>
#include <spate/dedup/table_mapper.hpp>
#include <spate/dedup/zipf_table.hpp>

#endif  // SPATE_DEDUP_HPP

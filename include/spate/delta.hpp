// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_HPP
#define SPATE_DELTA_HPP

/// Tables of Delta Lake. What reads a log, <spate/delta/delta_log.hpp> and what is above it, needs a JSON parser and the codecs of Parquet and is included by
/// its own name; tables in S3 need libcurl.

#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_columns.hpp>
#include <spate/delta/delta_files.hpp>
#include <spate/delta/delta_options.hpp>
#include <spate/delta/delta_schema.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/delta/delta_source.hpp>
#include <spate/delta/delta_statistics.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/delta/local_store.hpp>
#include <spate/delta/s3_options.hpp>

#endif  // SPATE_DELTA_HPP

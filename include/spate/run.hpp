// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_HPP
#define SPATE_RUN_HPP

/// Joins sources, executors and sinks into runs.

#include <spate/run/checkpoint.hpp>
#include <spate/run/dataset.hpp>
#include <spate/run/dataset_meta.hpp>
#include <spate/run/deliver.hpp>
#include <spate/run/delivery_metrics.hpp>
#include <spate/run/delivery_options.hpp>
#include <spate/run/delivery_report.hpp>
#include <spate/run/event_messages.hpp>
#include <spate/run/event_stream.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/run/event_stream_stats.hpp>
#include <spate/run/record.hpp>
#include <spate/run/record_report.hpp>
#include <spate/run/remove_dataset.hpp>
#include <spate/run/report.hpp>
#include <spate/run/rolled_files.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/run/run_records.hpp>
#include <spate/run/verify_file.hpp>
#include <spate/run/write.hpp>
#include <spate/run/write_file.hpp>

#endif  // SPATE_RUN_HPP

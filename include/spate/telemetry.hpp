// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_HPP
#define SPATE_TELEMETRY_HPP

/// Metrics, logs and traces of services.

#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/document_range.hpp>
#include <spate/telemetry/log_documents.hpp>
#include <spate/telemetry/metric_documents.hpp>
#include <spate/telemetry/read_telemetry.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/service_load.hpp>
#include <spate/telemetry/telemetry_options.hpp>
#include <spate/telemetry/trace_documents.hpp>
#include <spate/telemetry/trace_id.hpp>

#endif  // SPATE_TELEMETRY_HPP

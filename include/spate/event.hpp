// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_HPP
#define SPATE_EVENT_HPP

/// Streams of events of many types, and when they happen.

#include <spate/event/arrival.hpp>
#include <spate/event/arrival_plan.hpp>
#include <spate/event/change_stream.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/earlier_events.hpp>
#include <spate/event/event_configuration.hpp>
#include <spate/event/event_mix.hpp>
#include <spate/event/event_record.hpp>
#include <spate/event/event_reference.hpp>
#include <spate/event/event_time.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/flow.hpp>
#include <spate/event/flow_plan.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/event/payload_format.hpp>
#include <spate/event/payload_schema.hpp>
#include <spate/event/placed_event.hpp>
#include <spate/event/rate.hpp>
#include <spate/event/rate_file.hpp>
#include <spate/event/read_configuration.hpp>
#include <spate/event/schedule.hpp>
#include <spate/event/session.hpp>
#include <spate/event/sink_url.hpp>
#include <spate/event/type_chooser.hpp>
#include <spate/event/typed_events.hpp>

#endif  // SPATE_EVENT_HPP

// SPDX-License-Identifier: Apache-2.0
// expects: event_mix: two events have the same id
#include <spate/event/event_mix.hpp>
#include <spate/field/sequence.hpp>

// The events of a mix are told apart by their ids.
#if defined(SPATE_CONTROL)
auto mix = spate::event_mix(spate::event<"a">(1, spate::schema(spate::field<"i">(spate::sequence()))),
                            spate::event<"b">(2, spate::schema(spate::field<"i">(spate::sequence()))));
#else
auto mix = spate::event_mix(spate::event<"a">(1, spate::schema(spate::field<"i">(spate::sequence()))),
                            spate::event<"a">(2, spate::schema(spate::field<"i">(spate::sequence()))));
#endif

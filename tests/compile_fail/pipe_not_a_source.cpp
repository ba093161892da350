// SPDX-License-Identifier: Apache-2.0
// expects: byte_source
#include <string>

#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>

// Only a byte source can be piped into an adaptor.
#if defined(SPATE_CONTROL)
auto stream = spate::random_bytes(spate::seed{1}) | spate::take(10);
#else
auto stream = std::string{"bytes"} | spate::take(10);
#endif

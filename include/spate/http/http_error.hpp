// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_HTTP_ERROR_HPP
#define SPATE_HTTP_HTTP_ERROR_HPP

/// `http_error`: a request that has no answer.

#include <string_view>

#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0 {

/// Why there is none. `tls`: no handshake, or no certificate that is trusted; `connection`: it was lost, also in a handshake where there were answers before;
/// `stopped`: whoever asked did not want it any more; `answer`: it is no HTTP; `too_long`: it is longer than is taken.
enum class http_failure : unsigned char { resolve, connect, tls, timeout, connection, answer, too_long, stopped, other };

/// A delivery_error of a request without an answer. An answer with any status is none.
class http_error : public delivery_error {
public:
    http_error(http_failure failure, std::string_view target, std::string_view problem, std::string_view remedy = {})
        : delivery_error{target, problem, remedy}, failure_{failure} {}

    [[nodiscard]] http_failure failure() const noexcept { return failure_; }
    /// Whether the same request may well succeed later: all but failures of TLS, a stop, and answers that make no sense.
    [[nodiscard]] bool may_pass() const noexcept {
        return failure_ == http_failure::resolve || failure_ == http_failure::connect || failure_ == http_failure::timeout ||
               failure_ == http_failure::connection;
    }
    /// Whether the server may have taken the request all the same.
    [[nodiscard]] bool may_have_arrived() const noexcept {
        return failure_ != http_failure::resolve && failure_ != http_failure::connect && failure_ != http_failure::tls;
    }

private:
    http_failure failure_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_HTTP_ERROR_HPP

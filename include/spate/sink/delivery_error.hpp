// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_DELIVERY_ERROR_HPP
#define SPATE_SINK_DELIVERY_ERROR_HPP

/// `delivery_error`: a server does not take what it is sent.

#include <exception>
#include <string>
#include <string_view>

namespace spate::inline v0 {

/// Says what was spoken to, what went wrong, and what would be right: "kafka 127.0.0.1:9092: topic events: authentication failed; ...". Never holds a secret.
class delivery_error : public std::exception {
public:
    /// `target` is the server and what lies on it, `problem` a sentence that goes on from there, `remedy` what would help; may be empty.
    delivery_error(std::string_view target, std::string_view problem, std::string_view remedy = {})
        : target_{target}, problem_{problem}, remedy_{remedy}, message_{target_ + ": " + problem_ + (remedy_.empty() ? "" : "; " + remedy_)} {}

    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }
    [[nodiscard]] const std::string& target() const noexcept { return target_; }
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }

private:
    std::string target_, problem_, remedy_, message_;
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_DELIVERY_ERROR_HPP

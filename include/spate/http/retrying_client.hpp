// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_RETRYING_CLIENT_HPP
#define SPATE_HTTP_RETRYING_CLIENT_HPP

/// `retrying_client`: an http_client that sends again what a server has no time for. Needs libcurl.

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <spate/http/http_client.hpp>
#include <spate/http/parallel_requests.hpp>
#include <spate/http/retry_after.hpp>
#include <spate/sink/retry.hpp>

namespace spate::inline v0 {

/// Whether a status says that the same request may succeed later: 408, 429, 500, 502, 503 and 504.
[[nodiscard]] constexpr bool is_passing_status(int status) noexcept {
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/// Sends requests until they have an answer that does not ask to come again, as retry_options say; waits as long as Retry-After asks. A request whose answer
/// was lost is sent again, so the server may get it twice. Until the first answer of any request with the same state, retry_options::first_contact counts.
/// Belongs to one thread.
class retrying_client {
public:
    /// Throws as http_client.
    retrying_client(const http_client_options& options, const retry_options& retry, request_state& state) : client_{options}, retry_{retry}, state_{&state} {
        retry.check();
        client_.stop_with(&state.stop_flag());
    }

    /// The first answer for which comes_again(answer) is false. Throws http_error where there was none until the deadline, and delivery_error where the last
    /// one still asked to come again; http_error with `stopped` after a stop.
    template <class ComesAgain>
    [[nodiscard]] http_response send(const http_request& request, const ComesAgain& comes_again) {
        bool is_known = state_->has_answer();
        backoff waits{is_known ? retry_ : first_contact()};
        const auto know = [&] {
            if (!std::exchange(is_known, true)) waits = backoff{retry_};
        };
        for (;;) {
            std::chrono::milliseconds asked{0};
            try {
                http_response response = client_.send(request);
                state_->note_answer();
                know();
                if (!comes_again(response)) return response;
                state_->count_errors();
                asked = retry_after(response);
                wait(waits, asked, [&] {
                    throw delivery_error{server_of(request.url),
                                         "still answers " + std::to_string(response.status) + " after " + tries(waits) + ": " + shortened(response.body),
                                         "send less at once, or later"};
                });
            } catch (const http_error& error) {
                if (!error.may_pass()) throw;
                state_->count_errors();
                if (state_->has_answer()) know();
                wait(waits, asked, [&] { throw http_error{error.failure(), error.target(), error.problem() + ", after " + tries(waits), error.remedy()}; });
            }
            state_->count_retries();
        }
    }
    [[nodiscard]] http_response send(const http_request& request) {
        return send(request, [](const http_response& response) { return is_passing_status(response.status); });
    }

    /// Waits before the next attempt of what is refused for now; calls give_up, which throws, when there is to be none.
    template <class GiveUp>
    void wait(backoff& waits, std::chrono::milliseconds asked, const GiveUp& give_up) {
        const std::chrono::milliseconds time = waits.next(backoff::clock::now(), asked);
        if (time.count() < 0) give_up();
        if (!state_->wait(time)) throw http_error{http_failure::stopped, "http", "was not waited for any longer"};
    }

    /// A body of an answer, for messages: one line of at most 300 characters.
    [[nodiscard]] static std::string shortened(std::string_view body) {
        std::string out{body.substr(0, 300)};
        for (char& letter : out)
            if (static_cast<unsigned char>(letter) < 0x20) letter = ' ';
        return body.size() > out.size() ? out + "..." : out;
    }

private:
    [[nodiscard]] retry_options first_contact() const {
        retry_options out = retry_;
        out.deadline = std::min(out.deadline, retry_.first_contact);
        return out;
    }
    static std::string tries(const backoff& waits) { return std::to_string(waits.attempts()) + (waits.attempts() == 1 ? " try" : " tries"); }
    static std::string server_of(std::string_view url) {
        const std::size_t host = url.find("://");
        std::string_view out = url.substr(0, host == std::string_view::npos ? url.size() : url.find_first_of("/?#", host + 3));
        const std::size_t user = out.rfind('@');
        return user == std::string_view::npos ? std::string{out} : std::string{out.substr(0, host + 3)} + std::string{out.substr(user + 1)};
    }

    http_client client_;
    retry_options retry_;
    request_state* state_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_RETRYING_CLIENT_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_KINESIS_CLIENT_HPP
#define SPATE_HTTP_KINESIS_CLIENT_HPP

/// `kinesis_client`: the actions of Kinesis that a stream needs. Needs libcurl and nlohmann-json.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/http/kinesis_body.hpp>
#include <spate/http/kinesis_options.hpp>
#include <spate/http/parallel_requests.hpp>
#include <spate/http/retrying_client.hpp>
#include <spate/sink/delivery_error.hpp>
#include <spate/sink/retry.hpp>

namespace spate::inline v0 {

/// What Kinesis says of a stream: "ACTIVE", "CREATING", "UPDATING" or "DELETING"; and its open shards. One on demand has as many as it needs.
struct kinesis_stream {
    std::string status = {};
    std::uint64_t shards = 0;
    bool is_on_demand = false;
};

namespace detail {

// What an error of AWS says, in JSON or in XML.
struct aws_problem {
    std::string type = {}, message = {};
};

[[nodiscard]] inline aws_problem aws_problem_of(std::string_view body) {
    aws_problem out;
    const nlohmann::json read = nlohmann::json::parse(body, nullptr, false);
    if (read.is_object()) {
        const auto text = [&read](const char* key) {
            const auto found = read.find(key);
            return found != read.end() && found->is_string() ? found->get<std::string>() : std::string{};
        };
        out.type = text("__type");
        out.message = text("message") + text("Message");
    } else {
        const auto text = [&body](std::string_view tag) {
            const std::string open = "<" + std::string{tag} + ">", close = "</" + std::string{tag} + ">";
            const std::size_t begin = body.find(open), end = body.find(close);
            return begin == std::string_view::npos || end == std::string_view::npos || end < begin
                       ? std::string{}
                       : std::string{body.substr(begin + open.size(), end - begin - open.size())};
        };
        out.type = text("Code");
        out.message = text("Message");
    }
    // "com.amazonaws.kinesis.v20131202#ResourceNotFoundException"
    if (const std::size_t hash = out.type.rfind('#'); hash != std::string::npos) out.type.erase(0, hash + 1);
    return out;
}

[[nodiscard]] inline bool is_passing_aws_problem(std::string_view type) noexcept {
    for (const std::string_view one :
         {"ProvisionedThroughputExceededException", "ThrottlingException", "Throttling", "RequestLimitExceeded", "KMSThrottlingException", "InternalFailure",
          "InternalFailureException", "ServiceUnavailable", "ServiceUnavailableException"})
        if (type == one) return true;
    return false;
}

[[nodiscard]] inline std::string_view remedy_of_aws_problem(std::string_view type) noexcept {
    const auto has = [type](std::string_view part) { return type.find(part) != std::string_view::npos; };
    if (has("Signature")) return "check the secret access key, the region, and the clock of this machine";
    if (has("Expired")) return "get a new session token";
    if (has("UnrecognizedClient") || has("InvalidClientToken") || has("MissingAuthentication") || has("InvalidAccessKey"))
        return "check the access key id and the session token";
    if (has("AccessDenied"))
        return "allow kinesis:PutRecords, DescribeStreamSummary, CreateStream and UpdateShardCount for this stream to whoever has the access key";
    if (has("ResourceNotFound")) return "check the name of the stream and the region, or let it be made with create_stream: true";
    return {};
}

}  // namespace detail

/// Calls actions of Kinesis Data Streams for one stream, again where it is throttled. Belongs to one thread. Source: its API reference, version 2013-12-02.
class kinesis_client {
public:
    /// Throws as http_client.
    kinesis_client(const kinesis_options& options, request_state& state)
        : options_{options}, state_{state}, target_{options.target()}, url_{options.url() + "/"}, client_{options.client(), options.retry, state} {}

    /// The status and the shards; nothing where there is no such stream. Throws delivery_error.
    [[nodiscard]] std::optional<kinesis_stream> describe() {
        const http_response answer = call("DescribeStreamSummary", named());
        if (answer.status == 200) {
            const nlohmann::json read = nlohmann::json::parse(answer.body, nullptr, false);
            const nlohmann::json summary = read.is_object() ? read.value("StreamDescriptionSummary", nlohmann::json::object()) : nlohmann::json::object();
            if (!summary.is_object() || !summary.contains("StreamStatus")) strange("DescribeStreamSummary", answer);
            try {
                const nlohmann::json mode = summary.value("StreamModeDetails", nlohmann::json::object());
                return kinesis_stream{summary.value("StreamStatus", ""), summary.value("OpenShardCount", std::uint64_t{0}),
                                      mode.is_object() && mode.value("StreamMode", "") == "ON_DEMAND"};
            } catch (const nlohmann::json::exception&) {
                strange("DescribeStreamSummary", answer);
            }
        }
        if (detail::aws_problem_of(answer.body).type == "ResourceNotFoundException") return {};
        refused("DescribeStreamSummary", answer);
    }

    /// Makes the stream, if it is not there, with so many shards, and waits until it is active; gives one that has fewer more where the options say that it
    /// grows, at most twice as many at a time. Throws delivery_error.
    void prepare() {
        const std::uint64_t wanted = options_.wanted_shards();
        std::optional<kinesis_stream> stream = describe();
        if (!stream) {
            if (!options_.creates) throw delivery_error{target_, "there is no such stream", "make it, or let it be made with create_stream: true"};
            expect("CreateStream", nlohmann::json{{"StreamName", options_.stream_name}, {"ShardCount", wanted}}.dump(), "ResourceInUseException");
        }
        for (kinesis_stream active = wait_active(); options_.grows && !active.is_on_demand && active.shards < wanted;) {
            const std::uint64_t next = std::min(wanted, 2 * active.shards);
            const http_response answer =
                call("UpdateShardCount",
                     nlohmann::json{{"StreamName", options_.stream_name}, {"TargetShardCount", next}, {"ScalingType", "UNIFORM_SCALING"}}.dump());
            // Runs of other shards give it shards at the same time: it is in use, or has them already.
            if (answer.status != 200 && detail::aws_problem_of(answer.body).type != "ResourceInUseException" && wait_active().shards == active.shards)
                refused("UpdateShardCount", answer);
            active = wait_active(active.shards + 1);
        }
    }

    /// Sends a body until all its records are taken; those that are refused for now are sent again, alone. Throws delivery_error for what does not get better,
    /// and for what has not until the deadline.
    void put(kinesis_body& body) {
        backoff waits{options_.retry};
        for (;;) {
            const http_response answer = call("PutRecords", body.text());
            if (answer.status != 200) refused("PutRecords", answer);
            // What is usual is seen without reading it all.
            if (answer.body.find("\"FailedRecordCount\":0") != std::string::npos) return;
            std::string last;
            const std::vector<std::size_t> failed = failures(answer, body, last);
            if (failed.empty()) return;
            state_.count_errors(failed.size());
            if (failed.size() < body.records()) waits.advance();
            body.keep(failed);
            client_.wait(waits, {}, [&] {
                throw delivery_error{target_,
                                     std::to_string(failed.size()) + " records are still refused after " + std::to_string(waits.attempts()) +
                                         " tries, the first of them place " + std::to_string(body.place(0)) + ": " + last,
                                     "send less a second, or give the stream more shards"};
            });
            state_.count_retries(failed.size());
        }
    }

private:
    [[nodiscard]] std::string named() const { return nlohmann::json{{"StreamName", options_.stream_name}}.dump(); }

    [[nodiscard]] http_response call(std::string_view action, std::string_view body) {
        const std::string name = "Kinesis_20131202." + std::string{action};
        const std::pair<std::string_view, std::string_view> headers[] = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", name}};
        return client_.send({"POST", url_, headers, body}, [action](const http_response& answer) {
            if (answer.status == 200) return false;
            const std::string type = detail::aws_problem_of(answer.body).type;
            // Of a description it means too many in a second; of what changes a stream, a quota that does not pass.
            const bool is_too_often = type == "LimitExceededException" && action.starts_with("Describe");
            return is_too_often || is_passing_status(answer.status) || detail::is_passing_aws_problem(type);
        });
    }

    // An action whose answer says nothing; `well` is a problem that is none.
    void expect(std::string_view action, const std::string& body, std::string_view well) {
        const http_response answer = call(action, body);
        if (answer.status != 200 && (well.empty() || detail::aws_problem_of(answer.body).type != well)) refused(action, answer);
    }

    // Until the stream is active with so many shards; a description may be a little late.
    [[nodiscard]] kinesis_stream wait_active(std::uint64_t least = 0) {
        const auto begin = std::chrono::steady_clock::now();
        for (std::chrono::milliseconds wait{20};; wait = std::min(2 * wait, std::chrono::milliseconds{2000})) {
            const std::optional<kinesis_stream> stream = describe();
            const bool is_active = stream && stream->status == "ACTIVE";
            if (is_active && stream->shards >= least) return *stream;
            if (std::chrono::steady_clock::now() - begin > options_.active_timeout)
                throw delivery_error{target_,
                                     (is_active ? "still has " + std::to_string(stream->shards) + " shards after "
                                                : "is " + (stream ? stream->status : std::string{"not there"}) + " and not ACTIVE after ") +
                                         std::to_string(options_.active_timeout.count() / 1000) + " s",
                                     "look at the stream, and begin again when it is active"};
            if (!state_.wait(wait)) throw http_error{http_failure::stopped, target_, "was not waited for any longer"};
        }
    }

    // The numbers of the records that have to be sent again, and what one of them was refused for.
    [[nodiscard]] std::vector<std::size_t> failures(const http_response& answer, const kinesis_body& body, std::string& last) const {
        const nlohmann::json read = nlohmann::json::parse(answer.body, nullptr, false);
        const auto records = read.is_object() ? read.find("Records") : read.end();
        if (!read.is_object() || records == read.end() || !records->is_array() || records->size() != body.records()) strange("PutRecords", answer);
        std::vector<std::size_t> out;
        for (std::size_t i = 0; i < records->size(); ++i) {
            const nlohmann::json& one = (*records)[i];
            const auto code = one.is_object() ? one.find("ErrorCode") : one.end();
            if (!one.is_object()) strange("PutRecords", answer);
            if (code == one.end() || !code->is_string()) continue;
            const std::string type = code->get<std::string>();
            const auto message = one.find("ErrorMessage");
            last = type + (message != one.end() && message->is_string() ? ": " + retrying_client::shortened(message->get<std::string>()) : std::string{});
            if (!detail::is_passing_aws_problem(type))
                throw delivery_error{target_, "the record of place " + std::to_string(body.place(i)) + " is refused: " + last,
                                     detail::remedy_of_aws_problem(type)};
            out.push_back(i);
        }
        const auto told = read.find("FailedRecordCount");
        if (out.empty() && told != read.end() && *told != 0) strange("PutRecords", answer);
        return out;
    }

    [[noreturn]] void strange(std::string_view action, const http_response& answer) const {
        throw delivery_error{target_, std::string{action} + " is answered by what is no answer of Kinesis: " + retrying_client::shortened(answer.body),
                             "check endpoint_url"};
    }
    [[noreturn]] void refused(std::string_view action, const http_response& answer) const {
        const detail::aws_problem problem = detail::aws_problem_of(answer.body);
        const std::string said = problem.type.empty() ? retrying_client::shortened(answer.body)
                                                      : problem.type + (problem.message.empty() ? "" : ": " + retrying_client::shortened(problem.message));
        throw delivery_error{target_, std::string{action} + " is refused with " + std::to_string(answer.status) + " " + said,
                             detail::remedy_of_aws_problem(problem.type)};
    }

    kinesis_options options_;
    request_state& state_;
    std::string target_, url_;
    retrying_client client_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_KINESIS_CLIENT_HPP

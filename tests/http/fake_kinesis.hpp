// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_HTTP_FAKE_KINESIS_HPP
#define SPATE_TESTS_HTTP_FAKE_KINESIS_HPP

// One stream of Kinesis on the loopback, which refuses what a test wants it to.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include <spate/http/kinesis_options.hpp>

#include "decoded_base64.hpp"
#include "fake_server.hpp"

namespace fake {

class kinesis {
public:
    // What a record is refused with; nothing where it is taken. Called under a lock.
    std::function<std::string(std::size_t attempt, const std::string& data)> refusal = [](std::size_t, const std::string&) { return std::string{}; };
    // What a request is answered with in place of the truth; nothing for the truth, "lost" for no answer although it is taken.
    std::function<std::string(std::size_t request, const std::string& action)> trouble = [](std::size_t, const std::string&) { return std::string{}; };
    std::uint64_t shards = 0;
    bool on_demand = false;
    // How many descriptions do not know of new shards yet.
    std::size_t late = 0;
    // Value -> how often it is there; its key; how often it was tried.
    std::map<std::string, std::size_t> taken, tried;
    std::map<std::string, std::string> keys;
    std::size_t largest_request = 0;
    std::string actions;

    kinesis() : server_{[this](const received& request) { return respond(request); }} {}

    [[nodiscard]] spate::kinesis_options options() const {
        spate::kinesis_options out;
        out.stream_name = "events";
        out.region = "us-east-1";
        out.endpoint_url = server_.url("");
        out.credentials = {"AKIDEXAMPLE", spate::secret{"hush"}, {}};
        out.retry = {std::chrono::milliseconds{1}, std::chrono::milliseconds{4}, std::chrono::milliseconds{3000}};
        return out;
    }

private:
    std::string respond(const received& request) {
        const std::lock_guard hold{lock_};
        const std::string action = request.header("X-Amz-Target").substr(17);
        const std::string wrong = trouble(count_++, action);
        if (!wrong.empty() && wrong != "lost") return wrong;
        const nlohmann::json body = nlohmann::json::parse(request.body);
        if (body.at("StreamName") != "events") return answer(400, R"({"__type":"ResourceNotFoundException","message":"other"})");
        nlohmann::json out = nlohmann::json::object();
        if (action != "PutRecords") actions += action + (body.contains("ShardCount") ? std::to_string(body["ShardCount"].get<int>()) : "") + " ";
        if (action == "CreateStream") {
            shards = body.at("ShardCount");
            waits_ = 2;
        } else if (action == "UpdateShardCount") {
            const std::uint64_t next = body.at("TargetShardCount");
            if (next > 2 * shards) return answer(400, R"({"__type":"LimitExceededException","message":"more than twice"})");
            before_ = std::exchange(shards, next);
            waits_ = late == 0 ? 1 : 0;
        } else if (action == "DescribeStreamSummary") {
            if (shards == 0) return answer(400, R"({"__type":"com.amazonaws.kinesis.v20131202#ResourceNotFoundException","message":"no stream events"})");
            const bool active = waits_ == 0;
            if (waits_ > 0) --waits_;
            const bool is_late = before_ != 0 && late > 0;
            if (is_late) --late;
            out["StreamDescriptionSummary"] = {{"StreamStatus", active ? "ACTIVE" : "UPDATING"},
                                               {"OpenShardCount", is_late ? before_ : shards},
                                               {"StreamModeDetails", {{"StreamMode", on_demand ? "ON_DEMAND" : "PROVISIONED"}}}};
        } else {
            std::size_t failed = 0;
            out["Records"] = nlohmann::json::array();
            largest_request = std::max(largest_request, body.at("Records").size());
            for (const nlohmann::json& one : body.at("Records")) {
                const std::string data = decoded_base64(one.at("Data").get<std::string>());
                const std::string code = refusal(tried[data]++, data);
                if (code.empty()) {
                    ++taken[data];
                    keys[data] = one.at("PartitionKey");
                    out["Records"].push_back({{"SequenceNumber", "1"}, {"ShardId", "shardId-000000000000"}});
                } else {
                    ++failed;
                    out["Records"].push_back({{"ErrorCode", code}, {"ErrorMessage", "not now"}});
                }
            }
            out["FailedRecordCount"] = failed;
        }
        return wrong == "lost" ? std::string{} : answer(200, out.dump());
    }

    std::mutex lock_;
    std::size_t count_ = 0, waits_ = 0;
    std::uint64_t before_ = 0;
    server server_;
};

}  // namespace fake

#endif  // SPATE_TESTS_HTTP_FAKE_KINESIS_HPP

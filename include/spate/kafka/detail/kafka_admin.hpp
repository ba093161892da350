// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_DETAIL_KAFKA_ADMIN_HPP
#define SPATE_KAFKA_DETAIL_KAFKA_ADMIN_HPP

/// What is asked of a broker before messages go to it: whether it answers, the topic and its limit, and a group's offset.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <librdkafka/rdkafka.h>

#include <spate/core/error.hpp>
#include <spate/kafka/detail/kafka_client.hpp>
#include <spate/kafka/kafka_options.hpp>

namespace spate::inline v0::detail {

// A client for questions. Belongs to one thread.
class kafka_admin {
public:
    using clock = std::chrono::steady_clock;

    kafka_admin(const kafka_options& options, std::string target)
        : options_{options}, target_{std::move(target)}, client_{kafka_settings_of{options, target_}.make(RD_KAFKA_PRODUCER, listener_)} {}

    // How many partitions the topic has; 0 where it is missing. Waits for a broker for at most connect_timeout; asks for all topics, so that none is made by
    // it.
    [[nodiscard]] int partitions() {
        const clock::time_point until = clock::now() + options_.connect_timeout;
        for (;;) {
            const rd_kafka_metadata_t* found = nullptr;
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
            const rd_kafka_resp_err_t error = rd_kafka_metadata(client_.get(), 1, nullptr, &found, static_cast<int>(std::clamp<std::int64_t>(left, 1, 300)));
            if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
                int out = 0;
                for (int i = 0; i < found->topic_cnt; ++i)
                    if (options_.topic == found->topics[i].topic && found->topics[i].err == RD_KAFKA_RESP_ERR_NO_ERROR) out = found->topics[i].partition_cnt;
                rd_kafka_metadata_destroy(found);
                return out;
            }
            rd_kafka_poll(client_.get(), 0);
            const auto [code, text] = listener_.complaints.last();
            if (is_final(code)) raise(kafka_problem(options_, target_, code, text, "connecting"));
            if (clock::now() >= until) raise(kafka_problem(options_, target_, code == RD_KAFKA_RESP_ERR_NO_ERROR ? error : code, text, "connecting"));
        }
    }

    // Makes the topic, and waits until the brokers know it.
    void create_topic() {
        char problem[256] = "";
        const auto count = [](std::uint32_t asked) { return asked == 0 ? -1 : static_cast<int>(asked); };
        rd_kafka_NewTopic_t* topic =
            rd_kafka_NewTopic_new(options_.topic.c_str(), count(options_.partitions), count(options_.replication_factor), problem, sizeof problem);
        if (topic == nullptr)
            raise(delivery_error{target_, std::string{"the topic cannot be made: "} + problem, "check topic, partitions and replication_factor"});
        const std::unique_ptr<rd_kafka_NewTopic_t, kafka_deleter<rd_kafka_NewTopic_destroy>> owner{topic};
        const kafka_event answer = ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, [&](const rd_kafka_AdminOptions_t* with, rd_kafka_queue_t* queue) {
            rd_kafka_CreateTopics(client_.get(), &topic, 1, with, queue);
        });
        refuse(answer, "making the topic");
        std::size_t size = 0;
        const rd_kafka_topic_result_t** const results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(answer.get()), &size);
        for (std::size_t i = 0; i < size; ++i) {
            const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
            const char* const text = rd_kafka_topic_result_error_string(results[i]);
            if (code != RD_KAFKA_RESP_ERR_NO_ERROR && code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
                raise(kafka_problem(options_, target_, code, text == nullptr ? "" : text, "making the topic"));
        }
        for (const clock::time_point until = clock::now() + options_.connect_timeout; partitions() == 0;) {
            if (clock::now() >= until) raise(delivery_error{target_, "the topic was made, but no broker knows it", "try again, and look at the brokers' logs"});
            rd_kafka_poll(client_.get(), 50);
        }
    }

    // max.message.bytes of the topic; 0 where the broker does not tell.
    [[nodiscard]] std::size_t message_bytes() {
        rd_kafka_ConfigResource_t* asked = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, options_.topic.c_str());
        const std::unique_ptr<rd_kafka_ConfigResource_t, kafka_deleter<rd_kafka_ConfigResource_destroy>> owner{asked};
        const kafka_event answer = ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, [&](const rd_kafka_AdminOptions_t* with, rd_kafka_queue_t* queue) {
            rd_kafka_DescribeConfigs(client_.get(), &asked, 1, with, queue);
        });
        if (!answer || rd_kafka_event_error(answer.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) return 0;
        std::size_t size = 0, entries = 0, out = 0;
        const rd_kafka_ConfigResource_t** const found = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(answer.get()), &size);
        for (std::size_t i = 0; i < size; ++i) {
            if (rd_kafka_ConfigResource_error(found[i]) != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
            const rd_kafka_ConfigEntry_t** const all = rd_kafka_ConfigResource_configs(found[i], &entries);
            for (std::size_t k = 0; k < entries; ++k) {
                const char* const value = rd_kafka_ConfigEntry_value(all[k]);
                if (std::string_view{rd_kafka_ConfigEntry_name(all[k])} == "max.message.bytes" && value != nullptr)
                    std::from_chars(value, value + std::string_view{value}.size(), out);
            }
        }
        return out;
    }

private:
    template <class Ask>
    [[nodiscard]] kafka_event ask(rd_kafka_admin_op_t what, const Ask& request) {
        const std::unique_ptr<rd_kafka_AdminOptions_t, kafka_deleter<rd_kafka_AdminOptions_destroy>> with{rd_kafka_AdminOptions_new(client_.get(), what)};
        const int most = static_cast<int>(options_.connect_timeout.count());
        char problem[256];
        rd_kafka_AdminOptions_set_request_timeout(with.get(), most, problem, sizeof problem);
        const kafka_queue queue{rd_kafka_queue_new(client_.get())};
        request(with.get(), queue.get());
        return kafka_event{rd_kafka_queue_poll(queue.get(), most + 1000)};
    }
    void refuse(const kafka_event& answer, std::string_view doing) const {
        if (!answer) raise(kafka_problem(options_, target_, RD_KAFKA_RESP_ERR__TIMED_OUT, "", doing));
        if (const rd_kafka_resp_err_t code = rd_kafka_event_error(answer.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            const char* const text = rd_kafka_event_error_string(answer.get());
            raise(kafka_problem(options_, target_, code, text == nullptr ? "" : listener_.complaints.shown(text), doing));
        }
    }

    const kafka_options& options_;
    std::string target_;
    kafka_listener listener_;
    kafka_client client_;
};

// An offset that a group has committed, and what was written with it.
struct kafka_offset {
    std::int64_t offset = 0;
    std::string metadata = {};
};

// What the group has committed for the topic's partition 0; nothing where it has never. Waits while offsets of a transaction are not decided yet.
[[nodiscard]] inline std::optional<kafka_offset> committed_offset(const kafka_options& options, const std::string& target, const std::string& group) {
    kafka_listener listener;
    kafka_settings_of settings{options, target};
    settings.set("group.id", group);
    settings.set("enable.auto.commit", "false");
    settings.set("isolation.level", "read_committed");
    const kafka_client client{settings.make(RD_KAFKA_CONSUMER, listener)};
    const kafka_partitions asked{rd_kafka_topic_partition_list_new(1)};
    rd_kafka_topic_partition_list_add(asked.get(), options.topic.c_str(), 0);
    using clock = std::chrono::steady_clock;
    for (const clock::time_point until = clock::now() + std::max(options.connect_timeout, std::chrono::milliseconds{30'000});;) {
        rd_kafka_resp_err_t error = rd_kafka_committed(client.get(), asked.get(), 5000);
        const rd_kafka_topic_partition_t& found = asked->elems[0];
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) error = found.err;
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            if (found.offset < 0) return {};
            kafka_offset out{found.offset, {}};
            if (found.metadata != nullptr) out.metadata.assign(static_cast<const char*>(found.metadata), found.metadata_size);
            return out;
        }
        const auto [code, text] = listener.complaints.last();
        // The topic is there, so a broker that does not know it has only just begun. What is not known is never taken for nothing: all would be sent again.
        const bool waits = error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION ||
                           error == RD_KAFKA_RESP_ERR__TIMED_OUT || error == RD_KAFKA_RESP_ERR__WAIT_COORD || error == RD_KAFKA_RESP_ERR__TRANSPORT ||
                           error == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS || error == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE ||
                           error == RD_KAFKA_RESP_ERR_NOT_COORDINATOR || error == RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT;
        if (is_final(code)) raise(kafka_problem(options, target, code, text, "reading the position"));
        if (!waits || clock::now() >= until) raise(kafka_problem(options, target, error, text, "reading the position"));
        rd_kafka_poll(client.get(), 100);
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_KAFKA_DETAIL_KAFKA_ADMIN_HPP

// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_DETAIL_KAFKA_CLIENT_HPP
#define SPATE_KAFKA_DETAIL_KAFKA_CLIENT_HPP

/// librdkafka's handles with owners, its settings from options, and its errors in words.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <librdkafka/rdkafka.h>

#include <spate/core/error.hpp>
#include <spate/kafka/event_hubs.hpp>
#include <spate/kafka/kafka_options.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0::detail {

template <auto Destroy>
struct kafka_deleter {
    template <class Handle>
    void operator()(Handle* handle) const noexcept {
        Destroy(handle);
    }
};

using kafka_conf = std::unique_ptr<rd_kafka_conf_t, kafka_deleter<rd_kafka_conf_destroy>>;
using kafka_topic = std::unique_ptr<rd_kafka_topic_t, kafka_deleter<rd_kafka_topic_destroy>>;
using kafka_failure = std::unique_ptr<rd_kafka_error_t, kafka_deleter<rd_kafka_error_destroy>>;
using kafka_partitions = std::unique_ptr<rd_kafka_topic_partition_list_t, kafka_deleter<rd_kafka_topic_partition_list_destroy>>;
using kafka_group = std::unique_ptr<rd_kafka_consumer_group_metadata_t, kafka_deleter<rd_kafka_consumer_group_metadata_destroy>>;
using kafka_queue = std::unique_ptr<rd_kafka_queue_t, kafka_deleter<rd_kafka_queue_destroy>>;
using kafka_event = std::unique_ptr<rd_kafka_event_t, kafka_deleter<rd_kafka_event_destroy>>;

// What the client library last complained of; its lines go nowhere else. Any thread.
class kafka_complaints {
public:
    // Secrets that must not be in a text.
    void hide(std::string text) {
        if (!text.empty()) hidden_.push_back(std::move(text));
    }
    void add(rd_kafka_resp_err_t code, std::string_view text) {
        const std::lock_guard hold{lock_};
        // What only follows from a reason does not hide it.
        if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && !text_.empty()) return;
        code_ = code;
        text_ = shown(text);
    }
    [[nodiscard]] std::pair<rd_kafka_resp_err_t, std::string> last() const {
        const std::lock_guard hold{lock_};
        return {code_, text_};
    }
    [[nodiscard]] std::string shown(std::string_view text) const {
        std::string out{text};
        for (const std::string& one : hidden_)
            for (std::size_t at = out.find(one); at != std::string::npos; at = out.find(one, at + secret::mask.size()))
                out.replace(at, one.size(), secret::mask);
        return out;
    }

private:
    mutable std::mutex lock_;
    rd_kafka_resp_err_t code_ = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::string text_;
    std::vector<std::string> hidden_;
};

// Who can answer the client's callbacks.
struct kafka_listener {
    kafka_complaints complaints;

    kafka_listener() = default;
    kafka_listener(const kafka_listener&) = delete;
    kafka_listener& operator=(const kafka_listener&) = delete;
    virtual ~kafka_listener() = default;
    virtual void delivered(const rd_kafka_message_t&) noexcept {}
};

// How the options look for the client, for all kinds of clients.
class kafka_settings_of {
public:
    kafka_settings_of(const kafka_options& options, std::string target) : target_{std::move(target)}, conf_{rd_kafka_conf_new()} {
        set("bootstrap.servers", options.bootstrap_servers);
        set("client.id", options.client_id);
        set("security.protocol", to_string(options.security));
        set("socket.keepalive.enable", "true");
        set("socket.nagle.disable", "true");
        set("log_level", "0");
        const std::string most = std::to_string(std::max<std::int64_t>(1000, options.connect_timeout.count()));
        set("socket.connection.setup.timeout.ms", most);
        set("reconnect.backoff.max.ms", "1000");
        if (options.security == kafka_security::sasl_plaintext || options.security == kafka_security::sasl_ssl) {
            set("sasl.mechanisms", options.sasl_mechanism);
            set("sasl.username", options.sasl_username);
            set_secret("sasl.password", options.sasl_password);
        }
        if (options.security == kafka_security::ssl || options.security == kafka_security::sasl_ssl) {
            if (!options.ssl_ca_location.empty()) set("ssl.ca.location", options.ssl_ca_location);
            if (!options.ssl_certificate_location.empty()) set("ssl.certificate.location", options.ssl_certificate_location);
            if (!options.ssl_key_location.empty()) set("ssl.key.location", options.ssl_key_location);
            if (!options.ssl_key_password.empty()) set_secret("ssl.key.password", options.ssl_key_password);
            set("enable.ssl.certificate.verification", options.verify_tls ? "true" : "false");
            set("ssl.endpoint.identification.algorithm", options.verify_tls ? "https" : "none");
        }
        if (options.event_hubs) {
            set("topic.metadata.refresh.interval.ms", "180000");
            set("metadata.max.age.ms", "180000");
            set("request.timeout.ms", "60000");
        }
    }

    void set(const char* key, std::string_view value) {
        char problem[512] = "";
        const std::string text{value};
        if (rd_kafka_conf_set(conf_.get(), key, text.c_str(), problem, sizeof problem) != RD_KAFKA_CONF_OK)
            raise(delivery_error{target_, "the client refuses " + std::string{key} + ": " + problem, "check what stands for it in the configuration"});
    }
    void set_secret(const char* key, const secret& value) {
        const std::string text = value.reveal();
        char problem[8] = "";
        if (rd_kafka_conf_set(conf_.get(), key, text.c_str(), problem, sizeof problem) != RD_KAFKA_CONF_OK)
            raise(delivery_error{target_, "the client refuses what is given as " + std::string{key}, "check the secret"});
        hidden_.push_back(text);
    }

    // The client; `listener` lives at least as long.
    [[nodiscard]] rd_kafka_t* make(rd_kafka_type_t kind, kafka_listener& listener) {
        for (std::string& one : hidden_) listener.complaints.hide(std::move(one));
        rd_kafka_conf_set_opaque(conf_.get(), &listener);
        rd_kafka_conf_set_log_cb(conf_.get(), [](const rd_kafka_t*, int, const char*, const char*) {});
        rd_kafka_conf_set_error_cb(conf_.get(), [](rd_kafka_t*, int code, const char* reason, void* to) {
            static_cast<kafka_listener*>(to)->complaints.add(static_cast<rd_kafka_resp_err_t>(code), reason == nullptr ? "" : reason);
        });
        if (kind == RD_KAFKA_PRODUCER)
            rd_kafka_conf_set_dr_msg_cb(conf_.get(),
                                        [](rd_kafka_t*, const rd_kafka_message_t* one, void* to) { static_cast<kafka_listener*>(to)->delivered(*one); });
        char problem[512] = "";
        rd_kafka_t* const made = rd_kafka_new(kind, conf_.get(), problem, sizeof problem);
        if (made == nullptr)
            raise(delivery_error{target_, "the client does not start: " + listener.complaints.shown(problem),
                                 "check certificates, keys and the mechanism of SASL"});
        (void)conf_.release();  // the client's now
        return made;
    }

private:
    std::string target_;
    kafka_conf conf_;
    std::vector<std::string> hidden_;
};

// A client that is ended, and whatever it still holds is dropped.
struct kafka_client_deleter {
    void operator()(rd_kafka_t* client) const noexcept {
        if (rd_kafka_type(client) == RD_KAFKA_PRODUCER)
            rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
};
using kafka_client = std::unique_ptr<rd_kafka_t, kafka_client_deleter>;

// The error in words: what went wrong and what would help.
[[nodiscard]] inline delivery_error kafka_problem(const kafka_options& options, const std::string& target, rd_kafka_resp_err_t code, const std::string& text,
                                                  std::string_view doing) {
    const std::string why = text.empty() ? std::string{rd_kafka_err2str(code)} : text, begin{doing};
    switch (code) {
        case RD_KAFKA_RESP_ERR__AUTHENTICATION:
        case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        case RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE:
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
            return {target, "the broker does not let the user in: " + why,
                    options.connection_string.empty() ? "check sasl_username, sasl_password and sasl_mechanism" : "check the connection_string and its rights"};
        case RD_KAFKA_RESP_ERR__SSL:
            return {target, "TLS fails: " + why, "check ssl_ca_location, the host's name in the certificate, and security_protocol"};
        case RD_KAFKA_RESP_ERR__RESOLVE:
        case RD_KAFKA_RESP_ERR__TRANSPORT:
        case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
        case RD_KAFKA_RESP_ERR__TIMED_OUT:
        case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
            return {target, begin + ": no broker answers in time: " + why, "check bootstrap_servers, security_protocol, and that the broker runs"};
        case RD_KAFKA_RESP_ERR__FENCED:
        case RD_KAFKA_RESP_ERR_PRODUCER_FENCED:
        case RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
            return {target, begin + ": another run of the same stream has taken over, or this one was halted for longer than delivery_timeout_ms: " + why,
                    "go on with it where nobody else does, or give each a stream or a shard of its own"};
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
            return {target, begin + ": is not allowed: " + why, "give the user the right, or a user who has it"};
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
            return {target, begin + ": there is no such topic", "make it, or let it be made with create_topic: true"};
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
            return {target, begin + ": the broker takes no message or batch that large",
                    "make messages smaller, lower batch_bytes, or raise max.message.bytes of the topic"};
        case RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
            return {
                target, begin + ": the topic does not take its time: " + why,
                "raise message.timestamp.after.max.ms of the topic (an hour ahead by default) or message.timestamp.before.max.ms, or begin at another time"};
        case RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE:
            return {target, begin + ": the broker keeps no note that long with the position: " + why, "raise offset.metadata.max.bytes of the broker to 256"};
        default:
            return {target, begin + ": " + why};
    }
}

// Whether a broker has refused what it was sent, and would do so again.
[[nodiscard]] inline bool is_refusal(rd_kafka_resp_err_t code) noexcept {
    for (const rd_kafka_resp_err_t one :
         {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, RD_KAFKA_RESP_ERR_INVALID_RECORD,
          RD_KAFKA_RESP_ERR_POLICY_VIOLATION, RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
          RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE})
        if (code == one) return true;
    return false;
}

// Whether waiting does not mend it.
[[nodiscard]] inline bool is_final(rd_kafka_resp_err_t code) noexcept {
    return code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR__SSL || code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED ||
           code == RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM || code == RD_KAFKA_RESP_ERR__FATAL;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_KAFKA_DETAIL_KAFKA_CLIENT_HPP

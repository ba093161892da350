// SPDX-License-Identifier: Apache-2.0
// How many bytes of messages a second become bodies of PutRecords, alone and signed and sent by libcurl over the loopback, beside a copy of the same messages?
// Time is that of the thread that builds, signs and sends, without the server's.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <spate/http/http_client.hpp>
#include <spate/http/kinesis_body.hpp>

#include "../support/measure.hpp"

namespace {

// Reads one request after the other of one connection, and answers each as Kinesis does where all went well.
class answering {
public:
    answering() : listener_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (listener_ < 0 || ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(listener_, 4) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            std::perror("kinesis");
            std::exit(1);
        }
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
        thread_ = std::thread{[this] {
            for (int connection; (connection = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(connection)) serve(connection);
        }};
    }
    answering(const answering&) = delete;
    answering& operator=(const answering&) = delete;
    ~answering() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    [[nodiscard]] std::string_view url() const noexcept { return url_; }

private:
    static void serve(int connection) {
        constexpr std::string_view body = R"({"FailedRecordCount":0,"Records":[]})", name = "Content-Length: ";
        const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
        std::vector<char> buffer(std::size_t{1} << 20);
        std::string head;
        std::size_t left = 0;
        for (ssize_t got; (got = ::read(connection, buffer.data(), buffer.size())) > 0;) {
            auto bytes = static_cast<std::size_t>(got);
            if (left == 0) {
                head.append(buffer.data(), bytes);
                const std::size_t end = head.find("\r\n\r\n"), at = head.find(name);
                if (end == std::string::npos) continue;
                left = std::strtoull(head.c_str() + at + name.size(), nullptr, 10);
                bytes = head.size() - end - 4;
                head.clear();
            }
            left -= bytes;
            if (left == 0 && ::write(connection, answer.data(), answer.size()) < 0) return;
        }
    }

    int listener_;
    std::string url_;
    std::thread thread_;
};

struct messages {
    explicit messages(std::size_t size) : text(spate::kinesis_limits::records * size, ' ') {
        for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(' ' + i * 2654435761u % 95);
        for (std::size_t i = 0; i < spate::kinesis_limits::records; ++i) {
            keys.push_back("user-" + std::to_string(100'000 + i * 7919 % 900'000));
            all.emplace_back();
            all.back().place = i;
            all.back().value = std::string_view{text}.substr(i * size, size);
        }
        for (std::size_t i = 0; i < all.size(); ++i) all[i].key = keys[i];
    }
    std::string text;
    std::vector<std::string> keys;
    std::vector<spate::message> all;
};

void build(spate::kinesis_body& body, const messages& from) {
    body.clear();
    for (const spate::message& one : from.all)
        if (!body.add(one)) std::exit(1);
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    bench::report report{"kinesis"};
    for (const std::size_t size : {std::size_t{200}, std::size_t{1000}}) {
        const messages from{size};
        const auto units = static_cast<double>(from.text.size());
        std::string copy(from.text.size(), ' ');
        spate::kinesis_body body{"events", "kinesis"};
        const answering server;
        spate::http_client_options options;
        options.signature = {"kinesis", "us-east-1", "AKIDEXAMPLE", spate::secret{"secret"}, {}};
        spate::http_client client{options};
        const std::pair<std::string_view, std::string_view> headers[] = {{"Content-Type", "application/x-amz-json-1.1"},
                                                                         {"X-Amz-Target", "Kinesis_20131202.PutRecords"}};
        const std::vector<bench::rates> found = bench::take_turns(with,
                                                                  {{[&] {
                                                                        build(body, from);
                                                                        bench::keep(body.text().data());
                                                                    },
                                                                    units},
                                                                   {[&] {
                                                                        build(body, from);
                                                                        if (client.send({"POST", server.url(), headers, body.text()}).status != 200)
                                                                            std::exit(1);
                                                                    },
                                                                    units},
                                                                   {[&] {
                                                                        std::memcpy(copy.data(), from.text.data(), copy.size());
                                                                        bench::keep(copy.data());
                                                                    },
                                                                    units}},
                                                                  bench::thread_seconds_now);
        const std::pair<const char*, double> kinds[] = {{"built", -1}, {"built, signed and sent", 0.5}};
        for (std::size_t i = 0; i < 2; ++i) {
            std::vector<double> reached = found[i];
            for (double& rate : reached) rate /= bench::giga;
            report.add({.row = "kinesis",
                        .what = std::string{"bodies of events of "} + std::to_string(size) + " bytes, " + kinds[i].first,
                        .unit = "GB/s",
                        .ours = bench::median(found[i]) / bench::giga,
                        .limit = bench::median(found[2]) / bench::giga,
                        .limit_is = "memcpy",
                        .reached = bench::spread_of(reached),
                        .required = kinds[i].second});
        }
    }
    report.print();
}

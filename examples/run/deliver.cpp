// SPDX-License-Identifier: Apache-2.0
/// A target of one's own that acknowledges what it is sent, and breaks down once; the delivery goes on where its checkpoint says that it had come to.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <spate/run/checkpoint.hpp>
#include <spate/run/deliver.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/delivery_error.hpp>

class counter final : public spate::delivery_sink {
public:
    explicit counter(std::uint64_t breaks_at) : breaks_at_{breaks_at} {}

    [[nodiscard]] std::string target() const override { return "a counter"; }
    void check(const spate::delivery_stream&) override {}
    void open(const spate::delivery_stream&, std::uint64_t first) override { done_ = first; }
    void send(std::uint64_t, std::uint64_t end) override {
        if (end > breaks_at_) throw spate::delivery_error{target(), "cannot count that far", "count less"};
        done_ = end;
    }
    void flush() override {}
    void close() override {}
    [[nodiscard]] std::uint64_t acknowledged() const noexcept override { return done_; }
    [[nodiscard]] spate::delivery_counts counts() const noexcept override { return {}; }

private:
    std::uint64_t breaks_at_, done_ = 0;
};

int main() {
    const char* folder = std::getenv("TMPDIR");
    spate::delivery_options options;
    options.checkpoint = std::string{folder != nullptr ? folder : "/tmp"} + "/spate-example-checkpoints";
    options.paced = false;
    // The hash is of all that decides the stream; another stream under this name would be refused.
    const spate::delivery_stream stream{.name = "numbers", .specification = 0x5eed};

    counter weak{1'000'000};
    const spate::delivery_report broken = spate::deliver(weak, stream, 2'000'000, nullptr, options);
    std::printf("%s at place %llu\n", broken.error.c_str(), static_cast<unsigned long long>(broken.next));

    options.resume = true;
    counter strong{2'000'000};
    const spate::delivery_report whole = spate::deliver(strong, stream, 2'000'000, nullptr, options);
    std::printf("resumed at %llu, complete at %llu\n", static_cast<unsigned long long>(whole.begin), static_cast<unsigned long long>(whole.next));
    std::filesystem::remove_all(options.checkpoint);
    return broken.end_reason == spate::run_end::failed && whole.begin == broken.next && whole.next == 2'000'000 ? 0 : 1;
}

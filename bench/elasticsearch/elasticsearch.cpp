// SPDX-License-Identifier: Apache-2.0
// How fast do documents of 215 bytes become bulk bodies of the sink of Elasticsearch, on one thread, beside a copy of the documents alone? With --write FOLDER
// the bodies of --documents N are written there, and with --send URL the sink sends the same documents; both print what they took.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/http/bulk_body.hpp>
#include <spate/http/elasticsearch_sink.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/telemetry/metric_documents.hpp>

#include "../support/measure.hpp"

namespace {

using table = spate::row_messages<spate::metric_documents>;

std::shared_ptr<const table> documents() {
    return std::make_shared<table>(spate::metric_documents{{.from = spate::seed{42}, .services = spate::usual_services(4)}});
}

spate::elasticsearch_options options(const std::string& host, bool ids) {
    spate::elasticsearch_options out;
    out.hosts = {host};
    out.index = "spate-bench";
    out.document_ids = ids;
    out.requests = 2;
    return out;
}

void measure(const bench::options& with) {
    constexpr std::size_t batch_bytes = std::size_t{8} << 20;
    const auto source = documents();
    const auto maker = source->maker();
    // What a maker makes, kept: the same 4096 documents again and again.
    std::vector<std::string> texts;
    spate::for_each_message(*maker, 0, 4096, [&](const spate::message& one) { texts.emplace_back(one.value); });
    std::size_t bytes = 0;
    for (const std::string& text : texts) bytes += text.size();
    const std::size_t turns = batch_bytes / bytes;
    const double units = static_cast<double>(bytes * turns);

    std::vector<char> copied(batch_bytes + 65536);
    const auto copy = [&] {
        char* to = copied.data();
        for (std::size_t turn = 0; turn < turns; ++turn)
            for (const std::string& text : texts) {
                std::memcpy(to, text.data(), text.size());
                to += text.size();
            }
        bench::keep(copied.data());
    };
    spate::bulk_body bodies[] = {{options("http://127.0.0.1:9200", false), {}}, {options("http://127.0.0.1:9200", true), {}}};
    const auto body_of = [&](spate::bulk_body& body) {
        return [&body, &texts, turns] {
            body.clear();
            std::uint64_t place = 0;
            for (std::size_t turn = 0; turn < turns; ++turn)
                for (const std::string& text : texts) body.add({.place = place++, .value = text});
            bench::keep(body.text().data());
        };
    };
    const std::uint64_t made = texts.size() * turns;
    const auto lines = [&] {
        std::size_t all = 0;
        spate::for_each_message(*maker, 0, made, [&](const spate::message& one) { all += one.value.size(); });
        bench::keep(&all);
    };
    const auto whole = [&](spate::bulk_body& body) {
        return [&body, &maker, made] {
            body.clear();
            spate::for_each_message(*maker, 0, made, [&](const spate::message& one) { body.add(one); });
            bench::keep(body.text().data());
        };
    };
    const std::vector<bench::candidate> candidates{
        {copy, units}, {body_of(bodies[0]), units}, {body_of(bodies[1]), units}, {lines, units}, {whole(bodies[1]), units}};
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report report{"elasticsearch"};
    const auto add = [&](std::size_t which, std::size_t limit, const char* what, const char* limit_is) {
        bench::rates rates = found[which];
        for (double& rate : rates) rate /= bench::giga;
        report.add({.row = "elasticsearch",
                    .what = what,
                    .unit = "GB/s",
                    .ours = bench::median(rates),
                    .limit = bench::median(found[limit]) / bench::giga,
                    .limit_is = limit_is,
                    .reached = bench::spread_of(rates),
                    .required = 1,
                    .note = std::to_string(bytes / texts.size()) + " bytes a document, which alone are counted"});
    };
    add(1, 0, "bodies of ready documents", "a copy");
    add(2, 0, "bodies of ready documents, with ids", "a copy");
    add(4, 3, "metric documents made and put in bodies", "documents alone");
    report.print();
}

void write(const std::string& folder, std::uint64_t count) {
    const auto source = documents();
    const auto maker = source->maker();
    spate::bulk_body body{options("http://127.0.0.1:9200", false), {}};
    std::size_t files = 0;
    const auto save = [&] {
        std::ofstream{folder + "/" + std::to_string(files++), std::ios::binary} << body.text();
        body.clear();
    };
    spate::for_each_message(*maker, 0, count, [&](const spate::message& one) {
        if (body.bytes() > std::size_t{5} << 20) save();
        body.add(one);
    });
    save();
    std::printf("{\"files\": %zu}\n", files);
}

void send(const std::string& url, std::uint64_t count) {
    spate::elasticsearch_options with = options(url, false);
    with.batch_bytes = std::size_t{5} << 20;
    spate::elasticsearch_sink sink{with};
    sink.attach(documents());
    sink.open({}, 0);
    const double begin = bench::seconds_now();
    sink.send(0, count);
    sink.close();
    const double taken = bench::seconds_now() - begin;
    std::printf("{\"documents/s\": %.1f, \"retries\": %llu}\n", static_cast<double>(count) / taken, static_cast<unsigned long long>(sink.counts().retries));
}

}  // namespace

int main(int count, char** arguments) {
    std::string folder, url;
    std::uint64_t amount = 100'000;
    const bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name == "--write")
            folder = next();
        else if (name == "--send")
            url = next();
        else if (name == "--documents")
            amount = std::strtoull(next(), nullptr, 10);
        else
            return false;
        return true;
    });
    if (!folder.empty())
        write(folder, amount);
    else if (!url.empty())
        send(url, amount);
    else
        measure(with);
}

// SPDX-License-Identifier: Apache-2.0
#include <spate/http/elasticsearch_sink.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

#include "fake_server.hpp"

using namespace spate;
using namespace std::chrono_literals;

namespace {

// Place p of the source is message 2 * p + 1 of the stream; every seventh is lost.
class numbers : public message_source {
public:
    explicit numbers(std::uint64_t size, std::string (*text)(std::uint64_t) = &plain) : size_{size}, text_{text} {}
    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override { return std::make_unique<making>(text_); }
    [[nodiscard]] std::span<const std::string_view> types() const noexcept override { return names; }
    [[nodiscard]] std::size_t usual_bytes() const noexcept override { return 20; }

    static std::string plain(std::uint64_t place) { return "{\"n\":" + std::to_string(place) + "}"; }
    [[nodiscard]] std::uint64_t messages(std::uint64_t end) const { return end - (end + 6) / 7; }

private:
    class making : public message_maker {
    public:
        explicit making(std::string (*text)(std::uint64_t)) : text_{text} {}
        [[nodiscard]] std::span<const message> make(std::uint64_t first, std::size_t count) override {
            texts_.clear();
            out_.clear();
            for (std::uint64_t at = first; at < first + count; ++at)
                if (at % 7 != 0) texts_.push_back(text_(2 * at + 1));
            std::size_t next = 0;
            for (std::uint64_t at = first; at < first + count; ++at)
                if (at % 7 != 0)
                    out_.push_back({.place = 2 * at + 1, .type_number = static_cast<std::uint32_t>(at % 2), .type = names[at % 2], .value = texts_[next++]});
            return out_;
        }

    private:
        std::string (*text_)(std::uint64_t);
        std::vector<std::string> texts_;
        std::vector<message> out_;
    };

    static constexpr std::string_view names[] = {"even", "odd"};
    std::uint64_t size_;
    std::string (*text_)(std::uint64_t);
};

// A bulk request of a fake server: its actions and documents.
struct bulk {
    std::vector<std::string> actions, documents;
    bool is_whole = true;

    explicit bulk(std::string_view body) {
        is_whole = body.ends_with('\n');
        for (std::size_t line = 0; !body.empty(); ++line) {
            const std::size_t end = std::min(body.find('\n'), body.size());
            (line % 2 == 0 ? actions : documents).emplace_back(body.substr(0, end));
            body.remove_prefix(std::min(end + 1, body.size()));
        }
        is_whole = is_whole && actions.size() == documents.size();
    }
};

// What is said of a document: a status, and an error for those that are none of success.
std::string item(int status, std::string_view type = {}, std::string_view reason = {}) {
    std::string out = "{\"create\":{\"status\":" + std::to_string(status);
    if (!type.empty()) out += ",\"error\":{\"type\":\"" + std::string{type} + "\",\"reason\":\"" + std::string{reason} + "\"}";
    return out + "}}";
}

// Keeps documents as often as it has taken them.
struct store {
    std::mutex lock;
    std::map<std::string, std::size_t> taken;
    std::size_t requests = 0, tried = 0, largest = 0;
    std::vector<std::string> heads, bodies;
    // Whole answers; nothing for those that each() decides.
    std::function<std::string(const fake::received&, std::size_t)> whole = [](const fake::received&, std::size_t) { return std::string{}; };
    // The status of a document, by how many were tried before it.
    std::function<std::string(const std::string&, std::size_t)> each = [](const std::string&, std::size_t) { return item(201); };

    std::string respond(const fake::received& request) {
        const std::lock_guard hold{lock};
        heads.push_back(request.head);
        bodies.push_back(request.body);
        if (std::string out = whole(request, requests++); !out.empty()) return out == "none" ? std::string{} : out;
        const bulk found{request.body};
        if (!found.is_whole) return fake::answer(400, "{\"error\":\"no bulk body\"}");
        std::string items;
        bool errors = false;
        for (const std::string& document : found.documents) {
            const std::string one = each(document, tried++);
            const bool good = one == item(201);
            errors = errors || !good;
            if (good) ++taken[document];
            items += (items.empty() ? "" : ",") + one;
        }
        largest = std::max(largest, found.documents.size());
        return fake::answer(200, std::string{"{\"errors\":"} + (errors ? "true" : "false") + ",\"items\":[" + items + "]}");
    }
    // Whether all messages of places below `end` are there once, and no others.
    [[nodiscard]] bool is_all(const numbers& source, std::uint64_t end) {
        const std::lock_guard hold{lock};
        std::uint64_t once = 0;
        for (const auto& [document, times] : taken) once += times == 1;
        if (once != taken.size() || once != source.messages(end)) return false;
        for (std::uint64_t at = 0; at < end; ++at)
            if (at % 7 != 0 && !taken.contains(numbers::plain(2 * at + 1))) return false;
        return true;
    }
};

// A sink that sends to a fake server.
struct setting {
    store kept;
    std::shared_ptr<numbers> source;
    fake::server server{[this](const fake::received& request) { return request.head.starts_with("POST") ? kept.respond(request) : fake::answer(200, "{}"); }};
    elasticsearch_options options;

    explicit setting(std::uint64_t size, std::string (*text)(std::uint64_t) = &numbers::plain) : source{std::make_shared<numbers>(size, text)} {
        options.hosts = {server.url("")};
        options.index = "numbers";
        options.batch_bytes = 20'000;
        options.retry = {.first = 1ms, .most = 5ms, .deadline = 1s};
        options.client.timeout = 5s;
    }
    [[nodiscard]] std::unique_ptr<elasticsearch_sink> opened() const {
        auto sink = std::make_unique<elasticsearch_sink>(options);
        sink->attach(source);
        sink->open(stream, 0);
        return sink;
    }
    // What the sink throws while all is sent to it.
    [[nodiscard]] std::string error_of(elasticsearch_sink& sink) const {
        try {
            sink.send(0, source->size());
            sink.close();
        } catch (const delivery_error& error) {
            return error.what();
        }
        return "";
    }
    delivery_stream stream{.name = "test", .specification = 1};
};

std::string unpacked(const std::string& body) {
    std::string out(10'000'000, '\0');
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    (void)inflateEnd(&stream);
    return out;
}

}  // namespace

TEST_CASE("http/elasticsearch_sink: every message becomes a document once, whatever the pieces") {
    for (const std::size_t threads : {1u, 3u}) {
        setting at{5000};
        at.options.requests = threads;
        at.options.pipeline = "a/b";
        const auto sink = at.opened();
        CHECK(sink->acknowledged() == 0);
        for (std::uint64_t first = 0, size = 1; first < 5000; first += size, size = size * 3 % 1000 + 1)
            sink->send(first, std::min<std::uint64_t>(first + size, 5000));
        sink->flush();
        CHECK(sink->acknowledged() == 5000);
        sink->close();
        CHECK(at.kept.is_all(*at.source, 5000));
        const delivery_counts counts = sink->counts();
        CHECK(counts.acknowledged == at.source->messages(5000));
        CHECK(counts.sent == counts.acknowledged);
        CHECK(counts.requests == at.kept.requests);
        CHECK(counts.bytes_in_flight == 0);
        CHECK(counts.errors + counts.retries == 0);
        CHECK(at.kept.heads[0].starts_with("POST /numbers/_bulk?filter_path=errors,items.*.status,"));
        CHECK(at.kept.heads[0].find("&pipeline=a%2Fb HTTP/1.1") != std::string::npos);
        CHECK(at.kept.heads[0].find("Content-Type: application/x-ndjson\r\n") != std::string::npos);
        for (const std::string& body : at.kept.bodies) CHECK(body.size() < 25'000);
    }
}

TEST_CASE("http/elasticsearch_sink: documents in a request are not more than were asked for") {
    setting at{3000};
    at.options.batch_documents = 100;
    at.options.batch_bytes = 1 << 20;
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(at.kept.is_all(*at.source, 3000));
    CHECK(at.kept.largest == 100);
    CHECK(sink->acknowledged() == 3000);
}

TEST_CASE("http/elasticsearch_sink: compressed bodies are the same ones") {
    setting at{300};
    at.options.gzip = true;
    at.kept.whole = [&at](const fake::received& request, std::size_t) {
        CHECK(request.header("Content-Encoding") == "gzip");
        const bulk found{unpacked(request.body)};
        CHECK(found.is_whole);
        for (const std::string& document : found.documents) ++at.kept.taken[document];
        return fake::answer(200, "{\"errors\":false,\"items\":[]}");
    };
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(at.kept.is_all(*at.source, 300));
}

TEST_CASE("http/elasticsearch_sink: documents that are refused for now are sent again, alone") {
    setting at{4000};
    at.kept.each = [](const std::string&, std::size_t tried) {
        return tried % 5 == 0    ? item(429, "es_rejected_execution_exception", "queue is full")
               : tried % 11 == 0 ? item(503, "unavailable_shards_exception", "none")
                                 : item(201);
    };
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(at.kept.is_all(*at.source, 4000));
    CHECK(sink->acknowledged() == 4000);
    const delivery_counts counts = sink->counts();
    CHECK(counts.retries == counts.errors);
    CHECK(counts.retries > 700);
    CHECK(at.kept.tried == at.source->messages(4000) + counts.retries);
}

TEST_CASE("http/elasticsearch_sink: whole requests that are refused for now, or not answered, are sent again") {
    setting at{4000};
    at.kept.whole = [](const fake::received&, std::size_t number) {
        return number % 5 == 0   ? fake::answer(429, "{\"error\":{\"reason\":\"too many\"}}", "Retry-After: 0\r\n")
               : number % 5 == 2 ? fake::answer(503, "busy")
               : number % 5 == 3 ? std::string{"none"}
                                 : std::string{};
    };
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(at.kept.is_all(*at.source, 4000));
    CHECK(sink->acknowledged() == 4000);
    CHECK(sink->counts().errors >= 3);
}

TEST_CASE("http/elasticsearch_sink: what is too large is halved until it is not") {
    setting at{3000};
    at.kept.whole = [](const fake::received& request, std::size_t) { return request.body.size() > 3000 ? fake::answer(413) : std::string{}; };
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(at.kept.is_all(*at.source, 3000));
    CHECK(sink->acknowledged() == 3000);
    setting none{20};
    none.kept.whole = [](const fake::received&, std::size_t) { return fake::answer(413); };
    const auto other = none.opened();
    CHECK(none.error_of(*other).find("message 3 has 22 bytes with its action, more than the server takes in a request") != std::string::npos);
    CHECK(other->acknowledged() == 0);
}

TEST_CASE("http/elasticsearch_sink: what is answered at too great length, as where each document of many is refused, is sent again in halves") {
    setting at{300};
    at.options.requests = 1;
    at.options.document_ids = true;
    at.kept.whole = [](const fake::received& request, std::size_t) {
        return request.body.size() > 10'000 ? fake::answer(200, std::string(http_client::longest_body + 1, ' ')) : std::string{};
    };
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(at.kept.is_all(*at.source, 300));
    CHECK(sink->acknowledged() == 300);
    CHECK(sink->counts().errors >= 1);
    setting none{3};
    none.options.requests = 1;
    none.kept.whole = [](const fake::received&, std::size_t) { return fake::answer(200, std::string(http_client::longest_body + 1, ' ')); };
    CHECK(none.error_of(*none.opened()).find("answers with more than 64 MiB") != std::string::npos);
}

TEST_CASE("http/elasticsearch_sink: a document that does not fit ends it, and all before it are safe") {
    for (const std::size_t threads : {1u, 3u}) {
        setting at{6000};
        at.options.requests = threads;
        at.kept.each = [](const std::string& document, std::size_t tried) {
            if (document == numbers::plain(2 * 2500 + 1)) return item(400, "document_parsing_exception", "failed to parse field [n]");
            return tried % 50 == 0 ? item(429, "es_rejected_execution_exception", "full") : item(201);
        };
        const auto sink = at.opened();
        const std::string error = at.error_of(*sink);
        CHECK(error.starts_with(
            at.options.target() +
            ": message 5001 of the type even is refused, status 400, document_parsing_exception: failed to parse field [n]; of its request "));
        CHECK(error.find(" and 1 refused; make the documents fit") != std::string::npos);
        CHECK(sink->acknowledged() == 2500);
        for (std::uint64_t place = 0; place < 2500; ++place)
            if (place % 7 != 0) CHECK(at.kept.taken[numbers::plain(2 * place + 1)] == 1);
    }
}

TEST_CASE("http/elasticsearch_sink: behind a document that does not fit nothing is sent again, before it all is") {
    setting at{20};
    at.kept.each = [](const std::string& document, std::size_t tried) {
        if (document == numbers::plain(2 * 9 + 1)) return item(400, "document_parsing_exception", "no");
        return tried < 17 ? item(429, "es_rejected_execution_exception", "full") : item(201);
    };
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).find(
              "message 19 of the type odd is refused, status 400, document_parsing_exception: no; of its request 7 documents were taken and 1 refused") !=
          std::string::npos);
    CHECK(sink->acknowledged() == 9);
    CHECK(at.kept.is_all(*at.source, 9));
    CHECK(at.kept.requests == 2);
}

TEST_CASE("http/elasticsearch_sink: documents that do not fit are passed over where that is asked for, and counted") {
    setting at{3000};
    at.options.refused = on_refusal::skip;
    at.kept.each = [](const std::string& document, std::size_t) { return document.ends_with("3}") ? item(400, "mapper_parsing_exception", "no") : item(201); };
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(sink->acknowledged() == 3000);
    CHECK(sink->skipped() > 100);
    CHECK(sink->skipped() == sink->counts().errors);
    CHECK(at.kept.taken.size() + sink->skipped() == at.source->messages(3000));
    CHECK(sink->counts().acknowledged == at.kept.taken.size());
}

TEST_CASE("http/elasticsearch_sink: a document of ours that is there already is taken; one without an id is not") {
    for (const bool ids : {true, false}) {
        setting at{1000};
        at.options.document_ids = ids;
        at.options.requests = 1;
        at.kept.each = [](const std::string&, std::size_t tried) {
            return tried < 100 ? item(409, "version_conflict_engine_exception", "document already exists") : item(201);
        };
        const auto sink = at.opened();
        CHECK(at.error_of(*sink).empty() == ids);
        CHECK(sink->acknowledged() == (ids ? 1000 : 1));
        CHECK(bulk{at.kept.bodies[0]}.actions[0].starts_with(ids ? "{\"create\":{\"_id\":\"test-" : "{\"create\":{}}"));
    }
}

TEST_CASE("http/elasticsearch_sink: a message that is too large is not sent, all before it are") {
    setting at{2000, [](std::uint64_t place) { return place == 2 * 1500 + 1 ? std::string(5000, ' ') : numbers::plain(place); }};
    at.options.request_limit = at.options.batch_bytes = 4000;
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).find("message 3001 of the type even has 5015 bytes with its action, and the server takes 4000 in a request") != std::string::npos);
    CHECK(sink->acknowledged() == 1500);
    CHECK_FALSE(at.kept.taken.contains(std::string(5000, ' ')));
}

TEST_CASE("http/elasticsearch_sink: one that takes nothing is given up after the deadline, with its reason") {
    setting at{100};
    at.options.retry.deadline = 100ms;
    at.kept.each = [](const std::string&, std::size_t) { return item(429, "es_rejected_execution_exception", "queue is full"); };
    const auto sink = at.opened();
    const std::string error = at.error_of(*sink);
    CHECK(error.find("does not take 85 documents, sent ") != std::string::npos);
    CHECK(error.find("status 429: queue is full") != std::string::npos);
    CHECK(sink->acknowledged() == 0);
}

TEST_CASE("http/elasticsearch_sink: answers that are none are errors") {
    const std::pair<std::string, const char*> cases[] = {
        {fake::answer(200, "<html>"), "answers a bulk request with what is no answer to one"},
        {fake::answer(200, "{\"errors\":true,\"items\":[]}"), "answers a request of 8 documents with 0"},
        {fake::answer(200, "{\"errors\":true,\"items\":[1,2,3,4,5,6,7,8]}"), "does not say what has become of a document"},
        {fake::answer(404, "{\"error\":{\"reason\":\"no such index [numbers]\"}}"), "a bulk request is refused with status 404: no such index [numbers]"},
        {fake::answer(403, "{\"error\":{\"reason\":\"is unauthorized\"}}"), "give the user or the API key the right"}};
    for (const auto& [answer, problem] : cases) {
        setting at{10};
        at.kept.whole = [&answer = answer](const fake::received&, std::size_t) { return answer; };
        const auto sink = at.opened();
        const std::string error = at.error_of(*sink);
        CAPTURE(error);
        CHECK(error.find(problem) != std::string::npos);
        CHECK(sink->acknowledged() == 0);
    }
}

TEST_CASE("http/elasticsearch_sink: a node that is not there is left out") {
    setting at{3000};
    {
        const fake::server gone{[](const fake::received&) { return std::string{}; }};
        at.options.hosts = {gone.url(""), at.server.url("")};
    }
    const auto sink = at.opened();
    CHECK(at.error_of(*sink).empty());
    CHECK(at.kept.is_all(*at.source, 3000));
    at.options.hosts.pop_back();
    CHECK_THROWS_AS((void)at.opened(), http_error);
}

TEST_CASE("http/elasticsearch_sink: credentials are given to the server and to nobody else") {
    setting at{10};
    std::string seen;
    fake::server server{[&seen](const fake::received& request) {
        seen = request.header("Authorization");
        return fake::answer(401, "{\"error\":{\"reason\":\"unable to authenticate user [elastic]\"}}");
    }};
    at.options.hosts = {server.url("")};
    const auto problem = [&at] {
        elasticsearch_sink sink{at.options};
        try {
            sink.check(at.stream);
        } catch (const delivery_error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    CHECK(problem().find("asking for it is refused with status 401: unable to authenticate user [elastic]; give username and password, or api_key") !=
          std::string::npos);
    CHECK(seen.empty());
    at.options.client.user = "elastic";
    at.options.client.password = secret{"hunter2"};
    CHECK(problem().find("; check username and password, or api_key") != std::string::npos);
    CHECK(problem().find("hunter2") == std::string::npos);
    CHECK(seen == "Basic ZWxhc3RpYzpodW50ZXIy");
    at.options.client.user = "";
    at.options.client.password = {};
    at.options.client.api_key = secret{"a2V5"};
    CHECK(problem().find("a2V5") == std::string::npos);
    CHECK(seen == "ApiKey a2V5");
}

TEST_CASE("http/elasticsearch_sink: whether there is an index or a data stream, and what is made") {
    setting at{10};
    std::vector<std::string> asked;
    std::string index = fake::answer(404, "{}"), templates = fake::answer(200, "{}");
    fake::server server{[&](const fake::received& request) {
        asked.push_back(request.head.substr(0, request.head.find(" HTTP")) + (request.body.empty() ? "" : " " + request.body));
        if (asked.back().starts_with("PUT")) return fake::answer(200, "{\"acknowledged\":true}");
        return asked.back().starts_with("GET /_index_template") ? templates : index;
    }};
    at.options.hosts = {server.url("")};
    const auto problem = [&](bool checked) {
        asked.clear();
        elasticsearch_sink sink{at.options};
        sink.attach(at.source);
        try {
            if (checked)
                sink.check(at.stream);
            else
                sink.open(at.stream, 0);
        } catch (const delivery_error& error) {
            return std::string{error.problem()};
        }
        return std::string{};
    };
    // An index is made by its first document.
    CHECK(problem(false).empty());
    CHECK(asked == std::vector<std::string>{"GET /numbers?filter_path=*.data_stream"});
    at.options.data_stream = true;
    CHECK(problem(true).starts_with("there is no such data stream, and no index template"));
    CHECK(problem(false).starts_with("there is no such data stream, and no index template"));
    at.options.create_data_stream = true;
    CHECK(problem(true).empty());
    CHECK(asked.size() == 1);
    CHECK(problem(false).empty());
    REQUIRE(asked.size() == 3);
    CHECK(asked[2] ==
          "PUT /_index_template/numbers?create=true {\"index_patterns\":[\"numbers\"],\"data_stream\":{},\"priority\":500,\"template\":{\"mappings\":"
          "{\"properties\":{\"@timestamp\":{\"type\":\"date\"}}}}}");
    // A template that makes data streams of such names; the one of the highest priority decides.
    const std::string one = "{\"index_template\":{\"index_patterns\":[\"a\",\"n*b*s\"],\"priority\":7,\"data_stream\":{\"hidden\":false}}}",
                      other = "{\"index_template\":{\"index_patterns\":[\"num*\"],\"priority\":8}}";
    templates = fake::answer(200, "{\"index_templates\":[" + one + "]}");
    at.options.create_data_stream = false;
    CHECK(problem(false).empty());
    CHECK(asked.size() == 2);
    CHECK(asked[1].starts_with("GET /_index_template?"));
    // Whole: what is in it depends on the server, which leaves out what holds nothing that was asked for.
    CHECK(asked[1].ends_with(",index_templates.index_template.data_stream"));
    for (const char* const none :
         {"{\"index_templates\":[1]}", "{\"index_templates\":[{\"index_template\":{\"priority\":null,\"index_patterns\":[\"*\"]}}]}"}) {
        templates = fake::answer(200, none);
        CHECK(problem(true) == "answers with what are no index templates");
    }
    templates = fake::answer(200, "{\"index_templates\":[" + one + "," + other + "]}");
    CHECK(problem(true).starts_with("there is no such data stream"));
    index = fake::answer(200, "{}");
    CHECK(problem(true) == "is an index and no data stream");
    index = fake::answer(200, "{\".ds-numbers-000001\":{\"data_stream\":\"numbers\"}}");
    CHECK(problem(false).empty());
    CHECK(asked.size() == 1);
    at.options.data_stream = false;
    CHECK(problem(true).empty());
    at.options.replace = true;
    CHECK(problem(true).starts_with("is a data stream, which only takes operation: create"));
    index = fake::answer(200, "<html>");
    CHECK(problem(true) == "answers with what is no JSON");
    index = fake::answer(500, "{\"error\":\"broken\"}");
    CHECK(problem(true) == "asking for it is refused with status 500: broken");
    // Who may only write is not told.
    index = fake::answer(403, "{}");
    CHECK(problem(false).empty());
}

TEST_CASE("http/elasticsearch_sink: patterns of templates") {
    CHECK(detail::matches("*", ""));
    CHECK(detail::matches("a*", "a"));
    CHECK(detail::matches("a*b*c", "aXbbYc"));
    CHECK(detail::matches("**a", "ba"));
    CHECK_FALSE(detail::matches("a*b", "a"));
    CHECK_FALSE(detail::matches("a", "ab"));
    CHECK_FALSE(detail::matches("a*c", "abcd"));
}

TEST_CASE("http/elasticsearch_sink: one that is destroyed while its server is stuck ends soon") {
    setting at{5000};
    at.options.retry.deadline = 60s;
    at.kept.whole = [](const fake::received&, std::size_t) { return fake::answer(503, "", "Retry-After: 30\r\n"); };
    const auto begin = std::chrono::steady_clock::now();
    {
        const auto sink = at.opened();
        sink->send(0, 1000);
    }
    CHECK(std::chrono::steady_clock::now() - begin < 2s);
    CHECK(at.kept.taken.empty());
}

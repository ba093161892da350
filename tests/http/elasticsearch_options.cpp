// SPDX-License-Identifier: Apache-2.0
#include <spate/http/elasticsearch_options.hpp>

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <utility>

using namespace spate;

namespace {

using settings = std::initializer_list<std::pair<const char*, const char*>>;

elasticsearch_options options_of(settings given) {
    sink_configuration from{sink_type::elasticsearch};
    for (const auto& [key, value] : given) from.set(key, value);
    return elasticsearch_options_of(from);
}

std::string problem_of(settings given) {
    try {
        (void)options_of(given);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("http/elasticsearch_options: the fewest keys") {
    const elasticsearch_options found = options_of({{"index", "orders"}});
    CHECK(found.hosts == std::vector<std::string>{"http://127.0.0.1:9200"});
    CHECK(found.index == "orders");
    CHECK_FALSE(found.data_stream);
    CHECK_FALSE(found.document_ids);
    CHECK_FALSE(found.replace);
    CHECK_FALSE(found.gzip);
    CHECK(found.refused == on_refusal::stop);
    CHECK(found.batch_bytes == 8388608);
    CHECK(found.batch_documents == 0);
    CHECK(found.requests == 4);
    CHECK(found.client.verify_tls);
    CHECK(found.target() == "elasticsearch http://127.0.0.1:9200, index orders");
}

TEST_CASE("http/elasticsearch_options: all keys") {
    const elasticsearch_options found = options_of({{"hosts", "https://a:9200/, b:9201,https://c/path"},
                                                    {"data_stream", "logs-shop-default"},
                                                    {"create_data_stream", "true"},
                                                    {"document_ids", "true"},
                                                    {"on_error", "skip"},
                                                    {"pipeline", "geo"},
                                                    {"batch_bytes", "5MiB"},
                                                    {"batch_size", "1000"},
                                                    {"request_limit", "10MB"},
                                                    {"concurrent_requests", "2"},
                                                    {"gzip", "true"},
                                                    {"username", "elastic"},
                                                    {"password", "hunter2"},
                                                    {"verify_tls", "false"},
                                                    {"ca_file", "/ca.pem"}});
    CHECK(found.hosts == std::vector<std::string>{"https://a:9200", "http://b:9201", "https://c/path"});
    CHECK(found.data_stream);
    CHECK(found.create_data_stream);
    CHECK(found.document_ids);
    CHECK(found.refused == on_refusal::skip);
    CHECK(found.pipeline == "geo");
    CHECK(found.batch_bytes == 5242880);
    CHECK(found.batch_documents == 1000);
    CHECK(found.request_limit == 10'000'000);
    CHECK(found.requests == 2);
    CHECK(found.gzip);
    CHECK(found.client.user == "elastic");
    CHECK(found.client.password.reveal() == "hunter2");
    CHECK_FALSE(found.client.verify_tls);
    CHECK(found.client.ca_file == "/ca.pem");
    CHECK(found.target() == "elasticsearch https://a:9200,http://b:9201,https://c/path, data stream logs-shop-default");
    CHECK(options_of({{"index", "a"}, {"operation", "index"}}).replace);
}

TEST_CASE("http/elasticsearch_options: a user in an address is one, and is not shown") {
    const elasticsearch_options found = options_of({{"endpoint_url", "https://elastic:hun:ter@2@search.example:9200"}, {"index", "a"}});
    CHECK(found.hosts == std::vector<std::string>{"https://search.example:9200"});
    CHECK(found.client.user == "elastic");
    CHECK(found.client.password.reveal() == "hun:ter@2");
    CHECK(found.target() == "elasticsearch https://search.example:9200, index a");
    // A password of its own stays.
    const elasticsearch_options half = options_of({{"hosts", "https://elastic@search.example"}, {"password", "hunter2"}, {"index", "a"}});
    CHECK(half.client.user == "elastic");
    CHECK(half.client.password.reveal() == "hunter2");
    for (const char* const two : {"https://elastic:a@a.example,https://kibana:a@b.example", "https://elastic:a@a.example,https://elastic:b@b.example"}) {
        const std::string problem = problem_of({{"hosts", two}, {"index", "a"}});
        CAPTURE(problem);
        CHECK(problem.starts_with("hosts: \"https://***@a.example,https://***@b.example\" have several users or passwords"));
    }
    CHECK(problem_of({{"hosts", "https://elastic:a@a.example"}, {"password", "b"}, {"index", "a"}}).find("several users or passwords") != std::string::npos);
    CHECK(problem_of({{"hosts", "https://elastic@a.example"}, {"username", "b"}, {"index", "a"}}).find("several users or passwords") != std::string::npos);
    CHECK(options_of({{"hosts", "https://e:a@a.example,https://e:a@b.example,https://c.example"}, {"index", "a"}}).hosts.size() == 3);
    // As every URL has them: RFC 3986, 2.1.
    const elasticsearch_options escaped = options_of({{"hosts", "https://el%61stic:a%2Fb%40c%25%zz%4@search.example"}, {"index", "a"}});
    CHECK(escaped.hosts == std::vector<std::string>{"https://search.example"});
    CHECK(escaped.client.user == "elastic");
    CHECK(escaped.client.password.reveal() == "a/b@c%%zz%4");
    const std::string wrong = problem_of({{"hosts", "https://elastic:a/b@search.example"}, {"index", "a"}});
    CHECK(wrong.find("a/b") == std::string::npos);
    CHECK(wrong.starts_with("hosts: \"https://***@search.example\" is no address of a server"));
}

TEST_CASE("http/elasticsearch_options: a secret stays one until it is needed") {
    sink_configuration from{sink_type::elasticsearch, {{"index", "a"}, {"api_key", "", secret{"{{secrets/no/such}}"}, true}}};
    CHECK(elasticsearch_options_of(from).client.api_key.refers());
}

TEST_CASE("http/elasticsearch_options: what makes no sense names its key") {
    CHECK(problem_of({}).starts_with("index: is missing"));
    CHECK(problem_of({{"index", "a"}, {"data_stream", "b"}}).starts_with("data_stream: does not go with index"));
    CHECK(problem_of({{"index", "Orders"}}).starts_with("index: \"Orders\" is a name that Elasticsearch refuses"));
    for (const char* const name : {"-a", "_a", "+a", "a b", "a/b", "a*", "a,b", "a:b", ".", "..", "a\"b"})
        CHECK(problem_of({{"data_stream", name}}).starts_with("data_stream: "));
    CHECK(problem_of({{"index", "a"}, {"create_data_stream", "true"}}).starts_with("create_data_stream: true does not go with an index"));
    CHECK(problem_of({{"data_stream", "a"}, {"operation", "index"}}).starts_with("operation: index does not go with a data stream"));
    CHECK(problem_of({{"index", "a"}, {"operation", "update"}}) == "operation: \"update\" is neither create nor index; give one of them, or leave it out");
    CHECK(problem_of({{"index", "a"}, {"on_error", "ignore"}}).starts_with("on_error: \"ignore\" is neither stop nor skip"));
    CHECK(problem_of({{"index", "a"}, {"gzip", "yes"}}) == "gzip: \"yes\" is neither true nor false; give true or false");
    CHECK(problem_of({{"index", "a"}, {"batch_size", "0"}}).starts_with("batch_size: \"0\" is no whole number from 1"));
    CHECK(problem_of({{"index", "a"}, {"concurrent_requests", "1000"}}).starts_with("concurrent_requests: \"1000\" is no whole number from 1 to 256"));
    CHECK(problem_of({{"index", "a"}, {"batch_bytes", "many"}}).starts_with("batch_bytes: "));
    CHECK(problem_of({{"index", "a"}, {"batch_bytes", "0"}}).starts_with("batch_bytes: 0 sends nothing"));
    CHECK(problem_of({{"index", "a"}, {"batch_bytes", "200MB"}}).starts_with("batch_bytes: 200000000 is more than the 100000000 bytes"));
    CHECK(problem_of({{"index", "a"}, {"hosts", "ftp://a"}}).starts_with("hosts: \"ftp://a\" is no address"));
    CHECK(problem_of({{"index", "a"}, {"hosts", "a"}, {"endpoint_url", "b"}}).starts_with("hosts: does not go with endpoint_url"));
    CHECK(problem_of({{"index", "a"}, {"username", "u"}, {"password", "p"}, {"api_key", "k"}}).starts_with("api_key: does not go with a user"));
    CHECK(problem_of({{"index", "a"}, {"password", "p"}}).starts_with("username: is missing"));
}

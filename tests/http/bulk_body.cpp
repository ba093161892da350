// SPDX-License-Identifier: Apache-2.0
#include <spate/http/bulk_body.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace spate;

namespace {

elasticsearch_options options(bool ids) {
    elasticsearch_options out;
    out.hosts = {"http://127.0.0.1:9200"};
    out.index = "events";
    out.document_ids = ids;
    return out;
}

std::string id_of(const delivery_stream& stream, std::uint64_t place) {
    bulk_body body{options(true), stream};
    body.add({.place = place, .value = "{}"});
    const std::string text{body.text()};
    const std::size_t begin = text.find("\"_id\":\"") + 7;
    return text.substr(begin, text.find('"', begin) - begin);
}

std::string problem_of(const elasticsearch_options& with, const message& one) {
    bulk_body body{with, {}};
    try {
        body.add(one);
    } catch (const delivery_error& error) {
        CHECK(body.documents() == 0);
        return error.problem();
    }
    return "";
}

}  // namespace

TEST_CASE("http/bulk_body: actions and documents, each on a line") {
    bulk_body body{options(false), {}};
    CHECK(body.text().empty());
    body.add({.place = 1, .value = "{\"a\":1}"});
    body.add({.place = 2, .type_number = 7, .value = "{}"});
    CHECK(body.text() == "{\"create\":{}}\n{\"a\":1}\n{\"create\":{}}\n{}\n");
    CHECK(body.bytes() == body.text().size());
    CHECK(body.documents() == 2);
    CHECK(body.text(1, 2) == "{\"create\":{}}\n{}\n");
    CHECK(body.text(0, 2) == body.text());
    CHECK(body.place(1) == 2);
    CHECK(body.type_number(1) == 7);
    body.clear();
    CHECK(body.documents() == 0);
    CHECK(body.text().empty());
    elasticsearch_options replacing = options(false);
    replacing.replace = true;
    bulk_body other{replacing, {}};
    other.add({.value = "{}"});
    CHECK(other.text() == "{\"index\":{}}\n{}\n");
}

TEST_CASE("http/bulk_body: ids have a fixed width, rise with the places, and are those of one stream") {
    const delivery_stream stream{.name = "shop.Orders_1-a", .specification = 5, .note = "seed=1"};
    CHECK(id_of(stream, 0).size() == stream.name.size() + 1 + 16 + 1 + 20);
    CHECK(id_of(stream, 0).ends_with("-00000000000000000000"));
    CHECK(id_of(stream, 42).ends_with("-00000000000000000042"));
    CHECK(id_of(stream, 1234567890123456789u).ends_with("-01234567890123456789"));
    CHECK(id_of(stream, std::numeric_limits<std::uint64_t>::max()).ends_with("-18446744073709551615"));
    CHECK(id_of(stream, 41) < id_of(stream, 42));
    delivery_stream other = stream;
    other.shard = 1, other.shards = 2;
    CHECK(id_of(other, 42) == id_of(stream, 42));
    other.note = "first=2";
    CHECK(id_of(other, 42) == id_of(stream, 42));
    other.specification = 6;
    CHECK(id_of(other, 42) != id_of(stream, 42));
    other.name = "a\"b";
    CHECK_THROWS_AS((bulk_body{options(true), other}), config_error);
    other.name = std::string(401, 'a');
    CHECK_THROWS_AS((bulk_body{options(true), other}), config_error);
}

TEST_CASE("http/bulk_body: the ids of a stream are always these") {
    CHECK(id_of({.name = "events", .specification = 0x0123456789abcdef}, 42) == "events-0123456789abcdef-00000000000000000042");
}

TEST_CASE("http/bulk_body: parts end behind whole documents, and hold what fits") {
    bulk_body body{options(true), {}};
    for (std::uint64_t i = 0; i < 1000; ++i) body.add({.place = i, .value = "{\"text\":\"" + std::string(i % 97, 'x') + "\"}"});
    for (const std::size_t most :
         {std::size_t{1}, std::size_t{100}, std::size_t{150}, std::size_t{5000}, body.bytes() - 1, body.bytes(), std::size_t{1} << 40}) {
        std::string all;
        for (std::size_t first = 0; first < body.documents();) {
            const std::size_t end = body.end_of_part(first, most);
            REQUIRE(end > first);
            const std::string_view part = body.text(first, end);
            CHECK((part.size() <= most || end == first + 1));
            CHECK((end == body.documents() || body.text(first, end + 1).size() > most));
            CHECK(part.ends_with('\n'));
            all += part;
            first = end;
        }
        CHECK(all == body.text());
    }
}

TEST_CASE("http/bulk_body: what is kept is what was added, also when it is kept again") {
    bulk_body body{options(true), {}};
    std::vector<std::string> documents;
    for (std::uint64_t i = 0; i < 200; ++i) {
        body.add({.place = i, .type_number = static_cast<std::uint32_t>(i % 3), .value = "{\"text\":\"" + std::string(i * 7 % 31, 'x') + "\"}"});
        documents.emplace_back(body.text(i, i + 1));
    }
    std::vector<std::uint64_t> left(200);
    for (std::uint64_t i = 0; i < 200; ++i) left[i] = i;
    while (!left.empty()) {
        std::vector<std::size_t> numbers;
        std::vector<std::uint64_t> next;
        for (std::size_t i = 0; i < left.size(); ++i)
            if (left[i] % 5 != left.size() % 5 && i != 0) {
                numbers.push_back(i);
                next.push_back(left[i]);
            }
        body.keep(numbers);
        left = next;
        REQUIRE(body.documents() == left.size());
        std::string all;
        for (std::size_t i = 0; i < left.size(); ++i) {
            CHECK(body.place(i) == left[i]);
            CHECK(body.type_number(i) == left[i] % 3);
            CHECK(body.text(i, i + 1) == documents[left[i]]);
            all += documents[left[i]];
        }
        CHECK(body.text() == all);
    }
    body.add({.place = 9, .value = "{}"});
    CHECK(body.place(0) == 9);
}

TEST_CASE("http/bulk_body: what cannot be a document is refused before it is sent, with its place") {
    elasticsearch_options with = options(false);
    with.request_limit = 100;
    const std::string most(100 - 15, 'x'), more = most + "x";
    CHECK(problem_of(with, {.place = 3, .value = most}).empty());
    CHECK(problem_of(with, {.place = 3, .type = "order", .value = more}) ==
          "message 3 of the type order has 101 bytes with its action, and the server takes 100 in a request");
    CHECK(problem_of(with, {.place = 4, .value = ""}) == "message 4 is empty, and no document");
    CHECK(problem_of(with, {.place = 5, .value = "{\n}"}) == "message 5 holds a newline, which ends a document of a bulk request");
}

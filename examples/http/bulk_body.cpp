// SPDX-License-Identifier: Apache-2.0
/// The body of a bulk request, with ids that say which message of which stream a document is.
#include <cstdio>
#include <string_view>

#include <spate/http/bulk_body.hpp>

int main() {
    spate::elasticsearch_options options;
    options.hosts = {"http://127.0.0.1:9200"};
    options.index = "orders";
    options.document_ids = true;
    spate::bulk_body body{options, {.name = "shop", .specification = 7}};
    body.add({.place = 41, .value = R"({"order":"A-17","amount":12.5})"});
    body.add({.place = 42, .value = R"({"order":"A-18","amount":3})"});
    std::printf("%.*s", static_cast<int>(body.bytes()), body.text().data());
    return body.documents() == 2 && body.text().starts_with(R"({"create":{"_id":"shop-0000000000000007-00000000000000000041"}})") ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
/// One request, and what is told where there is no answer: `http_client https://example.org/`; without an address, to a port on which nothing listens.
#include <cstdio>

#include <spate/http/http_client.hpp>

int main(int count, char** arguments) {
    spate::http_client client;
    try {
        const spate::http_response answer = client.send({"GET", count > 1 ? arguments[1] : "http://127.0.0.1:9/"});
        std::printf("%d, %zu bytes\n", answer.status, answer.body.size());
    } catch (const spate::http_error& error) {
        std::printf("%s\n", error.what());
        return count > 1 ? 1 : 0;
    }
}

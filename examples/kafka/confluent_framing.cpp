// SPDX-License-Identifier: Apache-2.0
/// What a consumer with a schema registry expects before a payload.
#include <string>

#include <spate/kafka/confluent_framing.hpp>

int main() {
    std::string message;
    spate::append_confluent_avro(message, 258);
    message += "payload";
    return message == std::string{"\0\0\0\1\2payload", 12} ? 0 : 1;
}

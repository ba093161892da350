// SPDX-License-Identifier: Apache-2.0
/// From a configuration to options; the connection string stands in the environment, and is not looked up here.
#include <spate/kafka/event_hubs.hpp>
#include <spate/kafka/kafka_configuration.hpp>

int main() {
    spate::sink_configuration sink{spate::sink_type::eventhubs};
    sink.set("event_hub_name", "orders");
    sink.settings.push_back({"connection_string", "", spate::secret{"{{secrets/azure/hub}}"}, true});
    const spate::kafka_options options = spate::kafka_options_of(sink);

    const spate::event_hubs_address address =
        spate::parse_connection_string("Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=abc=");
    return options.topic == "orders" && !options.transactions && address.host == "shop.servicebus.windows.net" ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
/// From the keys of a configuration to options; a key that makes no sense is named.
#include <cstdio>

#include <spate/http/elasticsearch_options.hpp>

int main() {
    spate::sink_configuration keys{spate::sink_type::elasticsearch};
    keys.set("hosts", "https://a.example:9200,https://b.example:9200");
    keys.set("data_stream", "logs-shop-default");
    keys.set("gzip", "true");
    const spate::elasticsearch_options options = spate::elasticsearch_options_of(keys);
    std::printf("%s\n", options.target().c_str());
    keys.set("gzip", "perhaps");
    try {
        (void)spate::elasticsearch_options_of(keys);
    } catch (const spate::config_error& error) {
        std::printf("%s\n", error.what());
        return error.parameter() == "gzip" && options.hosts.size() == 2 ? 0 : 1;
    }
    return 1;
}

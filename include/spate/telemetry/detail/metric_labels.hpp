// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_METRIC_LABELS_HPP
#define SPATE_TELEMETRY_DETAIL_METRIC_LABELS_HPP

/// What agents add to each document: where the service runs, and who says so.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>
#include <spate/detail/config.hpp>
#include <spate/telemetry/service.hpp>

namespace spate::inline v0::detail {

/// What a label's text hangs on.
enum class label_scope : unsigned char { all, service, host };

/// In a text %s is the service's name, %h the host's, %v the version, %e the environment, %x a keyed hexadecimal digit, %n a keyed number from 1 to 254. A
/// naming in which a label has no name does without it.
struct metric_label {
    std::string_view ecs, otel;
    label_scope scope;
    std::string_view text;
};

inline constexpr metric_label metric_labels[] = {
    {"ecs.version", "", label_scope::all, "8.11.0"},
    {"", "schema_url", label_scope::all, "https://opentelemetry.io/schemas/1.26.0"},
    {"service.version", "service.version", label_scope::service, "%v"},
    {"service.environment", "deployment.environment.name", label_scope::service, "%e"},
    {"service.node.name", "service.instance.id", label_scope::host, "%h.%e.svc.cluster.local"},
    {"host.id", "host.id", label_scope::host, "%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x"},
    {"host.ip", "host.ip", label_scope::host, "10.%n.%n.%n"},
    {"host.architecture", "host.arch", label_scope::all, "x86_64"},
    {"host.os.type", "os.type", label_scope::all, "linux"},
    {"kubernetes.namespace", "k8s.namespace.name", label_scope::service, "%e"},
    {"kubernetes.node.name", "k8s.node.name", label_scope::host, "node-%x%x%x%x%x%x"},
    {"kubernetes.deployment.name", "k8s.deployment.name", label_scope::service, "%s"},
    {"kubernetes.pod.name", "k8s.pod.name", label_scope::host, "%s-%x%x%x%x%x%x%x%x-%x%x%x%x%x"},
    {"kubernetes.pod.uid", "k8s.pod.uid", label_scope::host, "%x%x%x%x%x%x%x%x-%x%x%x%x-4%x%x%x-a%x%x%x-%x%x%x%x%x%x%x%x%x%x%x%x"},
    {"kubernetes.pod.ip", "k8s.pod.ip", label_scope::host, "172.16.%n.%n"},
    {"kubernetes.container.name", "k8s.container.name", label_scope::service, "%s"},
    {"container.image.name", "container.image.name", label_scope::service, "registry.example.com/shop/%s:%v"},
    {"cloud.provider", "cloud.provider", label_scope::all, "example"},
    {"cloud.region", "cloud.region", label_scope::all, "eu-central-1"},
    {"agent.id", "", label_scope::host, "%x%x%x%x%x%x%x%x-%x%x%x%x-4%x%x%x-b%x%x%x-%x%x%x%x%x%x%x%x%x%x%x%x"},
    {"agent.type", "telemetry.sdk.name", label_scope::all, "spate"},
    {"agent.version", "telemetry.sdk.version", label_scope::all, "1.4.2"},
    {"event.kind", "", label_scope::all, "metric"},
    {"data_stream.type", "data_stream.type", label_scope::all, "metrics"},
    {"data_stream.dataset", "data_stream.dataset", label_scope::all, "kubernetes.pod"},
    {"data_stream.namespace", "data_stream.namespace", label_scope::all, "default"},
};

/// The text of a label.
SPATE_WHEN_USED
[[nodiscard]] inline std::string label_text(const metric_label& label, seed from, const service_profile& of, std::uint64_t service, std::uint32_t host) {
    const key128 key = derive_key(from, "telemetry label", {hash_name(label.ecs) ^ mix(hash_name(label.otel)), service, host});
    std::string made;
    std::uint64_t drawn = 0;
    for (std::size_t i = 0; i < label.text.size(); ++i) {
        if (label.text[i] != '%') {
            made += label.text[i];
            continue;
        }
        switch (label.text[++i]) {
            case 's':
                made += of.name;
                break;
            case 'h':
                made += host_name(of, host);
                break;
            case 'v':
                made += of.version;
                break;
            case 'e':
                made += of.environment;
                break;
            case 'n':
                made += std::to_string(1 + scale(mix(key.low + drawn++), 254));
                break;
            default:
                made += "0123456789abcdef"[mix(key.low + drawn++) >> 60];
        }
    }
    return made;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_METRIC_LABELS_HPP

// SPDX-License-Identifier: Apache-2.0
// Any bytes are a manifest or a store_error, also when their checksum is right; what was read is the same once it is written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include <spate/store/crc32c.hpp>
#include <spate/store/manifest.hpp>

namespace {

void decode(std::span<const std::byte> bytes) {
    spate::manifest found;
    try {
        found = spate::decode_manifest(bytes, "manifest");
    } catch (const spate::store_error& error) {
        if (error.name() != "manifest" || error.offset() > bytes.size()) std::abort();
        return;
    }
    const std::string ours = spate::encode_manifest(found);
    if (!(spate::decode_manifest(std::as_bytes(std::span{ours}), "manifest") == found)) std::abort();
    for (const spate::manifest_entry& one : found.arrays)
        if (found.find(one.name) != &one) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    decode({reinterpret_cast<const std::byte*>(data), size});
    // The same bytes as what stands between the magic number and the checksum.
    std::string whole{spate::detail::manifest_magic};
    whole.append(reinterpret_cast<const char*>(data), size);
    spate::detail::manifest_writer{whole}.fixed(spate::crc32c(std::as_bytes(std::span{whole})));
    decode(std::as_bytes(std::span{whole}));
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
// Files of other array formats are read, or refused with a message; the first byte chooses the format.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include <spate/store/import_npz.hpp>
#include <spate/store/import_numpack.hpp>
#include <spate/store/import_safetensors.hpp>

namespace {

spate::store& target() {
    static std::string folder = [] {
        std::string name = (std::filesystem::temp_directory_path() / "spate-fuzz-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        return name;
    }();
    static spate::store out{folder, {.level = spate::durability::none}};
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const int memory = ::memfd_create("arrays", MFD_CLOEXEC);
    const std::span<const std::byte> bytes = std::as_bytes(std::span{data, size}).subspan(1);
    if (::ftruncate(memory, 0) != 0 || spate::detail::write_all_at(memory, 0, bytes)) std::abort();
    const std::string path = "/proc/self/fd/" + std::to_string(memory);
    spate::store_batch batch{target()};
    try {
        switch (data[0] % 4) {
            case 0:
                (void)spate::import_npz(batch, path);
                break;
            case 1:
                (void)spate::import_safetensors(batch, path);
                break;
            case 2:
                spate::import_npy(batch, "a", path);
                break;
            default: {
                const spate::detail::input_file file{path};
                (void)spate::detail::numpack_metadata{file}.read();
            }
        }
    } catch (const spate::store_error&) {
    } catch (const spate::config_error&) {
    } catch (const spate::io_error&) {
    }
    batch.discard();
    return 0;
}

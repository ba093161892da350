// SPDX-License-Identifier: Apache-2.0
// Tensors in one file that PyTorch and JAX read, and back into a store; bfloat16 stays bfloat16.
#include <spate/store/export_safetensors.hpp>

#include <filesystem>
#include <vector>

#include <spate/store/import_safetensors.hpp>

int main() {
    for (const char* const name : {"export_safetensors_example", "export_safetensors_again"}) std::filesystem::remove_all(name);
    spate::store model{"export_safetensors_example"};
    model.save("layer.0.weight", std::vector<spate::bfloat16_bits>{{0x3f80}, {0x4000}}, {1, 2});
    spate::export_safetensors(model, "export_safetensors_example.safetensors");
    spate::store again{"export_safetensors_again"};
    {
        spate::store_batch all{again};
        (void)spate::import_safetensors(all, "export_safetensors_example.safetensors");
    }
    return again.type("layer.0.weight") == spate::dtype::bfloat16 ? 0 : 1;
}

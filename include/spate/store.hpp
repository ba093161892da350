// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_HPP
#define SPATE_STORE_HPP

/// Numeric arrays on disk.

#include <spate/store/array_rows.hpp>
#include <spate/store/crc32c.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/export_npz.hpp>
#include <spate/store/export_safetensors.hpp>
#include <spate/store/import_npy.hpp>
#include <spate/store/import_npz.hpp>
#include <spate/store/import_numpack.hpp>
#include <spate/store/import_safetensors.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/mdspan.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/row_batches.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>
#include <spate/store/store_error.hpp>
#include <spate/store/store_reader.hpp>
#include <spate/store/strided_array.hpp>
#include <spate/store/verification.hpp>

#endif  // SPATE_STORE_HPP

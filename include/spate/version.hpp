// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_VERSION_HPP
#define SPATE_VERSION_HPP

/// The version of the library, and the only place where it is written: CMake, Conan and vcpkg read it from here.
#define SPATE_VERSION_MAJOR 0
#define SPATE_VERSION_MINOR 1
#define SPATE_VERSION_PATCH 0
#define SPATE_VERSION_STRING "0.1.0"

#endif  // SPATE_VERSION_HPP

# SPDX-License-Identifier: Apache-2.0
import re
from pathlib import Path

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import cmake_layout
from conan.tools.files import copy

required_conan_version = ">=2.0"


VERSIONS = {
    "nlohmann_json": "[>=3.10 <4]",
    "yaml-cpp": "[>=0.7 <1]",
    "snappy": "[>=1.1 <2]",
    "zstd": "[>=1.5 <2]",
    "lz4": "[>=1.9 <2]",
    "zlib": "[>=1.2.11 <2]",
    "librdkafka": "[>=2.0 <3]",
    "libcurl": "[>=7.76 <9]",
}
# Of each component the packages that it needs, and their libraries where the system has them.
COMPONENTS = {
    "specifications": {"nlohmann_json": None, "yaml-cpp": "yaml-cpp"},
    "parquet_codecs": {"snappy": "snappy", "zstd": "zstd", "lz4": "lz4"},
    "avro_codecs": {"snappy": "snappy", "zstd": "zstd", "zlib": "z"},
    "kafka": {"librdkafka": "rdkafka"},
    "http": {"libcurl": "curl", "nlohmann_json": None, "zlib": "z"},
    "delta": {"libcurl": "curl", "nlohmann_json": None, "snappy": "snappy", "zstd": "zstd", "lz4": "lz4"},
}


class SpateConan(ConanFile):
    name = "spate"
    description = "Synthetic data at memory speed: bytes with exact deduplication and compression ratios"
    license = "Apache-2.0"
    topics = ("benchmark", "random", "storage", "test-data", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "with_hwloc": [True, False],
        "with_specifications": [True, False],
        "with_parquet_codecs": [True, False],
        "with_avro_codecs": [True, False],
        "with_kafka": [True, False],
        "with_http": [True, False],
        "with_delta": [True, False],
    }
    default_options = {
        "with_hwloc": True,
        "with_specifications": False,
        "with_parquet_codecs": False,
        "with_avro_codecs": False,
        "with_kafka": False,
        "with_http": False,
        "with_delta": False,
    }
    exports = "include/spate/version.hpp"
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*"
    no_copy_source = True
    test_package_folder = "tests/consumer/conan"

    def set_version(self):
        text = Path(self.recipe_folder, "include/spate/version.hpp").read_text()
        self.version = re.search(r'SPATE_VERSION_STRING "([^"]+)"', text).group(1)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("xsimd/[>=8.1 <15]", transitive_headers=True)
        if self.options.with_hwloc:
            self.requires("hwloc/[>=2.9 <3]", transitive_headers=True, transitive_libs=True)
        for name, versions in self._needed_by_components():
            self.requires(f"{name}/{versions}", transitive_headers=True, transitive_libs=True)

    def _needed_by_components(self):
        """What the components that are asked for need, each package once."""
        wanted = [name for name in COMPONENTS if self.options.get_safe(f"with_{name}")]
        needed = {package for name in wanted for package in COMPONENTS[name]}
        return [(package, versions) for package, versions in VERSIONS.items() if package in needed]

    def package_id(self):
        self.info.clear()

    def validate(self):
        check_min_cppstd(self, 20)
        oldest = {"gcc": 12, "clang": 16}.get(str(self.settings.compiler))
        if oldest and int(str(self.settings.compiler.version).split(".")[0]) < oldest:
            raise ConanInvalidConfiguration(f"spate needs {self.settings.compiler} {oldest} or newer")

    def package(self):
        copy(self, "LICENSE", self.source_folder, Path(self.package_folder, "licenses"))
        for pattern in ("*.hpp", "*.inc"):
            copy(self, pattern, Path(self.source_folder, "include"), Path(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "spate")
        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "spate::spate")
        core.bindirs = []
        core.libdirs = []
        if self.settings.os in ("Linux", "FreeBSD"):
            core.system_libs = ["pthread"]
        # What a profile takes from the system (platform_requires) is no dependency of Conan's: its headers are where the compiler looks.
        packaged = {dependency.ref.name for dependency in self.dependencies.values() if dependency.ref.revision != "platform"}
        if "xsimd" in packaged:
            core.requires.append("xsimd::xsimd")
        if self.options.with_hwloc:
            core.defines = ["SPATE_WITH_HWLOC"]
            if "hwloc" in packaged:
                core.requires.append("hwloc::hwloc")
            else:
                core.system_libs.append("hwloc")
        for component, libraries in COMPONENTS.items():
            if self.options.get_safe(f"with_{component}"):
                self._add_component(component, packaged, libraries)

    def _add_component(self, name, packaged, libraries):
        component = self.cpp_info.components[name]
        component.set_property("cmake_target_name", f"spate::{name}")
        component.bindirs = []
        component.libdirs = []
        component.requires = ["core"]
        for package, library in libraries.items():
            if package in packaged:
                component.requires.append(f"{package}::{package}")
            elif library:
                component.system_libs.append(library)

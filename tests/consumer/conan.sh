#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# conan.sh SOURCE WORK COMPILER: makes the Conan package with the real client and builds its test package against it. Its dependencies are
# the system's (platform_requires) and no remote is asked; the client itself comes from pip, into a virtual environment under WORK.
set -eu
source=$1
work=$2
compiler=$3

skip() {
    echo "skipped: $*"
    exit 77
}

rm -rf "${work:?}/home" "${work:?}/test"
mkdir -p "$work/home/profiles"
if [ ! -x "$work/venv/bin/conan" ]; then
    python3 -m venv "$work/venv" || skip "the Conan client needs python3 with venv"
    "$work/venv/bin/pip" install -q --disable-pip-version-check 'conan>=2,<3' || skip "pip cannot install the Conan client; is there a network?"
fi

version_of() { pkg-config --modversion "$1" 2>/dev/null || skip "pkg-config does not know $1 of the system"; }
hwloc=$(version_of hwloc)
xsimd=$(version_of xsimd)
nlohmann_json=$(version_of nlohmann_json)
yaml_cpp=$(version_of yaml-cpp)
zstd=$(version_of libzstd)
zlib=$(version_of zlib)
lz4=$(version_of liblz4)
librdkafka=$(version_of rdkafka)
libcurl=$(version_of libcurl)
# Debian's snappy has no module for pkg-config; the recipe asks for any version 1.
printf '#include <snappy.h>\n' | "$compiler" -x c++ -fsyntax-only - 2>/dev/null || skip "snappy.h is not there"
case $("$compiler" --version) in
    *clang*) name=clang ;;
    *) name=gcc ;;
esac
major=$("$compiler" -dumpversion | cut -d. -f1)

cat >"$work/home/profiles/default" <<END
[settings]
os=Linux
arch=$(uname -m | sed 's/aarch64/armv8/')
compiler=$name
compiler.version=$major
compiler.libcxx=libstdc++11
compiler.cppstd=20
build_type=Release
[platform_requires]
hwloc/$hwloc
xsimd/$xsimd
nlohmann_json/$nlohmann_json
yaml-cpp/$yaml_cpp
zstd/$zstd
zlib/$zlib
lz4/$lz4
snappy/1.1.9
librdkafka/$librdkafka
libcurl/$libcurl
[conf]
tools.build:compiler_executables={"cpp": "$compiler"}
tools.cmake.cmaketoolchain:generator=Ninja
tools.cmake.cmake_layout:test_folder=$work/test
tools.cmake.cmaketoolchain:user_presets=
END

CONAN_HOME=$work/home
export CONAN_HOME
conan=$work/venv/bin/conan
"$conan" remote disable '*' >/dev/null
for option in True False; do
    "$conan" create "$source" --build=missing -o "spate/*:with_hwloc=$option" -o "spate/*:with_specifications=$option" \
        -o "spate/*:with_parquet_codecs=$option" -o "spate/*:with_avro_codecs=$option" -o "spate/*:with_kafka=$option" -o "spate/*:with_http=$option" \
        -o "spate/*:with_delta=$option" --test-folder="$source/tests/consumer/conan"
done
"$conan" list 'spate/*:*'

# SPDX-License-Identifier: Apache-2.0
# The libraries that the program, the tests, the examples and the benchmarks may use, each as a target spate_dep::<name> if it is there.
# The library itself needs none of them.
include_guard(GLOBAL)

include(spate-components)

spate_find_page_codecs()
spate_find_json_and_yaml()
spate_find_clients()
spate_find_plain(xxhash xxhash.h xxhash)
spate_find_package(CLI11 CLI11 CLI11::CLI11)
spate_find_package(TBB TBB TBB::tbb)
spate_find_package(OpenMP OpenMP OpenMP::OpenMP_CXX)

# Codecs and hashes need no flags, so whoever wants one of them may have all.
add_library(spate_codecs INTERFACE)
foreach(name IN ITEMS lz4 zstd zlib snappy xxhash)
    if(TARGET spate_dep::${name})
        target_link_libraries(spate_codecs INTERFACE spate_dep::${name})
    endif()
endforeach()

# What many of the project's programs would compile again and again: compiled once, see SPATE_COMPILED_ONCE. An archive, so that a program takes only
# the members that it calls, and links the libraries of json.cpp and yaml.cpp only where it needs them itself.
file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/cmake/compiled_once/*.cpp")
foreach(name IN ITEMS json yaml)
    set(needs_of_json nlohmann_json)
    set(needs_of_yaml yaml-cpp)
    if(NOT TARGET spate_dep::${needs_of_${name}})
        list(FILTER sources EXCLUDE REGEX "/${name}\\.cpp$")
    endif()
endforeach()
add_library(spate_compiled_once STATIC EXCLUDE_FROM_ALL ${sources})
target_link_libraries(spate_compiled_once PRIVATE spate_dev)
target_compile_definitions(spate_compiled_once PUBLIC SPATE_COMPILED_ELSEWHERE)
foreach(name IN ITEMS nlohmann_json yaml-cpp)
    if(TARGET spate_dep::${name})
        target_include_directories(spate_compiled_once PRIVATE "$<TARGET_PROPERTY:spate_dep::${name},INTERFACE_INCLUDE_DIRECTORIES>")
    endif()
endforeach()

# What a program gets only if it needs it.
set(spate_linked_one_by_one TBB OpenMP nlohmann_json yaml-cpp rdkafka curl)

# spate_needs(<source> <out: needed> <out: missing>): what a source file needs beyond the library, seen from its #include lines and, for
# executors, from its name; those in spate_linked_one_by_one have to be linked where they are needed.
function(spate_needs source out_needed out_missing)
    file(STRINGS "${source}" lines REGEX "^#[ \t]*(include|pragma omp)")
    get_filename_component(stem "${source}" NAME_WE)
    set(needed)
    set(names lz4 zstd zlib snappy xxhash CLI11 TBB OpenMP nlohmann_json yaml-cpp rdkafka curl)
    set(patterns "<lz4[a-z]*\\.h>|spate/(format/parquet_codecs|delta/)" "<zstd[a-z_]*\\.h>|spate/(format/(parquet|avro)_codecs|delta/)" "<zlib\\.h>|spate/(delta/|format/avro_codecs|http/(gzip|[a-z_]*(sink|client))\\.hpp)"
                 "<snappy[a-z-]*\\.h>|spate/(format/(parquet|avro)_codecs|delta/)" "<xxh[a-z0-9]*\\.h>" "<CLI/"
                 "<(oneapi/)?tbb/|<execution>|spate/exec/(tbb|std_execution)" "<omp\\.h>|pragma omp|spate/exec/openmp" "<nlohmann/|spate/((schema/(json|load|catalogue)|telemetry/load_telemetry|event/configuration|http/[a-z_]*(sink|client))\\.hpp|delta/)" "<yaml-cpp/|spate/(schema/(yaml|load|catalogue)|telemetry/load_telemetry|event/configuration)\\.hpp"
                 "<librdkafka/|spate/kafka/[a-z_]*(sink|client)\\.hpp" "<curl/|spate/(http/[a-z_]*(sink|client)\\.hpp|delta/)")
    foreach(name pattern IN ZIP_LISTS names patterns)
        if(lines MATCHES "${pattern}")
            list(APPEND needed ${name})
        endif()
    endforeach()
    if(stem MATCHES "^(tbb|std_execution)")
        list(APPEND needed TBB)
    elseif(stem MATCHES "^openmp")
        list(APPEND needed OpenMP)
    endif()
    list(REMOVE_DUPLICATES needed)
    set(missing)
    foreach(name IN LISTS needed)
        if(NOT TARGET spate_dep::${name})
            list(APPEND missing ${name})
        endif()
    endforeach()
    set(${out_needed} "${needed}" PARENT_SCOPE)
    set(${out_missing} "${missing}" PARENT_SCOPE)
endfunction()

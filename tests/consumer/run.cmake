# SPDX-License-Identifier: Apache-2.0
# cmake -D HOW=... -D SOURCE=<spate> -D WORK=<scratch folder> -D VERSION=... [-D HWLOC=ON|OFF] [-D XSIMD=<folder>]
# [-D COMPONENTS=<those whose libraries are here, joined by +>] -P run.cmake
# Installs spate where needed, then configures, builds and runs tests/consumer/project against it.
cmake_minimum_required(VERSION 3.25)

function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE result)
    if(result)
        list(JOIN ARGV " " line)
        message(FATAL_ERROR "failed: ${line}")
    endif()
endfunction()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
set(options -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}")
if(XSIMD)
    list(APPEND options "-Dxsimd_DIR=${XSIMD}")
endif()
if(NOT HWLOC)
    set(HWLOC ON)
endif()

if(HOW STREQUAL "installed")
    run(${CMAKE_COMMAND} -S "${SOURCE}" -B "${WORK}/spate" ${options} "-DSPATE_WITH_HWLOC=${HWLOC}" -DSPATE_BUILD_TESTS=OFF -DSPATE_BUILD_BENCH=OFF
        -DSPATE_BUILD_EXAMPLES=OFF -DSPATE_BUILD_CLI=OFF)
    run(${CMAKE_COMMAND} --install "${WORK}/spate" --prefix "${WORK}/prefix")
    # An installed tree may be moved.
    file(RENAME "${WORK}/prefix" "${WORK}/moved")
    list(APPEND options "-DCMAKE_PREFIX_PATH=${WORK}/moved" "-DEXPECTED_VERSION=${VERSION}")
    # Every header and kernel body of the source tree is there, and nothing is in lib/.
    file(GLOB_RECURSE expected RELATIVE "${SOURCE}/include" "${SOURCE}/include/*.hpp" "${SOURCE}/include/*.inc")
    file(GLOB_RECURSE found RELATIVE "${WORK}/moved/include" "${WORK}/moved/include/*")
    list(SORT expected)
    list(SORT found)
    if(NOT found STREQUAL expected)
        message(FATAL_ERROR "installed headers:\n${found}\nexpected:\n${expected}")
    endif()
    if(EXISTS "${WORK}/moved/lib")
        message(FATAL_ERROR "a header-only library put something into lib/")
    endif()
else()
    list(APPEND options "-DSPATE_SOURCE=${SOURCE}" "-DSPATE_WITH_HWLOC=${HWLOC}")
endif()

run(${CMAKE_COMMAND} -S "${CMAKE_CURRENT_LIST_DIR}/project" -B "${WORK}/build" "-DHOW=${HOW}" ${options} "-DCOMPONENTS=${COMPONENTS}")
run(${CMAKE_COMMAND} --build "${WORK}/build")
run(${CMAKE_CTEST_COMMAND} --test-dir "${WORK}/build" --output-on-failure --no-tests=error)

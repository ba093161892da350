# SPDX-License-Identifier: Apache-2.0
# cmake -D SOURCE=<spate> -D WORK=<scratch folder> -D XSIMD=<folder> -D GENERATOR=... -D COMPILER=... -P missing_library.cmake
# What users are told who ask for a component without its library, of the installed package and of the source tree; without asking, nothing is missed.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE "${WORK}")
set(options -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-Dxsimd_DIR=${XSIMD}" -DCMAKE_DISABLE_FIND_PACKAGE_yaml-cpp=ON)

# configure(<name> <text of the project> <what the message must have...>): none: it must succeed.
function(configure name text)
    file(WRITE "${WORK}/${name}/CMakeLists.txt" "cmake_minimum_required(VERSION 3.25)\nproject(user LANGUAGES CXX)\n${text}\n")
    file(WRITE "${WORK}/${name}/main.cpp" "int main() {}\n")
    execute_process(COMMAND ${CMAKE_COMMAND} -S "${WORK}/${name}" -B "${WORK}/${name}/build" ${options} "-DCMAKE_PREFIX_PATH=${WORK}/prefix"
                    RESULT_VARIABLE result ERROR_VARIABLE message OUTPUT_VARIABLE output)
    string(REGEX REPLACE "[ \n]+" " " message "${message}")
    if(result AND NOT ARGN OR ARGN AND NOT result)
        message(FATAL_ERROR "${name}: left with ${result}: ${message}")
    endif()
    foreach(expected IN LISTS ARGN)
        string(FIND "${message}" "${expected}" place)
        if(place EQUAL -1)
            message(FATAL_ERROR "${name}: no '${expected}' in: ${message}")
        endif()
    endforeach()
endfunction()

foreach(arguments IN ITEMS "-S;${SOURCE};-B;${WORK}/spate;-DSPATE_BUILD_TESTS=OFF;-DSPATE_BUILD_BENCH=OFF;-DSPATE_BUILD_EXAMPLES=OFF;-DSPATE_BUILD_CLI=OFF;${options}"
                           "--install;${WORK}/spate;--prefix;${WORK}/prefix")
    execute_process(COMMAND ${CMAKE_COMMAND} ${arguments} RESULT_VARIABLE result OUTPUT_QUIET)
    if(result)
        message(FATAL_ERROR "failed: cmake ${arguments}")
    endif()
endforeach()

set(sentence "spate::specifications needs yaml-cpp (Debian and Ubuntu: libyaml-cpp-dev, Fedora: yaml-cpp-devel, Homebrew: yaml-cpp), not found here")
set(main "add_executable(main main.cpp)\ntarget_link_libraries(main PRIVATE spate::spate")
set(tree "add_subdirectory(\"${SOURCE}\" spate)\n${main}")
configure(installed "find_package(spate REQUIRED)\n${main})")
configure(installed_optional "find_package(spate REQUIRED OPTIONAL_COMPONENTS specifications)\nif(spate_specifications_FOUND)\nmessage(FATAL_ERROR yes)\nendif()\n${main})")
configure(installed_asked "find_package(spate REQUIRED COMPONENTS specifications)" "${sentence}")
configure(installed_unknown "find_package(spate REQUIRED COMPONENTS spezifications)" "spate has no component spezifications; it has specifications, parquet_codecs, avro_codecs, kafka, http, delta")
configure(tree "${tree})")
configure(tree_linked "${tree} spate::specifications)" "${sentence}")

# SPDX-License-Identifier: Apache-2.0
# Finds xsimd, unless the including project has made the target already; yields the target xsimd, or none.
if(NOT TARGET xsimd)
    find_package(xsimd QUIET GLOBAL)  # no version here: xsimd says of itself that only equal major versions agree
endif()

# Debian's xsimd 8 names xtl among its link libraries, but neither needs it nor depends on its package.
if(TARGET xsimd AND NOT TARGET xtl)
    get_target_property(spate_xsimd_links xsimd INTERFACE_LINK_LIBRARIES)
    if("xtl" IN_LIST spate_xsimd_links)
        list(REMOVE_ITEM spate_xsimd_links xtl)
        set_property(TARGET xsimd PROPERTY INTERFACE_LINK_LIBRARIES ${spate_xsimd_links})
    endif()
    unset(spate_xsimd_links)
endif()

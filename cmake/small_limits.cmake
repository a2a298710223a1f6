# The limits of core/limits.hpp as a header of its own with small values, found before it: fuzzers and random
# worlds meet them with the few bytes that they have.
set(limits_file ${CMAKE_SOURCE_DIR}/mock/core/limits.hpp)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${limits_file})
file(READ ${limits_file} limits)
string(REPLACE " * 1024 * 1024;" " * 1024;" limits "${limits}")
string(REGEX REPLACE "= ([0-9]+)00;" "= \\1;" limits "${limits}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/small_limits/core/limits.hpp CONTENT "${limits}" @ONLY)
include_directories(BEFORE ${CMAKE_BINARY_DIR}/small_limits)

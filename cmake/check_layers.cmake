# Holds every include in ROOT to the house's rule: a folder includes itself and the folders above it,
# and of the libraries only those that are its own.
cmake_minimum_required(VERSION 3.25)

set(layers base engineio socketio catalogue conformance policy core runtime transport control app)

set(libraries_for_base nlohmann)
set(libraries_for_catalogue valijson)
set(libraries_for_policy jose openssl)
set(libraries_for_runtime asio spdlog)
set(libraries_for_transport asio spdlog websocketpp)
set(libraries_for_control httplib.h)
set(libraries_for_app asio CLI spdlog)

set(violations)
foreach(layer IN LISTS layers)
  list(APPEND allowed ${layer})
  file(GLOB_RECURSE sources ${ROOT}/${layer}/*)
  foreach(source IN LISTS sources)
    file(STRINGS ${source} includes REGEX "^[ \t]*#[ \t]*include")
    foreach(include IN LISTS includes)
      string(REGEX MATCH "[<\"]([^>\"]+)[>\"]" _ "${include}")
      set(header ${CMAKE_MATCH_1})
      string(REGEX MATCH "^[^/]+" top ${header})
      string(REGEX REPLACE "\\.hpp$" "" top ${top})
      if(include MATCHES "\"" AND NOT top IN_LIST allowed)
        list(APPEND violations "${source} includes \"${header}\", which is no layer above it")
      elseif(include MATCHES "<" AND header MATCHES "[/.]" AND NOT header MATCHES "^(sys|netinet)/"
             AND NOT top IN_LIST libraries_for_${layer})
        list(APPEND violations "${source} includes <${header}>, which is no library of ${layer}/")
      endif()
    endforeach()
  endforeach()
endforeach()

if(violations)
  list(JOIN violations "\n  " text)
  message(FATAL_ERROR "Layers:\n  ${text}")
endif()

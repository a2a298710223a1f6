# The libraries of the WebAssembly module: Debian's headers, without those of the system that they lie among, and
# PCRE2 as script/wasm builds it. A program's other libraries are its host's: see mock/embedded/.
set(headers ${CMAKE_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(library nlohmann CLI spdlog fmt websocketpp)
  file(CREATE_LINK /usr/include/${library} ${headers}/${library} SYMBOLIC)
endforeach()

function(add_header_library name)
  add_library(${name} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${name} SYSTEM INTERFACE ${headers})
endfunction()

add_header_library(nlohmann_json::nlohmann_json)
add_header_library(CLI11::CLI11)
add_header_library(spdlog::spdlog)
target_compile_definitions(spdlog::spdlog INTERFACE SPDLOG_FMT_EXTERNAL FMT_HEADER_ONLY SPDLOG_NO_THREAD_ID
  SPDLOG_NO_TLS)
add_header_library(websocketpp)
target_compile_definitions(websocketpp INTERFACE _WEBSOCKETPP_CPP11_STL_)

set(CHATMOCK_PCRE2 "" CACHE PATH "The folder into which PCRE2 for WebAssembly was installed")
add_library(PkgConfig::pcre2 STATIC IMPORTED GLOBAL)
set_target_properties(PkgConfig::pcre2 PROPERTIES
  IMPORTED_LOCATION ${CHATMOCK_PCRE2}/lib/libpcre2-8.a
  INTERFACE_INCLUDE_DIRECTORIES ${CHATMOCK_PCRE2}/include
  INTERFACE_COMPILE_DEFINITIONS PCRE2_STATIC)

# The exceptions of the engine itself: those of JavaScript would cost each call.
add_compile_options(-fwasm-exceptions)
add_link_options(-fwasm-exceptions)

# Its imports are those of mock/embedded/host.hpp and a few of WASI. The stack is first, so that its overflow
# traps; the memory grows as it is needed.
set(wasm_link_options -sSTANDALONE_WASM --no-entry -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=8MB -sTOTAL_STACK=4MB
  -sERROR_ON_UNDEFINED_SYMBOLS=0 -Wl,--stack-first)

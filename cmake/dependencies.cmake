# Debian's packages. Each becomes a target of its own, so a layer names exactly the libraries that it uses.
# Their headers are system headers: they cause no warnings.
if(CHATMOCK_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(PKG_CONFIG_ARGN --static)
  add_link_options(-static-libstdc++ -static-libgcc)
endif()

find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
if(CHATMOCK_STATIC) # Debian has their headers and no static libraries
  find_path(SPDLOG_INCLUDE_DIR spdlog/spdlog.h REQUIRED)
  add_library(spdlog::spdlog INTERFACE IMPORTED)
  set_target_properties(spdlog::spdlog PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES ${SPDLOG_INCLUDE_DIR}
    INTERFACE_COMPILE_DEFINITIONS "SPDLOG_FMT_EXTERNAL;FMT_HEADER_ONLY")
else()
  find_package(spdlog REQUIRED)
endif()
find_package(PkgConfig REQUIRED)

pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(openssl REQUIRED IMPORTED_TARGET openssl)

pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlidec)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)

find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(asio INTERFACE)
target_include_directories(asio SYSTEM INTERFACE ${ASIO_INCLUDE_DIR})
target_compile_definitions(asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED)
target_link_libraries(asio INTERFACE Threads::Threads)

find_path(WEBSOCKETPP_INCLUDE_DIR websocketpp/server.hpp REQUIRED)
add_library(websocketpp INTERFACE)
target_include_directories(websocketpp SYSTEM INTERFACE ${WEBSOCKETPP_INCLUDE_DIR})
target_compile_definitions(websocketpp INTERFACE _WEBSOCKETPP_CPP11_STL_)

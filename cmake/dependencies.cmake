# Debian's packages. Each becomes a target of its own, so a layer names exactly the libraries that it uses.
# Their headers are system headers: they cause no warnings.
find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)

pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(jose REQUIRED IMPORTED_TARGET jose)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(openssl REQUIRED IMPORTED_TARGET openssl)

pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)

find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(asio INTERFACE)
target_include_directories(asio SYSTEM INTERFACE ${ASIO_INCLUDE_DIR})
target_compile_definitions(asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED)
target_link_libraries(asio INTERFACE Threads::Threads)

find_path(WEBSOCKETPP_INCLUDE_DIR websocketpp/server.hpp REQUIRED)
add_library(websocketpp INTERFACE)
target_include_directories(websocketpp SYSTEM INTERFACE ${WEBSOCKETPP_INCLUDE_DIR})
target_compile_definitions(websocketpp INTERFACE _WEBSOCKETPP_CPP11_STL_)

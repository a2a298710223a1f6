// A parsed target is not longer than its text, and no part of its query stays in the path.
#include "http/message.hpp"

#include <cstdlib>

using namespace chatmock;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    http::Request request;
    http::read_target({reinterpret_cast<const char*>(data), size}, request);
    auto read = request.path.size();
    for (const auto& [key, value] : request.query) read += key.size() + value.size();
    if (read > size || request.path.find('?') != std::string::npos) abort();
    return 0;
}

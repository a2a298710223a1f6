// Decompression by libraries. In WebAssembly its host does it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock::control {

enum class Packing { gzip, brotli }; // gzip is zlib's deflate, too

enum class Decompressed { whole, too_large, damaged };

// Appends to `into`, at most `bytes_max` bytes in all. Data that is cut off is damaged, and so is data with
// more behind it.
Decompressed decompress(std::string_view packed, Packing packing, std::size_t bytes_max, std::string& into);

} // namespace chatmock::control

#include "base/json/json_memory.hpp"

namespace chatmock {

namespace {

constexpr std::size_t block_bytes = 16; // overhead of the allocator per block, rounding included

// The sizes on a 64-bit machine, on every machine: limits in bytes have the same effect everywhere.
constexpr std::size_t json_bytes = 16;
constexpr std::size_t text_bytes = 32;
constexpr std::size_t binary_bytes = 32;
constexpr std::size_t object_bytes = 24;
constexpr std::size_t array_bytes = 24;
static_assert(sizeof(Json) <= json_bytes && sizeof(std::string) <= text_bytes &&
              sizeof(Json::binary_t) <= binary_bytes && sizeof(Json::object_t) <= object_bytes &&
              sizeof(Json::array_t) <= array_bytes);

std::size_t memory_of_text(std::size_t size) {
    constexpr std::size_t short_max = 15; // stored in the string object itself
    return size > short_max ? size + block_bytes : 0;
}

} // namespace

std::size_t memory_of(const Json& json) {
    std::size_t bytes = json_bytes;
    if (json.is_string()) {
        bytes += text_bytes + block_bytes + memory_of_text(json.get_ref<const std::string&>().size());
    } else if (json.is_binary()) {
        bytes += binary_bytes + 2 * block_bytes + json.get_binary().size();
    } else if (json.is_object()) {
        bytes += object_bytes + 2 * block_bytes;
        for (const auto& [name, member] : json.items())
            bytes += text_bytes + memory_of_text(name.size()) + memory_of(member);
    } else if (json.is_array()) {
        bytes += array_bytes + 2 * block_bytes;
        for (const auto& element : json) bytes += memory_of(element);
    }
    return bytes;
}

} // namespace chatmock

#include "base/json/json_memory.hpp"

namespace chatmock {

namespace {

constexpr std::size_t block_bytes = 16; // overhead of the allocator per block, rounding included

std::size_t memory_of_text(std::size_t size) {
    constexpr std::size_t short_max = 15; // stored in the string object itself
    return size > short_max ? size + block_bytes : 0;
}

} // namespace

std::size_t memory_of(const Json& json) {
    std::size_t bytes = sizeof(Json);
    if (json.is_string()) {
        bytes +=
            sizeof(std::string) + block_bytes + memory_of_text(json.get_ref<const std::string&>().size());
    } else if (json.is_binary()) {
        bytes += sizeof(Json::binary_t) + 2 * block_bytes + json.get_binary().size();
    } else if (json.is_object()) {
        bytes += sizeof(Json::object_t) + 2 * block_bytes;
        for (const auto& [name, member] : json.items())
            bytes += sizeof(std::string) + memory_of_text(name.size()) + memory_of(member);
    } else if (json.is_array()) {
        bytes += sizeof(Json::array_t) + 2 * block_bytes;
        for (const auto& element : json) bytes += memory_of(element);
    }
    return bytes;
}

} // namespace chatmock

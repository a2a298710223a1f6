#include "base/binary_json.hpp"

#include "base/base64.hpp"

#include <algorithm>

namespace chatmock {

namespace {

constexpr std::string_view mark = "$binary";

void write_bytes(Json& json) {
    if (json.is_binary()) {
        const auto& bytes = json.get_binary();
        const Json written = {
            {mark, encode_base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()})}};
        json = written;
    } else if (json.is_structured()) {
        for (auto& member : json) write_bytes(member);
    }
}

void read_bytes(Json& json) {
    if (!json.is_structured()) return;
    for (auto& member : json) read_bytes(member);
    if (!json.is_object() || json.size() != 1 || !json.contains(mark) || !json[mark].is_string()) return;
    if (const auto bytes = decode_base64(json[mark].get_ref<const std::string&>())) {
        json = Json::binary({bytes->begin(), bytes->end()});
    }
}

} // namespace

bool has_bytes(const Json& json) {
    if (json.is_binary()) return true;
    return json.is_structured() && std::any_of(json.begin(), json.end(), has_bytes);
}

Json with_bytes_written(Json json) {
    write_bytes(json);
    return json;
}

Json with_bytes_read(Json json) {
    read_bytes(json);
    return json;
}

} // namespace chatmock

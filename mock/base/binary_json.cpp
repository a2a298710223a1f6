#include "base/binary_json.hpp"

#include "base/base64.hpp"
#include "base/number.hpp"

#include <algorithm>

namespace chatmock {

namespace {

constexpr std::string_view mark = "$binary";
constexpr std::size_t quoted_bytes = 24;

Json written(std::string_view bytes, std::size_t& room) {
    const auto base64_size = (bytes.size() + 2) / 3 * 4;
    if (base64_size > room && bytes.size() > quoted_bytes)
        return {{mark, encode_base64(bytes.substr(0, quoted_bytes)) + "…"}, {"bytes", bytes.size()}};
    room -= std::min(room, base64_size);
    return {{mark, encode_base64(bytes)}};
}

void write_bytes(Json& json, std::size_t& room) {
    if (is_bytes(json)) {
        Json as_object = written(json.get_binary().text(), room);
        json = std::move(as_object);
    } else if (json.is_structured()) {
        for (auto& member : json) write_bytes(member, room);
    }
}

void read_bytes(Json& json) {
    if (!json.is_structured()) return;
    for (auto& member : json) read_bytes(member);
    if (!json.is_object() || json.size() != 1 || !json.contains(mark) || !json[mark].is_string()) return;
    if (auto bytes = decode_base64(json[mark].get_ref<const std::string&>())) {
        json = Json::binary(SharedBytes(std::move(*bytes)));
    }
}

} // namespace

bool has_bytes(const Json& json) {
    if (is_bytes(json)) return true;
    return json.is_structured() && std::any_of(json.begin(), json.end(), has_bytes);
}

Json with_bytes_written(Json json, std::size_t base64_max) {
    write_bytes(json, base64_max);
    return json;
}

Json with_bytes_read(Json json) {
    read_bytes(json);
    return json;
}

} // namespace chatmock

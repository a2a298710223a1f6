#include "base/json/binary_json.hpp"

#include "base/json/fields.hpp"
#include "base/json/json_place.hpp"
#include "base/json/number.hpp"
#include "base/text/base64.hpp"

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

// True if the value has the form of bytes, even if its base64 is malformed.
bool is_marked(const Json& json) { return json.is_object() && json.size() == 1 && json.contains(mark); }

std::optional<std::string> bytes_in(const Json& marked) {
    const auto& text = marked.front();
    return text.is_string() ? decode_wrapped_base64(text.get_ref<const std::string&>()) : std::nullopt;
}

void read_bytes(Json& json) {
    if (!json.is_structured()) return;
    for (auto& member : json) read_bytes(member);
    if (!is_marked(json)) return;
    if (auto bytes = bytes_in(json)) json = Json::binary(SharedBytes(std::move(*bytes)));
}

Result<void> check_bytes_at(const Json& json, const JsonPlace& at) {
    if (is_marked(json) && !bytes_in(json))
        return expected("bytes as base64", json.front(), at.member(mark).pointer());
    if (json.is_object()) {
        for (const auto& [name, member] : json.items()) {
            if (auto checked = check_bytes_at(member, at.member(name)); !checked) return checked;
        }
    } else if (json.is_array()) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            if (auto checked = check_bytes_at(json[i], at.element(i)); !checked) return checked;
        }
    }
    return {};
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

Result<void> check_bytes(const Json& json, const std::string& at) {
    return check_bytes_at(json, JsonPlace(at));
}

Json with_bytes_read(Json json) {
    read_bytes(json);
    return json;
}

bool has_readable_bytes(const Json& json) {
    if (is_bytes(json) || (is_marked(json) && bytes_in(json))) return true;
    return json.is_structured() && std::any_of(json.begin(), json.end(), has_readable_bytes);
}

} // namespace chatmock

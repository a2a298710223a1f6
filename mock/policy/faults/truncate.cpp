#include "policy/faults/delivery_faults.hpp"

#include "base/text/utf8.hpp"

namespace chatmock::policy {

namespace {

// Cuts on a character's boundary, as a WebSocket's text must stay UTF-8. At least one character stays.
void cut(std::string& text, std::size_t bytes) {
    text.resize(std::max<std::size_t>(1, start_of_character(text, std::min(bytes, text.size()))));
}

} // namespace

// "bytes": the remaining bytes of the packet; half of them by default.
Strike read_truncate(Fields& fields) {
    const auto bytes = static_cast<std::size_t>(fields.integer("bytes", 0, 1));
    const bool half = !fields.has("bytes");
    return [bytes, half](Draw&, Dispatch& dispatch) {
        dispatch.damages.emplace_back(
            [bytes, half](std::string& text) { cut(text, half ? text.size() / 2 : bytes); });
        return half ? Json::object() : Json{{"bytes", bytes}};
    };
}

} // namespace chatmock::policy

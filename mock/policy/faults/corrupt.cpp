#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

namespace {

constexpr char wrong = '#';

// Replaces the first single-byte character from `place` on, so that the text stays UTF-8. The packet's type
// stays, too.
void spoil(std::string& text, std::uint64_t place) {
    if (text.size() < 2) return;
    const auto span = text.size() - 1;
    for (std::size_t i = 0; i < span; ++i) {
        char& byte = text[1 + (place + i) % span];
        if (static_cast<unsigned char>(byte) >= 0x80U || byte == wrong) continue;
        byte = wrong;
        return;
    }
}

} // namespace

// "at": the byte of the packet, counted after its type; by default from the seed.
Strike read_corrupt(Fields& fields) {
    const auto at = static_cast<std::uint64_t>(fields.integer("at", 0, 0));
    const bool anywhere = !fields.has("at");
    return [at, anywhere](Draw& draw, Dispatch& dispatch) {
        const auto place = anywhere ? draw.next() : at;
        dispatch.damages.emplace_back([place](std::string& text) { spoil(text, place); });
        return anywhere ? Json::object() : Json{{"byte", at}}; // an entry's "at" is its time
    };
}

} // namespace chatmock::policy

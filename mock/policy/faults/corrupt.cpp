#include "policy/faults/delivery_faults.hpp"

#include <optional>
#include <string_view>

namespace chatmock::policy {

namespace {

constexpr char wrong = '#';

// The index of the first single-byte character from `place` on, so that the text stays UTF-8. The packet's
// type stays, too, and the index counts from its end. Empty if there is no such character.
std::optional<std::size_t> byte_to_spoil(std::string_view text, std::uint64_t place) {
    if (text.size() < 2) return std::nullopt;
    const auto span = text.size() - 1;
    for (std::size_t i = 0; i < span; ++i) {
        const auto byte = (place + i) % span;
        const char c = text[1 + byte];
        if (static_cast<unsigned char>(c) < 0x80U && c != wrong) return byte;
    }
    return std::nullopt;
}

void spoil(std::string& text, std::uint64_t place) {
    if (const auto byte = byte_to_spoil(text, place)) text[1 + *byte] = wrong;
}

// The details for the journal: the byte's index, and the character that it had.
Json report_of(const Dispatch& dispatch, std::uint64_t place) {
    std::string text(dispatch.packet);
    for (const auto& damage : dispatch.damages) damage(text);
    const auto byte = byte_to_spoil(text, place);
    if (!byte) return Json::object();
    return {{"byte", *byte}, {"was", std::string(1, text[1 + *byte])}};
}

} // namespace

// "at": the byte of the packet, counted after its type; by default from the seed.
Strike read_corrupt(Fields& fields) {
    const auto at = static_cast<std::uint64_t>(fields.integer("at", 0, 0));
    const bool anywhere = !fields.has("at");
    return [at, anywhere](Draw& draw, Dispatch& dispatch) {
        const auto place = anywhere ? draw.next() : at;
        Json report = report_of(dispatch, place); // an entry's "at" is its time
        dispatch.damages.emplace_back([place](std::string& text) { spoil(text, place); });
        return report;
    };
}

} // namespace chatmock::policy

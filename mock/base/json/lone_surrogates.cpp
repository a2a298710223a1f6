#include "base/json/lone_surrogates.hpp"

#include "base/text/digits.hpp"
#include "base/text/utf8.hpp"

#include <algorithm>

namespace chatmock {

namespace {

// The mark: U+FFFF, a noncharacter, and the last three digits of the surrogate. Three zeros stand for U+FFFF
// itself.
constexpr std::string_view mark = "\xef\xbf\xbf";
constexpr std::string_view mark_itself = "000";
constexpr std::size_t digits_of_mark = 3;
constexpr std::size_t escape_bytes = 6; // \uXXXX

// The UTF-16 unit of the escape at the front.
std::optional<char32_t> escaped_unit(std::string_view json) {
    if (json.size() < escape_bytes || json.substr(0, 2) != "\\u") return std::nullopt;
    return number_in<std::uint32_t>(json.substr(2, escape_bytes - 2), 16);
}

bool is_pair(char32_t first, std::optional<char32_t> second) {
    return first < 0xdc00 && second && *second >= 0xdc00 && *second <= 0xdfff;
}

// Moves one unit from the front to `marked`: a byte, an escape or a pair of escapes. True if it was a lone
// surrogate.
bool take_one(std::string_view& json, std::string& marked) {
    const auto take = [&json](std::size_t bytes) {
        const auto taken = json.substr(0, bytes);
        json.remove_prefix(taken.size());
        return taken;
    };
    const auto unit = escaped_unit(json);
    const bool is_mark = unit == char32_t{0xffff} || json.substr(0, mark.size()) == mark;
    if (is_mark) {
        take(unit ? escape_bytes : mark.size());
        marked.append(mark).append(mark_itself);
        return false;
    }
    if (!unit || !is_surrogate(*unit)) {
        marked += take(unit ? escape_bytes : json[0] == '\\' ? 2 : 1);
        return false;
    }
    if (is_pair(*unit, escaped_unit(json.substr(escape_bytes)))) {
        marked += take(2 * escape_bytes);
        return false;
    }
    marked.append(mark).append(take(escape_bytes).substr(escape_bytes - digits_of_mark));
    return true;
}

std::string restored(std::string_view text) {
    std::string whole;
    for (;;) {
        const auto at = text.find(mark);
        whole += text.substr(0, at);
        if (at == std::string_view::npos) return whole;
        const auto digits = text.substr(at + mark.size(), digits_of_mark);
        const auto number = number_in<std::uint32_t>(digits, 16).value_or(0);
        append_character(number == 0 ? 0xffff : 0xd000 + number, whole);
        text.remove_prefix(at + mark.size() + digits.size());
    }
}

bool has_mark(std::string_view text) { return text.find(mark) != std::string_view::npos; }

void restore_names(Json& object) {
    const auto items = object.items();
    if (std::none_of(items.begin(), items.end(), [](const auto& item) { return has_mark(item.key()); }))
        return;
    Json renamed = Json::object();
    for (const auto& [name, value] : items) renamed[restored(name)] = std::move(value);
    object = std::move(renamed);
}

} // namespace

std::optional<std::string> mark_lone_surrogates(std::string_view json) {
    const bool may_have =
        json.find("\\ud") != std::string_view::npos || json.find("\\uD") != std::string_view::npos;
    if (!may_have) return std::nullopt;
    std::string marked;
    marked.reserve(json.size());
    bool found = false;
    while (!json.empty()) found |= take_one(json, marked);
    if (!found) return std::nullopt;
    return marked;
}

void restore_lone_surrogates(Json& json) {
    if (json.is_string()) {
        auto& text = json.get_ref<std::string&>();
        if (has_mark(text)) text = restored(text);
    } else if (json.is_structured()) {
        for (auto& member : json) restore_lone_surrogates(member);
        if (json.is_object()) restore_names(json);
    }
}

} // namespace chatmock

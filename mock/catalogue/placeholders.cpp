#include "catalogue/placeholders.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/json_place.hpp"
#include "base/text/nearest.hpp"

#include <charconv>
#include <optional>

namespace chatmock::catalogue {

namespace {

constexpr std::string_view arguments_mark = "args"; // in a fixture
constexpr std::string_view schema_mark = "$schema"; // for editors

constexpr std::int64_t shift_ms_max = 36500LL * 24 * 60 * 60 * 1000;

constexpr std::string_view last_prefix = "last.";
constexpr std::string_view sample_of_last = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

enum class Kind { now, uuid, seq, user, last };

struct Placeholder {
    Kind kind;
    Milliseconds shift{0};
    std::string_view reference = {}; // of `last`
};

// A piece of a string: plain text, or a placeholder.
struct Piece {
    std::string_view text;
    std::optional<Placeholder> placeholder;
};

std::optional<Milliseconds> unit_of(std::string_view name) {
    if (name == "ms") return Milliseconds(1);
    if (name == "s") return Milliseconds(1000);
    if (name == "m") return Milliseconds(60 * 1000);
    if (name == "h") return Milliseconds(60 * 60 * 1000);
    if (name == "d") return Milliseconds(24 * 60 * 60 * 1000);
    return std::nullopt;
}

// "+5s" or "-2h"; empty for any other text, and past shift_ms_max.
std::optional<Milliseconds> shift_of(std::string_view text) {
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    std::int64_t amount = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + 1, last, amount);
    const auto unit = unit_of(std::string_view(end, static_cast<std::size_t>(last - end)));
    const bool is_number = error == std::errc() && amount >= 0;
    if (!is_number || !unit || amount > shift_ms_max / unit->count()) return std::nullopt;
    return text[0] == '-' ? -amount * *unit : amount * *unit;
}

std::optional<Placeholder> placeholder_of(std::string_view name) {
    if (name == "now") return Placeholder{Kind::now};
    if (name == "uuid") return Placeholder{Kind::uuid};
    if (name == "seq") return Placeholder{Kind::seq};
    if (name == "user") return Placeholder{Kind::user};
    if (name.substr(0, last_prefix.size()) == last_prefix && name.size() > last_prefix.size())
        return Placeholder{Kind::last, {}, name.substr(last_prefix.size())};
    if (name.substr(0, 3) != "now") return std::nullopt;
    const auto shift = shift_of(name.substr(3));
    if (!shift) return std::nullopt;
    return Placeholder{Kind::now, *shift};
}

Error unknown_placeholder(std::string_view name) {
    const std::vector<std::string> names = {"now", "now+5s", "uuid", "seq", "user", "last.NewMessage.id"};
    return {ErrorCode::unknown_placeholder,
            unknown_name_message("placeholder", name, names) + "; $${ writes ${ itself"};
}

// Splits `text` into pieces and passes each to `take`.
template <typename Take>
Result<void> split(std::string_view text, Take take) {
    while (!text.empty()) {
        const auto mark = text.find("${");
        if (mark == std::string_view::npos) {
            take(Piece{text, {}});
            return {};
        }
        const bool escaped = mark > 0 && text[mark - 1] == '$';
        take(Piece{text.substr(0, escaped ? mark - 1 : mark), {}});
        text.remove_prefix(mark);
        if (escaped) {
            take(Piece{text.substr(0, 2), {}});
            text.remove_prefix(2);
            continue;
        }
        const auto end = text.find('}');
        const auto name = text.substr(2, end == std::string_view::npos ? end : end - 2);
        const auto placeholder = placeholder_of(name);
        if (end == std::string_view::npos || !placeholder) return unknown_placeholder(name);
        take(Piece{{}, placeholder});
        text.remove_prefix(end + 1);
    }
    return {};
}

struct Found {
    std::size_t all = 0; // with escapes
    std::size_t users = 0;
    std::map<std::string, std::size_t> references = {};
    std::vector<std::string> reference_places = {};
};

// The reference, if the string is exactly one.
std::optional<std::string_view> whole_reference(std::string_view text) {
    const bool is_placeholder = text.substr(0, 2) == "${" && text.find('}') == text.size() - 1;
    if (!is_placeholder) return std::nullopt;
    const auto placeholder = placeholder_of(text.substr(2, text.size() - 3));
    if (!placeholder || placeholder->kind != Kind::last) return std::nullopt;
    return placeholder->reference;
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : to_text(value);
}

Result<void> inspect(const Json& value, const JsonPlace& at, Found& found) {
    if (value.is_string()) {
        auto inspected = split(value.get_ref<const std::string&>(), [&](const Piece& piece) {
            if (piece.placeholder || piece.text == "${") ++found.all;
            if (piece.placeholder && piece.placeholder->kind == Kind::user) ++found.users;
            if (!piece.placeholder || piece.placeholder->kind != Kind::last) return;
            ++found.references[std::string(piece.placeholder->reference)];
            found.reference_places.push_back(at.pointer());
        });
        if (!inspected) inspected.error().at = at.pointer();
        return inspected;
    }
    if (value.is_object()) {
        for (const auto& [name, member] : value.items()) {
            if (auto inspected = inspect(member, at.member(name), found); !inspected) return inspected;
        }
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (auto inspected = inspect(value[i], at.element(i), found); !inspected) return inspected;
        }
    }
    return {};
}

std::string filled(const Placeholder& placeholder, const Filling& filling, Counters& counters) {
    switch (placeholder.kind) {
        case Kind::now: return to_iso8601(filling.now + placeholder.shift);
        case Kind::uuid: return filling.seeded.uuid(++counters.uuid);
        case Kind::seq: return std::to_string(++counters.seq);
        case Kind::user: return std::string(filling.user);
        case Kind::last:
            return filling.last == nullptr ? std::string(sample_of_last)
                                           : text_of(filling.last->find(placeholder.reference)->second);
    }
    return {};
}

void fill(Json& value, const Filling& filling, Counters& counters) {
    if (value.is_string()) {
        const auto reference = whole_reference(value.get_ref<const std::string&>());
        if (reference && filling.last != nullptr) {
            value = Json(filling.last->find(*reference)->second);
            return;
        }
        std::string text;
        (void)split(value.get_ref<const std::string&>(), [&](const Piece& piece) {
            text +=
                piece.placeholder ? filled(*piece.placeholder, filling, counters) : std::string(piece.text);
        });
        value = std::move(text);
    } else if (value.is_structured()) {
        for (auto& member : value) fill(member, filling, counters);
    }
}

} // namespace

Json with_placeholders_escaped(Json payload) {
    if (payload.is_string()) {
        auto& text = payload.get_ref<std::string&>();
        for (auto mark = text.find("${"); mark != std::string::npos; mark = text.find("${", mark + 3))
            text.insert(mark, "$");
    } else if (payload.is_structured()) {
        for (auto& member : payload) member = with_placeholders_escaped(std::move(member));
    }
    return payload;
}

Result<Template> Template::compile(Json payload, const std::string& at) {
    return compiled(std::move(payload), false, at);
}

Result<Template> Template::compile_arguments(Json list, const std::string& at) {
    return compiled(std::move(list), true, at);
}

Result<Template> Template::compile_fixture(Json json, const std::string& at) {
    if (json.is_object()) json.erase(std::string(schema_mark));
    const bool is_list =
        json.is_object() && json.size() == 1 && json.contains(arguments_mark) && json.front().is_array();
    if (!is_list) return compile(std::move(json), at);
    return compile_arguments(std::move(json.front()), pointer_to(at, arguments_mark));
}

Result<Template> Template::compiled(Json content, bool is_list, const std::string& at) {
    Template compiled;
    if (auto inspected = compiled.take(std::move(content), at); !inspected) return inspected.error();
    const auto checked =
        compiled.is_dynamic() ? check_bytes(compiled.sample(), at) : check_bytes(compiled.content(), at);
    if (!checked) return checked.error();
    compiled.is_list_ = is_list;
    return compiled;
}

Template Template::of_broken(Json payload) {
    Template compiled;
    (void)compiled.take(std::move(payload), "");
    return compiled;
}

Json Template::source() const { return is_list_ ? Json{{arguments_mark, content()}} : content(); }

const Json* Template::payload_in(const Json& content) const {
    if (!is_list_) return &content;
    return content.empty() ? nullptr : &content.front();
}

Template Template::with_payload(Json payload) const {
    if (!is_list_) return of_broken(std::move(payload));
    Json list = content();
    if (list.empty()) list.push_back(std::move(payload));
    else list.front() = std::move(payload);
    Template changed = of_broken(std::move(list));
    changed.is_list_ = true;
    return changed;
}

std::vector<std::string> Template::reference_places() const {
    Found found;
    if (const Json* payload = payload_in(content())) (void)inspect(*payload, JsonPlace(""), found);
    return std::move(found.reference_places);
}

Json Template::sample_payload() const {
    const Json content = sample();
    const Json* payload = payload_in(content);
    return payload == nullptr ? Json() : *payload;
}

Result<void> Template::take(Json content, const std::string& at) {
    Found found;
    auto inspected = inspect(content, JsonPlace(at), found);
    content_ = std::make_shared<const Json>(std::move(content));
    placeholders_ = found.all;
    users_ = found.users;
    references_ = std::move(found.references);
    return inspected;
}

std::size_t Template::bytes_filled(std::string_view user, const LastValues& last) const {
    constexpr std::size_t longest = 36; // a UUID
    std::size_t others = placeholders_ - users_;
    std::size_t bytes = users_ * user.size();
    for (const auto& [reference, count] : references_) {
        bytes += count * to_text(last.at(reference)).size();
        others -= count;
    }
    return bytes + others * longest;
}

Json Template::render(const Filling& filling, Counters& counters) const {
    Json rendered = content();
    if (is_dynamic()) fill(rendered, filling, counters);
    return rendered;
}

Json Template::sample() const {
    Counters counters;
    const Seeded seeded(0);
    return render({Instant{}, "alice", seeded}, counters);
}

} // namespace chatmock::catalogue

#include "conformance/recording.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/fields.hpp"
#include "base/json/json_text.hpp"
#include "base/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace chatmock::conformance {

namespace {

// Treats all texts alike: whether one looks like a UUID may be chance.
Outline shape_of(const Json& payload) {
    auto outline = outline_of_payloads({payload});
    for (auto& [at, place] : outline) {
        for (const auto* format : {"uuid", "date-time"})
            if (place.kinds.erase(format) > 0) place.kinds.insert("string");
    }
    return outline;
}

std::uint64_t hash_of(const Outline& shape) {
    std::uint64_t hash = 0;
    for (const auto& [at, place] : shape) {
        hash = stable_hash(at, hash + (place.always ? 1 : 0));
        for (const auto& kind : place.kinds) hash = stable_hash(kind, hash);
    }
    return hash;
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The field in the pointer, as part of a file's name.
std::string field_of(std::string pointer) {
    constexpr std::size_t length_max = 40;
    while (pointer.size() > 1 && pointer.compare(pointer.size() - 2, 2, "/*") == 0)
        pointer.resize(pointer.size() - 2);
    auto name = pointer.substr(pointer.find_last_of('/') + 1, length_max);
    for (char& c : name) c = is_plain(c) ? c : '_';
    return pointer.empty() ? "payload" : name.empty() ? "field" : name;
}

std::string adjective_of(const std::set<std::string>& kinds) {
    if (kinds.size() != 1) return "mixed";
    if (*kinds.begin() == "string") return "text";
    return *kinds.begin() == "empty list" ? "empty" : *kinds.begin() == "list" ? "filled" : *kinds.begin();
}

// "null-group_id", "without-attachments": the differences from the first shape, outermost first.
std::vector<std::string> differences_from(const Outline& first, const Outline& shape) {
    auto all = first;
    all.insert(shape.begin(), shape.end());
    std::vector<std::string> words;
    std::string reported; // already reported; the places inside it are skipped
    for (const auto& [at, either] : all) {
        if (!words.empty() && is_within(at, reported)) continue;
        const auto before = first.find(at);
        const auto now = shape.find(at);
        std::string word;
        if (now == shape.end()) word = "without";
        else if (before == first.end()) word = "with";
        else if (now->second.kinds != before->second.kinds) word = adjective_of(now->second.kinds);
        else if (now->second.always != before->second.always) word = now->second.always ? "with" : "without";
        else continue;
        reported = at;
        words.push_back(word + "-" + field_of(at));
    }
    return words;
}

// True for names that Windows reserves for devices, with any extension.
bool names_a_device(const std::string& file) {
    constexpr std::array<std::string_view, 4> devices = {"con", "prn", "aux", "nul"};
    auto stem = ascii_lower_case(file.substr(0, file.find('.')));
    stem.erase(stem.find_last_not_of(' ') + 1);
    if (std::find(devices.begin(), devices.end(), stem) != devices.end()) return true;
    const auto port = std::string_view(stem).substr(0, 3);
    return stem.size() == 4 && (port == "com" || port == "lpt") && stem[3] >= '1' && stem[3] <= '9';
}

std::string name_of(const Outline& first, const Outline& shape) {
    const auto words = differences_from(first, shape);
    if (words.empty()) return "another";
    return words.size() == 1 ? words[0] : words[0] + "-and-" + words[1];
}

} // namespace

bool is_file_name(const std::string& event) {
    constexpr std::size_t length_max = 100;
    if (event.empty() || event.size() > length_max) return false;
    const auto is_inner = [](char c) { return is_plain(c) || c == '-' || c == '.' || c == ' '; };
    return is_plain(event.front()) && std::all_of(event.begin(), event.end(), is_inner) &&
           event.back() != '.' && event.back() != ' ' && !names_a_device(event);
}

EventNames::EventNames(const catalogue::Catalogue& catalogue) {
    for (const auto& [name, event] : catalogue.events()) {
        if (!is_file_name(name)) continue;
        admitted_.insert(name);
        in_lower_case_.insert(ascii_lower_case(name));
    }
}

EventNames::Admission EventNames::admit(const std::string& event) {
    if (admitted_.count(event) != 0) return Admission::admitted;
    if (!is_file_name(event) || in_lower_case_.count(ascii_lower_case(event)) != 0)
        return Admission::no_file_name;
    if (others_ == recorded_events_max) return Admission::too_many;
    ++others_;
    admitted_.insert(event);
    in_lower_case_.insert(ascii_lower_case(event));
    return Admission::admitted;
}

Recording::Recording(const catalogue::Catalogue& catalogue, Pseudonyms pseudonyms)
    : pseudonyms_(std::move(pseudonyms)), names_(catalogue) {
    for (const auto& [name, event] : catalogue.events()) {
        if (!is_file_name(name)) continue;
        Known known;
        known.event.name = name;
        known.event.has_contract = true;
        known.contract = &event.contract;
        for (const auto& [fixture, content] : event.fixtures) {
            known.names.insert(ascii_lower_case(fixture));
            known.shapes.insert(hash_of(shape_of(content.payload.sample_payload())));
        }
        if (const auto base = catalogue::Catalogue::base_fixture(event))
            known.first = shape_of((*base)->payload.sample_payload());
        known_.emplace(name, std::move(known));
    }
}

std::optional<std::string> Recording::hear(const std::string& event, const Json& arguments) {
    Known* const known = find(event);
    if (known == nullptr) return std::nullopt;
    ++known->event.heard;
    if (!arguments.is_array() || arguments.size() != 1 || has_bytes(arguments)) {
        ++known->event.unusable;
        return std::nullopt;
    }
    auto disguised = pseudonyms_.disguise(arguments.front(), known->contract);
    const auto shape = shape_of(
        disguised.payload); // the disguised payload: keys that are data would be in the fixture's name
    const auto hash = hash_of(shape);
    if (known->shapes.count(hash) != 0) return std::nullopt;
    if (known->event.recorded == shapes_max) {
        ++known->event.left_out;
        return std::nullopt;
    }
    known->shapes.insert(hash);
    ++known->event.recorded;
    const auto name = free_name(*known, shape);
    if (!known->first) known->first = shape;
    if (!disguised.broken_at.empty()) known->event.broken.push_back(name);
    const auto fixture = catalogue::with_placeholders_escaped(std::move(disguised.payload));
    files_.push_back({"events/" + event + "/" + name + ".json", to_file_text(fixture)});
    return files_.back().path;
}

std::vector<RecordedEvent> Recording::events() const {
    std::vector<RecordedEvent> events;
    for (const auto& [name, known] : known_) events.push_back(known.event);
    return events;
}

Recording::Known* Recording::find(const std::string& event) {
    const auto admission = names_.admit(event);
    if (admission == EventNames::Admission::admitted) {
        auto& known = known_[event];
        known.event.name = event;
        return &known;
    }
    if (admission == EventNames::Admission::too_many) {
        ++left_out_events_;
        return nullptr;
    }
    ++refused_;
    constexpr std::size_t names_max = 20;
    if (refused_names_.size() < names_max) refused_names_.insert(shown(Json(event)));
    return nullptr;
}

std::string Recording::free_name(Known& known, const Outline& outline) const {
    auto wanted =
        known.names.count("default") == 0 || !known.first ? "default" : name_of(*known.first, outline);
    auto name = wanted;
    for (std::size_t n = 2; !known.names.insert(ascii_lower_case(name)).second; ++n)
        name = wanted + "-" + std::to_string(n);
    return name;
}

} // namespace chatmock::conformance

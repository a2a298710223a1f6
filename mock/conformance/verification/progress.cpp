#include "conformance/verification/progress.hpp"

#include "conformance/wording.hpp"

#include <algorithm>

namespace chatmock::conformance {

namespace {

constexpr std::string_view unknown_event_line = "received an event without a contract";
constexpr std::string_view last_line = "further lines are left out; the report has all";

// Collects the names of all fields in a schema. Names in an example count, too: the schema's author wrote
// them.
void add_fields(const Json& schema, std::set<std::string>& names) {
    if (schema.is_object()) {
        const auto properties = schema.find("properties");
        if (properties != schema.end() && properties->is_object())
            for (const auto& [name, each] : properties->items()) names.insert(name);
        const auto required = schema.find("required");
        if (required != schema.end() && required->is_array())
            for (const auto& name : *required)
                if (name.is_string()) names.insert(name.get<std::string>());
    }
    if (!schema.is_structured()) return;
    for (const auto& each : schema) add_fields(each, names);
}

// The pointer with `*` for each token that is not in `names`, and for indices.
std::string masked(const std::string& pointer, const std::set<std::string>& names) {
    std::string text;
    for (std::size_t begin = 0; begin < pointer.size();) {
        const auto end = std::min(pointer.find('/', begin + 1), pointer.size());
        const auto token = pointer.substr(begin, end - begin);
        const bool is_known = std::any_of(names.begin(), names.end(),
                                          [&](const auto& name) { return pointer_to("", name) == token; });
        text += is_known ? token : "/*";
        begin = end;
    }
    return text;
}

std::string in_words(DriftKind kind) {
    std::string words(name_of(kind));
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

} // namespace

std::vector<std::string> Progress::lines_for(const std::string& event, const std::vector<Finding>& findings) {
    const auto known = catalogue_.find_event(event);
    std::vector<std::string> lines;
    if (!known) {
        lines.emplace_back(unknown_event_line);
    } else if (findings.empty()) {
        lines.push_back(to_ascii(event) + ": fine");
    } else {
        for (const auto& finding : findings) lines.push_back(line_for(**known, finding));
    }
    std::vector<std::string> news;
    for (auto& line : lines) {
        if (reported_.size() > progress_lines_max) break;
        if (reported_.size() == progress_lines_max && reported_.count(line) == 0) line = last_line;
        if (reported_.insert(line).second) news.push_back(std::move(line));
    }
    return news;
}

std::string Progress::line_for(const catalogue::Event& event, const Finding& finding) {
    auto& names = fields_[event.name];
    if (names.empty()) add_fields(event.contract.schema(), names);
    auto line = event.name + ": " + in_words(finding.drift.kind);
    const auto place = masked(finding.drift.at, names);
    if (!place.empty()) line += " at " + place;
    if (finding.severity == Severity::warning) line += " (a warning)";
    return to_ascii(line);
}

} // namespace chatmock::conformance

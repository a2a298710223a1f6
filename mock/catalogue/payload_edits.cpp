#include "catalogue/payload_edits.hpp"

#include "base/json/equality.hpp"
#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"
#include "catalogue/mutant_values.hpp"
#include "catalogue/variant_values.hpp"

#include <algorithm>
#include <optional>

namespace chatmock::catalogue {

namespace {

// The limit for all payloads that one enumeration checks.
constexpr std::size_t shown_bytes_max = 64 * 1024 * 1024;

// The payload of an event without arguments is null.
const Json& payload_to_edit(const Template& source) {
    static const Json nothing;
    const Json* payload = source.payload_in(source.content());
    return payload == nullptr ? nothing : *payload;
}

// Walks schema and payload together, so it ends even if the schema refers to itself.
class Enumeration {
public:
    // With `wanted`, only edits of that name are made.
    Enumeration(const Contract& contract, const Template& payload, Aim aim,
                std::optional<std::string_view> wanted = {})
        : contract_(contract), payload_(payload_to_edit(payload)), aim_(aim), wanted_(wanted),
          findings_(contract.rules().check(payload.sample_payload())) {
        visit(schema::parts_of(contract.rules().root()), payload_, "");
    }

    bool is_complete() const { return shown_bytes_ <= shown_bytes_max; }

    std::vector<Edit> take() { return std::move(edits_); }

private:
    void visit(const schema::Parts& parts, const Json& value, const std::string& at) {
        if (value.is_object()) {
            visit_members(parts, value, at);
        } else if (value.is_array() && !value.empty()) {
            visit_place(of_first_item(parts), &value.front(), pointer_to(at, 0));
        }
    }

    void visit_members(const schema::Parts& parts, const Json& object, const std::string& at) {
        const auto names = member_names(parts);
        for (const auto& name : names) {
            const auto here = pointer_to(at, name);
            const auto found = object.find(name);
            const Json* present = found == object.end() ? nullptr : &*found;
            const auto* const leaving_out = aim_ == Aim::breaks ? "missing" : "absent";
            if (present != nullptr) offer(leaving_out, here, std::nullopt, "leaves it out");
            visit_place(of_member(parts, name), present, here);
        }
        std::string unknown = "unexpected";
        while (object.contains(unknown) || std::find(names.begin(), names.end(), unknown) != names.end())
            unknown += '_';
        offer("extra", pointer_to(at, unknown), "more", "adds a field of this name");
    }

    // Edits of this place, and of places within it.
    void visit_place(const schema::Parts& parts, const Json* present, const std::string& at) {
        for (auto& candidate :
             aim_ == Aim::breaks ? mutations_of(parts, present) : variations_of(parts, present)) {
            if (aim_ == Aim::keeps && present != nullptr && equal(*present, candidate.value)) continue;
            offer(candidate.kind, at, std::move(candidate.value), std::move(candidate.does));
        }
        if (present != nullptr) visit(parts, *present, at);
    }

    // Proposes another value for a place, or its removal. The first proposal of a name that is proved counts.
    void offer(std::string_view kind, const std::string& at, std::optional<Json> value, std::string does) {
        auto name = std::string(kind) + ":" + at;
        const bool is_known = !edits_.empty() && edits_.back().name == name;
        if (is_known || (wanted_ && name != *wanted_) || edits_.size() == edits_max) return;
        auto edited = with(at, std::move(value));
        shown_bytes_ += to_text(edited.content()).size();
        if (!is_complete() || !is_proved(kind, at, edited.sample())) return;
        edits_.push_back({std::move(name), at, std::move(does), std::move(edited)});
    }

    Template with(const std::string& at, std::optional<Json> value) const {
        Json payload = payload_;
        const Json::json_pointer pointer(at);
        if (value) payload[pointer] = std::move(*value);
        else payload[pointer.parent_pointer()].erase(pointer.back());
        return Template::of_broken(std::move(payload)); // no edit adds a placeholder
    }

    bool is_proved(std::string_view kind, const std::string& at, const Json& payload) const {
        return aim_ == Aim::keeps ? contract_.holds(payload) : is_refused(kind, at, payload);
    }

    // True if the edit causes mistakes of its own. An object that is left empty may be reported as a whole,
    // and may have had other mistakes before.
    bool is_refused(std::string_view kind, const std::string& at, const Json& payload) const {
        const auto findings = contract_.rules().check(payload);
        if (kind != "missing" && kind != "extra") return count_within(at, findings) > 0;
        const auto object = Json::json_pointer(at).parent_pointer().to_string();
        return count_at(at, findings) + count_at(object, findings) >
               count_at(at, findings_) + count_at(object, findings_);
    }

    // The number of mistakes at the place and inside it.
    static std::size_t count_within(const std::string& at, const schema::Findings& findings) {
        return static_cast<std::size_t>(
            std::count_if(findings.begin(), findings.end(), [&](const auto& each) {
                return each.at == at || each.at.compare(0, at.size() + 1, at + "/") == 0;
            }));
    }

    static std::size_t count_at(const std::string& at, const schema::Findings& findings) {
        return static_cast<std::size_t>(
            std::count_if(findings.begin(), findings.end(), [&](const auto& each) { return each.at == at; }));
    }

    const Contract& contract_;
    const Json& payload_;
    const Aim aim_;
    const std::optional<std::string_view> wanted_;
    const schema::Findings findings_; // of the unchanged payload
    std::size_t shown_bytes_ = 0;
    std::vector<Edit> edits_;
};

std::string noun_of(Aim aim) { return aim == Aim::breaks ? "mutant" : "variant"; }

Error too_large(Aim aim) {
    return {ErrorCode::invalid_value,
            "expected a payload whose " + noun_of(aim) + "s have at most " + std::to_string(shown_bytes_max) +
                " bytes in all, got a larger one",
            "/" + noun_of(aim)};
}

// True if GET /events/EVENT/mutants or …/variants lists the name for the event's own payload.
bool is_listed(const Event& event, Aim aim, std::string_view name) {
    const auto base = Catalogue::base_fixture(event);
    return base && !Enumeration(event.contract, (*base)->payload, aim, name).take().empty();
}

Error no_such_edit(const Event& event, const Template& payload, Aim aim, std::string_view name) {
    const auto noun = noun_of(aim);
    const auto edit = noun + " " + shown(Json(name)) + " of " + event.name;
    if (is_listed(event, aim, name)) {
        return {aim == Aim::breaks ? ErrorCode::inapplicable_mutant : ErrorCode::inapplicable_variant,
                edit + " does not apply: the payload has no such place, or would " +
                    (aim == Aim::breaks ? "keep" : "break") + " its contract",
                "/" + noun};
    }
    Error unknown{aim == Aim::breaks ? ErrorCode::unknown_mutant : ErrorCode::unknown_variant,
                  "unknown " + edit + "; GET /events/" + event.name + "/" + noun + "s has them all",
                  "/" + noun};
    std::vector<std::string> names;
    for (const auto& each : Enumeration(event.contract, payload, aim).take()) names.push_back(each.name);
    unknown.nearest = nearest_names(name, names);
    return unknown;
}

Error none_at_all(const Event& event, Aim aim) {
    if (aim == Aim::breaks) {
        return {ErrorCode::inapplicable_mutant,
                "expected a contract with mutants, got that of " + event.name + ", which has none",
                "/mutant"};
    }
    return {ErrorCode::inapplicable_variant,
            "expected a payload of " + event.name + " with variants, got one that has none", "/variant"};
}

} // namespace

Result<std::vector<Edit>> edits_of(const Contract& contract, const Template& payload, Aim aim) {
    Enumeration enumeration(contract, payload, aim);
    if (!enumeration.is_complete()) return too_large(aim);
    return enumeration.take();
}

Result<std::vector<Edit>> choose_edits(const Event& event, const Template& payload, Aim aim,
                                       std::string_view name) {
    if (name == "*") {
        auto all = edits_of(event.contract, payload, aim);
        if (!all || !all->empty()) return all;
        return none_at_all(event, aim);
    }
    auto chosen = Enumeration(event.contract, payload, aim, name).take();
    if (chosen.empty()) return no_such_edit(event, payload, aim, name);
    return chosen;
}

} // namespace chatmock::catalogue

#include "catalogue/mutants.hpp"

#include "base/fields.hpp"
#include "base/nearest.hpp"
#include "catalogue/mutation.hpp"

#include <algorithm>
#include <optional>

namespace chatmock::catalogue {

namespace {

// Of all payloads together that one enumeration shows to the contract.
constexpr std::size_t shown_bytes_max = 64 * 1024 * 1024;

// Of an event without arguments there is nothing to break but null.
const Json& payload_to_break(const Template& source) {
    static const Json nothing;
    const Json* payload = source.payload_in(source.content());
    return payload == nullptr ? nothing : *payload;
}

// Walks the schema and the payload together, and so comes to an end wherever the schema refers to itself.
class Enumeration {
public:
    // `wanted` is the only name of interest.
    Enumeration(const Contract& contract, const Template& payload,
                std::optional<std::string_view> wanted = {})
        : contract_(contract), payload_(payload_to_break(payload)), wanted_(wanted),
          violations_(contract.check(payload.sample_payload())) {
        const auto& schema = contract.schema();
        visit(speaking_with(schema, schema), payload_, "");
    }

    bool is_complete() const { return shown_bytes_ <= shown_bytes_max; }

    std::vector<Mutant> take() { return std::move(mutants_); }

private:
    void visit(const Schemas& schemas, const Json& value, const std::string& at) {
        if (value.is_object()) {
            visit_members(schemas, value, at);
        } else if (value.is_array() && !value.empty()) {
            visit_place(of_first_item(contract_.schema(), schemas), &value.front(), pointer_to(at, 0));
        }
    }

    void visit_members(const Schemas& schemas, const Json& object, const std::string& at) {
        const auto names = member_names(schemas);
        for (const auto& name : names) {
            const auto here = pointer_to(at, name);
            const auto found = object.find(name);
            const Json* present = found == object.end() ? nullptr : &*found;
            if (present != nullptr) offer("missing", here, std::nullopt, "leaves it out");
            visit_place(of_member(contract_.schema(), schemas, name), present, here);
        }
        std::string unknown = "unexpected";
        while (object.contains(unknown) || std::find(names.begin(), names.end(), unknown) != names.end())
            unknown += '_';
        offer("extra", pointer_to(at, unknown), "more", "adds a field of this name");
    }

    // What may be put in the value's place, and what may go wrong within it.
    void visit_place(const Schemas& schemas, const Json* present, const std::string& at) {
        for (auto& mutation : mutations_of(schemas, present))
            offer(mutation.kind, at, std::move(mutation.value), std::move(mutation.does));
        if (present != nullptr) visit(schemas, *present, at);
    }

    // A place takes another value, or none. The first of a name that the contract refuses is the one.
    void offer(std::string_view kind, const std::string& at, std::optional<Json> value, std::string does) {
        auto name = std::string(kind) + ":" + at;
        const bool is_known = !mutants_.empty() && mutants_.back().name == name;
        if (is_known || (wanted_ && name != *wanted_) || mutants_.size() == mutants_max) return;
        auto broken = with(at, std::move(value));
        shown_bytes_ += to_text(broken.content()).size();
        if (!is_complete() || !is_refused(kind, at, broken.sample())) return;
        mutants_.push_back({std::move(name), at, std::move(does), std::move(broken)});
    }

    Template with(const std::string& at, std::optional<Json> value) const {
        Json payload = payload_;
        const Json::json_pointer pointer(at);
        if (value) payload[pointer] = std::move(*value);
        else payload[pointer.parent_pointer()].erase(pointer.back());
        return Template::of_broken(std::move(payload)); // no mutation adds a placeholder
    }

    // A field too few or too many is its object's violation, which may have others already.
    bool is_refused(std::string_view kind, const std::string& at, const Json& payload) const {
        const auto violations = contract_.check(payload);
        if (kind != "missing" && kind != "extra") return count_at(at, violations) > 0;
        const auto object = Json::json_pointer(at).parent_pointer().to_string();
        return count_at(at, violations) + count_at(object, violations) >
               count_at(at, violations_) + count_at(object, violations_);
    }

    static std::size_t count_at(const std::string& at, const std::vector<Violation>& violations) {
        return static_cast<std::size_t>(std::count_if(violations.begin(), violations.end(),
                                                      [&](const auto& each) { return each.at == at; }));
    }

    const Contract& contract_;
    const Json& payload_;
    const std::optional<std::string_view> wanted_;
    const std::vector<Violation> violations_; // of the payload as it is
    std::size_t shown_bytes_ = 0;
    std::vector<Mutant> mutants_;
};

Error too_large() {
    return {ErrorCode::invalid_value,
            "at most " + std::to_string(shown_bytes_max) +
                " bytes of broken payloads were expected, the payload is too large for that",
            "/mutant"};
}

// Whether the event's own payload has it, as GET /events/EVENT/mutants tells.
bool is_listed(const Event& event, std::string_view name) {
    const auto base = Catalogue::base_fixture(event);
    return base && !Enumeration(event.contract, (*base)->payload, name).take().empty();
}

Error no_such_mutant(const Event& event, const Template& payload, std::string_view name) {
    const auto mutant = "mutant " + shown(Json(name)) + " of " + event.name;
    if (is_listed(event, name)) {
        return {ErrorCode::inapplicable_mutant,
                mutant + " does not apply: the payload has no such place, or would keep its contract",
                "/mutant"};
    }
    Error unknown{ErrorCode::unknown_mutant,
                  "unknown " + mutant + "; GET /events/" + event.name + "/mutants has them all", "/mutant"};
    std::vector<std::string> names;
    for (const auto& mutant : Enumeration(event.contract, payload).take()) names.push_back(mutant.name);
    unknown.nearest = nearest_names(name, names);
    return unknown;
}

} // namespace

Result<std::vector<Mutant>> mutants_of(const Contract& contract, const Template& payload) {
    Enumeration enumeration(contract, payload);
    if (!enumeration.is_complete()) return too_large();
    return enumeration.take();
}

Result<std::vector<Mutant>> choose_mutants(const Event& event, const Template& payload,
                                           std::string_view name) {
    if (name == "*") {
        auto all = mutants_of(event.contract, payload);
        if (!all || !all->empty()) return all;
        return Error{ErrorCode::inapplicable_mutant,
                     "the contract of " + event.name + " was expected to rule something out, it does not",
                     "/mutant"};
    }
    auto chosen = Enumeration(event.contract, payload, name).take();
    if (chosen.empty()) return no_such_mutant(event, payload, name);
    return chosen;
}

} // namespace chatmock::catalogue

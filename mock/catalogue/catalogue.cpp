#include "catalogue/catalogue.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>

namespace chatmock::catalogue {

namespace {

template <typename Map>
std::vector<std::string> keys_of(const Map& map) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : map) keys.push_back(key);
    return keys;
}

// The settings of a contract: its library, and whether it asserts formats.
schema::Settings parse_settings(Fields& fields) {
    schema::Settings settings;
    settings.uri = fields.text("file", settings.uri);
    settings.asserts_formats = fields.choice("formats", {"warn", "assert"}, 0) == 1;
    if (const Json* documents = fields.object("documents")) {
        schema::Library library;
        for (const auto& [uri, document] : documents->items()) library.add(uri, document);
        settings.library = std::make_shared<const schema::Library>(std::move(library));
    }
    return settings;
}

} // namespace

Result<const Event*> Catalogue::find_event(std::string_view name) const {
    const auto found = events_.find(name);
    if (found != events_.end()) return &found->second;
    return Error{ErrorCode::unknown_event, unknown_name_message("event", name, event_names())};
}

Result<const Fixture*> Catalogue::find_fixture(const Event& event, std::string_view name) const {
    const auto found = event.fixtures.find(name);
    if (found != event.fixtures.end()) return &found->second;
    return Error{ErrorCode::unknown_fixture,
                 unknown_name_message(event.name + " fixture", name, fixture_names(event)), "/fixture"};
}

Result<const Fixture*> Catalogue::base_fixture(const Event& event) {
    if (event.fixtures.empty())
        return Error{ErrorCode::unknown_fixture, "expected a fixture of " + event.name + ", got none"};
    const auto base = event.fixtures.find("default");
    return base == event.fixtures.end() ? &event.fixtures.begin()->second : &base->second;
}

void Catalogue::put_contract(const std::string& event, Contract contract) {
    const auto found = events_.find(event);
    if (found == events_.end()) events_.emplace(event, Event{event, std::move(contract), {}});
    else found->second.put(std::move(contract));
}

void Catalogue::remove_event(const std::string& event) { events_.erase(event); }

void Catalogue::put_fixture(const std::string& event, Fixture fixture) {
    events_.at(event).put(std::move(fixture));
}

void Catalogue::remove_fixture(const std::string& event, const std::string& fixture) {
    events_.at(event).fixtures.erase(fixture);
}

std::vector<std::string> Catalogue::event_names() const { return keys_of(events_); }

std::vector<std::string> Catalogue::fixture_names(const Event& event) { return keys_of(event.fixtures); }

std::vector<Violation> check_contract(const Contract& contract, const Template& source,
                                      const Json& rendered) {
    if (const Json* payload = source.payload_in(rendered)) return contract.check(*payload);
    return {{"", "expected an argument, got none"}};
}

namespace {

std::vector<Violation> check_sample(const Contract& contract, const Template& source, const Json& sample) {
    auto violations = check_contract(contract, source, sample);
    if (source.references().empty()) return violations;
    const auto places = source.reference_places();
    const auto is_of_reference = [&](const Violation& violation) {
        return std::find(places.begin(), places.end(), violation.at) != places.end();
    };
    violations.erase(std::remove_if(violations.begin(), violations.end(), is_of_reference), violations.end());
    return violations;
}

// The verdict without the text.
Verdict verdict_on(const Contract& contract, const Template& source, const Json& sample) {
    const Json* payload = source.payload_in(sample);
    if (payload != nullptr && contract.rules().is_flawless(*payload)) return {};
    Verdict verdict{check_sample(contract, source, sample), {}};
    if (payload != nullptr && verdict.violations.empty()) verdict.warnings = contract.warnings(*payload);
    return verdict;
}

} // namespace

std::vector<Violation> check_sample(const Contract& contract, const Template& source) {
    return check_sample(contract, source, source.sample());
}

Verdict judge(const Contract& contract, const Template& payload) {
    auto verdict = payload.is_dynamic() ? verdict_on(contract, payload, payload.sample())
                                        : verdict_on(contract, payload, payload.content());
    if (!payload.is_dynamic() && !payload.is_list() && !has_readable_bytes(payload.content()))
        verdict.text = std::make_shared<const std::string>(to_text(payload.content()));
    return verdict;
}

const Fixture& Event::put(Fixture fixture) {
    auto verdict = judge(contract, fixture.payload);
    return put(std::move(fixture), std::move(verdict));
}

const Fixture& Event::put(Fixture fixture, Verdict verdict) {
    fixture.verdict = std::make_shared<const Verdict>(std::move(verdict));
    auto key = fixture.name;
    return fixtures.insert_or_assign(std::move(key), std::move(fixture)).first->second;
}

void Event::put(Contract new_contract) {
    contract = std::move(new_contract);
    for (auto& [key, fixture] : fixtures)
        fixture.verdict = std::make_shared<const Verdict>(judge(contract, fixture.payload));
}

Json to_json(const Catalogue& catalogue) {
    Json json = Json::object();
    for (const auto& [name, event] : catalogue.events()) {
        Json fixtures = Json::object();
        for (const auto& [fixture, content] : event.fixtures) fixtures[fixture] = content.payload.source();
        json[name] = {{"contract", event.contract.schema()}, {"fixtures", std::move(fixtures)}};
        const auto& rules = event.contract.rules();
        if (auto documents = rules.documents(); !documents.empty()) {
            json[name]["file"] = rules.settings().uri;
            json[name]["documents"] = std::move(documents);
        }
        if (rules.settings().asserts_formats) json[name]["formats"] = "assert";
    }
    return json;
}

Result<Catalogue> parse_catalogue(const Json& json) {
    std::map<std::string, Event, std::less<>> events;
    for (const auto& [name, member] : json.items()) {
        const auto at = pointer_to("", name);
        Fields fields(member, at);
        fields.require("contract");
        fields.require("fixtures");
        const Json* schema = fields.any("contract");
        const Json* fixtures = fields.object("fixtures");
        auto settings = parse_settings(fields);
        if (auto done = fields.done(); !done) return done.error();
        auto contract = Contract::compile(*schema, std::move(settings));
        if (!contract) return contract.error();
        Event event{name, std::move(*contract), {}};
        for (const auto& [fixture, payload] : fixtures->items()) {
            auto compiled = Template::compile_fixture(payload, pointer_to(fields.at("fixtures"), fixture));
            if (!compiled) return compiled.error();
            event.put(Fixture{fixture, std::move(*compiled)});
        }
        events.emplace(name, std::move(event));
    }
    return Catalogue(std::move(events));
}

} // namespace chatmock::catalogue

#include "core/calls/catalogue_calls.hpp"

#include "base/json/fields.hpp"
#include "base/json/json_memory.hpp"
#include "catalogue/broken_contract.hpp"
#include "catalogue/typescript.hpp"
#include "core/calls/asyncapi.hpp"
#include "core/limits/installed.hpp"
#include "socketio/packet.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

using FixtureKey = std::pair<std::string, std::string>;

constexpr std::size_t name_bytes_max = 100; // of an event or a fixture

std::size_t bytes_itself(std::size_t bytes) { return bytes; }

// True if a file could have this name.
Result<void> check_name(std::string_view what, const std::string& name) {
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    const bool is_good =
        !name.empty() && name.size() <= name_bytes_max && std::none_of(name.begin(), name.end(), is_control);
    if (is_good) return {};
    return expected("a name of 1 to " + std::to_string(name_bytes_max) + " bytes for the " +
                        std::string(what),
                    Json(name), "");
}

bool asserts_formats(const catalogue::Catalogue& files) {
    return std::any_of(files.events().begin(), files.events().end(), [](const auto& each) {
        return each.second.contract.rules().settings().asserts_formats;
    });
}

Result<void> room_for_fixture(const std::map<FixtureKey, std::size_t>& installed, const FixtureKey& key,
                              std::size_t bytes, std::size_t bytes_max) {
    std::size_t count = 1;
    for (const auto& [other, bytes_of_other] : installed) {
        if (other == key) continue;
        ++count;
        bytes += bytes_of_other;
    }
    return check_installed("fixtures", count, fixtures_max, bytes, bytes_max);
}

// An event with its fixtures, and those of them that break its contract.
Json view_of(const catalogue::Event& event) {
    Json view = {{"event", event.name}, {"fixtures", catalogue::Catalogue::fixture_names(event)}};
    Json broken = Json::array();
    for (const auto& [name, fixture] : event.fixtures) {
        const auto violations = catalogue::check_sample(event.contract, fixture.payload);
        if (!violations.empty()) broken.push_back({{"fixture", name}, {"violations", to_json(violations)}});
    }
    if (!broken.empty()) view["broken"] = std::move(broken);
    return view;
}

} // namespace

Result<Reply> CatalogueCalls::operator()(const ListEvents&) const {
    Json list = Json::array();
    for (const auto& [name, event] : state_.catalogue().events()) {
        list.push_back({{"event", name}, {"fixtures", catalogue::Catalogue::fixture_names(event)}});
    }
    return Reply{list};
}

Result<Reply> CatalogueCalls::operator()(const GetContract& call) const {
    const auto event = state_.catalogue().find_event(call.event);
    if (!event) return event.error();
    return Reply{(*event)->contract.schema()};
}

Result<Reply> CatalogueCalls::operator()(const GetAsyncApi&) const {
    return Reply{asyncapi_document(state_.catalogue(), state_.settings.profile)};
}

Result<Reply> CatalogueCalls::operator()(const ListFixtures& call) const {
    const auto event = state_.catalogue().find_event(call.event);
    if (!event) return event.error();
    return Reply{catalogue::Catalogue::fixture_names(**event)};
}

Result<Reply> CatalogueCalls::operator()(const GetFixture& call) const {
    const auto fixture = find(call.event, call.fixture);
    if (!fixture) return fixture.error();
    return Reply{(*fixture)->payload.source()};
}

Result<const catalogue::Fixture*> CatalogueCalls::find(const std::string& event,
                                                       const std::string& fixture) const {
    const auto found = state_.catalogue().find_event(event);
    if (!found) return found.error();
    auto named = state_.catalogue().find_fixture(**found, fixture);
    if (!named) named.error().at.clear(); // it was named by the path
    return named;
}

Result<Reply> CatalogueCalls::operator()(const SetContract& call) {
    if (auto named = check_name("event", call.event); !named) return named.error();
    if (socketio::is_reserved_event(call.event)) {
        return Error{ErrorCode::invalid_value, "expected the name of an event that can be sent, got \"" +
                                                   call.event + "\", which Socket.IO keeps for itself"};
    }
    schema::Settings settings;
    settings.asserts_formats = asserts_formats(*state_.definitions.files.catalogue);
    auto contract = catalogue::Contract::compile(call.schema, std::move(settings));
    if (!contract) return contract.error();
    const auto bytes = memory_of(call.schema);
    auto& installed = state_.definitions.installed.contracts;
    const auto room = check_installed("contracts", installed, call.event, bytes, contracts_max,
                                      state_.settings.limits.installed_bytes, bytes_itself);
    if (!room) return room.error();
    installed[call.event] = bytes;
    state_.definitions.changes.put_contract(call.event, *contract);
    state_.definitions.changeable_catalogue().put_contract(call.event, std::move(*contract));
    state_.recorder.record_call("set_contract", {{"event", call.event}});
    return Reply{view_of(**state_.catalogue().find_event(call.event))};
}

Result<Reply> CatalogueCalls::operator()(const RemoveContract& call) {
    const auto event = state_.catalogue().find_event(call.event);
    if (!event) return event.error();
    state_.definitions.changes.remove_event(call.event, *state_.definitions.files.catalogue);
    state_.definitions.changeable_catalogue().remove_event(call.event);
    state_.definitions.installed.contracts.erase(call.event);
    auto& fixtures = state_.definitions.installed.fixtures;
    for (auto each = fixtures.lower_bound({call.event, ""});
         each != fixtures.end() && each->first.first == call.event;)
        each = fixtures.erase(each);
    state_.recorder.record_call("remove_contract", {{"event", call.event}});
    return Reply{{{"removed", call.event}}};
}

Result<Reply> CatalogueCalls::operator()(const SetFixture& call) {
    const auto event = state_.catalogue().find_event(call.event);
    if (!event) return event.error();
    if (auto named = check_name("fixture", call.fixture); !named) return named.error();
    auto payload = catalogue::Template::compile_fixture(call.source, "");
    if (!payload) return payload.error();
    const auto verdict = catalogue::judge((*event)->contract, *payload);
    if (call.enforce_contract && !verdict.violations.empty())
        return catalogue::broken_contract(verdict.violations,
                                          "the fixture breaks the contract of " + call.event);
    const auto bytes = memory_of(call.source);
    auto& installed = state_.definitions.installed.fixtures;
    const std::pair<std::string, std::string> key(call.event, call.fixture);
    const auto room = room_for_fixture(installed, key, bytes, state_.settings.limits.installed_bytes);
    if (!room) return room.error();
    installed[key] = bytes;
    Json view = {{"event", call.event}, {"fixture", call.fixture}};
    if (!verdict.warnings.empty()) view["warnings"] = to_json(verdict.warnings);
    if (!verdict.violations.empty()) view["violations"] = to_json(verdict.violations);
    catalogue::Fixture fixture{call.fixture, std::move(*payload)};
    state_.definitions.changes.put_fixture(call.event, fixture);
    state_.definitions.changeable_catalogue().put_fixture(call.event, std::move(fixture));
    state_.recorder.record_call("set_fixture", {{"event", call.event}, {"fixture", call.fixture}});
    return Reply{std::move(view)};
}

Result<Reply> CatalogueCalls::operator()(const RemoveFixture& call) {
    const auto fixture = find(call.event, call.fixture);
    if (!fixture) return fixture.error();
    state_.definitions.changes.remove_fixture(call.event, call.fixture, *state_.definitions.files.catalogue);
    state_.definitions.changeable_catalogue().remove_fixture(call.event, call.fixture);
    state_.definitions.installed.fixtures.erase({call.event, call.fixture});
    state_.recorder.record_call("remove_fixture", {{"event", call.event}, {"fixture", call.fixture}});
    return Reply{{{"removed", call.fixture}}};
}

Result<Reply> CatalogueCalls::operator()(const GetTypes&) const {
    const auto& events = state_.settings.profile.client_events;
    Reply reply{catalogue::to_typescript(state_.catalogue(), policy::sent_events(events))};
    reply.type = "application/typescript; charset=utf-8";
    return reply;
}

Result<Reply> CatalogueCalls::operator()(const ListMutants& call) const {
    return edits_of(call.event, catalogue::Aim::breaks, "mutants");
}

Result<Reply> CatalogueCalls::operator()(const ListVariants& call) const {
    return edits_of(call.event, catalogue::Aim::keeps, "variants");
}

Result<Reply> CatalogueCalls::edits_of(const std::string& name, catalogue::Aim aim,
                                       const std::string& noun) const {
    const auto event = state_.catalogue().find_event(name);
    if (!event) return event.error();
    const auto fixture = catalogue::Catalogue::base_fixture(**event);
    if (!fixture) return fixture.error();
    const auto edits = catalogue::edits_of((*event)->contract, (*fixture)->payload, aim);
    if (!edits) return edits.error();
    Json list = Json::array();
    for (const auto& edit : *edits)
        list.push_back({{"name", edit.name}, {"at", edit.at}, {"does", edit.does}});
    return Reply{{{"event", name}, {"fixture", (*fixture)->name}, {noun, list}}};
}

} // namespace chatmock::core

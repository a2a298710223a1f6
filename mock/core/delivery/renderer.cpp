#include "core/delivery/renderer.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/json_place.hpp"
#include "catalogue/broken_contract.hpp"
#include "catalogue/payload_edits.hpp"
#include "core/delivery/outgoing.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

constexpr auto event_type = socketio::PacketType::event;

// ["event",payload]
std::string arguments_text(const std::string& event, std::string_view payload) {
    std::string arguments = "[" + to_text(Json(event)) + ",";
    arguments += payload;
    arguments += ']';
    return arguments;
}

Error too_large(std::size_t bytes, std::size_t bytes_max) {
    return {ErrorCode::invalid_value, "expected placeholders that fill at most " + std::to_string(bytes_max) +
                                          " bytes of an event, got " + std::to_string(bytes)};
}

// An event with a list of arguments.
Rendering listed(const std::string& event, const Json& list) {
    Rendering rendering;
    Json arguments = Json::array({event});
    arguments.insert(arguments.end(), list.begin(), list.end());
    rendering.text = std::make_shared<const std::string>(to_text(with_bytes_written(list)));
    if (has_bytes(arguments)) rendering.bytes = std::move(arguments);
    else rendering.arguments = to_text(arguments);
    return rendering;
}

Error refused(const Inject& request, std::vector<Violation> violations) {
    return catalogue::broken_contract(std::move(violations),
                                      "the payload breaks the contract of " + request.event +
                                          R"(; "contract":"skip" sends it nevertheless)");
}

// Adds the pointers of members in `whole` that a null in the patch removes (RFC 7396).
void find_removed(const Json& patch, const Json& whole, const JsonPlace& at,
                  std::vector<std::string>& removed) {
    if (!patch.is_object() || !whole.is_object()) return;
    for (const auto& [name, change] : patch.items()) {
        const auto found = whole.find(name);
        if (found == whole.end()) continue;
        if (change.is_null()) removed.push_back(at.member(name).pointer());
        else find_removed(change, *found, at.member(name), removed);
    }
}

} // namespace

std::vector<engineio::SharedPacket> Rendering::packets(const std::string& namespace_name,
                                                       std::optional<std::uint64_t> ack_id) const {
    if (bytes) return share(socketio::encode_packet(event_type, namespace_name, ack_id, *bytes));
    return {
        engineio::share_json_message(socketio::encode_text(event_type, namespace_name, ack_id, arguments))};
}

const Rendering& Emission::of(const std::string& user) const {
    const auto found = by_user_.find(user);
    return found == by_user_.end() ? by_user_.begin()->second : found->second;
}

std::size_t Emission::bytes() const {
    std::size_t bytes = 0;
    for (const auto& [user, rendering] : by_user_) bytes += rendering.text->size();
    return bytes;
}

std::map<std::string, SharedText> Emission::texts() const {
    std::map<std::string, SharedText> texts;
    for (const auto& [user, rendering] : by_user_) texts.emplace(user, rendering.text);
    return texts;
}

Error too_large_in_turn(const Limits& limits) {
    return {ErrorCode::invalid_value, "expected at most " + std::to_string(limits.turn_bytes) +
                                          " bytes of events in one call and all that follows from it"};
}

Result<Drafts> Renderer::prepare(const Inject& request) const {
    if (request.arguments) return Drafts(1);
    const auto event = state_.catalogue().find_event(request.event);
    if (!event) return event.error();
    auto whole = draft_of(request, **event);
    if (!whole) return whole.error();
    if (!request.mutant && !request.variant) return Drafts{std::move(*whole)};
    const auto aim = request.mutant ? catalogue::Aim::breaks : catalogue::Aim::keeps;
    auto edits = catalogue::choose_edits(**event, whole->payload, aim,
                                         request.mutant ? *request.mutant : *request.variant);
    if (!edits) return edits.error();
    Drafts drafts;
    for (auto& edit : *edits) {
        auto& draft = drafts.emplace_back();
        draft.payload = whole->payload.with_payload(edit.payload.content());
        (request.mutant ? draft.mutant : draft.variant) = std::move(edit.name);
    }
    return drafts;
}

std::vector<Violation> Renderer::warnings(const Inject& request, const Drafts& drafts) const {
    const bool is_held_to_contract = request.enforce_contract && !request.mutant && !request.arguments;
    if (!is_held_to_contract || drafts.size() != 1) return {};
    const auto event = state_.catalogue().find_event(request.event);
    if (!event) return {};
    if (const auto& verdict = drafts.front().verdict) return verdict->warnings;
    return (*event)->contract.warnings(drafts.front().payload.sample_payload());
}

Result<Draft> Renderer::draft_of(const Inject& request, const catalogue::Event& event) const {
    const auto draft = [](Result<catalogue::Template> compiled) -> Result<Draft> {
        if (!compiled) return compiled.error();
        return Draft{std::move(*compiled)};
    };
    if (request.args) return draft(catalogue::Template::compile_arguments(*request.args, "/args"));
    if (request.data) return draft(catalogue::Template::compile(*request.data, "/data"));
    const auto fixture = state_.catalogue().find_fixture(event, request.fixture);
    if (!fixture) return fixture.error();
    if (!request.patch && !request.set) return Draft{(*fixture)->payload, {}, {}, {}, (*fixture)->verdict};
    const auto& whole = (*fixture)->payload;
    const Json* payload = whole.payload_in(whole.content());
    Json patched = payload == nullptr ? Json() : *payload;
    std::vector<std::string> removed;
    if (request.patch) {
        find_removed(*request.patch, patched, JsonPlace(""), removed);
        merge_patch(patched, *request.patch);
    }
    if (request.set) {
        if (auto set = set_places(patched, *request.set, "/set"); !set) return set.error();
    }
    auto compiled = catalogue::Template::compile(patched, request.patch ? "/patch" : "/set");
    if (!compiled) return compiled.error();
    if (whole.is_list()) compiled = whole.with_payload(std::move(patched));
    return Draft{std::move(*compiled), {}, {}, std::move(removed)};
}

Result<std::vector<Emission>> Renderer::render(const Inject& request, const Drafts& drafts,
                                               const Recipients& recipients) {
    std::vector<Emission> all;
    LastEvents last(state_);
    for (std::size_t i = 0; i < request.repeat * drafts.size(); ++i) {
        const auto& draft = drafts[i % drafts.size()];
        if (i >= drafts.size() && !draft.payload.is_dynamic()) {
            if (!state_.turn.bytes.take(all[i - drafts.size()].bytes()))
                return too_large_in_turn(state_.settings.limits);
            all.push_back(all[i - drafts.size()]);
            continue;
        }
        auto emission = render_once(request, draft, recipients, last);
        if (!emission) return emission.error();
        all.push_back(std::move(*emission));
    }
    return all;
}

// One emission is one event: its uuids and sequence numbers are the same for all recipients.
Result<Emission> Renderer::render_once(const Inject& request, const Draft& draft,
                                       const Recipients& recipients, LastEvents& last) {
    std::vector<std::string> users = {""};
    const bool is_per_user = draft.payload.is_per_user() || last.is_per_user(draft.payload);
    if (is_per_user) {
        users.clear();
        for (const auto& recipient : recipients) users.push_back(recipient->user);
    }
    Emission emission;
    emission.per_user_ = is_per_user;
    emission.mutant_ = draft.mutant;
    emission.variant_ = draft.variant;
    auto counters = state_.counters;
    for (const auto& user : users) {
        if (emission.by_user_.count(user) != 0) continue;
        counters = state_.counters;
        auto rendering = render_for(user, request, draft, counters, last);
        if (!rendering) return rendering.error();
        if (!state_.turn.bytes.take(rendering->text->size()))
            return too_large_in_turn(state_.settings.limits);
        emission.by_user_.emplace(user, std::move(*rendering));
    }
    state_.counters = counters;
    return emission;
}

Result<Rendering> Renderer::render_for(const std::string& user, const Inject& request, const Draft& draft,
                                       catalogue::Counters& counters, LastEvents& last) const {
    const auto& content = draft.payload;
    if (request.arguments) return listed(request.event, *request.arguments);
    if (is_judged(request, draft)) return as_it_is(request, *draft.verdict);
    const auto values = last.values_for(content, user);
    if (!values) return values.error();
    if (const auto bytes = content.bytes_filled(user, *values); bytes > state_.settings.limits.burst_bytes)
        return too_large(bytes, state_.settings.limits.burst_bytes);
    const Json rendered = content.render({state_.now(), user, state_.seeded, &*values}, counters);
    if (auto checked = check(request, draft, rendered); !checked) return checked.error();
    if (content.is_list()) return listed(request.event, with_bytes_read(rendered));
    const Json with_bytes = with_bytes_read(rendered);
    const bool is_text = !has_bytes(with_bytes);
    Rendering rendering;
    rendering.text = std::make_shared<const std::string>(is_text ? to_text(rendered)
                                                                 : to_text(with_bytes_written(with_bytes)));
    if (is_text) rendering.arguments = arguments_text(request.event, *rendering.text);
    else rendering.bytes = Json::array({request.event, with_bytes});
    return rendering;
}

// The contract may have been replaced while the injection was held.
bool Renderer::is_judged(const Inject& request, const Draft& draft) const {
    if (draft.verdict == nullptr || draft.verdict->text == nullptr) return false;
    const auto event = state_.catalogue().find_event(request.event);
    if (!event) return false;
    const auto fixture = (*event)->fixtures.find(request.fixture);
    return fixture != (*event)->fixtures.end() && fixture->second.verdict == draft.verdict;
}

// A fixture without placeholders was judged, and its text written, when it was put into the catalogue.
Result<Rendering> Renderer::as_it_is(const Inject& request, const catalogue::Verdict& verdict) {
    if (request.enforce_contract && !verdict.violations.empty()) return refused(request, verdict.violations);
    return Rendering{arguments_text(request.event, *verdict.text), std::nullopt, verdict.text};
}

Result<void> Renderer::check(const Inject& request, const Draft& draft, const Json& rendered) const {
    if (request.mutant) return {};
    const auto at = draft.payload.is_list() ? "/args" : "/data";
    if (auto checked = check_bytes(rendered, at); !checked)
        return checked; // a filled placeholder may have broken it
    if (!request.enforce_contract) return {};
    const auto event = state_.catalogue().find_event(request.event);
    if (!event) return event.error();
    auto violations = catalogue::check_contract((*event)->contract, draft.payload, rendered);
    if (violations.empty()) return {};
    for (auto& violation : violations) {
        const auto& removed = draft.removed;
        if (std::find(removed.begin(), removed.end(), violation.at) != removed.end())
            violation.message += "; the null in patch removed it, and set would put null there";
    }
    return refused(request, std::move(violations));
}

} // namespace chatmock::core

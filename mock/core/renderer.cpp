#include "core/renderer.hpp"

#include "base/binary_json.hpp"
#include "catalogue/edit.hpp"
#include "core/outgoing.hpp"

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

// A reaction's event: its arguments as they came.
Rendering verbatim(const std::string& event, const Json& list) {
    Rendering rendering;
    Json arguments = Json::array({event});
    arguments.insert(arguments.end(), list.begin(), list.end());
    rendering.text = std::make_shared<const std::string>(to_text(with_bytes_written(list)));
    if (has_bytes(arguments)) rendering.bytes = std::move(arguments);
    else rendering.arguments = to_text(arguments);
    return rendering;
}

// Whether one is a copy of the other.
bool is_same(const catalogue::Contract& one, const catalogue::Contract& other) {
    return &one.rules().root() == &other.rules().root();
}

// Whether a field is missing because the patch has a null for it (RFC 7396).
bool removes(const Json& patch, const Violation& violation) {
    constexpr std::string_view missing = "missing field";
    if (violation.message.compare(0, missing.size(), missing) != 0) return false;
    const Json::json_pointer place(violation.at);
    return patch.contains(place) && patch.at(place).is_null();
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

std::map<std::string, SharedText> Emission::texts() const {
    std::map<std::string, SharedText> texts;
    for (const auto& [user, rendering] : by_user_) texts.emplace(user, rendering.text);
    return texts;
}

Result<Drafts> Renderer::prepare(const Inject& request) const {
    if (request.arguments) return Drafts(1);
    const auto event = state_.catalogue().find_event(request.event);
    if (!event) return event.error();
    auto payload = payload_of(request, **event);
    if (!payload) return payload.error();
    if (!request.mutant && !request.variant) return Drafts{{std::move(*payload)}};
    const auto aim = request.mutant ? catalogue::Aim::breaks : catalogue::Aim::keeps;
    auto edits =
        catalogue::choose_edits(**event, *payload, aim, request.mutant ? *request.mutant : *request.variant);
    if (!edits) return edits.error();
    Drafts drafts;
    for (auto& edit : *edits) {
        auto& draft = drafts.emplace_back();
        draft.payload = std::move(edit.payload);
        (request.mutant ? draft.mutant : draft.variant) = std::move(edit.name);
    }
    return drafts;
}

Result<catalogue::Template> Renderer::payload_of(const Inject& request, const catalogue::Event& event) const {
    if (request.data) return catalogue::Template::compile(*request.data, "/data");
    const auto fixture = state_.catalogue().find_fixture(event, request.fixture);
    if (!fixture) return fixture.error();
    if (!request.patch) return (*fixture)->payload;
    Json patched = (*fixture)->payload.payload();
    merge_patch(patched, *request.patch);
    return catalogue::Template::compile(std::move(patched), "/patch");
}

Result<std::vector<Emission>> Renderer::render(const Inject& request, const Drafts& drafts,
                                               const Recipients& recipients) {
    std::vector<Emission> all;
    for (std::size_t i = 0; i < request.repeat * drafts.size(); ++i) {
        const auto& draft = drafts[i % drafts.size()];
        if (i >= drafts.size() && !draft.payload.is_dynamic()) {
            all.push_back(all[i - drafts.size()]);
            continue;
        }
        auto emission = render_once(request, draft, recipients);
        if (!emission) return emission.error();
        all.push_back(std::move(*emission));
    }
    return all;
}

// One emission is one event: whoever gets it, its uuids and sequence numbers are the same.
Result<Emission> Renderer::render_once(const Inject& request, const Draft& draft,
                                       const Recipients& recipients) {
    std::vector<std::string> users = {""};
    if (draft.payload.is_per_user()) {
        users.clear();
        for (const auto& recipient : recipients) users.push_back(recipient->user);
    }
    Emission emission;
    emission.per_user_ = draft.payload.is_per_user();
    emission.mutant_ = draft.mutant;
    emission.variant_ = draft.variant;
    auto counters = state_.counters;
    for (const auto& user : users) {
        if (emission.by_user_.count(user) != 0) continue;
        counters = state_.counters;
        auto rendering = render_for(user, request, draft.payload, counters);
        if (!rendering) return rendering.error();
        emission.by_user_.emplace(user, std::move(*rendering));
    }
    state_.counters = counters;
    return emission;
}

Result<Rendering> Renderer::render_for(const std::string& user, const Inject& request,
                                       const catalogue::Template& payload,
                                       catalogue::Counters& counters) {
    if (request.arguments) return verbatim(request.event, *request.arguments);
    const Json rendered = payload.render({state_.now(), user, state_.seeded}, counters);
    Rendering rendering;
    rendering.text = std::make_shared<const std::string>(to_text(rendered));
    if (auto checked = check(request, rendered, rendering.text); !checked) return checked.error();
    rendering.arguments = arguments_text(request.event, *rendering.text);
    const Json with_bytes = with_bytes_read(rendered);
    if (has_bytes(with_bytes)) rendering.bytes = Json::array({request.event, with_bytes});
    return rendering;
}

// `text` is the payload's: what was shown to keep the contract keeps it again.
Result<void> Renderer::check(const Inject& request, const Json& payload, const SharedText& text) {
    if (!request.enforce_contract || request.mutant) return {};
    const auto event = state_.catalogue().find_event(request.event);
    if (!event) return event.error();
    const auto& contract = (*event)->contract;
    const auto kept = kept_.find(request.event);
    if (kept != kept_.end() && is_same(kept->second.contract, contract) && *kept->second.text == *text) return {};
    Error broken{ErrorCode::contract_violation, "the payload breaks the contract of " + request.event +
                                                    R"(; "contract":"skip" sends it nevertheless)"};
    broken.violations = contract.check(payload);
    if (broken.violations.empty()) {
        kept_.insert_or_assign(request.event, Kept{contract, text});
        return {};
    }
    for (auto& violation : broken.violations)
        if (request.patch && removes(*request.patch, violation))
            violation.message += "; the null in patch removed it";
    return broken;
}

} // namespace chatmock::core

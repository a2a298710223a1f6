#include "policy/client_events.hpp"

#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"
#include "socketio/packet.hpp"

namespace chatmock::policy {

namespace {

// Clients cannot send a name that Socket.IO reserves.
Result<void> check_name(const std::string& name, const std::string& at) {
    using socketio::PacketType;
    const auto packet = socketio::encode_text(PacketType::event, socketio::main_namespace, std::nullopt,
                                              to_text(Json::array({name})));
    if (socketio::decode_packet(packet, socketio::Sender::client)) return {};
    return Error{ErrorCode::invalid_value,
                 "expected the name of an event that clients can send, got " + shown(Json(name)) +
                     ", which Socket.IO reserves",
                 at};
}

Result<ClientEvent> compile(const Json& schema, bool has_one_argument, const std::string& at,
                            const std::string& description) {
    auto contract = catalogue::Contract::compile(schema);
    if (contract) return ClientEvent{description, has_one_argument, std::move(*contract)};
    contract.error().at = at + contract.error().at;
    return contract.error();
}

Result<ClientEvent> parse_client_event(const Json& json, const std::string& at) {
    Fields fields(json, at);
    const auto description = fields.text("description", "");
    const bool has_one_argument = fields.has("data");
    if (json.is_object() && has_one_argument == fields.has("arguments")) {
        fields.fail(expected("either data or arguments (a JSON Schema)", json, at));
    }
    const auto member = has_one_argument ? "data" : "arguments";
    const Json* schema = fields.object(member);
    if (auto done = fields.done(); !done) return done.error();
    return compile(*schema, has_one_argument, fields.at(member), description);
}

Error broken(const std::string& name, const std::string& how) {
    return {ErrorCode::contract_violation, "the client event " + shown(Json(name)) + " " + how};
}

} // namespace

Result<ClientEvents> parse_client_events(const Json& json, const std::string& at) {
    Fields fields(json, at);
    ClientEvents events;
    for (const auto& [name, each] : json.items()) {
        const Json* source = fields.any(name);
        if (auto named = check_name(name, fields.at(name)); !named) fields.fail(named.error());
        auto event = parse_client_event(*source, fields.at(name));
        if (event) events.emplace(name, std::move(*event));
        else fields.fail(event.error());
    }
    if (auto done = fields.done(); !done) return done.error();
    return events;
}

std::map<std::string, catalogue::SentEvent> sent_events(const std::optional<ClientEvents>& events) {
    std::map<std::string, catalogue::SentEvent> sent;
    if (!events) return sent;
    for (const auto& [name, event] : *events)
        sent[name] = {event.description, event.has_one_argument, event.contract.schema()};
    return sent;
}

Result<void> check_client_event(const ClientEvents& events, const std::string& name, const Json& arguments) {
    const auto found = events.find(name);
    if (found == events.end()) {
        std::vector<std::string> names;
        for (const auto& [known, event] : events) names.push_back(known);
        return Error{ErrorCode::unknown_event, unknown_name_message("client event", name, names)};
    }
    const auto& event = found->second;
    if (event.has_one_argument && arguments.size() != 1) {
        return broken(name, "has exactly one argument, got " + std::to_string(arguments.size()));
    }
    auto error = broken(name, "breaks its contract");
    error.violations = event.contract.check(event.has_one_argument ? arguments[0] : arguments);
    if (error.violations.empty()) return {};
    if (event.has_one_argument) {
        for (auto& violation : error.violations) violation.at = pointer_to("", std::size_t{0}) + violation.at;
    }
    return error;
}

} // namespace chatmock::policy

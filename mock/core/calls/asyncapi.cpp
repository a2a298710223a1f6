#include "core/calls/asyncapi.hpp"

#include "policy/auth/auth_outcome.hpp"

namespace chatmock::core {

namespace {

using policy::TokenSource;
using Place = TokenSource::Place;

constexpr std::string_view channel_pointer = "#/channels/chat";
constexpr std::string_view refusal_name = "Unauthorization";

Json reference(std::string pointer) { return {{"$ref", std::move(pointer)}}; }

Json reference_to_message(const std::string& name) {
    return reference(std::string(channel_pointer) + "/messages/" + name);
}

Json message_of(const catalogue::Event& event) {
    const auto& schema = event.contract.schema();
    Json message = {{"name", event.name}};
    if (schema.is_object() && schema.contains("description")) message["summary"] = schema["description"];
    message["payload"] = schema;
    Json examples = Json::array();
    for (const auto& [name, fixture] : event.fixtures)
        examples.push_back({{"name", name}, {"payload", fixture.payload.sample_payload()}});
    if (!examples.empty()) message["examples"] = std::move(examples);
    return message;
}

// Socket.IO's CONNECT_ERROR: protocol 5 wraps the message, protocol 4 does not.
Json refusal_message() {
    const auto message = policy::AuthOutcome{}.message;
    return {{"name", refusal_name},
            {"summary", "Sent in place of all else to a client whose token is not accepted."},
            {"description", "Not an event, but Socket.IO's CONNECT_ERROR packet: `connect_error` in "
                            "socket.io-client 3 and 4, `error` in 1 and 2."},
            {"payload",
             {{"oneOf",
               {{{"title", "Socket.IO 5"},
                 {"type", "object"},
                 {"required", {"message"}},
                 {"properties", {{"message", {{"type", "string"}}}}}},
                {{"title", "Socket.IO 4"}, {"type", "string"}}}}}},
            {"examples",
             {{{"name", "Socket.IO 5"}, {"payload", {{"message", message}}}},
              {{"name", "Socket.IO 4"}, {"payload", message}}}}};
}

// Names in `components` have no colon.
std::string scheme_name(const TokenSource& source) {
    auto name = policy::name_of(source);
    name[name.find(':')] = '.';
    return name;
}

// AsyncAPI has a word for each place except the payload of CONNECT, which `x-socketio` names.
std::string_view place_of(const TokenSource& source) {
    switch (source.place) {
        case Place::query: return "query";
        case Place::header: return "header";
        case Place::cookie: return "cookie";
        case Place::auth: break;
    }
    return "";
}

Json security_schemes(const policy::TokenSources& sources) {
    Json schemes = Json::object();
    for (const auto& source : sources) {
        if (place_of(source).empty()) continue;
        schemes[scheme_name(source)] = {
            {"type", "httpApiKey"}, {"in", place_of(source)}, {"name", source.name}};
    }
    return schemes;
}

Json server(const Json& schemes) {
    Json server = {
        {"host", "{host}"},
        {"protocol", "ws"},
        {"variables",
         {{"host", {{"description", "Host and port of the endpoint."}, {"default", "localhost:8090"}}}}}};
    for (const auto& [name, scheme] : schemes.items())
        server["security"].push_back(reference("#/components/securitySchemes/" + name));
    return server;
}

Json binding(const policy::TokenSources& sources) {
    Json names = Json::object();
    for (const auto& source : sources) {
        if (source.place == Place::query) names[source.name] = {{"type", "string"}};
    }
    Json websocket = {{"bindingVersion", "0.1.0"}, {"method", "GET"}};
    if (!names.empty()) websocket["query"] = {{"type", "object"}, {"properties", names}};
    return {{"ws", websocket}};
}

// The actions of a Socket.IO client library. AsyncAPI has no binding for them.
Json socketio_of(const policy::Profile& profile) {
    const auto& timings = profile.timings;
    Json tokens = Json::array();
    for (const auto& source : profile.token_sources) tokens.push_back(policy::name_of(source));
    return {{"path", profile.main_endpoint().path},
            {"namespaces", profile.namespaces},
            {"token_from", tokens},
            {"transports", {"polling", "websocket"}},
            {"settings",
             {{"ping_interval_ms", timings.ping_interval.count()},
              {"ping_timeout_ms", timings.ping_timeout.count()},
              {"upgrade_timeout_ms", timings.upgrade_timeout.count()},
              {"connect_timeout_ms", profile.connect_timeout.count()},
              {"max_payload", timings.max_payload}}}};
}

Json operation(std::string_view title, Json messages) {
    return {{"action", "receive"},
            {"title", title},
            {"channel", reference(std::string(channel_pointer))},
            {"messages", std::move(messages)}};
}

} // namespace

Json asyncapi_document(const catalogue::Catalogue& catalogue, const policy::Profile& profile) {
    Json messages = Json::object();
    Json events = Json::array();
    for (const auto& [name, event] : catalogue.events()) {
        messages[name] = message_of(event);
        events.push_back(reference_to_message(name));
    }
    const std::string refusal(refusal_name);
    messages[refusal] = refusal_message();
    const auto schemes = security_schemes(profile.token_sources);
    return {
        {"asyncapi", "3.0.0"},
        {"info",
         {{"title", "Chat service, Socket.IO endpoint"},
          {"version", "1.0.0"},
          {"description", "What the service sends to its apps over Socket.IO, seen from the app."}}},
        {"defaultContentType", "application/json"},
        {"servers", {{"chat", server(schemes)}}},
        {"channels",
         {{"chat",
           {{"address", profile.main_endpoint().path},
            {"servers", {reference("#/servers/chat")}},
            {"bindings", binding(profile.token_sources)},
            {"messages", messages},
            {"x-socketio", socketio_of(profile)}}}}},
        {"operations",
         {{"receiveEvents", operation("Receive an event", events)},
          {"receiveRefusal", operation("Receive a refusal", Json::array({reference_to_message(refusal)}))}}},
        {"components", {{"securitySchemes", schemes}}}};
}

} // namespace chatmock::core

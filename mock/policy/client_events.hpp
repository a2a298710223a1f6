// The client's side of the contract: which events clients may send, and with what arguments.
#pragma once

#include "catalogue/typescript.hpp"

#include <map>
#include <optional>
#include <string>

namespace chatmock::policy {

struct ClientEvent {
    std::string description;
    bool has_one_argument = false; // which keeps the contract; else the list of them does
    catalogue::Contract contract;
};

using ClientEvents = std::map<std::string, ClientEvent, std::less<>>;

// An object of them by name, each {"data":SCHEMA} or {"arguments":SCHEMA}, and maybe a "description".
Result<ClientEvents> parse_client_events(const Json& json, const std::string& at);

// For the types of TypeScript; none where nothing is declared.
std::map<std::string, catalogue::SentEvent> sent_events(const std::optional<ClientEvents>& events);

// Fails where clients may not send this: with `unknown_event` and the nearest names, or with
// `contract_violation` and each violation's place in `arguments`, the list in which bytes are
// {"$binary":"BASE64"}.
Result<void> check_client_event(const ClientEvents& events, const std::string& name, const Json& arguments);

} // namespace chatmock::policy

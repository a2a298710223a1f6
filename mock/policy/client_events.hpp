// The client's side of the contract: the events that clients may send, and their arguments.
#pragma once

#include "catalogue/typescript.hpp"

#include <map>
#include <optional>
#include <string>

namespace chatmock::policy {

struct ClientEvent {
    std::string description;
    bool has_one_argument = false; // the contract is for the argument, not for the list
    catalogue::Contract contract;
};

using ClientEvents = std::map<std::string, ClientEvent, std::less<>>;

// An object of contracts by name, each {"data":SCHEMA} or {"arguments":SCHEMA}, with an optional
// "description".
Result<ClientEvents> parse_client_events(const Json& json, const std::string& at);

// For the types of TypeScript; empty if nothing is declared.
std::map<std::string, catalogue::SentEvent> sent_events(const std::optional<ClientEvents>& events);

// Fails if clients must not send this: with `unknown_event` and the nearest names, or with
// `contract_violation` and each violation's place in `arguments`, a list in which bytes are
// {"$binary":"BASE64"}.
Result<void> check_client_event(const ClientEvents& events, const std::string& name, const Json& arguments);

} // namespace chatmock::policy

// How a transcript writes what went in and what came out.
#pragma once

#include "base/json.hpp"
#include "core/input.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::core {

// Text as a string; what is no UTF-8 as {"$binary":"BASE64"}.
Json text_or_bytes(std::string_view text);

// Without the token of a request, which only its owner may know. Receipts count from the one given.
Json input_json(const Input& input, engineio::Receipt receipts_before);

// In order; frames that carry the same to several WebSockets are one.
Json effects_json(const std::vector<engineio::WireEffect>& effects, engineio::Receipt receipts_before);

Json answer_json(const Answer& answer);

// The same JSON with the signatures of its JSON Web Tokens blanked, also in what it has as bytes.
std::string without_signatures(std::string json);

// The request of an input that has one.
const engineio::HttpRequest* request_of(const Input& input);

constexpr std::string_view token_parameter = "jwt_token";

} // namespace chatmock::core

// How a transcript writes what went in and what came out.
#pragma once

#include "base/json/json_writer.hpp"
#include "core/input/input.hpp"
#include "core/transcript/token_masks.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::core {

// Stands for a token in a place where the mock does not look for one.
constexpr std::string_view hidden_token = "hidden";

// The number of a request's token, which itself only its owner may know, and where the request has it.
struct RequestToken {
    std::uint64_t number;
    policy::TokenSource source;
};

// Where tokens may be, and the one that the input has.
struct InputTokens {
    const policy::TokenSources& sources;
    std::optional<RequestToken> token;
};

// Receipts count from the one given.
void write_input(JsonWriter& out, const Input& input, engineio::Receipt receipts_before,
                 const InputTokens& tokens);

// In order; frames that carry the same to several WebSockets are one.
void write_effects(JsonWriter& out, const std::vector<engineio::WireEffect>& effects,
                   engineio::Receipt receipts_before);

void write_answer(JsonWriter& out, const Answer& answer, const TokenMasks& masks);

// The same JSON with the signatures of its JSON Web Tokens blanked, also in what it has as bytes.
std::string without_signatures(std::string json);

// The request of an input that has one.
const http::Request* request_of(const Input& input);

} // namespace chatmock::core

// Writes a transcript's inputs and effects.
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

// Stands for a token in a place that is not a token source.
constexpr std::string_view hidden_token = "hidden";

// The number of a request's token, which stays secret, and the token's place.
struct RequestToken {
    std::uint64_t number;
    policy::TokenSource source;
};

// The places of tokens, and the input's token.
struct InputTokens {
    const policy::TokenSources& sources;
    std::optional<RequestToken> token;
};

// Receipts are relative to `receipts_before`.
void write_input(JsonWriter& out, const Input& input, engineio::Receipt receipts_before,
                 const InputTokens& tokens);

// In order; equal frames for several WebSockets are one entry.
void write_effects(JsonWriter& out, const std::vector<engineio::WireEffect>& effects,
                   engineio::Receipt receipts_before);

void write_answer(JsonWriter& out, const Answer& answer, const TokenMasks& masks);

// The same JSON with blanked signatures of JSON Web Tokens, also in bytes.
std::string without_signatures(std::string json);

// The request of an input; null if it has none.
const http::Request* request_of(const Input& input);

} // namespace chatmock::core

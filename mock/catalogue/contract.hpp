// The JSON Schema (draft 7) of one event's payload.
#pragma once

#include "base/json.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

// std::regex recurses for each repetition, and a long text would overflow the stack: a pattern that repeats
// refuses a text of more characters.
constexpr std::size_t repeating_pattern_text_max = 1000;
bool repeats(std::string_view pattern);

// Immutable; copies share. One thread at a time: checking keeps a cache of compiled patterns.
class Contract {
public:
    // Fails with `invalid_value` where the JSON is no schema.
    static Result<Contract> compile(Json schema);

    const Json& schema() const;

    // Empty where the payload keeps the contract.
    std::vector<Violation> check(const Json& payload) const;

private:
    struct Compiled;
    explicit Contract(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

    std::shared_ptr<const Compiled> compiled_;
};

} // namespace chatmock::catalogue

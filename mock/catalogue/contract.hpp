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

// Patterns that were compiled. Contracts repeat each other's, and compiling is slow: those that are loaded
// together share them. One thread at a time.
class Patterns {
public:
    Patterns();
    ~Patterns();

private:
    friend class Contract;
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
};

// Immutable; copies share. One thread at a time: checking compiles patterns, and keeps what passed last.
class Contract {
public:
    // Fails with `invalid_value` where the JSON is no schema.
    static Result<Contract> compile(Json schema,
                                    std::shared_ptr<Patterns> patterns = std::make_shared<Patterns>());

    const Json& schema() const;

    // Empty where the payload keeps the contract.
    std::vector<Violation> check(const Json& payload) const;

private:
    struct Compiled;
    explicit Contract(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

    std::shared_ptr<const Compiled> compiled_;
};

} // namespace chatmock::catalogue

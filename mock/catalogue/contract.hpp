// The JSON Schema of one event's payload.
#pragma once

#include "schema/schema.hpp"

#include <vector>

namespace chatmock::catalogue {

// Immutable; copies share data.
class Contract {
public:
    // Fails with `invalid_value` if the JSON is not a schema.
    static Result<Contract> compile(Json schema, schema::Settings settings = {});

    const Json& schema() const { return rules_.json(); }
    const schema::Schema& rules() const { return rules_; }

    bool holds(const Json& payload) const { return rules_.holds(payload); }

    // Empty if the payload is valid; otherwise its first mistakes.
    std::vector<Violation> check(const Json& payload) const;

    // Texts that do not match their format, if the contract only warns about formats.
    std::vector<Violation> warnings(const Json& payload) const;

private:
    explicit Contract(schema::Schema rules) : rules_(std::move(rules)) {}

    schema::Schema rules_;
};

} // namespace chatmock::catalogue

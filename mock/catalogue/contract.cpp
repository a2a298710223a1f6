#include "catalogue/contract.hpp"

namespace chatmock::catalogue {

namespace {

constexpr std::size_t violations_max = 20;

std::vector<Violation> violations_of(const schema::Findings& findings) {
    std::vector<Violation> violations;
    for (const auto& finding : findings) {
        if (violations.size() == violations_max) {
            violations.push_back({"", "There are more violations."});
            break;
        }
        violations.push_back({finding.at, sentence_of(finding), finding.rule});
    }
    return violations;
}

} // namespace

Result<Contract> Contract::compile(Json schema, schema::Settings settings) {
    auto rules = schema::Schema::compile(std::move(schema), std::move(settings));
    if (!rules) return rules.error();
    return Contract(std::move(*rules));
}

std::vector<Violation> Contract::check(const Json& payload) const {
    return violations_of(rules_.check(payload));
}

std::vector<Violation> Contract::warnings(const Json& payload) const {
    return violations_of(rules_.warnings(payload));
}

} // namespace chatmock::catalogue

// Checks pairs of a schema and a payload, one per line: {"schema":…,"payload":…}. Answers each with a line:
// valid, invalid, or refused with the schema's mistake.
#include "schema/schema.hpp"

#include <iostream>

namespace {

std::string verdict_on(const std::string& line) {
    using namespace chatmock;
    const auto pair = parse_json(line);
    if (!pair) return "refused: " + pair.error().message;
    const auto compiled = schema::Schema::compile(pair->at("schema"));
    if (!compiled) return "refused: " + compiled.error().at + ": " + compiled.error().message;
    const auto& payload = pair->at("payload");
    const auto findings = compiled->check(payload);
    if (compiled->holds(payload) != findings.empty()) return "refused: verdict and explanation differ";
    return findings.empty() ? "valid" : "invalid";
}

} // namespace

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) std::cout << verdict_on(line) << "\n";
    return 0;
}

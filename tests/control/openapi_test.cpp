// contracts/control.openapi.yaml agrees with the route table and the error catalogue.
#include "base/error.hpp"
#include "control/access/refusal.hpp"
#include "control/routes.hpp"
#include "support/catch.hpp"
#include "support/repository.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <set>

namespace chatmock::control {

namespace {

using Names = std::set<std::string>;
using Operations = std::map<std::string, YAML::Node>; // `GET /journal`

YAML::Node contract() {
    static const auto document = YAML::Load(text_of_file(repository() / "contracts/control.openapi.yaml"));
    return document;
}

// The node itself, or the target of its reference.
YAML::Node resolved(const YAML::Node& node) {
    if (!node.IsMap() || !node["$ref"]) return node;
    auto reference = node["$ref"].as<std::string>().substr(2) + "/";
    YAML::Node target = contract();
    for (std::size_t end = 0; (end = reference.find('/')) != std::string::npos; reference.erase(0, end + 1)) {
        const YAML::Node next = target[reference.substr(0, end)];
        target.reset(next);
    }
    return target;
}

Operations operations() {
    Operations all;
    for (const auto& path : contract()["paths"]) {
        for (const auto& operation : path.second) {
            auto method = operation.first.as<std::string>();
            if (method == "parameters" || method == "servers") continue;
            std::transform(method.begin(), method.end(), method.begin(),
                           [](unsigned char c) { return std::toupper(c); });
            all.emplace(method + " " + path.first.as<std::string>(), operation.second);
        }
    }
    return all;
}

std::string name_of(const Route& route) {
    return std::string(route.method) + " " + std::string(route.pattern);
}

bool takes_query(const YAML::Node& operation) {
    const auto& parameters = operation["parameters"];
    return std::any_of(parameters.begin(), parameters.end(), [](const YAML::Node& parameter) {
        return resolved(parameter)["in"].as<std::string>() == "query";
    });
}

Names names_in(const YAML::Node& list) {
    Names names;
    for (const auto& name : list) names.insert(name.as<std::string>());
    return names;
}

// The codes that an error's answer may have.
Names codes_of(const YAML::Node& response) {
    const auto schema = response["content"]["application/json"]["schema"];
    const auto code = schema["properties"]["error"]["properties"]["code"];
    return code["const"] ? Names{code["const"].as<std::string>()} : names_in(code["enum"]);
}

// Every code that the control port may answer with, and its status. Codes with status 500 end the start or
// are defects of the mock: the contract does not list them.
std::map<std::string, int> documented_codes() {
    std::map<std::string, int> codes;
    for (const auto code : all_error_codes()) {
        if (http_status_of(code) != 500) codes.emplace(name_of(code), http_status_of(code));
    }
    for (const auto code : all_refusal_codes()) codes.emplace(name_of(code), http_status_of(code));
    return codes;
}

} // namespace

TEST_CASE("every route is an operation of the contract, and every operation a route", "[openapi]") {
    Names in_table;
    for (const auto& route : routes()) {
        if (!route.is_page) in_table.insert(name_of(route));
    }
    Names in_contract;
    for (const auto& [name, operation] : operations()) in_contract.insert(name);
    CHECK(in_contract == in_table);
}

TEST_CASE("the routes that take a query are those that have one in the contract", "[openapi]") {
    const auto all = operations();
    for (const auto& route : routes()) {
        if (route.is_page) continue;
        CAPTURE(name_of(route));
        CHECK(takes_query(all.at(name_of(route))) == route.takes_query);
    }
}

TEST_CASE("the contract has every error code that is answered, at its status", "[openapi]") {
    const auto documented = documented_codes();
    Names names;
    for (const auto& [name, status] : documented) names.insert(name);
    CHECK(names_in(contract()["components"]["schemas"]["ErrorCode"]["enum"]) == names);

    Names answered{"unknown_route", "method_not_allowed"}; // for an unknown operation
    for (const auto& [operation, node] : operations()) {
        for (const auto& response : node["responses"]) {
            const auto status = response.first.as<int>();
            if (status < 400) continue;
            for (const auto& code : codes_of(resolved(response.second))) {
                CAPTURE(operation, code);
                CHECK(documented.at(code) == status);
                answered.insert(code);
            }
        }
    }
    CHECK(answered == names);
}

TEST_CASE("the page of the control API lists every error code, at its status", "[openapi]") {
    const auto page = text_of_file(repository() / "docs/CONTROL_API.md");
    const std::regex row("\n\\| (\\d{3}) \\| (`[^|\n]*`) \\|");
    const std::regex name("`(\\w+)`");
    std::map<std::string, int> listed;
    for (std::sregex_iterator each(page.begin(), page.end(), row), end; each != end; ++each) {
        const auto names = (*each)[2].str();
        for (std::sregex_iterator code(names.begin(), names.end(), name); code != end; ++code)
            listed.emplace((*code)[1], std::stoi((*each)[1]));
    }
    CHECK(listed == documented_codes());
}

} // namespace chatmock::control

#include "catalogue/typescript.hpp"

#include "support/results.hpp"

namespace chatmock::catalogue {

namespace {

// The declarations of one event's schema, without what every module has.
std::string types_of(std::string_view schema) {
    std::map<std::string, Event, std::less<>> events;
    events.emplace("ping", Event{"ping", expect_value(Contract::compile(json_of(schema))), {}});
    const auto text = to_typescript(Catalogue(std::move(events)), {});
    const auto begin = text.find("\n\n") + 2;
    return text.substr(begin, text.find("\n/** An error that") - begin);
}

} // namespace

TEST_CASE("A schema is a type", "[types]") {
    const std::vector<std::pair<std::string, std::string>> known = {
        {R"(true)", "unknown"},
        {R"({"type":["string","null"]})", "string | null"},
        {R"({"enum":["a",1,null]})", R"("a" | 1 | null)"},
        {R"({"const":{"a":1}})", R"({"a":1})"},
        {R"({"type":"array","items":{"type":["integer","number","null"]}})", "(number | null)[]"},
        {R"({"type":"array"})", "unknown[]"},
        {R"({"items":[{"type":"string"},{}],"minItems":1})", "[string, (unknown)?, ...(unknown)[]]"},
        {R"({"items":[{"type":"string"}],"minItems":1,"additionalItems":false})", "[string]"},
        {R"({"$schema":"https://json-schema.org/draft/2020-12/schema","minItems":1,
             "prefixItems":[{"type":"null"}],"items":{"type":"string"}})",
         "[null, ...(string)[]]"},
        {R"({"anyOf":[{"type":"string"},{"type":"boolean"}]})", "string | boolean"},
        {R"({"anyOf":[{"type":"string"},true]})", "unknown"},
        {R"({"type":"object","additionalProperties":false})", "Record<string, never>"},
    };
    for (const auto& [schema, type] : known) {
        INFO(schema);
        CHECK(types_of(schema) == "export type Ping = " + type + ";\n");
    }
}

TEST_CASE("An object is an interface, with its comments", "[types]") {
    CHECK(types_of(
              R"({"description":"Ends */ here.","type":"object","required":["a"],"additionalProperties":false,
                       "properties":{"a":{"type":"string","description":"The a."},"b-c":{"type":"object"}}})") ==
          "/**\n * Ends *\\/ here.\n */\nexport interface Ping {\n  /**\n   * The a.\n   */\n  a: string;\n"
          "  \"b-c\"?: {\n    [name: string]: unknown;\n  };\n}\n");
    CHECK(types_of(R"({"type":"object","additionalProperties":{"type":"number"}})") ==
          "export interface Ping {\n  [name: string]: number;\n}\n");
}

TEST_CASE("The targets of a schema's own references have names, also in circles", "[types]") {
    CHECK(types_of(R"({"type":"object","properties":{"tree":{"$ref":"#/definitions/tree"},"own":{"$ref":"#"}},
                       "additionalProperties":false,
                       "definitions":{"tree":{"type":"array","items":{"$ref":"#/definitions/tree"}}}})") ==
          "export interface Ping {\n  tree?: PingTree;\n  own?: Ping;\n}\n\nexport type PingTree = "
          "PingTree[];\n");
}

TEST_CASE("The events that apps may send are in the map, and names never clash", "[types]") {
    std::map<std::string, Event, std::less<>> events;
    for (const auto* name : {"chat:new", "chat-new", "error"})
        events.emplace(name, Event{name, expect_value(Contract::compile(Json::object())), {}});
    const auto text =
        to_typescript(Catalogue(std::move(events)),
                      {{"typing", {"Somebody writes.", true, json_of(R"({"type":"string"})")}},
                       {"move", {"", false, json_of(R"({"type":"array","items":{"type":"integer"}})")}}});
    for (const auto* line :
         {"export type ChatNew = unknown;", "export type ChatNew_ = unknown;",
          "  \"chat:new\": (message: ChatNew_, ",
          "  error: (message: Error_, acknowledge?: Acknowledge) => void;",
          "export type TypingData = string;",
          "  /** Somebody writes. */\n  typing: (data: TypingData, acknowledge?: Acknowledge) => void;",
          "  move: (...args: MoveArguments) => void;", "export type MoveArguments = number[];"}) {
        INFO(text);
        CHECK(text.find(line) != std::string::npos);
    }
}

} // namespace chatmock::catalogue

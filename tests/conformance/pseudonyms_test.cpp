#include "conformance/pseudonyms.hpp"

#include "catalogue/catalogue.hpp"
#include "conformance/drift.hpp"
#include "conformance/formats.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

#include <regex>

namespace chatmock::conformance {

namespace {

using Texts = std::vector<std::string>;

const Pseudonyms pseudonyms(1, {});

Json disguised(const Json& payload) { return pseudonyms.disguise(payload, nullptr).payload; }

std::string text(const std::string& original) { return disguised(Json(original)).get<std::string>(); }

bool matches(const std::string& text, const std::string& pattern) {
    return std::regex_match(text, std::regex(pattern));
}

Json under(std::string_view schema, std::string_view payload) {
    const auto contract = expect_value(catalogue::Contract::compile(json_of(schema)));
    const auto result = pseudonyms.disguise(json_of(payload), &contract);
    CHECK(result.broken_at.empty());
    return result.payload;
}

} // namespace

TEST_CASE("A valid payload stays valid in disguise, and no personal text is left", "[conformance]") {
    const auto catalogue = catalogue::load(repository() / "fixtures", repository() / "contracts").catalogue;
    std::size_t count = 0;
    for (const auto& [name, event] : catalogue.events()) {
        for (const auto& [fixture, content] : event.fixtures) {
            CAPTURE(name, fixture);
            const auto payload = content.payload.sample();
            const auto result = pseudonyms.disguise(payload, &event.contract);
            CHECK(result.broken_at.empty());
            CHECK(event.contract.check(result.payload).empty());
            const auto before = payload.flatten();
            const auto after = result.payload.flatten();
            REQUIRE(after.size() == before.size());
            for (const auto& [at, value] : before.items()) {
                CAPTURE(at);
                const bool has_content =
                    value.is_string() && format_of(value) != "date-time" &&
                    std::regex_search(value.get<std::string>().substr(0, 100), std::regex("[a-zA-Z0-9]"));
                if (has_content) CHECK(after[at] != value);
                else if (!value.is_number() && !value.is_string()) CHECK(after[at] == value);
            }
            ++count;
        }
    }
    CHECK(count > 40);
}

TEST_CASE("Equal originals get equal fakes, at any place and in any order", "[conformance]") {
    const std::string id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    const auto one = disguised({{"sender_id", id}, {"group_id", 7}, {"name", "Alice Archer"}});
    const auto other = Pseudonyms(1, {}).disguise(
        {{"list", {{{"name", "Alice Archer"}, {"member_id", id}, {"id", 7}}}}}, nullptr);
    const auto& item = other.payload["list"][0];
    CHECK(item["member_id"] == one["sender_id"]);
    CHECK(item["id"] == one["group_id"]);
    CHECK(item["name"] == one["name"]);
    CHECK(disguised({{"a", id}}) != Pseudonyms(2, {}).disguise({{"a", id}}, nullptr).payload);
}

TEST_CASE("A UUID becomes another, in the same letters", "[conformance]") {
    const std::string lower = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    const std::string upper = "3FA85F64-5717-4562-B3FC-2C963F66AFA6";
    CHECK(matches(text(lower), "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"));
    CHECK(matches(text(upper), "[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}"));
    CHECK(text(lower) != lower);
}

TEST_CASE("An address of a person becomes one at example.com", "[conformance]") {
    CHECK(matches(text("alice.archer@mail.example.org"), R"([a-z]{5}\.[a-z]{6}\d{1,3}@example\.com)"));
}

TEST_CASE("A URL keeps its scheme and its file extension", "[conformance]") {
    CHECK(matches(text("https://files.example.org/avatars/alice.png?token=secret"),
                  R"(https://example\.com/[a-z]+/[0-9a-f]{12}\.png)"));
    CHECK(matches(text("https://example.org/A.JPEG"), R"(https://example\.com/[0-9a-f]{12}\.JPEG)"));
    CHECK(matches(text("https://example.org/in/john.doe"), R"(https://example\.com/[a-z]+/[0-9a-f]{12})"));
    CHECK(text("ftp://alice.example.org") == "ftp://example.com");
    CHECK(text("https://alice.example.org/?user=alice") == "https://example.com/");
    CHECK(
        matches(text("https://alice.example.org/a.b/alice"), R"(https://example\.com/[a-z]+/[0-9a-f]{12})"));
}

TEST_CASE("A text keeps its form and not its content", "[conformance]") {
    CHECK(matches(text("Hello, ALICE! Call 030 1234567.\n"),
                  "[A-Z][a-z]{4}, [A-Z]{5}! [A-Z][a-z]{3} [0-9]{3} "
                  "[0-9]{7}\\.\n"));
    CHECK(matches(text("ليلى حدّاد"), "[a-z]{4} [a-z]{5}")); // a mark is a character, too
    CHECK(matches(text("Öl"), "[A-Z][a-z]"));
    CHECK(text("👩‍👧 🎉…") == "👩‍👧 🎉…");
    CHECK(matches(text(std::string(50, 'x')), "[a-z]{50}"));
    for (std::uint64_t seed = 0; seed < 50; ++seed)
        CHECK(Pseudonyms(seed, {}).disguise("go", nullptr).payload !=
              "go"); // the list of words contains it, too
    for (int digit = 0; digit < 10; ++digit) CHECK(text(std::to_string(digit)) != std::to_string(digit));
    CHECK(text("").empty());
}

TEST_CASE("Words of one text do not give away the words of another", "[conformance]") {
    CHECK(text("river alice").substr(6) != text("stone alice").substr(6));
}

TEST_CASE("Instants, numbers, true, false and null stay", "[conformance]") {
    const auto payload =
        json_of(R"({"at":"2021-05-20T08:30:17.926Z","n":7,"x":1.5,"id":0,"b_id":-1,"t":true,"u_id":null})");
    CHECK(disguised(payload) == payload);
}

TEST_CASE("Numbers in fields of ids become others above 0", "[conformance]") {
    const auto disguise = disguised(json_of(R"({
        "id": 7, "group_id": 7, "userId": 7, "userID": 7, "member_ids": [7],
        "paid": 7, "idle": 7, "big_id": 18446744073709551615
    })"));
    for (const auto* field : {"id", "group_id", "userId", "userID"}) {
        CAPTURE(field);
        CHECK(disguise[field] == disguise["member_ids"][0]);
        CHECK(disguise[field] != 7);
        CHECK(disguise[field] > 0);
    }
    CHECK(disguise["paid"] == 7);
    CHECK(disguise["idle"] == 7);
    CHECK(disguise["big_id"] < 1000000000);
}

TEST_CASE("Keys that are data are disguised like texts, in their order", "[conformance]") {
    const auto payload = json_of(R"({"reactions":{"jane.doe@corp.com":"x","total":1,"Jane Doe":"y"},
                                     "by":"jane.doe@corp.com"})");
    const auto disguise = disguised(payload);
    Texts keys;
    for (const auto& [key, value] : disguise["reactions"].items()) keys.push_back(key);
    REQUIRE(keys.size() == 3);
    CHECK(keys[0] == disguise["by"]);
    CHECK(keys[1] == "total");
    CHECK(matches(keys[2], "[A-Z][a-z]{3} [A-Z][a-z]{2}"));
    CHECK(keys[2] != "Jane Doe");
    CHECK(disguised({{std::string(65, 'x'), 1}}).begin().key() != std::string(65, 'x'));
}

TEST_CASE("As many keys are in a disguise as there were", "[conformance]") {
    Json digits = Json::object();
    for (int i = 0; i < 10; ++i) digits[std::to_string(i)] = i;
    digits["a-b"] = "a";
    digits["e-f"] = "e";
    CHECK(disguised(digits).size() == digits.size());
}

TEST_CASE("Keys that the contract names, and those that are to be kept, stay", "[conformance]") {
    CHECK(under(R"({"properties":{"content-type":{"const":"x"}},"required":["x-id"]})",
                R"({"content-type":"x","x-id":1})") == json_of(R"({"content-type":"x","x-id":1})"));
    CHECK(Pseudonyms(1, {"a b"}).disguise({{"a b", "c"}}, nullptr).payload == Json{{"a b", "c"}});
}

TEST_CASE("Below a key that is data, too, a fake keeps the form of the original, and no more",
          "[conformance]") {
    const auto contract = expect_value(catalogue::Contract::compile(json_of(R"({
        "additionalProperties": {"required": ["a"], "properties": {"id": {"type": "integer", "maximum": 99}}}
    })")));
    const auto result = pseudonyms.disguise(json_of(R"({"jane.doe":{"id":42}})"), &contract);
    CHECK(result.broken_at.empty());
    CHECK(result.payload.front()["id"] < 100);
    const auto patterned = expect_value(catalogue::Contract::compile(
        json_of(R"({"patternProperties":{"^jane":{}},"additionalProperties":false})")));
    CHECK(pseudonyms.disguise({{"jane.doe", 1}}, &patterned).broken_at.size() == 1);
}

TEST_CASE("Fields that are to be kept stay, at any depth", "[conformance]") {
    const auto payload = json_of(R"({"status":"online","user":{"status":{"text":"away"}}})");
    CHECK(Pseudonyms(1, {"status"}).disguise(payload, nullptr).payload == payload);
}

TEST_CASE("Values that the contract lists stay", "[conformance]") {
    CHECK(under(R"({"properties":{"kind":{"enum":["text","image"]},"v":{"const":"one"}}})",
                R"({"kind":"image","v":"one"})") == json_of(R"({"kind":"image","v":"one"})"));
}

TEST_CASE("If a fake breaks the contract, others are tried", "[conformance]") {
    const auto* const limited =
        R"({"properties":{"id":{"type":"integer","maximum":99},"n":{"pattern":"^[0-4]$"}}})";
    const auto disguise = under(limited, R"({"id":42,"n":"3"})");
    CHECK(disguise["id"] != 42);
    CHECK(disguise["n"] != "3");
}

TEST_CASE("If no fake keeps the contract, that is reported, without the original", "[conformance]") {
    const auto contract = expect_value(
        catalogue::Contract::compile(json_of(R"({"properties":{"name":{"pattern":"^alice$"}}})")));
    const auto result = pseudonyms.disguise({{"name", "alice"}}, &contract);
    CHECK(result.broken_at == std::vector<std::string>{"/name"});
    CHECK(result.payload["name"] != "alice");
    CHECK(pseudonyms.disguise({{"name", "bob"}}, &contract).broken_at.empty()); // it was invalid before
}

} // namespace chatmock::conformance

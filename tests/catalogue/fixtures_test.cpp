// The shipped fixtures and contracts.
#include "catalogue/catalogue.hpp"
#include "support/documented_examples.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

#include <algorithm>

namespace chatmock::catalogue {

namespace {

const Loaded& shipped() {
    static const Loaded loaded = load(repository() / "fixtures", repository() / "contracts");
    return loaded;
}

const Event& event_of(const std::string& name) { return *expect_value(shipped().catalogue.find_event(name)); }

std::vector<std::string> violated_by(const std::string& event, const Json& payload) {
    std::vector<std::string> pointers;
    for (const auto& violation : event_of(event).contract.check(payload)) pointers.push_back(violation.at);
    return pointers;
}

bool names(const std::vector<std::string>& pointers, const std::string& pointer) {
    return std::find(pointers.begin(), pointers.end(), pointer) != pointers.end();
}

// The documented example with some members changed.
Json example(const std::string& event, std::string_view patch) {
    auto payload = json_of(documented_examples.at(event));
    const auto changed = json_of(patch);
    for (const auto& [name, value] : changed.items()) payload[name] = value;
    return payload;
}

} // namespace

TEST_CASE("The shipped fixtures load and keep their contracts", "[catalogue]") {
    for (const auto& error : shipped().unloadable) FAIL_CHECK(describe(error));
    for (const auto& error : shipped().broken) FAIL_CHECK(describe(error));
}

TEST_CASE("The shipped events are those that the service documents", "[catalogue]") {
    std::vector<std::string> documented;
    for (const auto& [event, example] : documented_examples) documented.push_back(event);
    CHECK(shipped().catalogue.event_names() == documented);
}

TEST_CASE("Each default fixture is the documented example, byte for byte", "[catalogue]") {
    for (const auto& [event, text] : documented_examples) {
        CHECK(text_of_file(repository() / "fixtures/events" / event / "default.json") == text);
    }
}

TEST_CASE("Each default fixture goes on the wire as the documented example", "[catalogue]") {
    for (const auto& [event, text] : documented_examples) {
        const auto& payload =
            expect_value(shipped().catalogue.find_fixture(event_of(event), "default"))->payload;
        CHECK_FALSE(payload.is_dynamic());
        CHECK(to_text(payload.content()) == to_text(json_of(text)));
    }
}

TEST_CASE("Each event has at least five cases besides its default", "[catalogue]") {
    for (const auto& [name, event] : shipped().catalogue.events()) {
        CAPTURE(name);
        CHECK(event.fixtures.size() >= 6);
    }
}

TEST_CASE("The contracts allow null for values that the service omits", "[catalogue]") {
    CHECK(violated_by("NewMessage", example("NewMessage", R"({"friendship_id":null})")).empty());
    CHECK(violated_by("NewMessage", example("NewMessage", R"({"group_id":null,"attachments":[]})")).empty());
    const auto* nothing_viewed = R"({"viewed_message_time":null,"viewed_message_id":null})";
    for (const auto* event : {"NewMember", "DeleteMember", "ViewedMessage"}) {
        CHECK(violated_by(event, example(event, nothing_viewed)).empty());
    }
    CHECK(violated_by(
              "UpdatedGroup",
              example("UpdatedGroup", R"({"friend_id":null,"group_avatar":null,"last_message_time":null})"))
              .empty());
}

TEST_CASE("The contracts refuse null for required fields", "[catalogue]") {
    CHECK(names(violated_by("NewMessage", example("NewMessage", R"({"id":null})")), "/id"));
    CHECK(names(violated_by("NewMember", example("NewMember", R"({"group_id":null})")), "/group_id"));
    CHECK(names(violated_by("UpdatedGroup", example("UpdatedGroup", R"({"name":null})")), "/name"));
}

TEST_CASE("The contracts refuse texts that are not a UUID or a time, with the pointer", "[catalogue]") {
    CHECK(names(violated_by("NewMessage", example("NewMessage", R"({"id":"3fa85f64"})")), "/id"));
    for (const auto* instant :
         {"20 May 2021", "2021-05-20", "2021-05-20 08:30:17Z", "2021-13-20T08:30:17.926Z", ""}) {
        CAPTURE(instant);
        const auto patch = to_text(Json{{"timestamp", instant}});
        CHECK(names(violated_by("NewMessage", example("NewMessage", patch)), "/timestamp"));
    }
}

TEST_CASE("The contracts reach into lists and objects", "[catalogue]") {
    auto message = example("NewMessage", "{}");
    message["attachments"][0]["messageId"] = 7;
    CHECK(names(violated_by("NewMessage", message), "/attachments/0/messageId"));
    auto member = example("NewMember", "{}");
    member["member_info"]["profile"]["name"] = false;
    CHECK(names(violated_by("NewMember", member), "/member_info/profile/name"));
}

TEST_CASE("The contracts know exactly the documented fields", "[catalogue]") {
    for (const auto& [event, text] : documented_examples) {
        CAPTURE(event);
        CHECK_FALSE(violated_by(event, example(event, R"({"further":1})")).empty());
        const auto documented = json_of(text);
        for (const auto& [field, value] : documented.items()) {
            CAPTURE(field);
            auto payload = documented;
            payload.erase(field);
            CHECK_FALSE(violated_by(event, payload).empty());
        }
    }
}

} // namespace chatmock::catalogue

#include "conformance/recording.hpp"

#include "support/repository.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace chatmock::conformance {

namespace {

using Texts = std::vector<std::string>;

const Json first = json_of(R"({"id":1,"friendship_id":2,"group_id":3,"attachments":[{"url":"a"}]})");

catalogue::Catalogue catalogue_of(const std::string& fixtures) {
    return expect_value(catalogue::parse_catalogue(
        json_of(R"({"E":{"contract":{"type":"object"},"fixtures":)" + fixtures + "}}")));
}

// The names of the fixtures made from the payloads.
Texts names(const catalogue::Catalogue& catalogue, const std::vector<Json>& payloads) {
    Recording recording(catalogue, Pseudonyms(1, {}));
    Texts names;
    for (const auto& payload : payloads) {
        const auto path = recording.hear("E", Json::array({payload}));
        names.push_back(path ? path->substr(9, path->size() - 14) : "");
    }
    return names;
}

Json with(std::string_view patch) {
    Json payload = first;
    const auto parsed = json_of(patch);
    for (const auto& [name, value] : parsed.items()) payload[name] = value;
    return payload;
}

Json without(const std::string& field) {
    Json payload = first;
    payload.erase(field);
    return payload;
}

} // namespace

TEST_CASE("One fixture a shape, the first of them the default", "[conformance]") {
    CHECK(names(catalogue_of("{}"), {first, with(R"({"id":9,"attachments":[{"url":"b"},{"url":"c"}]})"),
                                     first}) == Texts{"default", "", ""});
}

TEST_CASE("A fixture is named by its differences from the first", "[conformance]") {
    CHECK(
        names(catalogue_of("{}"),
              {first, with(R"({"friendship_id":null})"), without("friendship_id"),
               with(R"({"attachments":[]})"), with(R"({"group_id":"seven"})"),
               with(R"({"reply_to":{"id":1}})"), with(R"({"group_id":null,"friendship_id":null,"id":null})"),
               with(R"({"group_id":null,"friendship_id":null})"),
               with(R"({"attachments":[{"url":"a"},{"url":"b","size":1}]})"), Json("text")}) ==
        Texts{"default", "null-friendship_id", "without-friendship_id", "empty-attachments", "text-group_id",
              "with-reply_to", "null-friendship_id-and-null-group_id",
              "null-friendship_id-and-null-group_id-2", "with-size", "text-payload"});
}

TEST_CASE("A fixture's name is a safe file name whatever the service calls its fields", "[conformance]") {
    auto payload = first;
    payload["../../etc/passwd\n"] = 1;
    CHECK(names(catalogue_of("{}"), {first, payload})[1].rfind("with-___1___1", 0) == 0);
    payload = first;
    payload[std::string(60, 'x')] = 1;
    CHECK(names(catalogue_of("{}"), {first, payload})[1] == "with-" + std::string(40, 'x'));
}

TEST_CASE("Keys that are data are in no fixture, and not in its name", "[conformance]") {
    const auto catalogue = catalogue_of("{}");
    Recording recording(catalogue, Pseudonyms(1, {}));
    recording.hear("E", json_of(R"([{"a":1}])"));
    const auto path = recording.hear("E", json_of(R"([{"a":1,"jane.doe@corp.com":{"jane-doe":1}}])"));
    REQUIRE(path);
    CHECK(path->find("jane") == std::string::npos);
    CHECK(recording.files().back().text.find("jane") == std::string::npos);
    const auto recorded = catalogue_of(R"({"default":{"a":1},"x":)" + recording.files().back().text + "}");
    CHECK_FALSE(Recording(recorded, Pseudonyms(1, {}))
                    .hear("E", json_of(R"([{"a":1,"jane.doe@corp.com":{"jane-doe":1}}])")));
}

TEST_CASE("Shapes of existing fixtures are not recorded again, and their names are reserved",
          "[conformance]") {
    const auto known = catalogue_of(R"({"default":)" + to_text(first) + R"(,"Null-Group_id":"x"})");
    CHECK(names(known, {first, with(R"({"group_id":null})"), with(R"({"group_id":"x"})")}) ==
          Texts{"", "null-group_id-2", "text-group_id"});
}

TEST_CASE("Events that cannot become a fixture are counted", "[conformance]") {
    const auto catalogue = catalogue_of("{}");
    Recording recording(catalogue, Pseudonyms(1, {}));
    CHECK_FALSE(recording.hear("E", json_of("[]")));
    CHECK_FALSE(recording.hear("E", json_of("[1,2]")));
    CHECK_FALSE(recording.hear("E", Json::array({Json::binary({1})})));
    CHECK(recording.events().front().heard == 3);
    CHECK(recording.events().front().unusable == 3);
    CHECK(recording.files().empty());
}

TEST_CASE("An event whose name cannot be a file name is refused", "[conformance]") {
    const auto catalogue = catalogue_of("{}");
    Recording recording(catalogue, Pseudonyms(1, {}));
    for (const auto* name : {"", ".", "..", "../E", "a/b", "a\\b", ".hidden", "a\nb", "é", "E.",
                             "con:", "CON", "nul.txt", "Com1", "lpt9.x", "aux .x", "e"}) {
        CAPTURE(name);
        CHECK_FALSE(recording.hear(name, json_of("[1]")));
    }
    CHECK(recording.refused() == 17);
    CHECK(recording.refused_names().count(R"("../E")") == 1);
    CHECK(recording.hear("chat message", json_of("[1]")) == "events/chat message/default.json");
    CHECK_FALSE(recording.events()[1].has_contract);
    CHECK_FALSE(recording.hear("Chat message", json_of("[2]"))); // the other event has the file
    for (const auto* name : {"CONNECT", "com0", "com10", "null", "x.con"}) CHECK(is_file_name(name));
}

TEST_CASE("However many shapes and events a service sends, so many are recorded", "[conformance]") {
    const auto catalogue = catalogue_of("{}");
    Recording recording(catalogue, Pseudonyms(1, {}));
    for (std::size_t i = 0; i < shapes_max + 3; ++i)
        recording.hear("E", Json::array({{{"field" + std::to_string(i), 1}}}));
    CHECK(recording.files().size() == shapes_max);
    CHECK(recording.events().front().left_out == 3);
    for (std::size_t i = 0; i < recorded_events_max + 2; ++i)
        recording.hear("e" + std::to_string(i), json_of("[1]"));
    CHECK(recording.left_out_events() == 2);
    CHECK(recording.refused() == 0);
    CHECK(recording.events().size() == 1 + recorded_events_max);
}

TEST_CASE("A recording loads as fixtures that keep their contracts and their meaning", "[conformance]") {
    const auto contracts = repository() / "contracts";
    const auto shipped = catalogue::load(repository() / "fixtures", contracts).catalogue;
    const auto empty = catalogue::load(repository() / "nowhere", contracts).catalogue;
    Recording recording(empty, Pseudonyms(1, {}));
    for (const auto& [name, event] : shipped.events()) {
        for (const auto& [fixture, content] : event.fixtures)
            recording.hear(name, Json::array({content.payload.sample()}));
    }
    const TemporaryFolder folder;
    for (const auto& file : recording.files()) folder.write(file.path, file.text);
    const auto loaded = catalogue::load(folder.path(), contracts);
    CHECK(loaded.unloadable.empty());
    CHECK(loaded.broken.empty());
    for (const auto& [name, event] : loaded.catalogue.events()) {
        CAPTURE(name);
        CHECK(event.fixtures.count("default") == 1);
        CHECK(event.fixtures.size() > 1);
        for (const auto& [fixture, content] : event.fixtures) CHECK_FALSE(content.payload.is_dynamic());
    }
}

TEST_CASE("A text that looks like a placeholder is recorded as that text", "[conformance]") {
    const auto catalogue = catalogue_of("{}");
    Recording recording(catalogue, Pseudonyms(1, {"t"}));
    const auto payload = json_of(R"({"t":["${now}","$${now}","a${b","${${uuid}$","$$$","{$}"]})");
    recording.hear("E", Json::array({payload}));
    const auto fixture =
        expect_value(catalogue::Template::compile(json_of(recording.files().front().text), ""));
    CHECK(fixture.sample() == payload);
}

} // namespace chatmock::conformance

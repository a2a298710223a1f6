#include "catalogue/catalogue.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace chatmock::catalogue {

namespace {

// One event, Ping, with a contract and a fixture.
class PingFolder : public TemporaryFolder {
public:
    PingFolder() {
        write("contracts/events/Ping.schema.json",
              R"({"type":"object","properties":{"n":{"type":"integer"}}})");
        write("fixtures/events/Ping/default.json", R"({"n":1})");
    }

    Loaded load(const Catalogue* last_good = nullptr) const {
        return catalogue::load(path() / "fixtures", path() / "contracts", last_good);
    }

    std::string file(const std::string& below) const { return (path() / below).string(); }

    // The only error of loading.
    Error unloadable() const {
        const auto loaded = load();
        REQUIRE(loaded.unloadable.size() == 1);
        return loaded.unloadable.front();
    }
};

using Names = std::vector<std::string>;

// "NAME PAYLOAD" of each fixture of Ping.
std::vector<std::string> fixtures_in(const Catalogue& catalogue) {
    std::vector<std::string> fixtures;
    for (const auto& [name, fixture] : catalogue.events().at("Ping").fixtures)
        fixtures.push_back(name + " " + to_text(fixture.payload.content()));
    return fixtures;
}

std::vector<std::string> files_of(const std::vector<Error>& errors) {
    std::vector<std::string> files;
    for (const auto& error : errors) files.push_back(error.file);
    return files;
}

} // namespace

TEST_CASE("Events and their fixtures are loaded, by name", "[catalogue]") {
    PingFolder folder;
    folder.write("fixtures/events/Ping/a.json", "{}");
    folder.write("contracts/events/Pong.schema.json", "{}");
    folder.write("fixtures/events/Pong/default.json", "1");
    const auto loaded = folder.load();
    CHECK(loaded.unloadable.empty());
    CHECK(loaded.broken.empty());
    CHECK(loaded.catalogue.event_names() == Names{"Ping", "Pong"});
    const auto* ping = expect_value(loaded.catalogue.find_event("Ping"));
    CHECK(Catalogue::fixture_names(*ping) == Names{"a", "default"});
    CHECK(to_text(expect_value(loaded.catalogue.find_fixture(*ping, "default"))->payload.content()) ==
          R"({"n":1})");
}

TEST_CASE("A contract that is not JSON is reported with its file and place", "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Pong.schema.json", "{");
    const auto error = folder.unloadable();
    CHECK(error.code == ErrorCode::malformed_json);
    CHECK(error.file == folder.file("contracts/events/Pong.schema.json"));
    CHECK(error.message.find("line 1, column 2") != std::string::npos);
}

TEST_CASE("Another document with the URI of a contract does not stand for it", "[catalogue]") {
    PingFolder folder;
    const std::string other = R"({"$id":"file:///events/Ping.schema.json","type":"string"})";
    folder.write("contracts/another.json", other);
    CHECK(folder.load().broken.empty());
    folder.write("contracts/events/Ping.schema.json", "{");
    CHECK(folder.unloadable().code == ErrorCode::malformed_json);
    CHECK(folder.unloadable().file == folder.file("contracts/events/Ping.schema.json"));
}

TEST_CASE("A contract that is not a schema is reported with its file and pointer", "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Pong.schema.json", R"({"pattern":"("})");
    const auto error = folder.unloadable();
    CHECK(error.file == folder.file("contracts/events/Pong.schema.json"));
    CHECK(error.at == "/pattern");
}

TEST_CASE("A fixture that is not JSON is reported with its file, and the others load", "[catalogue]") {
    PingFolder folder;
    folder.write("fixtures/events/Ping/bad.json", "{\n\"n\" 1}");
    const auto loaded = folder.load();
    REQUIRE(loaded.unloadable.size() == 1);
    CHECK(loaded.unloadable[0].file == folder.file("fixtures/events/Ping/bad.json"));
    CHECK(loaded.unloadable[0].message.find("line 2, column 5") != std::string::npos);
    CHECK(Catalogue::fixture_names(*expect_value(loaded.catalogue.find_event("Ping"))) == Names{"default"});
}

TEST_CASE("A fixture with an unknown placeholder is reported with its file and pointer", "[catalogue]") {
    PingFolder folder;
    folder.write("fixtures/events/Ping/bad.json", R"({"a":["${nope}"]})");
    const auto error = folder.unloadable();
    CHECK(error.code == ErrorCode::unknown_placeholder);
    CHECK(error.file == folder.file("fixtures/events/Ping/bad.json"));
    CHECK(error.at == "/a/0");
}

TEST_CASE("A fixture that breaks its contract is reported with each violation, and loads", "[catalogue]") {
    PingFolder folder;
    folder.write("fixtures/events/Ping/broken.json", R"({"n":"one"})");
    const auto loaded = folder.load();
    CHECK(loaded.unloadable.empty());
    REQUIRE(loaded.broken.size() == 1);
    CHECK(loaded.broken[0].code == ErrorCode::contract_violation);
    CHECK(loaded.broken[0].file == folder.file("fixtures/events/Ping/broken.json"));
    REQUIRE_FALSE(loaded.broken[0].violations.empty());
    CHECK(loaded.broken[0].violations[0].at == "/n");
    expect_value(loaded.catalogue.find_fixture(*expect_value(loaded.catalogue.find_event("Ping")), "broken"));
}

TEST_CASE("A fixture with placeholders is checked as it would be sent", "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Ping.schema.json", R"({"properties":{"at":{"pattern":"^\\d{4}-"}}})");
    folder.write("fixtures/events/Ping/live.json", R"({"at":"${now}"})");
    CHECK(folder.load().broken.empty());
}

TEST_CASE("A text of another format is a warning about its fixture, also in one with placeholders",
          "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Ping.schema.json", R"({"properties":{"day":{"format":"date"}}})");
    folder.write("fixtures/events/Ping/a.json", R"({"day":"2024-02-29"})");
    folder.write("fixtures/events/Ping/b.json", R"({"day":"2023-02-29"})");
    folder.write("fixtures/events/Ping/c.json", R"({"day":"${user}"})");
    folder.write("fixtures/events/Ping/d.json", R"({"args":[{"day":"today"},1]})");
    const auto loaded = folder.load();
    CHECK(loaded.broken.empty());
    CHECK(files_of(loaded.warnings) == Names{folder.file("fixtures/events/Ping/b.json"),
                                             folder.file("fixtures/events/Ping/c.json"),
                                             folder.file("fixtures/events/Ping/d.json")});
}

TEST_CASE("A folder of fixtures without a contract is reported with the nearest event", "[catalogue]") {
    PingFolder folder;
    folder.write("fixtures/events/Pimg/default.json", "{}");
    const auto error = folder.unloadable();
    CHECK(error.code == ErrorCode::unknown_event);
    CHECK(error.file == folder.file("fixtures/events/Pimg"));
    CHECK(error.message.find(R"(did you mean "Ping"?)") != std::string::npos);
}

TEST_CASE("An event without fixtures loads: calls can contain its payloads", "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Pong.schema.json", "{}");
    const auto loaded = folder.load();
    CHECK(loaded.unloadable.empty());
    CHECK(loaded.catalogue.event_names() == Names{"Ping", "Pong"});
}

TEST_CASE("The fixtures of a contract that did not load cause no further error", "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Pong.schema.json", R"({"properties":{"n":{"type":"strin"}}})");
    folder.write("fixtures/events/Pong/default.json", "{}");
    const auto error = folder.unloadable();
    CHECK(error.file == folder.file("contracts/events/Pong.schema.json"));
    CHECK(error.at == "/properties/n/type");
    CHECK(error.message.find(R"(did you mean "string")") != std::string::npos);
}

TEST_CASE("A folder without contracts is reported", "[catalogue]") {
    const TemporaryFolder folder;
    const auto loaded = load(folder.path() / "fixtures", folder.path() / "contracts");
    REQUIRE(loaded.unloadable.size() == 1);
    CHECK(loaded.unloadable[0].file == (folder.path() / "contracts/events").string());
    CHECK(loaded.catalogue.events().empty());
}

TEST_CASE("For a fixture that does not load stands the last good one; the others are as they are",
          "[catalogue]") {
    PingFolder folder;
    folder.write("fixtures/events/Ping/other.json", R"({"n":1})");
    const auto last_good = folder.load().catalogue;
    folder.write("fixtures/events/Ping/default.json", R"({"n":)");
    folder.write("fixtures/events/Ping/other.json", R"({"n":2})");
    folder.write("fixtures/events/Ping/new.json", R"({"n":"${nope}"})");
    const auto loaded = folder.load(&last_good);
    CHECK(fixtures_in(loaded.catalogue) == Names{R"(default {"n":1})", R"(other {"n":2})"});
    CHECK(files_of(loaded.unloadable) == Names{folder.file("fixtures/events/Ping/default.json"),
                                               folder.file("fixtures/events/Ping/new.json")});
}

TEST_CASE("A fixture that went is gone, whatever was good", "[catalogue]") {
    PingFolder folder;
    const auto last_good = folder.load().catalogue;
    std::filesystem::remove(folder.file("fixtures/events/Ping/default.json"));
    const auto loaded = folder.load(&last_good);
    CHECK(loaded.unloadable.empty());
    CHECK(fixtures_in(loaded.catalogue).empty());
}

TEST_CASE("For a contract that does not load, or went, stands the last good one, with the new fixtures",
          "[catalogue]") {
    PingFolder folder;
    const auto contract = folder.file("contracts/events/Ping.schema.json");
    folder.write("contracts/events/Pong.schema.json", "{}");
    const auto last_good = folder.load().catalogue;
    folder.write("fixtures/events/Ping/default.json", R"({"n":"two"})");
    for (const bool is_there : {true, false}) {
        if (is_there) folder.write("contracts/events/Ping.schema.json", "{");
        else std::filesystem::remove(contract);
        const auto loaded = folder.load(&last_good);
        CHECK(files_of(loaded.unloadable) == Names{contract});
        CHECK(fixtures_in(loaded.catalogue) == Names{R"(default {"n":"two"})"});
        CHECK(files_of(loaded.broken) == Names{folder.file("fixtures/events/Ping/default.json")});
    }
}

TEST_CASE("An event whose contract and fixtures were removed is removed", "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Pong.schema.json", "{}");
    const auto last_good = folder.load().catalogue;
    std::filesystem::remove(folder.file("contracts/events/Ping.schema.json"));
    std::filesystem::remove_all(folder.file("fixtures/events/Ping"));
    const auto loaded = folder.load(&last_good);
    CHECK(loaded.unloadable.empty());
    CHECK(loaded.catalogue.event_names() == Names{"Pong"});
}

TEST_CASE("The last good contracts stay if all files disappear", "[catalogue]") {
    PingFolder folder;
    folder.write("contracts/events/Pong.schema.json", "{}");
    const auto last_good = folder.load().catalogue;
    std::filesystem::remove_all(folder.file("contracts"));
    const auto loaded = folder.load(&last_good);
    CHECK(loaded.unloadable.front().file == folder.file("contracts/events"));
    CHECK(loaded.catalogue.event_names() == Names{"Ping", "Pong"});
    CHECK(fixtures_in(loaded.catalogue) == Names{R"(default {"n":1})"});
}

TEST_CASE("The last good fixtures stay if their folder disappears", "[catalogue]") {
    PingFolder folder;
    const auto last_good = folder.load().catalogue;
    std::filesystem::rename(folder.file("fixtures"), folder.file("elsewhere"));
    auto loaded = folder.load(&last_good);
    CHECK(files_of(loaded.unloadable) == Names{folder.file("fixtures/events")});
    CHECK(fixtures_in(loaded.catalogue) == Names{R"(default {"n":1})"});
    std::filesystem::rename(folder.file("elsewhere"), folder.file("fixtures"));
    CHECK(folder.load(&last_good).unloadable.empty());
}

TEST_CASE("A folder that cannot be listed does not count as removed", "[catalogue]") {
    PingFolder folder;
    const auto last_good = folder.load().catalogue;
    for (const auto* name : {"fixtures/events", "contracts/events"}) {
        CAPTURE(name);
        std::filesystem::rename(folder.file(name), folder.file("elsewhere"));
        folder.write(name, "a file where the folder was");
        const auto loaded = folder.load(&last_good);
        std::filesystem::remove(folder.file(name));
        std::filesystem::rename(folder.file("elsewhere"), folder.file(name));
        CHECK(files_of(loaded.unloadable) == Names{folder.file(name)});
        CHECK(fixtures_in(loaded.catalogue) == Names{R"(default {"n":1})"});
    }
}

TEST_CASE("A pipe in a fixture's place is refused at once, and the last good one stays", "[catalogue]") {
    PingFolder folder;
    const auto last_good = folder.load().catalogue;
    const auto fixture = folder.file("fixtures/events/Ping/default.json");
    std::filesystem::remove(fixture);
    REQUIRE(mkfifo(fixture.c_str(), 0600) == 0);
    const auto loaded = folder.load(&last_good);
    CHECK(files_of(loaded.unloadable) == Names{fixture});
    CHECK(fixtures_in(loaded.catalogue) == Names{R"(default {"n":1})"});
}

TEST_CASE("An unknown event is an error with the nearest names", "[catalogue]") {
    const auto loaded = PingFolder().load();
    const auto error = expect_error(loaded.catalogue.find_event("Pingg"));
    CHECK(error.code == ErrorCode::unknown_event);
    CHECK(http_status_of(error.code) == 404);
    CHECK(error.message == R"(unknown event "Pingg"; did you mean "Ping"? There are "Ping")");
}

TEST_CASE("An unknown fixture is an error with the nearest names", "[catalogue]") {
    const auto loaded = PingFolder().load();
    const auto error = expect_error(
        loaded.catalogue.find_fixture(*expect_value(loaded.catalogue.find_event("Ping")), "defalt"));
    CHECK(error.code == ErrorCode::unknown_fixture);
    CHECK(error.message == R"(unknown Ping fixture "defalt"; did you mean "default"? There are "default")");
    CHECK(error.at == "/fixture");
}

TEST_CASE("A fixture name never leaves its folder", "[catalogue]") {
    PingFolder folder;
    folder.write("fixtures/events/secret.json", "{}");
    const auto loaded = folder.load();
    const auto* ping = expect_value(loaded.catalogue.find_event("Ping"));
    for (const auto* name : {"..", "../secret", "../Ping/default", "/etc/passwd", "default.json", ""}) {
        CAPTURE(name);
        const auto error = expect_error(loaded.catalogue.find_fixture(*ping, name));
        CHECK(http_status_of(error.code) == 404);
        CHECK(error.message.find("\"default\"") != std::string::npos);
    }
}

} // namespace chatmock::catalogue

#include "policy/profile.hpp"

#include "support/repository.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"
#include "support/tokens.hpp"

namespace chatmock::policy {

namespace {

Profile profile_of(std::string_view json) { return expect_value(parse_profile(json_of(json))); }
Error error_of(std::string_view json) { return expect_error(parse_profile(json_of(json))); }

} // namespace

TEST_CASE("An empty profile accepts everyone and has the reference server's timings", "[policy]") {
    const auto profile = profile_of("{}");
    CHECK(profile.rules.empty());
    CHECK(profile.groups.empty());
    CHECK(profile.timings.ping_interval == Milliseconds{25000});
    CHECK(profile.timings.ping_timeout == Milliseconds{20000});
    CHECK(profile.timings.upgrade_timeout == Milliseconds{10000});
    CHECK(profile.timings.max_payload == 1000000);
    CHECK(profile.connect_timeout == Milliseconds{45000});
    CHECK(profile.first_frame_delay == Milliseconds{1});
}

TEST_CASE("A profile sets rules, groups and timings", "[policy]") {
    const auto profile = profile_of(R"({
        "description": "for a test",
        "auth": {"rules": [{"match": {}, "outcome": {"do": "reject"}}]},
        "groups": {"7": ["alice"]},
        "protocol": {"ping_interval_ms": 300, "ping_timeout_ms": 200, "upgrade_timeout_ms": 100,
                     "connect_timeout_ms": 400, "first_frame_delay_ms": 50, "max_payload": 512}
    })");
    CHECK(profile.rules.size() == 1);
    CHECK(profile.groups == Groups{{"7", {"alice"}}});
    CHECK(profile.timings.ping_interval == Milliseconds{300});
    CHECK(profile.timings.ping_timeout == Milliseconds{200});
    CHECK(profile.timings.upgrade_timeout == Milliseconds{100});
    CHECK(profile.timings.max_payload == 512);
    CHECK(profile.connect_timeout == Milliseconds{400});
    CHECK(profile.first_frame_delay == Milliseconds{50});
}

TEST_CASE("A mistake in a profile is an error with its pointer", "[policy]") {
    CHECK(error_of("[]").at.empty());
    CHECK(error_of(R"({"protocl":{}})").at == "/protocl");
    CHECK(error_of(R"({"description":1})").at == "/description");
    CHECK(error_of(R"({"auth":[]})").at == "/auth");
    CHECK(error_of(R"({"auth":{"rule":[]}})").at == "/auth/rule");
    CHECK(error_of(R"({"auth":{"rules":{}}})").at == "/auth/rules");
    CHECK(error_of(R"({"auth":{"rules":[{"match":{},"outcome":{"do":"x"}}]}})").at ==
          "/auth/rules/0/outcome/do");
    CHECK(error_of(R"({"groups":[]})").at == "/groups");
    CHECK(error_of(R"({"groups":{"7":["alice",1]}})").at == "/groups/7/1");
    CHECK(error_of(R"({"protocol":{"ping_interval":1}})").at == "/protocol/ping_interval");
}

TEST_CASE("A timing out of its range is an error that says the range", "[policy]") {
    const auto error = error_of(R"({"protocol":{"ping_timeout_ms":0}})");
    CHECK(error.at == "/protocol/ping_timeout_ms");
    CHECK(error.message == "expected an integer from 1 to 86400000, got 0");
    CHECK(error_of(R"({"protocol":{"first_frame_delay_ms":10001}})").at == "/protocol/first_frame_delay_ms");
    CHECK(error_of(R"({"protocol":{"max_payload":100000001}})").at == "/protocol/max_payload");
}

TEST_CASE("A profile is loaded by its name", "[policy]") {
    const TemporaryFolder folder;
    folder.write("profiles/fast.json", R"({"protocol":{"ping_interval_ms":300}})");
    folder.write("profiles/default.json", "{}");
    CHECK(profile_names(folder.path()) == std::vector<std::string>{"default", "fast"});
    CHECK(expect_value(load_profile(folder.path(), "fast")).timings.ping_interval == Milliseconds{300});
}

TEST_CASE("A profile extends another, field by field", "[policy]") {
    const TemporaryFolder folder;
    folder.write("profiles/default.json", R"({"protocol":{"ping_interval_ms":300,"ping_timeout_ms":200},
        "auth":{"rules":[{"match":{"missing":true},"outcome":{"do":"reject"}}]},"groups":{"7":["alice"]}})");
    folder.write("profiles/slow.json",
                 R"({"extends":"default","protocol":{"ping_interval_ms":9000},"groups":null})");
    folder.write("profiles/slowest.json",
                 R"({"extends":"slow","description":"x","protocol":{"ping_timeout_ms":1}})");
    const auto profile = expect_value(load_profile(folder.path(), "slowest"));
    CHECK(profile.timings.ping_interval == Milliseconds{9000});
    CHECK(profile.timings.ping_timeout == Milliseconds{1});
    CHECK(profile.rules.size() == 1);
    CHECK(profile.groups.empty());
    CHECK_FALSE(profile.source.contains("extends"));
    CHECK(profile_files(folder.path(), "slowest").size() == 3);
}

TEST_CASE("A profile extends the one of its name in the layer below", "[policy]") {
    const TemporaryFolder upper;
    const TemporaryFolder lower;
    upper.write("profiles/default.json", R"({"extends":"default","protocol":{"ping_interval_ms":1}})");
    lower.write("profiles/default.json", R"({"protocol":{"ping_timeout_ms":2}})");
    const auto profile = expect_value(load_profile(FileLayers({{upper.path()}, {lower.path()}}), "default"));
    CHECK(profile.timings.ping_interval == Milliseconds{1});
    CHECK(profile.timings.ping_timeout == Milliseconds{2});
    CHECK(expect_error(load_profile(upper.path(), "default")).at == "/extends");
}

TEST_CASE("A mistake of extending is an error with its file", "[policy]") {
    const TemporaryFolder folder;
    const auto a = folder.write("profiles/a.json", R"({"extends":"b"})");
    const auto b = folder.write("profiles/b.json", R"({"extends":"a","protocol":{"ping_timeout_ms":0}})");
    const auto c = folder.write("profiles/c.json", R"({"extends":"d"})");
    const auto d = folder.write("profiles/d.json", R"({"protocol":{"ping_timeout_ms":0}})");
    folder.write("profiles/e.json", R"({"extends":"deefault"})");
    folder.write("profiles/f.json", R"({"extends":7})");
    CHECK(expect_error(load_profile(folder.path(), "a")).file == b.string());
    CHECK(expect_error(load_profile(folder.path(), "c")).file == d.string());
    CHECK(expect_error(load_profile(folder.path(), "e")).at == "/extends");
    CHECK(expect_error(load_profile(folder.path(), "f")).at == "/extends");
}

TEST_CASE("--set sets one value of a profile", "[policy]") {
    const TemporaryFolder folder;
    folder.write("profiles/default.json",
                 R"({"protocol":{"ping_interval_ms":300},"groups":{"7":["alice"]}})");
    const auto set = [&](const std::vector<std::string>& settings) {
        ProfileParts parts;
        for (const auto& each : settings) parts.push_back(expect_value(parse_setting(each)));
        return load_profile(folder.path(), "default", parts);
    };
    CHECK(expect_value(set({"protocol.ping_interval_ms=5"})).timings.ping_interval == Milliseconds{5});
    CHECK(expect_value(set({"protocol.ping_interval_ms=5", "protocol.ping_interval_ms=6"}))
              .timings.ping_interval == Milliseconds{6});
    CHECK(expect_value(set({"groups=null"})).groups.empty());
    CHECK(expect_value(set({R"(groups.8=["bob"])"})).groups.size() == 2);
    const auto error = expect_error(set({"protocol.ping_interval_ms=fast"}));
    CHECK(error.file == "--set protocol.ping_interval_ms");
    CHECK(error.at.empty());
    const auto misspelled = describe(expect_error(set({"protocol.ping_intervall_ms=300"})));
    CHECK(misspelled.find(R"(--set protocol.ping_intervall_ms: unknown field "ping_intervall_ms"; did you )"
                          R"(mean "ping_interval_ms")") == 0);
    const auto below = expect_error(set({R"(endpoints=[{"path":"chat"}])"}));
    CHECK(below.file == "--set endpoints");
    CHECK(below.at == "/0/path");
    for (const auto* wrong : {"", "=1", "protocol", ".a=1", "a.=1", "a..b=1"})
        CHECK(expect_error(parse_setting(wrong)).message.find("--set: expected PATH=VALUE") == 0);
}

TEST_CASE("An unknown field of a file lists extends; one of a call does not", "[policy]") {
    const TemporaryFolder folder;
    folder.write("profiles/default.json", R"({"colour":"red"})");
    const auto of_file = expect_error(load_profile(folder.path(), "default")).message;
    CHECK(of_file.find("\"extends\"") != std::string::npos);
    const auto of_call = expect_error(parse_profile(json_of(R"({"extends":"default"})"))).message;
    CHECK(of_call.find("unknown field \"extends\"") == 0);
}

TEST_CASE("A profile that does not exist is an error with the nearest names", "[policy]") {
    const TemporaryFolder folder;
    folder.write("profiles/default.json", "{}");
    folder.write("secret.json", "{}");
    CHECK(expect_error(load_profile(folder.path(), "defualt")).message.find(R"(did you mean "default"?)") !=
          std::string::npos);
    const auto error = expect_error(load_profile(folder.path(), "../secret"));
    CHECK(error.message == R"(unknown profile "../secret"; there are "default")");
    CHECK(error.file.empty());
}

TEST_CASE("A profile that does not load is an error with its file and pointer", "[policy]") {
    const TemporaryFolder folder;
    const auto broken = folder.write("profiles/broken.json", "{");
    const auto wrong = folder.write("profiles/wrong.json", R"({"groups":{"7":1}})");
    CHECK(expect_error(load_profile(folder.path(), "broken")).file == broken.string());
    const auto error = expect_error(load_profile(folder.path(), "wrong"));
    CHECK(error.file == wrong.string());
    CHECK(error.at == "/groups/7");
}

TEST_CASE("A profile has at least one endpoint", "[policy]") {
    CHECK(expect_error(parse_profile(json_of(R"({"endpoints":[]})"))).at == "/endpoints");
}

TEST_CASE("The shipped default profile refuses no token, invalid and expired ones, and accepts the rest",
          "[policy]") {
    auto rules = expect_value(load_profile(repository() / "fixtures", "default")).rules;
    const Instant now{Milliseconds{1700000000LL * 1000}};
    const auto accepts = [&](const std::string& token) {
        Caller caller;
        caller.credentials = read_credentials(token);
        return decide_connect(rules, caller, now).kind == AuthOutcome::Kind::accept;
    };
    CHECK_FALSE(accepts(""));
    CHECK_FALSE(accepts("invalid"));
    CHECK_FALSE(accepts("expired-alice"));
    CHECK_FALSE(accepts(jwt(R"({"sub":"alice","exp":1699999999})")));
    CHECK(accepts("alice"));
    CHECK(accepts(jwt(R"({"sub":"alice","exp":1700000001})")));
}

} // namespace chatmock::policy

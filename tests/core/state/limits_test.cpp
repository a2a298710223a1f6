// The memory and work that clients and calls can cause in the world is bounded for all of them together.
#include "base/text/base64.hpp"
#include "core/limits/limits.hpp"
#include "support/fault_story.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

// A token as clients write it: header and payload in base64.
std::string token_of(const std::string& user) {
    return "eyJhbGciOiJub25lIn0." + encode_base64(R"({"sub":")" + user + R"("})") + ".x";
}

std::string user_of(std::size_t number, std::size_t size) {
    return "user " + std::to_string(number) + std::string(size, 'x');
}

Inject with_data(Json data) {
    Inject inject;
    inject.event = "NewMessage";
    inject.data = std::move(data);
    inject.enforce_contract = false;
    return inject;
}

SetScenario scenario(const std::string& name, const std::string& source) { return {name, json_of(source)}; }

bool has_met_a_limit(const Journal& journal) {
    const auto& entries = journal.entries();
    return std::any_of(entries.begin(), entries.end(),
                       [](const Entry& entry) { return entry.kind == EntryKind::limit; });
}

} // namespace

TEST_CASE("sessions past the memory limit for clients are refused, until others end", "[limits]") {
    WorldStory story;
    const std::size_t size = mebibyte;
    std::size_t opened = 0;
    WireLines lines;
    do {
        lines = story.get("EIO=4&transport=polling&jwt_token=" + token_of(user_of(opened, size)));
    } while (lines.at(0).find("503") == std::string::npos && ++opened < 1000);
    CHECK(opened > 5);
    CHECK(opened * size < remembered_bytes_max);
    CHECK(lines.at(0).find("the memory for clients") != std::string::npos);
    CHECK(story.state().connections.all().size() == opened);
    story.get("EIO=4&transport=polling&jwt_token=" + token_of(user_of(opened, size)));
    REQUIRE(story.journal("limit").size() == 1);
    CHECK(story.journal("limit")[0]["limit"] == "remembered_bytes");
    story.upgrade("EIO=4&transport=websocket&jwt_token=" + token_of(user_of(0, size)));
    CHECK(story.wire().at(0).find("refuse") != std::string::npos);

    const auto ended = story.state().connections.all().begin()->second.session.sid();
    story.post("EIO=4&transport=polling&sid=" + ended, "1");
    story.get("EIO=4&transport=polling&jwt_token=" + token_of(user_of(0, size)));
    CHECK(story.state().connections.all().size() == opened);
}

TEST_CASE("payloads of CONNECT count as remembered, and are freed with their sockets", "[limits]") {
    WorldStory story;
    const auto packet = R"(40{"padding":")" + std::string(10 * mebibyte, 'x') + "\"}";
    const auto before = story.state().remembered.amount();
    std::vector<engineio::ChannelId> channels;
    WireLines lines;
    do {
        story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
        channels.push_back(story.last_number());
        lines = story.frame(channels.back(), packet);
    } while (lines.at(0).find("44{") == std::string::npos && channels.size() < 100);
    CHECK(channels.size() == 13);
    CHECK(story.journal("refuse").size() == 1);
    CHECK(story.journal("limit").size() == 1);
    for (const auto channel : channels) story.lose_channel(channel);
    CHECK(story.state().remembered.amount() == before);
}

TEST_CASE("packets that lack attachments have a bound for all clients, and are freed with them", "[limits]") {
    WorldStory story;
    std::vector<engineio::ChannelId> channels;
    while (story.journal("violation").empty() && channels.size() < 100) {
        channels.push_back(story.join("alice"));
        story.frame(channels.back(), R"(452-["x",{"_placeholder":true,"num":0}])");
        story.binary_frame(channels.back(), std::string(10 * mebibyte, 'x'));
    }
    CHECK(channels.size() == pending_packets_bytes_max / (10 * mebibyte) + 1);
    CHECK(story.state().connections.all().size() == channels.size() - 1);
    story.binary_frame(channels.front(), "y");
    CHECK(story.journal("receive").size() == 1);
    for (const auto channel : channels) story.lose_channel(channel);
    CHECK(story.state().pending_packets.amount() == 0);
}

TEST_CASE("a packet that lacks attachments counts with the memory that its JSON takes", "[limits]") {
    WorldStory story;
    const auto channel = story.join("alice");
    std::string numbers = "0";
    for (int count = 0; count < 1000; ++count) numbers += ",0";
    story.frame(channel, R"(451-["x",{"_placeholder":true,"num":0},)" + numbers + "]");
    CHECK(story.state().pending_packets.amount() > 10 * numbers.size() / 2);
    story.binary_frame(channel, "y");
    CHECK(story.state().pending_packets.amount() == 0);
}

TEST_CASE("an event does not copy its client's CONNECT payload", "[limits]") {
    WorldStory story;
    story.upgrade("EIO=4&transport=websocket&jwt_token=alice");
    const auto channel = story.last_number();
    story.frame(channel, "40{\"key\":1}");
    const auto& member = story.state().connections.members().begin()->second;
    CHECK(member.auth.use_count() == 1);
    story.frame(channel, R"(42["x"])");
    CHECK(member.auth.use_count() == 1);
}

TEST_CASE("packets for several clients that do not poll count once, and the clients with most are lost",
          "[limits]") {
    WorldStory story;
    for (const auto* user : {"a", "b", "c", "d", "e", "f"})
        story.post("EIO=4&transport=polling&sid=" + story.open_polling(user), "40");
    const auto shared = story.call(with_data(std::string(20 * mebibyte, 's')));
    CHECK(story.state().backlog.bytes() < 21 * mebibyte);
    for (const auto* user : {"a", "b", "c", "d", "e", "f"}) {
        auto own = with_data(std::string(40 * mebibyte, 'o'));
        own.to = inject_to(user).to;
        story.call(own);
    }
    CHECK(story.state().backlog.bytes() <= backlog_bytes_max);
    CHECK(story.journal("close").size() == 1);
    CHECK(story.journal("violation").size() == 1);
    CHECK(story.state().connections.all().size() == 5);
}

TEST_CASE("steps of a scenario are bounded together where no time passes between them", "[limits]") {
    WorldStory story;
    for (int i = 0; i < 60; ++i) story.join("alice");
    story.call(scenario("many", R"({"steps":[{"repeat":{"times":2,"steps":[
        {"inject":{"event":"NewMessage","data":{"n":1},"contract":"skip","repeat":10000}}]}}]})"));
    RunScenario run;
    run.name = "many";
    run.await_end = true;
    CHECK(story.refused(run).message.find("1000000 deliveries") != std::string::npos);
    CHECK(story.call(with_data(1)).contains("seq"));
}

TEST_CASE("bytes are bounded for all clients together", "[limits]") {
    WorldStory story;
    for (int i = 0; i < 10; ++i) story.join("user" + std::to_string(i));
    auto inject = with_data("${user}" + std::string(1000000, 'x'));
    inject.repeat = 20;
    const auto error = story.refused(inject);
    CHECK(error.message.find(std::to_string(turn_bytes_max)) != std::string::npos);
    inject.repeat = 5;
    CHECK(story.call(inject)["recipients"].size() == 10);
}

TEST_CASE("placeholders may not fill more than an event may be", "[limits]") {
    WorldStory story;
    const std::size_t size = 10000;
    story.join(token_of(user_of(1, size)));
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "${user}";
    CHECK(story.refused(with_data(text)).message.find("placeholders") != std::string::npos);
    CHECK(story.call(with_data("${user}"))["recipients"].size() == 1);
}

TEST_CASE("parameters may not fill more than a step may be", "[limits]") {
    WorldStory story;
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "{{p}}";
    const auto source = json_of(R"({"parameters":{"p":""},"steps":[{"inject":{"event":"NewMessage","data":"",
        "contract":"skip"}}]})");
    auto large = source;
    large["parameters"]["p"] = std::string(10000, 'x');
    large["steps"][0]["inject"]["data"] = text;
    const auto error = story.refused(SetScenario{"large", large});
    CHECK(mistakes_of(error).size() == 1);
    CHECK(mentions(mistakes_of(error), "parameters that fill"));
}

TEST_CASE("copies by faults are bounded", "[limits]") {
    World world({1, shipped_catalogue(), expect_value(policy::parse_profile(json_of("{}"))), {}});
    const Instant now{};
    for (engineio::ChannelId channel = 1; channel <= 2; ++channel) {
        http::Request request;
        request.method = "GET";
        http::read_target("/socket.io/?EIO=4&transport=websocket&jwt_token=alice", request);
        (void)world.apply(UpgradeArrived{channel, request}, now);
        (void)world.apply(FrameArrived{channel, {false, "40"}}, now);
    }
    const auto twice = expect_value(policy::parse_fault(json_of(R"({"do":"duplicate","copies":100})"), ""));
    (void)world.apply(Called{1, InstallFault{"twice", twice}, {}}, now);
    auto inject = with_data(1);
    inject.repeat = 6000;
    const auto effects = world.apply(Called{2, inject, {}}, now);
    CHECK(effects.wire.size() > turn_deliveries_max / 2);
    CHECK(effects.wire.size() <= turn_deliveries_max + 12000);
    CHECK(has_met_a_limit(world.state().journal));
}

TEST_CASE("installed values are bounded in number and in bytes", "[limits]") {
    WorldStory story;
    const auto rule = expect_value(
        policy::parse_auth_rule(json_of(R"({"match":{"missing":true},"outcome":{"do":"accept"}})"), ""));
    story.call(SetAuth{std::vector<policy::AuthRule>(auth_rules_max, rule)});
    CHECK(story.refused(AddAuthRule{rule}).code == ErrorCode::overloaded);
    CHECK(story.refused(SetAuth{std::vector<policy::AuthRule>(auth_rules_max + 1, rule)}).code ==
          ErrorCode::overloaded);
    CHECK(story.call(GetAuth{})["rules"].size() == auth_rules_max);

    const std::string long_text(8 * mebibyte, 'x');
    for (int i = 0; i < 3; ++i) story.call(SetGroup{std::to_string(i), {long_text}});
    CHECK(story.refused(SetGroup{"more", {long_text}}).code == ErrorCode::overloaded);
    CHECK(story.call(SetGroup{"0", {"alice"}})["members"].size() == 1);

    const auto described = [&](const std::string& name) {
        return SetScenario{name, Json{{"description", long_text}, {"steps", Json::array()}}};
    };
    for (int i = 0; i < 3; ++i) story.call(described("s" + std::to_string(i)));
    CHECK(story.refused(described("more")).code == ErrorCode::overloaded);
}

TEST_CASE("faults are bounded in number", "[limits]") {
    WorldStory story;
    const auto drop = expect_value(policy::parse_fault(json_of(R"({"do":"drop"})"), ""));
    policy::FaultsByName faults;
    for (std::size_t i = 0; i < faults_max; ++i) faults.emplace("f" + std::to_string(i), drop);
    story.call(ReplaceFaults{faults});
    CHECK(story.refused(InstallFault{"more", drop}).code == ErrorCode::overloaded);
    CHECK(story.call(InstallFault{"f0", drop}).at("name") == "f0");
}

TEST_CASE("injections that wait are bounded in bytes", "[limits]") {
    WorldStory story;
    auto inject = with_data(std::string(20 * mebibyte, 'x'));
    inject.delay = std::chrono::minutes(1);
    for (int i = 0; i < 3; ++i) CHECK(expect_value(story.answer(story.ask(inject))).status == 202);
    CHECK(story.refused(inject).code == ErrorCode::overloaded);
    story.advance(std::chrono::minutes(1));
    CHECK(expect_value(story.answer(story.ask(inject))).status == 202);
}

TEST_CASE("acknowledgements that calls wait for are bounded in bytes", "[limits]") {
    WorldStory story;
    const auto one = story.join("alice");
    const auto other = story.join("bob");
    auto inject = with_data(1);
    inject.await = Await::acked;
    const auto ticket = story.ask(inject);
    story.frame(one, "430[\"" + std::string(50 * mebibyte, 'x') + "\"]");
    story.frame(other, "430[\"" + std::string(50 * mebibyte, 'x') + "\"]");
    const auto recipients = story.body(ticket)["recipients"];
    CHECK(recipients[0]["acknowledgement"][0].get<std::string>().size() == 50 * mebibyte);
    CHECK(recipients[1]["acknowledgement"] == "…");
}

TEST_CASE("the journal's bytes count a client's identity once for all its entries", "[limits]") {
    WorldStory story;
    for (std::size_t i = 0; i < 100; ++i) {
        story.upgrade("EIO=4&transport=websocket&jwt_token=" + token_of(user_of(i, mebibyte)));
        story.lose_channel(story.last_number());
    }
    const auto& journal = story.state().journal;
    CHECK(journal.bytes() <= Journal::bytes_max);
    CHECK(journal.bytes() > Journal::bytes_max / 2);
    CHECK(journal.dropped() > 50);
    story.call(ClearJournal{});
    CHECK(journal.bytes() == 0);
}

TEST_CASE("one attachment that many placeholders name is little, in the journal and when it is echoed",
          "[limits]") {
    WorldStory story(R"({"reactions":[{"on":{"event":"x"},"emit":{"event":"x","arguments":"${args}"}}]})");
    const auto channel = story.join("alice");
    std::string packet = R"(451-["x")";
    for (int i = 0; i < 30000; ++i) packet += R"(,{"_placeholder":true,"num":0})";
    story.frame(channel, packet + "]");
    story.binary_frame(channel, std::string(mebibyte, 'b'));
    REQUIRE(story.effects().size() == 2);
    CHECK(std::get<engineio::SendFrame>(story.effects()[0]).payload->size() == packet.size() + 1);
    CHECK(story.state().journal.bytes() < 40 * mebibyte);
    CHECK(story.journal("receive")[0]["data"].size() == 30000);
}

// Actions of clients: they connect, send events, violate the protocol and leave.
#include "golden/stories.hpp"
#include "support/golden_story.hpp"
#include "support/signed_tokens.hpp"
#include "support/tokens.hpp"

namespace chatmock::golden {

using namespace core;

namespace {

const GoldenStory::Events no_events;
const std::string by_websocket = "EIO=4&transport=websocket&jwt_token=";

// Alice by WebSocket and Bob by polling receive each of the five events.
std::string five_events() {
    const std::vector<std::string> events = {"NewMessage", "NewMember", "DeleteMember", "ViewedMessage",
                                             "UpdatedGroup"};
    GoldenStory story(R"({"description":"Accepts everyone."})", events);
    story.join("alice");
    const auto bob = story.join_polling("bob");
    for (const auto& event : events) story.call("POST", "/events/" + event);
    story.get(bob);
    story.call("POST", "/journal/verify", R"({"match":{"kind":"emit"},"exactly":5})");
    return story.transcript();
}

// Messages before, during and after a client's upgrade to WebSocket: none is lost, and the order stays.
std::string upgrade_in_a_burst() {
    GoldenStory story;
    const auto alice = story.join_polling("alice");
    const auto message = [&story](const std::string& content) {
        story.call("POST", "/events/NewMessage", R"({"patch":{"content":")" + content + R"("}})");
    };
    message("the poll is not there");
    story.get(alice);
    story.get(alice);
    message("the poll waits");
    story.get(alice);
    story.upgrade(alice + "&transport=websocket");
    const auto channel = story.last_number();
    story.frame(channel, "2probe");
    message("the poll has been let go");
    message("neither transport may carry it");
    story.frame(channel, "5");
    message("by WebSocket");
    story.get(alice);
    story.call("GET", "/connections");
    return story.transcript();
}

// A client that does not answer its ping is disconnected at its deadline.
std::string ping_timeout() {
    GoldenStory story("{}", no_events);
    const auto alice = story.join("alice");
    story.join("bob");
    const auto both = story.ask("POST", "/clock/advance", R"({"ms":26000})");
    story.frame(alice, "3");
    story.give_up(both); // Bob does not answer, and the clock waits
    story.call("POST", "/clock/advance", R"({"ms":20000,"await":"nothing"})");
    story.call("GET", "/connections");
    story.call("GET", "/journal?kind=close");
    return story.transcript();
}

// An advance takes as long as clients need for their pongs; polls carry pings, too.
std::string pings_and_pongs() {
    GoldenStory story(R"({"protocol":{"ping_interval_ms":10000,"ping_timeout_ms":5000}})", no_events);
    const auto alice = story.join("alice");
    const auto bob = story.join_polling("bob");
    story.call("GET", "/clock");
    story.ask("POST", "/clock/advance", R"({"ms":15000})");
    story.advance(std::chrono::milliseconds(40)); // the machine's clock continues
    story.frame(alice, "3");
    story.get(bob);
    story.post(bob, "3");
    story.call("GET", "/clock");
    return story.transcript();
}

// A polling client of Engine.IO 3: the server joins it, and a poll takes its CONNECT.
std::string join_polling_3(GoldenStory& story, const std::string& token, const std::string& base64) {
    story.get("EIO=3&transport=polling" + base64 + "&jwt_token=" + token);
    const auto sid = story.journal("open").back().at("engine_sid").get<std::string>();
    auto query = "EIO=3&transport=polling" + base64 + "&sid=" + sid;
    story.get(query);
    return query;
}

// Text and bytes for both protocols on both transports, each in its own framing.
std::string both_protocols() {
    GoldenStory story;
    story.join("four");
    const auto four = story.join_polling("four-polling");
    story.upgrade("EIO=3&transport=websocket&jwt_token=three");
    const auto three = story.last_number();
    const auto bytes = join_polling_3(story, "three-polling", "");
    const auto base64 = join_polling_3(story, "three-polling-base64", "&b64=1");
    const auto poll = [&] {
        for (const auto& query : {four, bytes, base64}) story.get(query);
    };
    story.call("POST", "/events/NewMessage", R"({"patch":{"content":"Grüße €🦁"}})");
    poll();
    story.call("POST", "/events/NewMessage", R"({"data":{"file":{"$binary":"AAEC/w=="}},"contract":"skip"})");
    poll();
    story.post(bytes, R"(10:42["café"]1:2)");
    story.frame(three, "2");
    story.frame(three, R"(451-["file",{"_placeholder":true,"num":0}])");
    story.binary_frame(three, "\x04\xff");
    story.call("GET", "/connections");
    return story.transcript();
}

// A protocol violation ends only the client that caused it.
std::string broken_clients() {
    GoldenStory story(R"({"protocol":{"max_payload":100}})", no_events);
    const auto garbage = story.join("garbage");
    story.frame(garbage, "what?");
    story.lose_channel(garbage);
    const auto bytes = story.join("bytes");
    story.binary_frame(bytes, "\xff\xfe");
    const auto violating = story.join("violating");
    story.play(ChannelViolated{violating, "a frame that is not masked"});
    story.lose_channel(violating);
    const auto twice = story.join_polling("polls-twice");
    story.get(twice);
    story.get(twice);
    const auto large = story.join_polling("posts-too-much");
    RequestArrived post;
    http::read_target("/socket.io/?" + large, post.request);
    post.request.exchange = 100;
    post.request.method = "POST";
    post.request.body_too_large = true;
    story.play(post);
    story.get("EIO=4&transport=polling&sid=nobody");
    story.get("EIO=5&transport=polling");
    story.get("EIO=4&transport=carrier-pigeon");
    story.upgrade("EIO=4&transport=websocket&sid=nobody");
    story.call("GET", "/journal?kind=violation");
    return story.transcript();
}

// Each end of a connection, with the reason that its client sees.
std::string departures() {
    GoldenStory story("{}", no_events);
    story.frame(story.join("says-goodbye"), "41");
    story.frame(story.join("closes"), "1");
    story.lose_channel(story.join("is-lost"));
    const auto parked = story.join_polling("leaves-its-poll");
    story.get(parked);
    story.lose_exchange(story.last_number());
    story.join("is-sent-away");
    story.call("POST", "/connections/disconnect",
               R"({"to":{"user":"is-sent-away"},"as":"server_disconnect"})");
    story.join("is-cut-off");
    story.call("POST", "/connections/disconnect", R"({"to":{"user":"is-cut-off"},"as":"transport_close"})");
    story.upgrade(by_websocket + "never-joins");
    story.call("POST", "/clock/advance", R"({"ms":45000,"await":"nothing"})");
    story.join("is-there-at-the-end");
    story.shut_down();
    return story.transcript();
}

// Ends that only a test causes: of each pair, the first client has a WebSocket, and the second polls.
std::string cut_off() {
    GoldenStory story(R"({"protocol":{"ping_interval_ms":10000,"ping_timeout_ms":5000}})");
    for (const std::string as : {"transport_error", "ping_timeout", "parse_error", "restart", "half_open"}) {
        const auto channel = story.join(as);
        const auto query = story.join_polling(as);
        story.get(query);
        story.call("POST", "/connections/disconnect",
                   R"({"to":{"user":")" + as + R"("},"as":")" + as + R"("})");
        story.frame(channel, R"(42["still there"])");
        story.post(query, R"(42["still there"])");
    }
    const auto lost = story.ask("POST", "/events/NewMessage", R"({"await":"written"})");
    story.give_up(lost);
    story.ask("GET", "/quiesce");
    story.write_all();
    story.call("POST", "/clock/advance", R"({"ms":45000})");
    story.call("GET", "/connections");
    return story.transcript();
}

// Namespaces, and a profile's own actions: it greets, echoes and acknowledges.
std::string namespaces_and_reactions() {
    GoldenStory story(R"({"namespaces":["/","/custom"],
        "endpoints":[{"path":"/socket.io/"},{"path":"/engine.io/","echo":true}],
        "reactions":[
            {"on":"connect","namespace":"*","emit":{"event":"auth","arguments":["${auth}"]}},
            {"on":{"event":"message"},"namespace":"*","emit":{"event":"message-back","arguments":"${args}"}},
            {"on":{"event":"typing"},"emit":{"event":"NewMessage","fixture":"default"}},
            {"on":{"event":"message-with-ack"},"namespace":"*","acknowledge":"${args}"}]})");
    story.upgrade(by_websocket + "alice");
    const auto alice = story.last_number();
    story.frame(alice, R"(40{"lang":"de"})");
    story.frame(alice, "40/custom,");
    story.frame(alice, "40/nowhere,");
    story.frame(alice, R"(42["typing"])");
    story.frame(alice, R"(42/custom,["message",1,"zwei",{"3":[true,null]}])");
    story.frame(alice, R"(451-/custom,7["message-with-ack",{"_placeholder":true,"num":0}])");
    story.binary_frame(alice, std::string("\x00\x01\xff", 3));
    story.call("POST", "/events/NewMessage",
               R"({"namespace":"/custom","data":{"to":"${user}"},"contract":"skip"})");
    story.frame(alice, "41/custom,");
    story.upgrade("EIO=4&transport=websocket", "/engine.io/");
    story.frame(story.last_number(), "4any text");
    return story.transcript();
}

// The users of tokens; the file contains no signature and no opaque token.
std::string tokens() {
    GoldenStory story(R"({"auth":{"rules":[
        {"match":{"missing":true},"outcome":{"do":"reject","message":"Who are you?"}},
        {"match":{"token":"invalid*"},"outcome":{"do":"reject"}},
        {"match":{"expired":true},"outcome":{"do":"reject","message":"Expired"}}]}})");
    const auto alice = jwt(R"({"sub":"alice","role":"admin","exp":1577836860})"); // in a minute
    story.upgrade("EIO=4&transport=websocket");
    story.frame(story.last_number(), "40");
    story.join("invalid-token");
    story.join("an%20opaque%20token");
    story.join(alice);
    story.frame(story.last_number(), R"(42["who",")" + alice + R"("])");
    story.call("POST", "/events/NewMessage", R"({"to":{"claims":{"role":"admin"}}})");
    story.call("POST", "/clock/advance", R"({"ms":60000,"await":"nothing"})");
    story.join(alice);
    story.call("POST", "/auth/rules", R"({"match":{"token":"an opaque*"},"outcome":{"do":"reject"}})");
    story.join("an%20opaque%20token");
    story.join(alice + "x");
    story.call("GET", "/connections");
    return story.transcript();
}

// Every auth outcome; signatures are checked, and the file contains no key.
std::string auth_outcomes() {
    GoldenStory story(R"({"jwt":{"secret":"secret"}})", no_events);
    const auto outcome = [&story](const std::string& outcome) {
        const auto rule = R"({"match":{"signature":"valid"},"times":1,"outcome":)" + outcome + "}";
        story.call("PUT", "/auth", R"({"rules":[)" + rule + "]}");
        story.join(signed_with_secret);
    };
    story.join(signed_with_secret);
    story.join(signed_with_another_secret);
    outcome(R"({"do":"reject","via":"http","status":403,"message":"Go away"})");
    outcome(R"({"do":"reject","via":"event","message":"Expired","data":{"code":7}})");
    outcome(R"({"do":"reject","via":"close"})");
    outcome(R"({"do":"reject","via":"close","at":"handshake","delay_ms":500})");
    outcome(R"({"do":"hang"})");
    outcome(R"({"do":"accept","delay_ms":1000,"expire_after_ms":2000,"expire_as":"event"})");
    story.call("GET", "/auth");
    story.call("POST", "/clock/advance", R"({"ms":3000})");
    story.call("GET", "/journal?kind=disconnect");
    return story.transcript();
}

} // namespace

std::vector<Story> stories_of_clients() {
    return {
        {"five_events", five_events},
        {"upgrade_in_a_burst", upgrade_in_a_burst},
        {"ping_timeout", ping_timeout},
        {"pings_and_pongs", pings_and_pongs},
        {"both_protocols", both_protocols},
        {"broken_clients", broken_clients},
        {"departures", departures},
        {"cut_off", cut_off},
        {"namespaces_and_reactions", namespaces_and_reactions},
        {"tokens", tokens},
        {"auth_outcomes", auth_outcomes},
    };
}

} // namespace chatmock::golden

// The reactions of a session, in every state to every input, in both protocols.
#include "support/catch.hpp"
#include "support/session_story.hpp"

#include <array>
#include <sstream>

namespace chatmock::engineio {

namespace {

// The WebSocket has number 1, if there is one; no poll waits.
SessionStory session_in(SessionState state, Protocol protocol) {
    SessionStory story(protocol);
    if (state == SessionState::websocket) {
        story.open_websocket(1);
        return story;
    }
    story.open_polling(1);
    const bool closes = state == SessionState::closing;
    if (state == SessionState::probing || state == SessionState::probed || closes) story.attach(1);
    if (state == SessionState::probed || closes) story.frame(1, "2probe");
    if (state == SessionState::draining || closes) story.close();
    if (state == SessionState::silent) story.fall_silent();
    if (state == SessionState::closed) {
        story.poll(2);
        story.abandon(2);
    }
    return story;
}

std::string in_payload(const std::string& packet, Protocol protocol) {
    return protocol == Protocol::v4 ? packet : std::to_string(packet.size()) + ":" + packet;
}

Output play(const std::string& input, SessionStory& story, Protocol protocol) {
    const auto colon = input.find(':');
    const auto verb = input.substr(0, colon);
    const auto packet = colon == std::string::npos ? "" : input.substr(colon + 1);
    if (verb == "poll") return story.poll(3);
    if (verb == "post") return story.post(3, in_payload(packet, protocol));
    if (verb == "attach") return story.attach(2);
    if (verb == "frame") return story.frame(1, packet);
    if (verb == "lose") return story.lose(1);
    if (verb == "send") return story.send(packet);
    if (verb == "close") return story.close();
    if (verb == "drop") return story.drop();
    if (verb == "fail") return story.fail();
    if (verb == "tear") return story.tear(packet);
    if (verb == "silence") return story.fall_silent();
    FAIL("no such input: " << input);
    return {};
}

// The effects as letters, and the next state:
//
//   O ok            P 200 with something    W 200, only a noop     B 400
//   A accepts       F frame                 C closes a WebSocket
//   D drops         X breaks a WebSocket    T torn frame
//   M passes a message on                   V the client broke the protocol
std::string letters_of(const Output& output) {
    std::string letters;
    for (const auto& line : transcript(output)) {
        const auto ends_with = [&line](std::string_view end) {
            return line.size() >= end.size() && line.compare(line.size() - end.size(), end.size(), end) == 0;
        };
        if (line.find("accept") == 0) letters += 'A';
        else if (line.find("close") == 0) letters += 'C';
        else if (line.find("drop") == 0) letters += 'D';
        else if (line.find("break") == 0) letters += 'X';
        else if (line.find("torn frame") == 0) letters += 'T';
        else if (line.find("frame") == 0) letters += 'F';
        else if (line.find(": 400") != std::string::npos) letters += 'B';
        else if (ends_with(" ok")) letters += 'O';
        else letters += ends_with(" 6") || ends_with(" 1:6") ? 'W' : 'P';
    }
    letters.append(output.messages.size(), 'M');
    letters.append(output.violations.size(), 'V');
    return letters;
}

std::string outcome_of(const std::string& input, SessionState from, Protocol protocol) {
    auto story = session_in(from, protocol);
    REQUIRE(story.session().state() == from);
    const auto letters = letters_of(play(input, story, protocol));
    const auto to = story.session().state();
    const std::string next(to == from ? "" : name_of(to));
    if (letters.empty() && next.empty()) return "-";
    return letters.empty() || next.empty() ? letters + next : letters + ">" + next;
}

// "-" for no reaction; the new state if it changes. The second line of an input is protocol 3, if it differs.
constexpr std::string_view expected_table = R"(
                polling        probing         probed          websocket    closing    draining  silent   closed
poll            -              -               W               B            PC>closed  P>closed  -        B
post:4a         OM             OM              OM              B            O          O         -        B
post:2          OV>closed      OCV>closed      OV>closing      B            O          O         -        B
v3:             O              O               O               B            O          O         -        B
post:3          O              O               O               B            O          O         -        B
v3:             OV>closed      OCV>closed      OV>closing      B            O          O         -        B
post:1          O>closed       OC>closed       OC>closed       B            OC>closed  O>closed  D>closed B
post:0          O              O               O               B            O          O         -        B
post:5          O              O               O               B            O          O         -        B
post:6          O              O               O               B            O          O         -        B
post:7          OV>closed      OCV>closed      OV>closing      B            O          O         -        B
attach          A>probing      ACV             ACV             ACV          AC         AC        D        AC
frame:2probe    -              F>probed        F               CV>closed    -          -         -        -
v3:             -              F>probed        F               F            -          -         -        -
frame:5         -              websocket       websocket       -            C>closed   -         -        -
frame:4a        -              CV>polling      CV>polling      M            -          -         -        -
frame:2         -              CV>polling      CV>polling      CV>closed    -          -         -        -
v3:             -              CV>polling      CV>polling      F            -          -         -        -
frame:3         -              CV>polling      CV>polling      -            -          -         -        -
v3:             -              CV>polling      CV>polling      CV>closed    -          -         -        -
frame:1         -              CV>polling      CV>polling      C>closed     -          -         -        -
frame:0         -              CV>polling      CV>polling      -            -          -         -        -
frame:6         -              CV>polling      CV>polling      -            -          -         -        -
frame:7         -              CV>polling      CV>polling      CV>closed    -          -         -        -
lose            -              polling         polling         closed       draining   -         -        -
send:a          -              -               -               F            -          -         -        -
close           draining       C>draining      closing         C>closed     -          -         closed   -
drop            closed         D>closed        closing         D>closed     D>closed   closed    closed   -
fail            closed         X>closed        closing         X>closed     X>closed   closed    closed   -
tear:a          draining       C>draining      closing         T>closed     -          -         -        -
silence         silent         silent          silent          silent       -          -         -        -
)";

struct Row {
    std::string input;
    Protocol protocol;
    std::array<std::string, session_states.size()> outcomes;
};

std::vector<Row> rows_of(std::string_view table) {
    std::istringstream text{std::string(table)};
    std::string word;
    for (std::size_t i = 0; i < session_states.size(); ++i) text >> word; // the table's head
    std::vector<Row> rows;
    while (text >> word) {
        const bool only_v3 = word == "v3:";
        Row row{only_v3 ? rows.back().input : word, only_v3 ? Protocol::v3 : Protocol::v4, {}};
        for (auto& outcome : row.outcomes) text >> outcome;
        if (only_v3) rows.back() = row;
        else rows.insert(rows.end(), {row, {row.input, Protocol::v3, row.outcomes}});
    }
    return rows;
}

} // namespace

TEST_CASE("Every input in every state has the table's effect, in both protocols", "[engineio]") {
    for (const auto& [input, protocol, outcomes] : rows_of(expected_table)) {
        for (std::size_t i = 0; i < session_states.size(); ++i) {
            CAPTURE(input, number_of(protocol), name_of(session_states[i]));
            CHECK(outcome_of(input, session_states[i], protocol) == outcomes[i]);
        }
    }
}

} // namespace chatmock::engineio

// A broadcast that several senders share: clients, receipts and the world see no difference.
#include "support/socket_story.hpp"

#include "support/catch.hpp"

#include <map>

namespace chatmock::transport {

namespace {

// Sends in another order than one thread would.
class BackwardSenders final : public net::Senders {
public:
    std::size_t lines_min() const override { return 2; }

    std::vector<net::Moved> send(const std::vector<net::Line*>& lines, std::string_view bytes) override {
        std::vector<net::Moved> moved(lines.size());
        for (auto i = lines.size(); i-- > 0;)
            if (lines[i] != nullptr) moved[i] = lines[i]->send(&bytes, 1);
        ++broadcasts;
        return moved;
    }

    int broadcasts = 0;
};

struct Outcome {
    std::map<std::string, std::string> out;
    std::vector<engineio::Receipt> written;
    std::size_t connections = 0;
    std::string transcript;
};

core::Inject event(std::string_view content) {
    core::Inject inject;
    inject.event = "NewMessage";
    inject.await = core::Await::written;
    inject.data = Json{{"content", content}};
    inject.enforce_contract = false;
    return inject;
}

// Clients that read all, that read a part, that still have to take an earlier event, and that have left.
Outcome play(net::Senders* senders) {
    SocketStory story;
    if (senders != nullptr) story.use(*senders);
    std::map<std::string, std::shared_ptr<net::MemoryPeer>> clients;
    for (const auto* name :
         {"early-1", "slow-1", "torn-1", "left-1", "early-2", "slow-2", "torn-2", "left-2"})
        clients[name] = story.join(name);
    for (const auto& [name, client] : clients) {
        if (name.substr(0, 4) == "slow") client->room = 0;
    }
    story.call(event("first"));
    for (const auto& [name, client] : clients) {
        if (name.substr(0, 4) == "torn") client->room = 3;
        if (name.substr(0, 4) == "left") client->has_reset = true;
    }
    story.call(event("second"));
    for (const auto& [name, client] : clients) client->room = std::string::npos;
    story.settle();
    story.call(event("third"));
    Outcome outcome{{}, story.written(), story.connections(), story.transcript()};
    for (const auto& [name, client] : clients) outcome.out[name] = client->out;
    return outcome;
}

} // namespace

TEST_CASE("a broadcast that several senders share has the outcome of one sender", "[transport]") {
    BackwardSenders senders;
    const auto together = play(&senders);
    CHECK(senders.broadcasts == 3);
    const auto alone = play(nullptr);
    CHECK(alone.connections == 6);
    CHECK(alone.out.at("early-1").find("third") != std::string::npos);
    CHECK(together.out == alone.out);
    CHECK(together.written == alone.written);
    CHECK(together.connections == alone.connections);
    CHECK(together.transcript == alone.transcript);
}

} // namespace chatmock::transport

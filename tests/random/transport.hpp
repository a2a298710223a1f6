// The transport as the world sees it: numbers exchanges and channels, and checks that the world's effects are
// possible.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <set>
#include <vector>

namespace chatmock::random {

struct Exchange {
    enum class Phase { begun, arrived, dropped };

    Phase phase;
    http::Request request; // complete
};

struct Channel {
    enum class Phase { asked, open, closed };

    Phase phase;
};

class Transport {
public:
    explicit Transport(std::uint64_t numbers_before) : last_number_(numbers_before) {}

    std::uint64_t next_number() { return ++last_number_; }

    // Call before the world gets the input.
    void note(const core::Input& input);

    // The world's effects of the input.
    void perform(const core::Input& input, const std::vector<engineio::WireEffect>& effects,
                 const core::State& state);

    // Compares the open exchanges and channels with the world's.
    void check(const core::State& state) const;

    const std::map<http::ExchangeId, Exchange>& exchanges() const { return exchanges_; }
    const std::map<engineio::ChannelId, Channel>& channels() const { return channels_; }
    const std::set<engineio::Receipt>& unwritten() const { return unwritten_; }

private:
    void note_one(const core::RequestBegun& input);
    void note_one(const core::RequestArrived& input);
    void note_one(const core::ExchangeLost& input) { exchanges_.erase(input.exchange); }
    void note_one(const core::UpgradeArrived& input);
    void note_one(const core::ChannelLost& input) { channels_.erase(input.channel); }
    void note_one(const core::Written& input);
    template <typename Input>
    void note_one(const Input&) {}

    void to(const engineio::Respond& effect);
    void to(const engineio::DropExchange& effect);
    void to(const engineio::AcceptChannel& effect);
    void to(const engineio::RefuseChannel& effect);
    void to(const engineio::SendFrame& effect);
    void to(const engineio::Broadcast& effect);
    void to(const engineio::Confirm& effect);
    void to(const engineio::CloseChannel& effect);
    void to(const engineio::BreakChannel& effect);
    void to(const engineio::DropChannel& effect);
    void end(engineio::ChannelId channel, const char* rule);
    void hand_out(engineio::Receipt receipt);

    void check_exchanges(const core::State& state) const;
    void check_channels(const core::State& state) const;

    std::map<http::ExchangeId, Exchange> exchanges_;  // without an answer
    std::map<engineio::ChannelId, Channel> channels_; // not lost yet
    std::set<engineio::Receipt> unwritten_;
    std::set<engineio::Receipt> handed_out_;
    std::uint64_t last_number_;
};

} // namespace chatmock::random

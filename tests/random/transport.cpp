#include "random/transport.hpp"

#include "base/invariant.hpp"
#include "support/broadcast.hpp"

#include <algorithm>

namespace chatmock::random {

namespace {

using core::Connection;
using engineio::SessionState;

const Connection* owner(const core::Connections& connections,
                        const core::Connections::Index<std::uint64_t>& index, std::uint64_t number) {
    const auto bound = index.find(number);
    if (bound == index.end()) return nullptr;
    const auto found = connections.all().find(bound->second);
    return found == connections.all().end() ? nullptr : &found->second;
}

bool has_channel(SessionState state) {
    return state == SessionState::probing || state == SessionState::probed ||
           state == SessionState::closing || state == SessionState::websocket;
}

} // namespace

void Transport::note(const core::Input& input) {
    std::visit([this](const auto& each) { note_one(each); }, input);
}

void Transport::note_one(const core::RequestBegun& input) {
    exchanges_[input.request.exchange] = {Exchange::Phase::begun, input.request};
}

void Transport::note_one(const core::RequestArrived& input) {
    exchanges_[input.request.exchange] = {Exchange::Phase::arrived, input.request};
}

void Transport::note_one(const core::UpgradeArrived& input) {
    channels_[input.channel] = {Channel::Phase::asked};
}

void Transport::note_one(const core::Written& input) {
    for (const auto receipt : input.receipts) unwritten_.erase(receipt);
}

void Transport::perform(const core::Input& input, const std::vector<engineio::WireEffect>& effects,
                        const core::State& state) {
    for (const auto& effect : effects) std::visit([this](const auto& each) { to(each); }, effect);
    if (const auto* arrived = std::get_if<core::RequestArrived>(&input)) {
        const auto exchange = arrived->request.exchange;
        const auto found = exchanges_.find(exchange);
        const bool waits = found != exchanges_.end() && found->second.phase == Exchange::Phase::arrived;
        const auto* connection = owner(state.connections, state.connections.exchanges(), exchange);
        const bool in_vain = connection != nullptr && connection->session.is_mute();
        require(!waits || in_vain || arrived->request.method == "GET", "only polls wait for their answer");
    } else if (const auto* upgrade = std::get_if<core::UpgradeArrived>(&input)) {
        const auto found = channels_.find(upgrade->channel);
        require(found == channels_.end() || found->second.phase != Channel::Phase::asked,
                "a WebSocket is accepted, refused or dropped at once");
    }
}

void Transport::to(const engineio::Respond& effect) {
    require(exchanges_.erase(effect.exchange) == 1, "no response to an exchange unknown or answered",
            effect.exchange);
    for (const auto receipt : effect.receipts) hand_out(receipt);
}

void Transport::to(const engineio::DropExchange& effect) {
    const auto found = exchanges_.find(effect.exchange);
    require(found != exchanges_.end(), "an exchange that is dropped has no answer", effect.exchange);
    require(found->second.phase != Exchange::Phase::dropped, "an exchange is dropped once", effect.exchange);
    found->second.phase = Exchange::Phase::dropped;
}

void Transport::to(const engineio::AcceptChannel& effect) {
    const auto found = channels_.find(effect.channel);
    require(found != channels_.end() && found->second.phase == Channel::Phase::asked,
            "only a WebSocket that asks is accepted", effect.channel);
    found->second.phase = Channel::Phase::open;
}

void Transport::to(const engineio::RefuseChannel& effect) {
    const auto found = channels_.find(effect.channel);
    require(found != channels_.end() && found->second.phase == Channel::Phase::asked,
            "only a WebSocket that asks is refused", effect.channel);
    channels_.erase(found);
}

void Transport::to(const engineio::SendFrame& effect) {
    const auto found = channels_.find(effect.channel);
    require(found != channels_.end() && found->second.phase == Channel::Phase::open,
            "a frame goes to a channel that is open", effect.channel);
    require(effect.payload != nullptr, "a frame has a payload", effect.channel);
    if (effect.receipt != 0) hand_out(effect.receipt);
}

void Transport::to(const engineio::Broadcast& effect) {
    require(!effect.channels.empty() && !effect.payloads.empty(), "a broadcast says something to someone");
    require(effect.receipts.empty() || effect.receipts.size() == effect.channels.size(),
            "a broadcast asks for a receipt of each channel, or of none");
    for (const auto& frame : engineio::frames_of(effect)) to(frame);
}

void Transport::to(const engineio::Confirm& effect) {
    const auto found = channels_.find(effect.channel);
    require(found != channels_.end() && found->second.phase == Channel::Phase::open,
            "only a channel that is open confirms", effect.channel);
    hand_out(effect.receipt);
}

void Transport::to(const engineio::CloseChannel& effect) {
    end(effect.channel, "only a channel that is open is closed");
}

void Transport::to(const engineio::BreakChannel& effect) {
    end(effect.channel, "only a channel that is open is broken");
}

void Transport::to(const engineio::DropChannel& effect) {
    const auto found = channels_.find(effect.channel);
    if (found != channels_.end() && found->second.phase == Channel::Phase::asked)
        found->second.phase = Channel::Phase::open; // it may be dropped before it is open
    end(effect.channel, "only a channel that is open, or asks to be, is dropped");
}

void Transport::end(engineio::ChannelId channel, const char* rule) {
    const auto found = channels_.find(channel);
    require(found != channels_.end() && found->second.phase == Channel::Phase::open, rule, channel);
    found->second.phase = Channel::Phase::closed;
}

void Transport::hand_out(engineio::Receipt receipt) {
    require(receipt != 0, "a response names no receipt of 0");
    require(handed_out_.insert(receipt).second, "a receipt is handed out once", receipt);
    unwritten_.insert(receipt);
}

void Transport::check(const core::State& state) const {
    check_exchanges(state);
    check_channels(state);
}

// A request on its way may outlive its session, but a waiting one must not. Unanswered ones may include a
// POST.
void Transport::check_exchanges(const core::State& state) const {
    const auto& connections = state.connections;
    std::set<std::pair<const Connection*, std::string>> waiting; // with the method
    for (const auto& [id, exchange] : exchanges_) {
        const bool bound = connections.exchanges().count(id) != 0;
        if (exchange.phase == Exchange::Phase::dropped)
            require(!bound, "a dropped exchange is not bound", id);
        if (exchange.phase != Exchange::Phase::arrived) continue;
        const auto* connection = owner(connections, connections.exchanges(), id);
        require(connection != nullptr, "a request that waits belongs to a session", id);
        const auto& session = connection->session;
        require(session.is_mute() ||
                    (session.is_open() && session.transport() == engineio::Transport::polling),
                "a parked poll belongs to a session that lives and polls", id);
        require(waiting.emplace(connection, exchange.request.method).second,
                "a session has one parked poll, and one POST that waits in vain", id);
    }
    for (const auto& [id, ordinal] : connections.exchanges()) {
        require(exchanges_.count(id) != 0, "a bound exchange has no answer yet", id);
    }
}

// A channel stays bound until it is lost, even after its session's end.
void Transport::check_channels(const core::State& state) const {
    const auto& connections = state.connections;
    std::vector<std::uint64_t> connected; // ordinals
    for (const auto& [id, channel] : channels_) {
        if (channel.phase != Channel::Phase::open) continue;
        const auto* connection = owner(connections, connections.channels(), id);
        require(connection != nullptr, "an open channel belongs to a session", id);
        if (connection->session.state() == SessionState::silent) continue; // it keeps its connections
        connected.push_back(connection->ordinal);
    }
    std::sort(connected.begin(), connected.end());
    std::vector<std::uint64_t> speaking;
    for (const auto& [ordinal, connection] : connections.all()) {
        if (has_channel(connection.session.state())) speaking.push_back(ordinal);
    }
    require(connected == speaking, "a session has one open channel while its state says so, and else none");
    for (const auto& [id, ordinal] : connections.channels()) {
        require(channels_.count(id) != 0, "a bound channel is not lost", id);
    }
}

} // namespace chatmock::random

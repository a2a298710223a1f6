// From what a call asks to be sent to the packets that carry it: fixture, patch, placeholders, contract.
#pragma once

#include "core/state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

// One event, ready to be sent.
struct Rendering {
    std::string arguments;     // of its packet, as text
    std::optional<Json> bytes; // the same, where it holds bytes
    SharedText text;           // of the payload, for the journal

    // `ack_id` asks the client to acknowledge it.
    std::vector<engineio::SharedPacket> packets(const std::string& namespace_name,
                                                std::optional<std::uint64_t> ack_id) const;
};

// One emission: what everyone gets, or each user.
class Emission {
public:
    const Rendering& of(const std::string& user) const;
    const Rendering* any() const { return by_user_.empty() ? nullptr : &by_user_.begin()->second; }
    std::map<std::string, SharedText> texts() const;

private:
    friend class Renderer;
    std::map<std::string, Rendering> by_user_; // "" is everyone
};

class Renderer {
public:
    explicit Renderer(State& state) : state_(state) {}

    // What will be rendered; fails where event, fixture or a placeholder is unknown.
    Result<catalogue::Template> prepare(const Inject& request) const;

    // As many emissions as the request repeats; all of them, or none where one breaks its contract.
    Result<std::vector<Emission>> render(const Inject& request, const catalogue::Template& payload,
                                         const std::vector<const Member*>& recipients);

private:
    Result<Emission> render_once(const Inject& request, const catalogue::Template& payload,
                                 const std::vector<const Member*>& recipients);
    Result<Rendering> render_for(const std::string& user, const Inject& request,
                                 const catalogue::Template& payload, catalogue::Counters& counters) const;
    Result<void> check(const Inject& request, const Json& payload) const;

    State& state_;
};

} // namespace chatmock::core

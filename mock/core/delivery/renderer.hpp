// From what a call asks to be sent to the packets that carry it: fixture, patch, placeholders, contract.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

// A payload as it will be rendered, and the name of the mutant or the variant that it is, if it is one.
struct Draft {
    catalogue::Template payload;
    std::string mutant = {};
    std::string variant = {};
    std::vector<std::string> removed = {}; // the fields that a null in `patch` removed, as JSON Pointers
};

using Drafts = std::vector<Draft>;

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
    std::size_t bytes() const; // of all renderings
    bool is_per_user() const { return per_user_; }
    const std::string& mutant() const { return mutant_; }
    const std::string& variant() const { return variant_; }

private:
    friend class Renderer;
    std::map<std::string, Rendering> by_user_; // "" is everyone
    bool per_user_ = false;
    std::string mutant_;
    std::string variant_;
};

// What one input leads to is larger than it may be.
Error too_large_in_turn(const Limits& limits);

class Renderer {
public:
    explicit Renderer(State& state) : state_(state) {}

    // What will be rendered, one after the other; fails where event, fixture, a placeholder, the mutant or
    // the variant is unknown.
    Result<Drafts> prepare(const Inject& request) const;

    // Texts of the draft that do not have the `format` that their contract names, where it only warns of that.
    std::vector<Violation> warnings(const Inject& request, const Drafts& drafts) const;

    // Each draft once, and all of them as often as the request repeats; all emissions, or none where one
    // breaks its contract.
    Result<std::vector<Emission>> render(const Inject& request, const Drafts& drafts,
                                         const Recipients& recipients);

private:
    Result<Draft> draft_of(const Inject& request, const catalogue::Event& event) const;
    Result<Emission> render_once(const Inject& request, const Draft& draft, const Recipients& recipients);
    Result<Rendering> render_for(const std::string& user, const Inject& request, const Draft& draft,
                                 catalogue::Counters& counters) const;
    Result<void> check(const Inject& request, const Draft& draft, const Json& rendered) const;

    State& state_;
};

} // namespace chatmock::core

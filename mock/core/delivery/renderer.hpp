// Makes packets from a call's request: fixture, patch, placeholders, contract.
#pragma once

#include "core/delivery/last_events.hpp"
#include "core/state/state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

// A payload before rendering, with the name of its mutant or variant, if it is one.
struct Draft {
    catalogue::Template payload;
    std::string mutant = {};
    std::string variant = {};
    std::vector<std::string> removed = {}; // JSON Pointers of fields that a null in `patch` removed
    std::shared_ptr<const catalogue::Verdict> verdict = {}; // of a fixture that is sent as it is
};

using Drafts = std::vector<Draft>;

// One event, ready to be sent.
struct Rendering {
    std::string arguments;     // of its packet, as text
    std::optional<Json> bytes; // the arguments, if they contain bytes
    SharedText text;           // the payload's text, for the journal

    // With `ack_id`, the packet requests an acknowledgement.
    std::vector<engineio::SharedPacket> packets(const std::string& namespace_name,
                                                std::optional<std::uint64_t> ack_id) const;
};

// One emission: a rendering for all, or one per user.
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
    std::map<std::string, Rendering> by_user_; // "" stands for all users
    bool per_user_ = false;
    std::string mutant_;
    std::string variant_;
};

// The error for an input that sends too much.
Error too_large_in_turn(const Limits& limits);

class Renderer {
public:
    explicit Renderer(State& state) : state_(state) {}

    // The payloads to render, in order. Fails if event, fixture, a placeholder, the mutant or the variant is
    // unknown.
    Result<Drafts> prepare(const Inject& request) const;

    // Texts of the draft that do not match a `format`, if their contract only warns about formats.
    std::vector<Violation> warnings(const Inject& request, const Drafts& drafts) const;

    // Renders the drafts in order, repeated as the request says. Returns all emissions, or fails if one
    // violates its contract.
    Result<std::vector<Emission>> render(const Inject& request, const Drafts& drafts,
                                         const Recipients& recipients);

private:
    Result<Draft> draft_of(const Inject& request, const catalogue::Event& event) const;
    Result<Emission> render_once(const Inject& request, const Draft& draft, const Recipients& recipients,
                                 LastEvents& last);
    Result<Rendering> render_for(const std::string& user, const Inject& request, const Draft& draft,
                                 catalogue::Counters& counters, LastEvents& last) const;
    bool is_judged(const Inject& request, const Draft& draft) const;
    static Result<Rendering> as_it_is(const Inject& request, const catalogue::Verdict& verdict);
    Result<void> check(const Inject& request, const Draft& draft, const Json& rendered) const;

    State& state_;
};

} // namespace chatmock::core

// The port that tests and people steer the mock by: HTTP, JSON in and JSON out. Pure: bytes of its
// connections in, bytes out; a call is applied to the world where it is read, and answered when the world
// answers.
#pragma once

#include "console/console.hpp"
#include "control/access.hpp"
#include "control/routes.hpp"
#include "net/protocol.hpp"
#include "runtime/callers.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>

namespace chatmock::control {

class ControlConnection;

class ControlPort : public runtime::Callers {
public:
    static constexpr std::size_t waiting_max = 256;                  // calls that are not answered
    static constexpr std::size_t streams_max = 32;                   // of the journal
    static constexpr std::size_t lists_max = 64;                     // long answers that are being read
    static constexpr std::size_t held_bytes_max = 256 * 1024 * 1024; // of requests that are not complete

    // Performs the effects of an input before it returns, and gives its answers to answer().
    using Apply = std::function<void(core::SandboxesInput input)>;

    // Of the sandbox that a call is to; or why it cannot be.
    using FactsOf = std::function<Result<Facts>(const std::string& sandbox)>;

    ControlPort(Apply apply, FactsOf facts_of, AccessRules access, console::Console console);
    ~ControlPort();

    // What the connection speaks; it may not outlive this.
    std::unique_ptr<net::Protocol> serve(net::Connection& connection);

    // The answer to a call.
    void answer(core::Answer answer, Instant now) override;

    // Answers every call that waits, ends every stream when it has all that happened, and refuses further
    // calls.
    void close(Instant now);

    // Whether nothing is kept of any call.
    bool is_idle() const;

private:
    friend class ControlConnection;

    // Of a connection's call: the answer if it is there at once.
    std::optional<Result<core::Reply>> ask(ControlConnection& caller, const std::string& sandbox,
                                           core::Called called);
    std::optional<Result<core::Reply>> ask(ControlConnection& caller, core::SandboxCalled called);
    std::optional<Result<core::Reply>> ask(ControlConnection& caller, core::Ticket ticket,
                                           core::SandboxesInput called);
    void give_up(core::Ticket ticket);
    void withdraw(core::Ticket ticket);
    void forget(core::Ticket ticket) { callers_.erase(ticket); }
    core::Ticket next_ticket() { return ++last_ticket_; }

    Apply apply_;
    FactsOf facts_of_;
    Access access_;
    console::Console console_;
    core::Ticket last_ticket_ = 0;
    std::map<core::Ticket, ControlConnection*> callers_;
    std::set<ControlConnection*> connections_;
    core::Ticket asking_ = 0; // the call that is being applied
    std::optional<Result<core::Reply>> answered_at_once_;
    std::size_t waiting_ = 0;
    std::size_t streams_ = 0;
    std::size_t lists_ = 0;
    std::size_t held_bytes_ = 0;
    bool closed_ = false;
};

} // namespace chatmock::control

// The port for tests and people: HTTP with JSON. Pure: bytes of its connections go in, and bytes are
// returned. A call is applied to the world when it is read, and answered when the world answers.
#pragma once

#include "console/console.hpp"
#include "control/access/access.hpp"
#include "control/metrics/metrics.hpp"
#include "control/routes.hpp"
#include "net/connection/protocol.hpp"
#include "runtime/callers.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>

namespace chatmock::control {

class ControlConnection;

class ControlPort : public runtime::Callers, public net::Port {
public:
    static constexpr std::size_t waiting_max = 256;                  // unanswered calls
    static constexpr std::size_t streams_max = 32;                   // of the journal
    static constexpr std::size_t lists_max = 64;                     // long answers that are being read
    static constexpr std::size_t held_bytes_max = 256 * 1024 * 1024; // of incomplete requests

    // Must perform the effects of an input before it returns, and pass its answers to answer().
    using Apply = std::function<void(core::SandboxesInput input)>;

    // The facts for parsing a call to the sandbox; or the reason of the refusal.
    using FactsOf = std::function<Result<Facts>(const std::string& sandbox)>;

    // The number of the sandbox of a parsed call; or the reason of the refusal.
    using Enter = std::function<Result<std::uint64_t>(const std::string& sandbox)>;

    // The readings of one sandbox; without a name, of all.
    using ReadingsOf = std::function<Result<Readings>(const std::optional<std::string>& sandbox)>;

    ControlPort(Apply apply, FactsOf facts_of, Enter enter, ReadingsOf readings_of, AccessRules access,
                console::Console console);
    ~ControlPort() override;

    // The protocol of a connection; it must not outlive the port.
    std::unique_ptr<net::Protocol> serve(net::Connection& connection, Instant now);
    std::unique_ptr<net::Protocol> serve(net::ServerConnection& connection) override;

    // The answer of a world or of the sandboxes to a call.
    void answer(core::Answer answer, Instant now) override;

    // Answers every waiting call, ends every stream after its last event, and refuses further calls.
    void close(Instant now);

    // True if no call is kept.
    bool is_idle() const;

private:
    friend class ControlConnection;

    // A connection's call: returns its answer if it is immediate.
    std::optional<Result<core::Reply>> ask(ControlConnection& caller, core::CalledIn called);
    std::optional<Result<core::Reply>> ask(ControlConnection& caller, core::SandboxCalled called);
    std::optional<Result<core::Reply>> ask(ControlConnection& caller, core::Ticket ticket,
                                           core::SandboxesInput called);
    void give_up(core::Ticket ticket);
    void withdraw(core::Ticket ticket);
    Result<std::string> metrics(const std::optional<std::string>& sandbox, const Facts& facts) const;
    void forget(core::Ticket ticket) { callers_.erase(ticket); }
    core::Ticket next_ticket() { return ++last_ticket_; }

    Apply apply_;
    FactsOf facts_of_;
    Enter enter_;
    ReadingsOf readings_of_;
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
    AnswerCounts answers_;
    bool closed_ = false;
};

} // namespace chatmock::control

#include "control/control_port.hpp"

#include "control/control_connection.hpp"
#include "net/connection/server_connection.hpp"

#include <utility>

namespace chatmock::control {

ControlPort::ControlPort(Apply apply, FactsOf facts_of, Enter enter, ReadingsOf readings_of,
                         AccessRules access, console::Console console)
    : apply_(std::move(apply)), facts_of_(std::move(facts_of)), enter_(std::move(enter)),
      readings_of_(std::move(readings_of)), access_(std::move(access)), console_(std::move(console)) {}
ControlPort::~ControlPort() = default;

bool ControlPort::is_idle() const {
    return callers_.empty() && waiting_ == 0 && streams_ == 0 && lists_ == 0 && held_bytes_ == 0;
}

std::unique_ptr<net::Protocol> ControlPort::serve(net::Connection& connection, Instant now) {
    return std::make_unique<ControlConnection>(*this, connection, now);
}

std::unique_ptr<net::Protocol> ControlPort::serve(net::ServerConnection& connection) {
    return serve(connection, connection.now());
}

std::optional<Result<core::Reply>> ControlPort::ask(ControlConnection& caller, core::CalledIn called) {
    const auto ticket = called.called.ticket;
    if (called.sandbox == core::default_sandbox)
        return ask(caller, ticket, core::Input(std::move(called.called)));
    return ask(caller, ticket, std::move(called));
}

std::optional<Result<core::Reply>> ControlPort::ask(ControlConnection& caller, core::SandboxCalled called) {
    const auto ticket = called.ticket;
    return ask(caller, ticket, std::move(called));
}

std::optional<Result<core::Reply>> ControlPort::ask(ControlConnection& caller, core::Ticket ticket,
                                                    core::SandboxesInput called) {
    callers_[ticket] = &caller;
    const auto before = std::exchange(asking_, ticket);
    apply_(std::move(called));
    asking_ = before;
    return std::exchange(answered_at_once_, std::nullopt);
}

void ControlPort::answer(core::Answer answer, Instant now) {
    const auto found = callers_.find(answer.ticket);
    if (found == callers_.end()) return; // its caller has left
    auto* const caller = found->second;
    callers_.erase(found);
    if (answer.ticket == asking_) answered_at_once_ = std::move(answer.reply);
    else caller->answered(std::move(answer.reply), now);
}

Result<std::string> ControlPort::metrics(const std::optional<std::string>& sandbox,
                                         const Facts& facts) const {
    const auto readings = readings_of_(sandbox);
    if (!readings) return readings.error();
    if (sandbox) return metrics_text(readings->sandboxes);
    return metrics_text(*readings, {answers_, waiting_, streams_}, {facts.version, facts.commit});
}

void ControlPort::give_up(core::Ticket ticket) { apply_(core::Input(core::GaveUp{ticket})); }

void ControlPort::withdraw(core::Ticket ticket) {
    if (callers_.erase(ticket) != 0) apply_(core::Input(core::Withdrawn{ticket}));
}

void ControlPort::close(Instant now) {
    closed_ = true;
    const auto all = connections_;
    for (auto* connection : all) connection->close(now);
}

} // namespace chatmock::control

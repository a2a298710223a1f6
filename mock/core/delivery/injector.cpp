#include "core/delivery/injector.hpp"

#include "base/json/json_memory.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

Error too_large(std::size_t repeat, std::size_t bytes, std::size_t bytes_max) {
    return {ErrorCode::invalid_value,
            "expected at most " + std::to_string(bytes_max) + " bytes to each recipient, got " +
                std::to_string(repeat) + " times " + std::to_string(bytes),
            "/repeat"};
}

Error too_many(std::size_t emissions, std::size_t recipients, std::size_t deliveries_max) {
    return {ErrorCode::invalid_value,
            "expected at most " + std::to_string(deliveries_max) + " deliveries a call, got " +
                std::to_string(emissions) + " to each of " + std::to_string(recipients) + " recipients",
            "/repeat"};
}

Error too_many_in_turn(std::size_t deliveries_max) {
    return {ErrorCode::invalid_value, "expected at most " + std::to_string(deliveries_max) +
                                          " deliveries in one call and all that follows from it"};
}

// The bytes of packets that are not shared, as each has its own ack id.
std::size_t bytes_of_own_packets(const std::vector<Emission>& emissions, std::size_t recipients) {
    std::size_t bytes = 0;
    for (const auto& emission : emissions) {
        if (const Rendering* rendering = emission.any()) bytes += rendering->text->size() * recipients;
    }
    return bytes;
}

Error too_much_waits(std::size_t bytes_max) {
    return {ErrorCode::overloaded, "expected at most " + std::to_string(bytes_max) +
                                       " bytes of payloads in injections that wait or are held, got more"};
}

// The size on a 64-bit machine, on every machine: a limit in bytes has the same effect everywhere.
constexpr std::size_t injection_bytes = 656;
static_assert(sizeof(Injection) <= injection_bytes);

std::size_t memory_of_drafts(const Injection& injection) {
    std::size_t bytes = injection_bytes;
    for (const auto& draft : injection.drafts) bytes += memory_of(draft.payload.content());
    if (injection.request.arguments) bytes += memory_of(*injection.request.arguments);
    return bytes;
}

// An estimate of the bytes that one emission of each draft sends.
std::size_t bytes_of(const Drafts& drafts) {
    std::size_t bytes = 0;
    for (const auto& draft : drafts) bytes += to_text(draft.payload.content()).size();
    return bytes;
}

} // namespace

void Injector::inject(std::optional<Ticket> ticket, const Inject& request, policy::SharedIdentity identity) {
    if (injections_.size() >= state_.settings.limits.injections && ticket) {
        state_.output.answer(*ticket,
                             Error{ErrorCode::overloaded,
                                   "expected at most " + std::to_string(state_.settings.limits.injections) +
                                       " injections that wait or are held, got one more"});
        return;
    }
    const auto id = ++last_id_;
    Injection& injection = injections_[id];
    injection.id = id;
    injection.ticket = ticket;
    injection.identity = std::move(identity);
    injection.request = request;
    auto drafts = renderer_.prepare(request);
    if (!drafts) {
        finish(injection, drafts.error());
        return;
    }
    injection.drafts = std::move(*drafts);
    injection.warnings = renderer_.warnings(request, injection.drafts);
    injection.has_fixture = !request.data && !request.args && !request.arguments;
    injection.request.data.reset(); // the drafts contain it
    injection.request.args.reset();
    injection.request.patch.reset();
    injection.request.set.reset();
    go_on(injection);
}

// Goes through the phases: waits for recipients, is held, is sent. Returns where it has to wait.
void Injector::go_on(Injection& injection) {
    if (injection.stage == Stage::waiting) {
        const auto wanted = injection.request.min_recipients;
        if (wanted > 0 && count_addressees(injection) < wanted) {
            keep(injection);
            return;
        }
        injection.stage = Stage::held;
        injection.due = state_.now() + injection.request.delay;
        if (injection.due > state_.now()) {
            if (!keep(injection)) return;
            state_.timers.set({TimerKey::Kind::injection, injection.id}, injection.due);
            if (injection.request.await == Await::queued)
                answer(injection, reply_to(injection, state_.now()));
            return;
        }
    }
    if (injection.stage == Stage::held && injection.due <= state_.now()) emit(injection);
}

// True if there is room for it to wait; otherwise finishes it.
bool Injector::keep(Injection& injection) {
    if (injection.kept_bytes != 0) return true;
    const auto bytes = memory_of_drafts(injection);
    if (!kept_.take(bytes)) {
        finish(injection, too_much_waits(state_.settings.limits.waiting_bytes));
        return false;
    }
    injection.kept_bytes = bytes;
    return true;
}

void Injector::release(std::uint64_t id) {
    const auto found = injections_.find(id);
    if (found != injections_.end()) go_on(found->second);
}

std::size_t Injector::count_addressees(const Injection& injection) const {
    const auto& request = injection.request;
    return audiences_.count(request.to, request.namespace_name, request.settled);
}

void Injector::emit(Injection& injection) {
    const auto& request = injection.request;
    const auto& limits = state_.settings.limits;
    injection.audience = audiences_.find(request.to, request.namespace_name);
    const auto& addressees = injection.audience->addressees;
    const auto count = request.repeat * injection.drafts.size();
    const auto deliveries = count * std::max<std::size_t>(addressees.size(), 1);
    if (deliveries > limits.turn_deliveries) {
        finish(injection, too_many(count, addressees.size(), limits.turn_deliveries));
        return;
    }
    if (!state_.turn.deliveries.take(deliveries)) {
        finish(injection, too_many_in_turn(limits.turn_deliveries));
        return;
    }
    const auto bytes = count > 1 ? bytes_of(injection.drafts) : 0;
    if (request.repeat * bytes > limits.burst_bytes) {
        finish(injection, too_large(request.repeat, bytes, limits.burst_bytes));
        return;
    }
    const auto emissions = renderer_.render(request, injection.drafts, *injection.audience->recipients);
    if (!emissions) {
        finish(injection, emissions.error());
        return;
    }
    if (request.await == Await::acked &&
        !state_.turn.bytes.take(bytes_of_own_packets(*emissions, addressees.size()))) {
        finish(injection, too_large_in_turn(limits));
        return;
    }
    sender_.send(injection, *emissions);
    injection.stage = Stage::delivering;
    if (injection.outstanding == 0) finish(injection, reply_to(injection, state_.now()));
}

} // namespace chatmock::core

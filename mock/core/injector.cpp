#include "core/injector.hpp"

#include "core/near_misses.hpp"
#include "socketio/packet.hpp"

namespace chatmock::core {

namespace {

// A call that would put more than this on the wire is refused rather than let memory run out.
constexpr std::size_t deliveries_max = 1000000;

std::string_view name_of(DeliveryState state) {
    switch (state) {
        case DeliveryState::queued: return "queued";
        case DeliveryState::written: return "written";
        case DeliveryState::lost: return "lost";
    }
    return "";
}

} // namespace

void Injector::inject(Ticket ticket, const Inject& request) {
    auto payload = prepare(request);
    if (!payload) {
        state_.answer(ticket, payload.error());
        return;
    }
    const auto id = ++last_id_;
    Injection& injection = injections_[id];
    injection.id = id;
    injection.ticket = ticket;
    injection.request = request;
    injection.payload = std::move(*payload);
    go_on(injection);
}

Result<catalogue::Template> Injector::prepare(const Inject& request) const {
    const auto event = state_.catalogue().find_event(request.event);
    if (!event) return event.error();
    if (request.data) return catalogue::Template::compile(*request.data, "/data");
    const auto fixture = state_.catalogue().find_fixture(**event, request.fixture);
    if (!fixture) return fixture.error();
    if (!request.patch) return (*fixture)->payload;
    Json patched = (*fixture)->payload.payload();
    merge_patch(patched, *request.patch);
    return catalogue::Template::compile(std::move(patched), "/patch");
}

// From waiting for recipients over being held to being sent; stops where something is awaited.
void Injector::go_on(Injection& injection) {
    if (injection.stage == Stage::waiting) {
        if (targets_of(injection).size() < injection.request.min_recipients) return;
        injection.stage = Stage::held;
        injection.due = state_.now + injection.request.delay;
        if (injection.due > state_.now) {
            state_.timers.set({TimerKey::Kind::injection, injection.id}, injection.due);
            if (injection.request.await == Await::queued) answer(injection, reply_of(injection));
            return;
        }
    }
    if (injection.stage == Stage::held && injection.due <= state_.now) emit(injection);
}

void Injector::release(std::uint64_t id) {
    const auto found = injections_.find(id);
    if (found != injections_.end()) go_on(found->second);
}

std::vector<Connection*> Injector::targets_of(const Injection& injection) const {
    std::vector<Connection*> targets;
    for (const auto& [place, connection] : state_.connections.joined()) {
        if (policy::matches(injection.request.to, *connection->identity, state_.groups))
            targets.push_back(connection);
    }
    return targets;
}

void Injector::emit(Injection& injection) {
    const auto targets = targets_of(injection);
    if (injection.request.repeat * targets.size() > deliveries_max) {
        finish(injection,
               Error{ErrorCode::invalid_value,
                     "at most " + std::to_string(deliveries_max) + " deliveries a call were expected, " +
                         std::to_string(injection.request.repeat) + " to each of " +
                         std::to_string(targets.size()) + " recipients came",
                     "/repeat"});
        return;
    }
    const auto rendered = render(injection, targets);
    if (!rendered) {
        finish(injection, rendered.error());
        return;
    }
    deliver(injection, targets, *rendered);
    injection.stage = Stage::delivering;
    if (injection.request.await == Await::queued || injection.outstanding == 0)
        finish(injection, reply_of(injection));
}

// All that will be sent is rendered and checked before any of it leaves.
Result<std::vector<Injector::Renderings>> Injector::render(const Injection& injection,
                                                           const std::vector<Connection*>& targets) {
    std::vector<Renderings> all;
    for (std::size_t i = 0; i < injection.request.repeat; ++i) {
        if (i > 0 && !injection.payload.is_dynamic()) {
            all.push_back(all.front());
            continue;
        }
        auto renderings = render_once(injection, targets);
        if (!renderings) return renderings.error();
        all.push_back(std::move(*renderings));
    }
    return all;
}

// One emission is one event: whoever gets it, its uuids and sequence numbers are the same.
Result<Injector::Renderings> Injector::render_once(const Injection& injection,
                                                   const std::vector<Connection*>& targets) {
    Renderings renderings;
    auto counters = state_.counters;
    const auto add = [&](const std::string& user) -> Result<void> {
        if (renderings.count(user) != 0) return {};
        counters = state_.counters;
        auto rendering = render_for(user, injection, counters);
        if (!rendering) return rendering.error();
        renderings.emplace(user, std::move(*rendering));
        return {};
    };
    if (!injection.payload.is_per_user()) {
        if (auto added = add(""); !added) return added.error();
    } else {
        for (const Connection* target : targets) {
            if (auto added = add(target->identity->user); !added) return added.error();
        }
    }
    state_.counters = counters;
    return renderings;
}

Result<Injector::Rendering> Injector::render_for(const std::string& user, const Injection& injection,
                                                 catalogue::Counters& counters) const {
    const auto event = state_.catalogue().find_event(injection.request.event);
    if (!event) return event.error();
    const Json payload = injection.payload.render({state_.now, user, state_.seeded}, counters);
    if (injection.request.enforce_contract) {
        Error broken{ErrorCode::contract_violation, "the payload breaks the contract of " + (*event)->name +
                                                        R"(; "contract":"skip" sends it nevertheless)"};
        broken.violations = (*event)->contract.check(payload);
        if (!broken.violations.empty()) return broken;
    }
    const auto text = std::make_shared<const std::string>(to_text(payload));
    const auto packet = socketio::encode_packet(socketio::PacketType::event, socketio::main_namespace,
                                                socketio::event_arguments((*event)->name, *text));
    return Rendering{engineio::share(engineio::PacketType::message, packet), text};
}

void Injector::deliver(Injection& injection, const std::vector<Connection*>& targets,
                       const std::vector<Renderings>& all) {
    auto recipients = std::make_shared<Recipients>();
    std::vector<std::uint64_t> ordinals; // a connection may be lost while its events are sent
    for (const Connection* target : targets) {
        recipients->push_back(target->identity);
        ordinals.push_back(target->ordinal);
        injection.deliveries.push_back({target->identity, target->session.transport()});
    }
    for (std::size_t emission = 0; emission < all.size(); ++emission) {
        const auto& renderings = all[emission];
        record(injection, renderings, recipients);
        const bool last = emission + 1 == all.size();
        for (std::size_t i = 0; i < ordinals.size(); ++i) {
            Connection* target = state_.connections.find(ordinals[i]);
            if (target == nullptr) continue;
            const auto& rendering = injection.payload.is_per_user() ? renderings.at((*recipients)[i]->user)
                                                                    : renderings.begin()->second;
            const bool awaits = last && injection.request.await == Await::written;
            clients_.send(*target, rendering.packet, awaits ? expect(injection, i, *target) : 0);
        }
    }
}

void Injector::record(Injection& injection, const Renderings& renderings,
                      const std::shared_ptr<const Recipients>& recipients) {
    Entry entry;
    entry.kind = entry_kind::emit;
    entry.event = injection.request.event;
    if (!injection.request.data) entry.details["fixture"] = injection.request.fixture;
    entry.recipients = recipients;
    if (!renderings.empty()) entry.data = renderings.begin()->second.text;
    injection.last_seq = state_.record(std::move(entry));
    if (injection.first_seq == 0) injection.first_seq = injection.last_seq;
}

engineio::Receipt Injector::expect(Injection& injection, std::size_t delivery, const Connection& connection) {
    const auto receipt = ++last_receipt_;
    awaited_[receipt] = {injection.id, delivery, connection.ordinal};
    ++injection.outstanding;
    return receipt;
}

void Injector::written(engineio::Receipt receipt) { delivered(receipt, DeliveryState::written); }

void Injector::delivered(engineio::Receipt receipt, DeliveryState state) {
    const auto awaited = awaited_.find(receipt);
    if (awaited == awaited_.end()) return;
    const auto [id, delivery, connection] = awaited->second;
    awaited_.erase(awaited);
    const auto found = injections_.find(id);
    if (found == injections_.end()) return;
    Injection& injection = found->second;
    injection.deliveries[delivery].state = state;
    if (--injection.outstanding == 0 && injection.stage == Stage::delivering)
        finish(injection, reply_of(injection));
}

void Injector::lost(std::uint64_t connection) {
    std::vector<engineio::Receipt> receipts;
    for (const auto& [receipt, awaited] : awaited_) {
        if (awaited.connection == connection) receipts.push_back(receipt);
    }
    for (const auto receipt : receipts) delivered(receipt, DeliveryState::lost);
}

void Injector::settle() {
    for (const auto connection : std::exchange(state_.lost, {})) lost(connection);
    for (auto next = injections_.begin(); next != injections_.end();) {
        Injection& injection = (next++)->second; // going on may end it
        if (injection.stage == Stage::waiting) go_on(injection);
    }
}

bool Injector::give_up(Ticket ticket) {
    for (auto& [id, injection] : injections_) {
        if (injection.ticket != ticket) continue;
        if (injection.stage == Stage::waiting) {
            finish(injection, too_few(injection));
            return true;
        }
        answer(injection, too_late(injection));
        if (injection.stage == Stage::delivering) injections_.erase(id);
        return true;
    }
    return false;
}

void Injector::reset() {
    while (!injections_.empty()) {
        Injection& injection = injections_.begin()->second;
        state_.timers.set({TimerKey::Kind::injection, injection.id}, std::nullopt);
        finish(injection, Error{ErrorCode::timed_out, "the mock was reset before the injection was done"});
    }
    awaited_.clear();
}

void Injector::answer(Injection& injection, Result<Reply> reply) {
    if (injection.ticket) state_.answer(*injection.ticket, std::move(reply));
    injection.ticket.reset();
}

void Injector::finish(Injection& injection, Result<Reply> reply) {
    if (!injection.ticket && !reply) { // held and answered: who asked learns of it from the journal
        Entry entry;
        entry.kind = entry_kind::control;
        entry.event = injection.request.event;
        entry.details = {{"call", "inject"}, {"failed", describe(reply.error())}};
        state_.record(std::move(entry));
    }
    answer(injection, std::move(reply));
    injections_.erase(injection.id);
}

Reply Injector::reply_of(const Injection& injection) const {
    Json body = Json::object();
    if (injection.first_seq != 0) body["seq"] = injection.first_seq;
    if (injection.last_seq != injection.first_seq) body["last_seq"] = injection.last_seq;
    body["event"] = injection.request.event;
    if (!injection.request.data) body["fixture"] = injection.request.fixture;
    if (injection.stage == Stage::held && injection.due > state_.now) {
        body["due"] = to_iso8601(injection.due);
        return {body, 202};
    }
    Json recipients = Json::array();
    for (const auto& delivery : injection.deliveries) {
        recipients.push_back({{"sid", delivery.recipient->sid},
                              {"user", delivery.recipient->user},
                              {"transport", engineio::name_of(delivery.transport)},
                              {"state", name_of(delivery.state)}});
    }
    body["recipients"] = std::move(recipients);
    return {body, 200};
}

Error Injector::too_few(const Injection& injection) const {
    const auto& request = injection.request;
    Error error{ErrorCode::too_few_recipients,
                "at least " + std::to_string(request.min_recipients) + " recipients were expected, " +
                    std::to_string(targets_of(injection).size()) + " are there",
                "/min_recipients"};
    error.nearest = nearest_connections(request.to, state_.connections, state_.groups);
    return error;
}

Error Injector::too_late(const Injection& injection) {
    constexpr std::size_t named_max = 20;
    Error error{ErrorCode::timed_out, "not every recipient's event was written in time"};
    for (const auto& delivery : injection.deliveries) {
        if (delivery.state == DeliveryState::written || error.nearest.size() == named_max) continue;
        error.nearest.push_back(delivery.recipient->user + " (" + delivery.recipient->sid +
                                "): " + std::string(name_of(delivery.state)));
    }
    return error;
}

} // namespace chatmock::core

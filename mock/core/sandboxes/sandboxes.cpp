#include "core/sandboxes/sandboxes.hpp"

#include "core/state/state.hpp"

#include <algorithm>
#include <iterator>

namespace chatmock::core {

namespace {

// The time for which an ended sandbox waits for clients that can only be informed at their next packet.
constexpr Milliseconds farewell_max{1000};

void append(Effects& all, Effects more) {
    std::move(more.wire.begin(), more.wire.end(), std::back_inserter(all.wire));
    std::move(more.answers.begin(), more.answers.end(), std::back_inserter(all.answers));
    all.memory_freed = all.memory_freed || more.memory_freed;
}

// Exchanges and channels that the effects end; the transport numbers both in one sequence.
std::set<std::uint64_t> ended_in(const Effects& effects) {
    std::set<std::uint64_t> ended;
    for (const auto& effect : effects.wire) {
        if (const auto* drop = std::get_if<engineio::DropExchange>(&effect)) ended.insert(drop->exchange);
        if (const auto* close = std::get_if<engineio::CloseChannel>(&effect)) ended.insert(close->channel);
        if (const auto* cut = std::get_if<engineio::BreakChannel>(&effect)) ended.insert(cut->channel);
        if (const auto* drop = std::get_if<engineio::DropChannel>(&effect)) ended.insert(drop->channel);
    }
    return ended;
}

// Time that passes and files that are saved reach every sandbox, also one without users.
bool is_use(const Input& input) {
    return !std::holds_alternative<TimePassed>(input) && !std::holds_alternative<Reloaded>(input);
}

Error ended_error(const std::string& name) {
    return {ErrorCode::unknown_sandbox, "the sandbox \"" + name + "\" has ended"};
}

} // namespace

Effects Sandboxes::apply(SandboxesInput input, Instant machine_now) {
    return std::visit([&](auto&& each) { return take(std::move(each), machine_now); }, std::move(input));
}

Effects Sandboxes::take(Input&& input, Instant now) {
    return std::visit([&](auto& each) { return route(each, input, now); }, input);
}

Effects Sandboxes::route(ExchangeLost& input, Input& whole, Instant now) {
    return play(owners_.exchanges.take(input.exchange), whole, now);
}

Effects Sandboxes::route(FrameArrived& input, Input& whole, Instant now) {
    return play(owners_.channels.owner_of(input.channel), whole, now);
}

Effects Sandboxes::route(ChannelViolated& input, Input& whole, Instant now) {
    return play(owners_.channels.owner_of(input.channel), whole, now);
}

Effects Sandboxes::route(ChannelLost& input, Input& whole, Instant now) {
    return play(owners_.channels.take(input.channel), whole, now);
}

Effects Sandboxes::route(GaveUp& input, Input& whole, Instant now) {
    return play(owners_.tickets.owner_of(input.ticket), whole, now);
}

Effects Sandboxes::route(Withdrawn& input, Input& whole, Instant now) {
    return play(owners_.tickets.take(input.ticket), whole, now);
}

// The transport reports all receipts of a turn together.
Effects Sandboxes::route(Written& input, Input& whole, Instant now) {
    if (!registry_.is_in_use()) return play(registry_.default_one(), whole, now);
    std::map<Number, Written> by_owner;
    for (const auto receipt : input.receipts) by_owner[sandbox_of(receipt)].receipts.push_back(receipt);
    Effects all;
    for (auto& [number, written] : by_owner) append(all, play(number, std::move(written), now));
    return all;
}

// An input only for those with work to do.
Effects Sandboxes::route(TimePassed&, Input& whole, Instant now) {
    auto& fallback = registry_.default_one();
    const auto deadline = fallback.world.next_deadline();
    Effects all;
    if (!registry_.is_in_use() || (deadline && *deadline <= now)) all = play(fallback, whole, now);
    std::vector<Number> due;
    for (auto each = due_.begin(); each != due_.end() && each->first <= now; ++each)
        due.push_back(each->second);
    for (const auto number : due) {
        auto* sandbox = registry_.numbered(number);
        const auto world_due = sandbox->world.next_deadline();
        if (world_due && *world_due <= now) append(all, play(*sandbox, whole, now));
        sandbox = registry_.numbered(number);
        if (sandbox == nullptr || !sandbox->due || *sandbox->due > now) continue;
        append(all, sandbox->gone_by ? erase(*sandbox, {}) : end(*sandbox, now));
    }
    return all;
}

Effects Sandboxes::route(ShutDown&, Input& whole, Instant now) {
    Effects all;
    for (const auto number : numbers()) append(all, play(number, whole, now));
    return all;
}

// They may end meanwhile.
std::vector<Sandboxes::Number> Sandboxes::numbers() const {
    std::vector<Number> numbers;
    for (const auto& [number, sandbox] : registry_.all()) numbers.push_back(number);
    return numbers;
}

Effects Sandboxes::take(CalledIn&& input, Instant now) {
    const auto entered =
        input.number == 0 ? registry_.enter(input.sandbox, now) : find(input.number, input.sandbox);
    if (!entered) return {{}, {Answer{input.called.ticket, entered.error()}}, false};
    if (!(*entered)->is_default()) owners_.tickets.give(input.called.ticket, (*entered)->number);
    return play(**entered, std::move(input.called), now);
}

Effects Sandboxes::take(FilesSaved&& input, Instant now) {
    Effects all;
    for (const auto number : numbers()) {
        const auto& profile = registry_.numbered(number)->profile;
        const bool is_same = profile == registry_.default_one().profile;
        auto reloaded = is_same ? input.reloaded : reloaded_for(profile, input);
        if (!is_empty(reloaded)) append(all, play(number, std::move(reloaded), now));
    }
    registry_.set(std::move(input.profiles));
    return all;
}

Effects Sandboxes::take(SandboxCalled&& input, Instant now) {
    auto reply = std::visit([&](auto& command) { return obey(command, input, now); }, input.command);
    auto effects = std::exchange(aside_, {});
    effects.answers.push_back({input.ticket, std::move(reply)});
    return effects;
}

Result<Reply> Sandboxes::obey(MakeSandbox& command, const SandboxCalled& call, Instant now) {
    constexpr int created = 201;
    constexpr int ok = 200;
    const auto count = registry_.all().size();
    const auto made = command.may_exist ? registry_.make_or_find(command.request, now)
                                        : registry_.make(command.request, now);
    if (!made) return made.error();
    (*made)->used_at = now;
    schedule(**made);
    return Reply{sandbox_view(**made, call.control_url, now), registry_.all().size() > count ? created : ok};
}

Result<Reply> Sandboxes::obey(ListSandboxes&, const SandboxCalled& call, Instant now) {
    Json list = Json::array();
    for (const auto& [number, sandbox] : registry_.all()) {
        if (!sandbox.gone_by) list.push_back(sandbox_view(sandbox, call.control_url, now));
    }
    return Reply{{{"sandboxes", std::move(list)}}};
}

Result<Reply> Sandboxes::obey(GetSandbox& command, const SandboxCalled& call, Instant now) {
    const auto found = registry_.find(command.name);
    if (!found) return found.error();
    return Reply{sandbox_view(**found, call.control_url, now)};
}

Result<Reply> Sandboxes::obey(EndSandbox& command, const SandboxCalled&, Instant now) {
    const auto found = registry_.find(command.name);
    if (!found) return found.error();
    if ((*found)->is_default())
        return Error{ErrorCode::invalid_value,
                     "expected a sandbox that can end, got \"default\", which always exists"};
    Json body = {{"name", command.name}, {"closed", (*found)->clients()}};
    aside_ = end(**found, now);
    return Reply{std::move(body)};
}

Effects Sandboxes::play(Number number, const Input& input, Instant now) {
    auto* sandbox = registry_.numbered(number);
    return sandbox == nullptr ? Effects{} : play(*sandbox, input, now);
}

Effects Sandboxes::play(Sandbox& sandbox, const Input& input, Instant now) {
    if (sandbox.is_default()) return sandbox.apply(input, now);
    const bool was_busy = is_busy(sandbox);
    auto effects = sandbox.apply(input, now);
    release(effects);
    if (was_busy || is_use(input)) sandbox.used_at = now;
    if (sandbox.gone_by && !sandbox.world.has_clients_to_notify()) append(effects, erase(sandbox, effects));
    else schedule(sandbox);
    return effects;
}

// Answered exchanges no longer have an owner.
void Sandboxes::release(const Effects& effects) {
    for (const auto& effect : effects.wire) {
        if (const auto* respond = std::get_if<engineio::Respond>(&effect))
            owners_.exchanges.take(respond->exchange);
        else if (const auto* refuse = std::get_if<engineio::RefuseChannel>(&effect))
            owners_.channels.take(refuse->channel);
    }
    for (const auto& answer : effects.answers) owners_.tickets.take(answer.ticket);
}

// True if it has an open connection of a client, or a call that waits. Sessions do not count: that of a
// client that has left without a word ends only by a timeout of the sandbox's own clock, which may be held.
bool Sandboxes::is_busy(const Sandbox& sandbox) const {
    const auto number = sandbox.number;
    return owners_.channels.has_any(number) || owners_.exchanges.has_any(number) ||
           owners_.tickets.has_any(number);
}

void Sandboxes::schedule(Sandbox& sandbox) {
    auto due = sandbox.world.next_deadline();
    const auto by = [&due](Instant instant) { due = due ? std::min(*due, instant) : instant; };
    if (sandbox.gone_by) by(*sandbox.gone_by);
    else if (!is_busy(sandbox)) by(sandbox.used_at + sandbox.expires_after);
    if (due == sandbox.due) return;
    if (sandbox.due) due_.erase({*sandbox.due, sandbox.number});
    if (due) due_.emplace(*due, sandbox.number);
    sandbox.due = due;
}

// Its clients are informed as by a server that stops; its callers get an error.
Effects Sandboxes::end(Sandbox& sandbox, Instant now) {
    registry_.take_name(sandbox);
    auto effects = sandbox.apply(ShutDown{}, now);
    release(effects);
    for (const auto ticket : owners_.tickets.of(sandbox.number)) {
        owners_.tickets.take(ticket);
        effects.answers.push_back({ticket, ended_error(sandbox.name)});
    }
    sandbox.gone_by = now + farewell_max;
    if (sandbox.world.has_clients_to_notify()) schedule(sandbox);
    else append(effects, erase(sandbox, effects));
    return effects;
}

// Removes everything of it. Its exchanges and channels stay known until the transport has lost them.
Effects Sandboxes::erase(Sandbox& sandbox, const Effects& so_far) {
    Effects effects;
    const auto number = sandbox.number;
    const auto ended = ended_in(so_far);
    for (const auto exchange : owners_.exchanges.of(number)) {
        if (ended.count(exchange) == 0) effects.wire.emplace_back(engineio::DropExchange{exchange});
    }
    for (const auto channel : owners_.channels.of(number)) {
        if (ended.count(channel) == 0) effects.wire.emplace_back(engineio::DropChannel{channel});
    }
    if (sandbox.due) due_.erase({*sandbox.due, number});
    registry_.erase(number);
    effects.memory_freed = true;
    return effects;
}

Result<Sandbox*> Sandboxes::find(Number number, const std::string& name) {
    auto* sandbox = registry_.numbered(number);
    if (sandbox == nullptr || sandbox->gone_by) return ended_error(name);
    return sandbox;
}

Result<SandboxFacts> Sandboxes::facts(std::string_view name) {
    const auto seed = registry_.default_one().world.state().settings.seed;
    if (registry_.would_make(name)) {
        const auto profile = registry_.usual_profile();
        if (!profile) return profile.error();
        return SandboxFacts{seed, registry_.usual_profile_name(), socket_path_of(name, **profile)};
    }
    const auto found = registry_.find(name);
    if (!found) return found.error();
    const auto& settings = (*found)->world.state().settings;
    return SandboxFacts{settings.seed, (*found)->profile, socket_path_of(name, settings.profile)};
}

Result<std::uint64_t> Sandboxes::enter(std::string_view name, Instant machine_now) {
    const auto entered = registry_.enter(name, machine_now);
    if (!entered) return entered.error();
    if (!(*entered)->is_default()) {
        (*entered)->used_at = machine_now;
        schedule(**entered);
    }
    return (*entered)->number;
}

Result<Metrics> Sandboxes::metrics(const std::optional<std::string>& name) {
    if (!name) return metrics_of(registry_);
    const auto found = registry_.find(*name);
    if (!found) return found.error();
    return metrics_of(**found);
}

std::optional<Instant> Sandboxes::next_deadline() const {
    const auto deadline = registry_.default_one().world.next_deadline();
    if (due_.empty()) return deadline;
    const auto other = due_.begin()->first;
    return deadline ? std::min(*deadline, other) : other;
}

bool Sandboxes::has_clients_to_notify() const {
    const auto& all = registry_.all();
    return std::any_of(all.begin(), all.end(),
                       [](const auto& each) { return each.second.world.has_clients_to_notify(); });
}

} // namespace chatmock::core

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

template <typename Key>
std::uint64_t find_in(const std::unordered_map<Key, std::uint64_t>& owners, Key key) {
    if (owners.empty()) return 0;
    const auto found = owners.find(key);
    return found == owners.end() ? 0 : found->second;
}

template <typename Key>
std::uint64_t take_from(std::unordered_map<Key, std::uint64_t>& owners, Key key) {
    const auto owner = find_in(owners, key);
    if (owner != 0) owners.erase(key);
    return owner;
}

// The keys of one sandbox.
template <typename Key>
std::vector<Key> keys_of(const std::unordered_map<Key, std::uint64_t>& owners, std::uint64_t number) {
    std::vector<Key> keys;
    for (const auto& [key, owner] : owners) {
        if (owner == number) keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

bool has_session(const Sandbox& sandbox, std::string_view sid) {
    return sandbox.world.state().connections.engine_sids().count(sid) != 0;
}

bool has_known_session(const Sandbox& sandbox, std::string_view sid) {
    return sandbox.world.state().connections.has_known(sid);
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

} // namespace

Effects Sandboxes::apply(SandboxesInput input, Instant machine_now) {
    return std::visit([&](auto&& each) { return take(std::move(each), machine_now); }, std::move(input));
}

Effects Sandboxes::take(Input&& input, Instant now) {
    return std::visit([&](auto& each) { return route(each, input, now); }, input);
}

// A request that names a session is for the session's owner, whatever else it names; see owner_of(). Without
// a time, no sandbox is made. The files' profile decides where the token may name a sandbox: calls to
// `default` change nothing for others.
Result<Sandbox*> Sandboxes::direct(http::Request& request, std::optional<Instant> enters_at) {
    auto& fallback = registry_.default_one();
    const auto& sources = fallback.world.state().definitions.files.profile->token_sources;
    const auto choice = take_choice(request, sources, registry_.is_in_use());
    const auto sid = http::value_of(request.query, "sid");
    if (sid.empty() && choice.by == ChosenBy::nothing) return &fallback;
    if (sid.empty())
        return enters_at ? registry_.enter(choice.name, *enters_at) : registry_.find(choice.name);
    request.headers.clear(); // a world reads them only for a handshake
    auto named = choice.by == ChosenBy::nothing ? Result<Sandbox*>(&fallback) : registry_.find(choice.name);
    if (!registry_.is_in_use()) return named;
    if (auto* owner = owner_of(sid, choice, named ? *named : nullptr)) return owner;
    return named;
}

// Sessions in several sandboxes may have the same sid, as the sid derives from the seed. So the named sandbox
// is tried first, even if its session has ended; another one only if the named one never had such a session.
Sandbox* Sandboxes::owner_of(std::string_view sid, const Choice& choice, Sandbox* named) {
    if (named != nullptr && has_known_session(*named, sid)) return named;
    std::vector<Sandbox*> owners;
    for (auto& [number, sandbox] : registry_.all()) {
        if (!has_session(sandbox, sid)) continue;
        if (sandbox.gone_by && sandbox.name == choice.name) return &sandbox;
        owners.push_back(&sandbox);
    }
    const bool is_left_behind = named == nullptr && registry_.has_ended(choice.name);
    return owners.size() == 1 && !is_left_behind ? owners.front() : nullptr;
}

Effects Sandboxes::refuse(engineio::Transport transport, std::uint64_t number, const Error& error,
                          Instant now) {
    const ClientRefused refused{transport, number, http_status_of(error.code), error.message};
    return play(registry_.default_one(), refused, now);
}

Effects Sandboxes::route(RequestBegun& input, Input& whole, Instant now) {
    const auto directed = direct(input.request, now);
    if (!directed) return {}; // it is refused when it is complete
    if (!(*directed)->is_default()) owners_.exchanges[input.request.exchange] = (*directed)->number;
    return play(**directed, whole, now);
}

Effects Sandboxes::route(RequestArrived& input, Input& whole, Instant now) {
    auto& request = input.request;
    const auto begun = find_in(owners_.exchanges, request.exchange);
    auto directed = direct(request, now);
    if (begun != 0 && registry_.numbered(begun) != nullptr) directed = registry_.numbered(begun);
    if (!directed && http::is_preflight(request))
        return {{engineio::Respond{request.exchange, http::preflight_response(request), {}}}, {}, false};
    if (!directed) return refuse(engineio::Transport::polling, request.exchange, directed.error(), now);
    if (!(*directed)->is_default()) owners_.exchanges[request.exchange] = (*directed)->number;
    return play(**directed, whole, now);
}

Effects Sandboxes::route(UpgradeArrived& input, Input& whole, Instant now) {
    const auto directed = direct(input.request, now);
    if (!directed) return refuse(engineio::Transport::websocket, input.channel, directed.error(), now);
    if (!(*directed)->is_default()) owners_.channels[input.channel] = (*directed)->number;
    return play(**directed, whole, now);
}

Effects Sandboxes::route(ExchangeLost& input, Input& whole, Instant now) {
    return play(take_from(owners_.exchanges, input.exchange), whole, now);
}

Effects Sandboxes::route(FrameArrived& input, Input& whole, Instant now) {
    return play(find_in(owners_.channels, input.channel), whole, now);
}

Effects Sandboxes::route(ChannelViolated& input, Input& whole, Instant now) {
    return play(find_in(owners_.channels, input.channel), whole, now);
}

Effects Sandboxes::route(ChannelLost& input, Input& whole, Instant now) {
    return play(take_from(owners_.channels, input.channel), whole, now);
}

Effects Sandboxes::route(GaveUp& input, Input& whole, Instant now) {
    return play(find_in(owners_.tickets, input.ticket), whole, now);
}

Effects Sandboxes::route(Withdrawn& input, Input& whole, Instant now) {
    const auto owner = take_from(owners_.tickets, input.ticket);
    if (auto* sandbox = registry_.numbered(owner)) sandbox->tickets.erase(input.ticket);
    return play(owner, whole, now);
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
    const auto entered = registry_.enter(input.sandbox, now);
    if (!entered) return {{}, {Answer{input.called.ticket, entered.error()}}, false};
    if (!(*entered)->is_default()) {
        owners_.tickets[input.called.ticket] = (*entered)->number;
        (*entered)->tickets.insert(input.called.ticket);
    }
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
    const bool had_clients = sandbox.clients() > 0;
    auto effects = sandbox.apply(input, now);
    release(sandbox, effects);
    if (had_clients || !std::holds_alternative<TimePassed>(input)) sandbox.used_at = now;
    if (sandbox.gone_by && !sandbox.world.has_clients_to_notify()) append(effects, erase(sandbox, effects));
    else schedule(sandbox);
    return effects;
}

// Answered exchanges no longer have an owner.
void Sandboxes::release(Sandbox& sandbox, const Effects& effects) {
    for (const auto& effect : effects.wire) {
        if (const auto* respond = std::get_if<engineio::Respond>(&effect))
            owners_.exchanges.erase(respond->exchange);
        else if (const auto* refuse = std::get_if<engineio::RefuseChannel>(&effect))
            owners_.channels.erase(refuse->channel);
    }
    for (const auto& answer : effects.answers) {
        owners_.tickets.erase(answer.ticket);
        sandbox.tickets.erase(answer.ticket);
    }
}

void Sandboxes::schedule(Sandbox& sandbox) {
    const bool is_idle = sandbox.clients() == 0 && sandbox.tickets.empty();
    auto due = sandbox.world.next_deadline();
    const auto by = [&due](Instant instant) { due = due ? std::min(*due, instant) : instant; };
    if (sandbox.gone_by) by(*sandbox.gone_by);
    else if (is_idle) by(sandbox.used_at + sandbox.expires_after);
    if (due == sandbox.due) return;
    if (sandbox.due) due_.erase({*sandbox.due, sandbox.number});
    if (due) due_.emplace(*due, sandbox.number);
    sandbox.due = due;
}

// Its clients are informed as by a server that stops; its callers get an error.
Effects Sandboxes::end(Sandbox& sandbox, Instant now) {
    registry_.take_name(sandbox);
    auto effects = sandbox.apply(ShutDown{}, now);
    release(sandbox, effects);
    const Error ended{ErrorCode::unknown_sandbox, "the sandbox \"" + sandbox.name + "\" has ended"};
    for (const auto ticket : std::exchange(sandbox.tickets, {})) {
        owners_.tickets.erase(ticket);
        effects.answers.push_back({ticket, ended});
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
    for (const auto exchange : keys_of(owners_.exchanges, number)) {
        if (ended.count(exchange) == 0) effects.wire.emplace_back(engineio::DropExchange{exchange});
    }
    for (const auto channel : keys_of(owners_.channels, number)) {
        if (ended.count(channel) == 0) effects.wire.emplace_back(engineio::DropChannel{channel});
    }
    if (sandbox.due) due_.erase({*sandbox.due, number});
    registry_.erase(number);
    effects.memory_freed = true;
    return effects;
}

Result<SandboxFacts> Sandboxes::enter(std::string_view name, Instant machine_now) {
    const auto entered = registry_.enter(name, machine_now);
    if (!entered) return entered.error();
    if (!(*entered)->is_default()) {
        (*entered)->used_at = machine_now;
        schedule(**entered);
    }
    const auto& settings = (*entered)->world.state().settings;
    return SandboxFacts{settings.seed, (*entered)->profile, socket_path_of(**entered)};
}

Result<Metrics> Sandboxes::metrics(const std::optional<std::string>& name) {
    if (!name) return metrics_of(registry_);
    const auto found = registry_.find(*name);
    if (!found) return found.error();
    return metrics_of(**found);
}

// A sandbox that is made has the files' profile.
SocketSettings Sandboxes::socket_settings(http::Request request) {
    auto& fallback = registry_.default_one();
    const auto directed = registry_.is_in_use() ? direct(request, std::nullopt) : Result<Sandbox*>(&fallback);
    const auto& profile = directed ? (*directed)->world.state().settings.profile
                                   : *fallback.world.state().definitions.files.profile;
    return {profile.timings.max_payload, profile.first_frame_delay};
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

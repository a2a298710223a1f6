#include "random/commands.hpp"

namespace chatmock::random {

namespace {

using core::Await;
using core::Command;
using core::Inject;
using policy::Target;

Json json(std::string_view text) { return *parse_json(text); }

Await some_await(Dice& dice) {
    return dice.among({Await::queued, Await::queued, Await::written, Await::acked});
}

std::string user(Dice& dice) { return dice.among({"alice", "bob", "carol", "dave", "nobody"}); }

} // namespace

Command Commands::any() {
    switch (dice_.weighted({50, 20, 20, 10, 10})) {
        case 0: return injection();
        case 1: return looking();
        case 2: return changing();
        case 3: return timing();
        default: break;
    }
    if (may_read_journal() && dice_.percent(50)) {
        return core::WaitForEntries{match(), dice_.below(5)};
    }
    core::WaitForConnections wait{{target(), {}}, dice_.below(5), dice_.percent(70)};
    if (dice_.percent(20))
        wait.match.transport =
            dice_.percent(50) ? engineio::Transport::polling : engineio::Transport::websocket;
    return wait;
}

Inject Commands::injection() {
    Inject inject;
    inject.event = event();
    inject.fixture = fixture(inject.event);
    choose_payload(inject);
    inject.namespace_name = namespace_name();
    inject.to = target();
    inject.await = some_await(dice_);
    if (dice_.percent(20)) inject.repeat = 1 + dice_.below(20);
    if (dice_.percent(20))
        inject.delay = state_.settings.profile.timings.ping_interval * dice_.below(100) / 50;
    if (dice_.percent(20)) inject.min_recipients = dice_.below(6);
    inject.settled = dice_.percent(70);
    return inject;
}

void Commands::choose_payload(Inject& inject) {
    switch (dice_.weighted({20, 5, 5, 10, 30})) {
        case 0:
            if (dice_.percent(1))
                inject.mutant = dice_.among({"*", "missing:/group_id", "null:/created", "none"});
            else if (dice_.percent(1))
                inject.variant = dice_.among({"*", "null:/group_id", "emoji:/text", "none"});
            return;
        case 1:
            inject.patch = json(R"({"text":"${user} at ${now+5s}","extra":"${uuid}"})");
            if (dice_.percent(50))
                inject.set =
                    json(dice_.among({R"({"/text":null})", R"({"/extra/0":1})", R"({"/list":["${seq}"]})"}));
            return;
        case 2: inject.data = json(dice_.among({R"({"broken":true})", R"({"a":"${nothing}"})"})); return;
        case 3:
            inject.data = json(dice_.among(
                {R"({"n":"${seq}","to":"${user}"})", R"({"bytes":{"$binary":"AAEC"}})", R"("text")", "[]",
                 R"(["${last.NewMessage}","${last.NewMember.id}"])", R"("${last.NewMessage}, said again")"}));
            inject.enforce_contract = false;
            return;
        default: inject.arguments = json(dice_.among({"[]", R"(["hello",{"n":1}])", R"([[1,2,3]])"})); return;
    }
}

Inject Commands::held_injection() {
    Inject inject;
    inject.event = "NewMessage";
    inject.arguments = Json::array();
    inject.to.kind = Target::Kind::users;
    inject.to.names = {user(dice_)};
    inject.delay = state_.settings.profile.timings.ping_interval;
    inject.await = some_await(dice_);
    return inject;
}

Inject Commands::flood(const core::Member& member, std::size_t bytes) {
    Inject inject;
    inject.event = "NewMessage";
    inject.data = std::string(bytes, 'x');
    inject.enforce_contract = false;
    inject.namespace_name = member.identity->namespace_name;
    inject.to.kind = Target::Kind::sids;
    inject.to.names = {member.identity->sid};
    inject.repeat = 10000;
    inject.await = some_await(dice_);
    return inject;
}

void Commands::ask_for_another(Inject& inject, const core::Member& member) const {
    inject.to.kind = Target::Kind::users;
    inject.to.names = {member.identity->user};
    inject.min_recipients = 1;
    for (const auto& [join_order, other] : state_.connections.members()) {
        if (other.identity->user == member.identity->user) ++inject.min_recipients;
    }
}

// A held clock is soon moved, and released.
Command Commands::timing() {
    const bool held = state_.clock.mode() == core::ClockMode::manual;
    if (dice_.percent(20)) return dice_.percent(50) ? core::Quiesce{} : core::Quiesce{target()};
    if (dice_.percent(5)) return core::GetClock{};
    if (dice_.percent(5)) {
        core::SetClock set;
        set.at_machine = dice_.percent(40);
        if (!set.at_machine) set.at = Instant(std::chrono::hours(dice_.below(24 * 365 * 100)));
        return set;
    }
    if (!held || dice_.percent(30)) {
        return core::SetClock{dice_.percent(held ? 90 : 30) ? core::ClockMode::real
                                                            : core::ClockMode::manual};
    }
    const auto& timings = state_.settings.profile.timings;
    return core::AdvanceClock{timings.ping_interval * dice_.below(100) / 30, dice_.percent(70),
                              dice_.percent(70) ? Target{} : target()};
}

Command Commands::looking() {
    const auto name = event();
    switch (dice_.below(10)) {
        case 0:
            if (dice_.percent(2)) return core::ListMutants{name};
            if (dice_.percent(2)) return core::ListVariants{name};
            if (dice_.percent(2)) return core::GetAsyncApi{};
            return core::ListEvents{};
        case 1: return core::GetContract{name};
        case 2: return core::ListFixtures{name};
        case 3: return core::GetFixture{name, fixture(name)};
        case 4: return core::ListConnections{};
        case 5: {
            const auto& members = state_.connections.members();
            if (members.empty() || dice_.percent(20)) return core::GetConnection{"unknown"};
            return core::GetConnection{dice_.of(members).second.identity->sid};
        }
        case 6: return core::GetAuth{};
        case 7: return core::GetGroups{};
        case 8: return core::FollowJournal{match(), {}};
        default: break;
    }
    if (!may_read_journal()) return core::GetGroups{};
    if (dice_.percent(50)) return core::ListJournal{match()};
    core::VerifyJournal verify{match(), {dice_.below(3), std::nullopt}};
    if (dice_.percent(50)) verify.counts.at_most = verify.counts.at_least + dice_.below(3);
    return verify;
}

Command Commands::changing() {
    switch (dice_.weighted({10, 5, 10, 20, 15, 1, 1, 15, 5, 5, 2})) {
        case 0: return core::AddAuthRule{rule()};
        case 1: return core::SetAuth{{}};
        case 2: {
            std::vector<policy::AuthRule> rules;
            while (rules.size() < 2 && dice_.percent(60)) rules.push_back(rule());
            return core::SetAuth{std::move(rules)};
        }
        case 3: {
            std::vector<std::string> members;
            while (dice_.percent(60)) members.push_back(user(dice_));
            return core::SetGroup{dice_.among({"7", "8"}), std::move(members)};
        }
        case 4: {
            Target few = target();
            if (few.kind == Target::Kind::all && dice_.percent(90)) few.kind = Target::Kind::sids;
            return core::Disconnect{std::move(few), dice_.of(policy::all_disconnect_as)};
        }
        case 5: return core::ClearJournal{};
        case 6: return core::Reset{dice_.percent(70)};
        case 7: return fault_call();
        case 8: return scenario_call();
        case 9: return undoing();
        default: return file_call();
    }
}

Command Commands::undoing() {
    switch (dice_.below(3)) {
        case 0: return core::RestoreAuth{};
        case 1: {
            const auto& rules = state_.definitions.rules;
            return core::RemoveAuthRule{rules.empty() || dice_.percent(20) ? "unknown" : dice_.of(rules).id};
        }
        default: return core::RemoveGroup{dice_.among({"7", "8", "9"})};
    }
}

// Few at a time, so that most events are still delivered.
Command Commands::fault_call() {
    const auto name = "fault-" + std::to_string(dice_.below(3));
    if (dice_.percent(40)) return core::RemoveFaults{};
    if (dice_.percent(20)) return core::RemoveFault{name};
    if (dice_.percent(10)) return core::ListFaults{};
    auto fault = *policy::parse_fault(
        json(dice_.among(
            {R"({"do":"drop","on":{"probability":0.3}})", R"({"do":"delay","ms":[0,90000]})",
             R"({"do":"duplicate","on":{"every":2}})", R"({"do":"reorder","ttl_ms":20000})",
             R"({"do":"truncate","on":{"first":3}})", R"({"do":"corrupt","on":{"probability":0.2}})",
             R"({"do":"disconnect","when":"before","on":{"nth":5}})", R"({"do":"disconnect","on":{"nth":3}})",
             R"({"do":"slow","bytes_per_second":100,"until":{"kind":"connect"}})",
             R"({"do":"drop_ack","on":{"probability":0.5}})", R"({"do":"delay_ack","ms":[0,9000]})",
             R"({"do":"duplicate_ack","on":{"every":3}})"})),
        "");
    if (dice_.percent(70)) fault.on.to = target();
    return core::InstallFault{name, std::move(fault)};
}

Command Commands::file_call() {
    const auto* const name = dice_.among({"Pinned", "NewMessage"});
    switch (dice_.below(8)) {
        case 0:
            return core::SetContract{
                name, json(dice_.among({R"({"type":"object"})", R"({"required":["id"]})", "1"}))};
        case 1: return core::RemoveContract{"Pinned"};
        case 2:
        case 3:
            return core::SetFixture{name, dice_.among({"default", "mine"}),
                                    json(dice_.among({R"({"id":"${uuid}"})", "{}", R"({"args":[1]})"})),
                                    dice_.percent(50)};
        case 4: return core::RemoveFixture{name, "mine"};
        case 5:
            return core::PatchProfile{json(dice_.among(
                {R"({"auth":{"expire_at_exp":true}})", R"({"user_from_token":null})", R"({"protocl":{}})",
                 R"({"protocol":{"ping_interval_ms":20000}})", R"({"groups":{"7":["alice"]}})"}))};
        case 6: return core::GetProfile{};
        default: {
            policy::TokenRequest request;
            request.sub = user(dice_);
            request.flaw =
                dice_.among({policy::TokenRequest::Flaw::none, policy::TokenRequest::Flaw::garbage});
            return core::CreateToken{request};
        }
    }
}

Command Commands::scenario_call() {
    if (dice_.percent(30)) {
        return core::SetScenario{
            "story",
            json(dice_.among(
                {R"({"steps":[{"inject":{"event":"NewMessage"}},{"delay":{"ms":5000}},)"
                 R"({"expect":{"entry":{"kind":"violation"},"exactly":0}}]})",
                 R"({"steps":[{"repeat":{"times":5,"steps":[{"inject":{"event":"NewMember",)"
                 R"("await":"written"}},{"delay":{"ms":100}}]}},{"wait_for":{"connection":{}}}]})",
                 R"({"steps":[{"disconnect":{"as":"transport_close"}},{"wait_for":{"entry":)"
                 R"({"kind":"connect"},"timeout_ms":9000}}]})",
                 R"({"steps":[{"checkpoint":{"name":"shown","timeout_ms":9000}},{"delay":{"ms":50}}]})",
                 R"({"steps":[{"inject":{"event":"NewMessage"},"save":{"whole":""}},)"
                 R"({"inject":{"event":"NewMember","data":"{{whole}}","contract":"skip"}}]})",
                 R"({"steps":[{"inject":{"event":"NoEvent"}}]})"}))};
    }
    const auto id = 1 + dice_.below(5);
    switch (dice_.below(7)) {
        case 6: {
            const bool passed = dice_.percent(80);
            return core::ReportCheckpoint{id, dice_.among({"shown", "unknown"}), passed,
                                          passed ? "" : "not there"};
        }
        case 0: return core::StopRun{id};
        case 1: return core::GetRun{id};
        case 2: return core::ListRuns{};
        case 3: return core::WaitForRun{id};
        default: return core::RunScenario{"story", {}, dice_.percent(50)};
    }
}

Target Commands::target() {
    Target target;
    const auto& members = state_.connections.members();
    switch (dice_.weighted({10, 30, 40, 10, 10})) {
        case 0: break;
        case 1:
            target.kind = Target::Kind::users;
            target.names = {user(dice_), user(dice_)};
            break;
        case 2:
            target.kind = Target::Kind::sids;
            if (members.empty() || dice_.percent(10)) target.names = {"unknown"};
            else target.names = {dice_.of(members).second.identity->sid};
            break;
        case 3:
            target.kind = Target::Kind::group;
            target.group = dice_.among({"7", "8", "nobody's"});
            break;
        default:
            target.kind = Target::Kind::claims;
            target.claims = json(dice_.among({R"({"role":"admin"})", R"({"role":"user"})", "{}"}));
            break;
    }
    if (target.kind == Target::Kind::users && dice_.percent(10)) target.session = 1 + dice_.below(4);
    if (dice_.percent(10)) {
        Target except;
        except.kind = Target::Kind::users;
        except.names = {user(dice_)};
        target.except = std::make_shared<const Target>(std::move(except));
    }
    return target;
}

core::JournalMatch Commands::match() {
    core::JournalMatch match;
    if (dice_.percent(60)) match.kind = policy::entry_kind_of(dice_.of(policy::entry_kinds()));
    if (dice_.percent(20)) match.event = event();
    if (dice_.percent(30)) match.user = user(dice_);
    if (dice_.percent(5)) match.data = json(dice_.among({"[]", R"([{"n":1}])", "{}"}));
    const auto last = state_.journal.last_seq();
    match.after = last - std::min<std::uint64_t>(last, dice_.below(200));
    return match;
}

policy::AuthRule Commands::rule() {
    const auto* text =
        dice_.among({R"({"match":{"token":"dave*"},"outcome":{"do":"reject","message":"No"}})",
                     R"({"match":{"missing":true},"outcome":{"do":"reject","data":[1]}})",
                     R"({"match":{"expired":true},"outcome":{"do":"reject"}})",
                     R"({"match":{"protocol":3},"times":3,"outcome":{"do":"reject","via":"http"}})",
                     R"({"match":{"nth":2},"outcome":{"do":"reject","via":"close","at":"handshake"}})",
                     R"({"match":{},"times":5,"outcome":{"do":"reject","via":"event","delay_ms":50}})",
                     R"({"match":{},"times":5,"outcome":{"do":"reject","via":"close","delay_ms":20}})",
                     R"({"match":{"token":"a*"},"times":3,"outcome":{"do":"hang"}})",
                     R"({"match":{},"outcome":{"do":"accept","delay_ms":90,"expire_after_ms":900}})",
                     R"({"match":{},"outcome":{"do":"accept","expire_after_ms":70,"expire_as":"event"}})",
                     R"({"match":{"claims":{"role":"admin"}},"outcome":{"do":"accept"}})"});
    return *policy::parse_auth_rule(json(text), "");
}

std::string Commands::event() {
    return dice_.among(
        {"NewMessage", "NewMember", "DeleteMember", "ViewedMessage", "UpdatedGroup", "NoEvent"});
}

std::string Commands::fixture(const std::string& event) {
    if (dice_.percent(5)) return "unknown";
    const auto found = state_.catalogue().find_event(event);
    if (!found || dice_.percent(50)) return "default";
    return dice_.of((*found)->fixtures).first;
}

std::string Commands::namespace_name() {
    const auto& names = state_.settings.profile.namespaces;
    return dice_.percent(80) ? names.front() : dice_.of(names);
}

// Reading it takes time in proportion to its length, so a long one is read less often.
bool Commands::may_read_journal() { return dice_.below(state_.journal.entries().size() + 1) < 300; }

} // namespace chatmock::random

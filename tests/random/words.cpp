#include "random/words.hpp"

#include "base/json/json.hpp"

#include <array>
#include <sstream>

namespace chatmock::random {

namespace {

constexpr std::array kinds = {"RequestBegun", "RequestArrived",  "ExchangeLost", "UpgradeArrived",
                              "FrameArrived", "ChannelViolated", "ChannelLost",  "Written",
                              "Called",       "GaveUp",          "Withdrawn",    "Reloaded",
                              "TimePassed",   "ShutDown",        "ClientRefused"};

constexpr std::array calls = {"Inject",
                              "ListEvents",
                              "GetContract",
                              "SetContract",
                              "RemoveContract",
                              "GetAsyncApi",
                              "ListFixtures",
                              "GetFixture",
                              "SetFixture",
                              "RemoveFixture",
                              "GetTypes",
                              "CreateToken",
                              "GetJwks",
                              "GetProfile",
                              "SetProfile",
                              "PatchProfile",
                              "ListMutants",
                              "ListVariants",
                              "ListConnections",
                              "GetConnection",
                              "WaitForConnections",
                              "VerifyConnections",
                              "Disconnect",
                              "GetAuth",
                              "SetAuth",
                              "AddAuthRule",
                              "RemoveAuthRule",
                              "RestoreAuth",
                              "ListFaults",
                              "GetFault",
                              "InstallFault",
                              "ReplaceFaults",
                              "RemoveFault",
                              "RemoveFaults",
                              "ListScenarios",
                              "GetScenario",
                              "SetScenario",
                              "RemoveScenario",
                              "RunScenario",
                              "ListRuns",
                              "GetRun",
                              "WaitForRun",
                              "StopRun",
                              "ReportCheckpoint",
                              "GetGroups",
                              "SetGroup",
                              "RemoveGroup",
                              "ListJournal",
                              "ClearJournal",
                              "WaitForEntries",
                              "FollowJournal",
                              "VerifyJournal",
                              "ExportTranscript",
                              "GetClock",
                              "SetClock",
                              "AdvanceClock",
                              "Quiesce",
                              "Reset"};

static_assert(kinds.size() == std::variant_size_v<core::Input>);
static_assert(calls.size() == std::variant_size_v<core::Command>);

// As a string literal, whatever bytes it has.
std::string quoted(const std::string& bytes) {
    constexpr std::size_t shown_max = 300;
    const Json json = bytes.substr(0, shown_max);
    return json.dump(-1, ' ', true, Json::error_handler_t::replace) + (bytes.size() > shown_max ? "..." : "");
}

std::string words(const http::Request& request) {
    std::string text = request.method + " " + request.path;
    char separator = '?';
    for (const auto& [key, value] : request.query) {
        text += separator + key + "=" + value;
        separator = '&';
    }
    if (request.body_too_large) text += ", a body too large";
    if (!request.body.empty()) text += ", a body of " + request.content_type + " " + quoted(request.body);
    return text;
}

std::string words(const policy::Target& target) {
    std::string names;
    for (const auto& name : target.names) names += " " + name;
    switch (target.kind) {
        case policy::Target::Kind::all: return "all";
        case policy::Target::Kind::users: return "users" + names;
        case policy::Target::Kind::sids: return "sids" + names;
        case policy::Target::Kind::group: return "group " + target.group;
        case policy::Target::Kind::claims: return "claims " + to_text(target.claims);
    }
    return "";
}

std::string words(const core::JournalMatch& match) {
    return "kind " + (match.kind ? std::string(policy::name_of(*match.kind)) : "any") + ", event " +
           match.event.value_or("any") + ", user " + match.user.value_or("any") + ", data " +
           (match.data ? to_text(*match.data) : "any") + ", after " + std::to_string(match.after);
}

struct CommandWords {
    std::string operator()(const core::Inject& inject) const {
        constexpr std::array awaits = {"queued", "written", "acked"};
        std::ostringstream text;
        text << inject.event << " " << inject.fixture << " in " << inject.namespace_name << " to "
             << words(inject.to) << ", await " << awaits.at(static_cast<std::size_t>(inject.await))
             << ", repeat " << inject.repeat << ", delay " << inject.delay.count() << " ms, min_recipients "
             << inject.min_recipients << (inject.enforce_contract ? "" : ", contract skip");
        if (inject.patch) text << ", patch " << quoted(to_text(*inject.patch));
        if (inject.mutant) text << ", mutant " << *inject.mutant;
        if (inject.variant) text << ", variant " << *inject.variant;
        if (inject.data) text << ", data " << quoted(to_text(*inject.data));
        if (inject.arguments) text << ", arguments " << quoted(to_text(*inject.arguments));
        return text.str();
    }
    std::string operator()(const core::WaitForConnections& wish) const {
        return std::to_string(wish.count) + (wish.settled ? " settled of " : " of ") +
               words(wish.match.target);
    }
    std::string operator()(const core::WaitForEntries& wish) const {
        return std::to_string(wish.count) + " of " + words(wish.match);
    }
    std::string operator()(const core::Disconnect& call) const {
        return words(call.to) + " as " + std::string(policy::name_of(call.as));
    }
    std::string operator()(const core::SetGroup& call) const {
        std::string text = call.id + ":";
        for (const auto& member : call.members) text += " " + member;
        return text;
    }
    std::string operator()(const core::SetFixture& call) const {
        return call.event + "/" + call.fixture + " " + to_text(call.source);
    }
    std::string operator()(const core::SetContract& call) const {
        return call.event + " " + to_text(call.schema);
    }
    std::string operator()(const core::PatchProfile& call) const { return to_text(call.patch); }
    std::string operator()(const core::ListJournal& call) const { return words(call.match); }
    std::string operator()(const core::VerifyJournal& call) const { return words(call.match); }
    std::string operator()(const core::Reset& call) const {
        return call.keep_connections ? "that keeps connections" : "that closes connections";
    }
    template <typename Command>
    std::string operator()(const Command&) const {
        return "";
    }
};

struct InputWords {
    std::string operator()(const core::RequestBegun& input) const {
        return std::to_string(input.request.exchange) + ": " + words(input.request);
    }
    std::string operator()(const core::RequestArrived& input) const {
        return std::to_string(input.request.exchange) + ": " + words(input.request);
    }
    std::string operator()(const core::ExchangeLost& input) const { return std::to_string(input.exchange); }
    std::string operator()(const core::UpgradeArrived& input) const {
        return std::to_string(input.channel) + ": " + words(input.request);
    }
    std::string operator()(const core::FrameArrived& input) const {
        return std::to_string(input.channel) + (input.content.binary ? ", bytes " : ", text ") +
               quoted(input.content.data);
    }
    std::string operator()(const core::ChannelViolated& input) const { return std::to_string(input.channel); }
    std::string operator()(const core::ChannelLost& input) const { return std::to_string(input.channel); }
    std::string operator()(const core::Written& input) const {
        std::string receipts;
        for (const auto receipt : input.receipts) receipts += std::to_string(receipt) + " ";
        return receipts;
    }
    std::string operator()(const core::Called& input) const {
        return std::to_string(input.ticket) + ": " + calls.at(input.command.index()) + " " +
               std::visit(CommandWords{}, input.command);
    }
    std::string operator()(const core::GaveUp& input) const { return std::to_string(input.ticket); }
    std::string operator()(const core::Withdrawn& input) const { return std::to_string(input.ticket); }
    std::string operator()(const core::Reloaded& input) const {
        return std::string(input.catalogue ? "catalogue " : "") +
               (input.profile ? to_text(input.profile->source) : "");
    }
    std::string operator()(const core::TimePassed&) const { return ""; }
    std::string operator()(const core::ClientRefused& input) const {
        return std::to_string(input.number) + ": " + std::to_string(input.status) + " " + input.message;
    }
    std::string operator()(const core::ShutDown&) const { return ""; }
};

} // namespace

std::string_view kind_of(const core::Input& input) { return kinds.at(input.index()); }

std::string words_of(const core::Input& input) {
    return std::string(kind_of(input)) + " " + std::visit(InputWords{}, input);
}

} // namespace chatmock::random

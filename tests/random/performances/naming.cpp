#include "random/performances/naming.hpp"

#include <utility>
#include <variant>

namespace chatmock::random {

namespace {

using core::Input;
using core::SandboxesInput;

void name_by_token_or_query(http::Request& request, const std::string& sandbox) {
    const auto token = request.query.find("jwt_token");
    const bool is_opaque = token != request.query.end() && token->second.find('.') == std::string::npos;
    if (is_opaque) token->second.insert(0, sandbox + ":");
    else request.query["sandbox"] = sandbox;
}

// A request that begins and one that is complete have the same number, and so the same way.
void name(http::Request& request, std::uint64_t number, const std::string& sandbox) {
    switch (number % 6) {
        case 0: request.path.insert(0, "/sandbox/" + sandbox); break;
        case 1: request.query["sandbox"] = sandbox; break;
        case 2: name_by_token_or_query(request, sandbox); break;
        case 3: request.headers.emplace_back("Cookie", "chatmock_sandbox=" + sandbox); break;
        case 4: request.headers.emplace_back("Host", sandbox + ".localhost:8090"); break;
        default: request.headers.emplace_back("X-Chatmock-Sandbox", sandbox); break;
    }
}

struct Named {
    const std::string& sandbox;

    SandboxesInput operator()(core::RequestBegun&& input) const {
        name(input.request, input.request.exchange, sandbox);
        return Input(std::move(input));
    }
    SandboxesInput operator()(core::RequestArrived&& input) const {
        name(input.request, input.request.exchange, sandbox);
        return Input(std::move(input));
    }
    SandboxesInput operator()(core::UpgradeArrived&& input) const {
        name(input.request, input.channel, sandbox);
        return Input(std::move(input));
    }
    SandboxesInput operator()(core::Called&& input) const {
        return core::CalledIn{sandbox, std::move(input)};
    }
    // Each has a profile of its own, by its own name. All have the file that has changed, too: an input
    // without a change for a sandbox would not reach it.
    SandboxesInput operator()(core::Reloaded&& input) const {
        core::FilesSaved saved{std::move(input), {}, {}};
        saved.reloaded.changed.emplace_back("fixtures/events/NewMessage/default.json");
        const auto profile = std::exchange(saved.reloaded.profile, nullptr);
        if (!profile) return saved;
        saved.profiles.emplace(sandbox, profile);
        saved.saved_profiles.emplace(sandbox,
                                     std::set<std::string>{"fixtures/profiles/" + sandbox + ".json"});
        return saved;
    }
    template <typename Unnamed>
    SandboxesInput operator()(Unnamed&& input) const {
        return Input(std::forward<Unnamed>(input));
    }
};

} // namespace

SandboxesInput named(Input input, const std::string& sandbox) {
    return std::visit(Named{sandbox}, std::move(input));
}

bool is_everyones(const Input& input) {
    return std::holds_alternative<core::TimePassed>(input) || std::holds_alternative<core::Reloaded>(input) ||
           std::holds_alternative<core::ShutDown>(input);
}

} // namespace chatmock::random

// A story for a golden transcript. Its control calls go through HTTP, so they are in the transcript. Its
// catalogue is small, so people can read the file.
#pragma once

#include "control/routes.hpp"
#include "core/replay/replay.hpp"
#include "support/world_story.hpp"

namespace chatmock::core {

// The shipped contracts of these events, each with its default fixture.
inline std::shared_ptr<const catalogue::Catalogue> catalogue_of(const std::vector<std::string>& events) {
    const Json shipped = catalogue::to_json(*shipped_catalogue());
    Json chosen = Json::object();
    for (const auto& event : events) {
        const auto& each = shipped.at(event);
        chosen[event] = {{"contract", each.at("contract")},
                         {"fixtures", {{"default", each.at("fixtures").at("default")}}}};
    }
    return std::make_shared<const catalogue::Catalogue>(expect_value(catalogue::parse_catalogue(chosen)));
}

class GoldenStory : public WorldStory {
public:
    using Events = std::vector<std::string>; // the events that it needs

    explicit GoldenStory(std::string_view profile = "{}", const Events& events = {"NewMessage"},
                         const ClockSettings& clock = {ClockMode::manual, {}})
        : WorldStory({1, catalogue_of(events), expect_value(policy::parse_profile(json_of(profile))), clock,
                      "golden"}) {}

    // A control call; the target is a path, with an optional query.
    Ticket ask(const std::string& method, const std::string& target, std::string_view body = "{}") {
        http::Request request;
        http::read_target(target, request);
        auto http =
            std::make_shared<const HttpCall>(HttpCall{method, request.path, request.query, json_of(body)});
        return WorldStory::ask(expect_value(control::ask_world(*http)), http);
    }

    Json call(const std::string& method, const std::string& target, std::string_view body = "{}") {
        return WorldStory::body(ask(method, target, body));
    }

    Error refused(const std::string& method, const std::string& target, std::string_view body = "{}") {
        return expect_error(answer(ask(method, target, body)));
    }

    // A client that polls and has joined; returns the query of its requests.
    std::string join_polling(const std::string& token) {
        auto query = "EIO=4&transport=polling&sid=" + open_polling(token);
        post(query, "40");
        get(query);
        return query;
    }
};

inline Result<Replayed> replay(std::string_view transcript) { return replay(transcript, control::ask_world); }

// A replay's outcome in one line, so a failed check shows the place.
inline std::string outcome_of(const Result<Replayed>& replayed) {
    if (!replayed) return describe(replayed.error());
    if (!replayed->difference) return "the same";
    const auto& difference = *replayed->difference;
    if (difference.unreadable)
        return "line " + std::to_string(difference.line) + ": " + describe(*difference.unreadable);
    return "line " + std::to_string(difference.line) + " differs:\n- " + difference.recorded + "\n+ " +
           difference.replayed;
}

} // namespace chatmock::core

#include "policy/reaction.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/fields.hpp"

namespace chatmock::policy {

namespace {

constexpr std::string_view args = "${args}";
constexpr std::string_view auth = "${auth}";

void parse_on(const Json* on, Reaction& reaction, Fields& parent) {
    if (on == nullptr || (on->is_string() && *on == "connect")) return;
    if (!on->is_object()) {
        parent.fail({ErrorCode::invalid_value, R"(expected "connect" or {"event":NAME}, got )" + shown(*on),
                     parent.at("on")});
        return;
    }
    Fields fields(*on, parent.at("on"));
    fields.require("event");
    reaction.event = fields.text("event", "");
    const auto nth = static_cast<std::uint64_t>(fields.integer("nth", 1, 1));
    if (fields.has("nth")) {
        reaction.first = nth;
        reaction.last = nth;
    }
    if (auto done = fields.done(); !done) parent.fail(done.error());
}

Json parse_arguments(const Json* json, const std::string& at, Fields& parent) {
    if (json == nullptr) return Json::array();
    if (!json->is_array() && !(json->is_string() && *json == args)) {
        parent.fail({ErrorCode::invalid_value, R"(expected a list or "${args}", got )" + shown(*json), at});
    }
    if (auto checked = check_bytes(*json, at); !checked) parent.fail(checked.error());
    return with_bytes_read(*json);
}

void parse_emit(const Json* emit, Reaction& reaction, Fields& parent) {
    if (emit == nullptr) return;
    Fields fields(*emit, parent.at("emit"));
    fields.require("event");
    reaction.emit = fields.text("event", "");
    if (fields.has("fixture")) reaction.fixture = fields.text("fixture", "");
    const bool is_short = fields.any("args") != nullptr;
    const auto* const name = is_short ? "args" : "arguments";
    reaction.arguments = parse_arguments(fields.any(name), fields.at(name), fields);
    if (is_short && fields.any("arguments") != nullptr) {
        fields.fail({ErrorCode::invalid_value, "expected args or arguments, which mean the same, got both",
                     fields.at("arguments")});
    }
    if (fields.has("fixture") && fields.any(name) != nullptr) {
        fields.fail({ErrorCode::invalid_value, "expected a fixture without arguments", fields.at("fixture")});
    }
    if (auto done = fields.done(); !done) parent.fail(done.error());
}

using Reactions = std::vector<Reaction>;

// Reads "emit" or "acknowledge" into a reaction that has its "on".
void read_answer(Fields& fields, const Json& json, const std::string& at, Reaction& reaction) {
    parse_emit(fields.object("emit"), reaction, fields);
    const Json* acknowledge = fields.any("acknowledge");
    if (acknowledge != nullptr)
        reaction.arguments = parse_arguments(acknowledge, fields.at("acknowledge"), fields);
    if (fields.has("emit") == fields.has("acknowledge")) {
        fields.fail(expected("either emit or acknowledge", json, at));
    }
    if (acknowledge != nullptr && !reaction.event) {
        fields.fail(
            {ErrorCode::invalid_value, "expected acknowledge only with an event", fields.at("acknowledge")});
    }
}

// Makes one reaction for each element that is not {}. The last one answers all later events, too.
Reactions read_sequence(const Json& sequence, const std::string& at, const Reaction& common, Fields& parent) {
    Reactions reactions;
    for (std::size_t i = 0; i < sequence.size(); ++i) {
        if (sequence[i] == Json::object()) continue;
        const auto place = pointer_to(at, i);
        Fields fields(sequence[i], place);
        auto reaction = common;
        reaction.first = i + 1;
        if (i + 1 < sequence.size()) reaction.last = i + 1;
        read_answer(fields, sequence[i], place, reaction);
        if (auto done = fields.done(); !done) parent.fail(done.error());
        reactions.push_back(std::move(reaction));
    }
    return reactions;
}

Result<Reactions> parse_reaction(const Json& json, const std::string& at) {
    Fields fields(json, at);
    Reaction reaction;
    fields.require("on");
    parse_on(fields.any("on"), reaction, fields);
    const auto namespace_name = fields.text("namespace", "/");
    if (namespace_name != "*") reaction.namespace_name = namespace_name;
    Reactions reactions;
    if (const Json* sequence = fields.array("sequence")) {
        reactions = read_sequence(*sequence, fields.at("sequence"), reaction, fields);
        if (!reaction.event || reaction.has_order()) {
            fields.fail({ErrorCode::invalid_value, "expected sequence only with an event without nth",
                         fields.at("sequence")});
        }
    } else {
        read_answer(fields, json, at, reaction);
        reactions.push_back(std::move(reaction));
    }
    if (auto done = fields.done(); !done) return done.error();
    return reactions;
}

void fill(Json& value, const Occasion& occasion) {
    if (value.is_string()) {
        if (value == args) value = occasion.arguments;
        else if (value == auth) value = *occasion.auth;
    } else if (value.is_structured()) {
        for (auto& member : value) fill(member, occasion);
    }
}

} // namespace

Result<std::vector<Reaction>> parse_reactions(const Json& json, const std::string& at) {
    auto lists = parse_each(json, at, parse_reaction);
    if (!lists) return lists.error();
    Reactions reactions;
    for (auto& list : *lists) reactions.insert(reactions.end(), list.begin(), list.end());
    return reactions;
}

bool matches(const Reaction& reaction, const Occasion& occasion) {
    return reaction.event == occasion.event && occasion.nth >= reaction.first &&
           (!reaction.last || occasion.nth <= *reaction.last) &&
           (!reaction.namespace_name || *reaction.namespace_name == occasion.namespace_name);
}

Json arguments_for(const Reaction& reaction, const Occasion& occasion) {
    Json arguments = reaction.arguments;
    fill(arguments, occasion);
    return arguments;
}

} // namespace chatmock::policy

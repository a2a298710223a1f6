#include "core/replay/transcript_parse.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/fields.hpp"
#include "core/transcript/transcript_json.hpp"

#include <map>

namespace chatmock::core {

namespace {

std::string text_in(Fields& fields, std::string_view name) {
    const Json* json = fields.any(name);
    if (json == nullptr) return {};
    const Json read = with_bytes_read(*json);
    if (read.is_binary()) return std::string(read.get_binary().text());
    if (read.is_string()) return read.get<std::string>();
    fields.fail(expected("a string", read, fields.at(name)));
    return {};
}

std::uint64_t number_in(Fields& fields, std::string_view name) {
    fields.require(name);
    return static_cast<std::uint64_t>(fields.integer(name, 0, 0));
}

http::Query query_in(Fields& parent) {
    http::Query query;
    const Json* json = parent.object("query");
    if (json == nullptr) return query;
    Fields fields(*json, parent.at("query"));
    for (const auto& [name, value] : json->items()) query[name] = text_in(fields, name);
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return query;
}

// The text contains the token's number in its place.
void put_token_in(Fields& fields, http::Request& request) {
    policy::TokenSource source;
    if (const Json* from = fields.any("token_from")) {
        const auto parsed = policy::parse_token_source(*from, fields.at("token_from"));
        if (parsed) source = *parsed;
        else fields.fail(parsed.error());
    }
    if (fields.has("token")) policy::put_token(source, std::to_string(number_in(fields, "token")), request);
}

// Places outside of the token sources that had something like a token.
void put_tokens_elsewhere(Fields& fields, http::Request& request) {
    const Json* places = fields.array("tokens_elsewhere");
    if (places == nullptr) return;
    const auto sources = policy::parse_token_sources(*places, fields.at("tokens_elsewhere"));
    if (!sources) return fields.fail(sources.error());
    for (const auto& source : *sources) policy::put_token(source, std::string(hidden_token), request);
}

ClientFiles client_files_in(Fields& parent) {
    ClientFiles files;
    const Json* json = parent.object("client");
    if (json == nullptr) return files;
    Fields fields(*json, parent.at("client"));
    files.version = fields.text("version", "");
    if (const Json* names = fields.array("files")) {
        for (const auto& name : *names) files.names.insert(name.is_string() ? name.get<std::string>() : "");
    }
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return files;
}

http::Request request_in(Fields& fields) {
    http::Request request;
    request.exchange = number_in(fields, "exchange");
    request.method = text_in(fields, "method");
    request.path = text_in(fields, "path");
    request.query = query_in(fields);
    put_token_in(fields, request);
    put_tokens_elsewhere(fields, request);
    const auto etag = text_in(fields, "if_none_match");
    if (!etag.empty()) request.headers.emplace_back("if-none-match", etag);
    request.remote_address = text_in(fields, "remote_address");
    request.origin = text_in(fields, "origin");
    request.content_type = text_in(fields, "content_type");
    request.requested_method = text_in(fields, "requested_method");
    request.requested_headers = text_in(fields, "requested_headers");
    request.body = text_in(fields, "body");
    request.body_too_large = fields.boolean("body_too_large", false);
    return request;
}

Input upgrade_in(Fields& fields) {
    const auto channel = number_in(fields, "channel");
    return UpgradeArrived{channel, request_in(fields)};
}

Input frame_in(Fields& fields) {
    const auto channel = number_in(fields, "channel");
    const bool binary = fields.boolean("binary", false);
    return FrameArrived{channel, {binary, text_in(fields, "data")}};
}

Input written_in(Fields& fields) {
    Written written;
    if (const Json* receipts = fields.array("receipts")) {
        for (const auto& receipt : *receipts) {
            if (receipt.is_number_unsigned()) written.receipts.push_back(receipt.get<engineio::Receipt>());
        }
    }
    return written;
}

std::shared_ptr<const catalogue::Catalogue> catalogue_in(Fields& parent) {
    const Json* json = parent.object("catalogue");
    if (json == nullptr) return nullptr;
    auto catalogue = catalogue::parse_catalogue(*json);
    if (catalogue) return std::make_shared<const catalogue::Catalogue>(std::move(*catalogue));
    parent.fail(catalogue.error());
    return nullptr;
}

std::shared_ptr<const policy::Profile> profile_in(Fields& parent) {
    const Json* json = parent.object("profile");
    if (json == nullptr) return nullptr;
    auto profile = policy::parse_profile(*json);
    if (profile) return std::make_shared<const policy::Profile>(std::move(*profile));
    parent.fail(profile.error());
    return nullptr;
}

std::shared_ptr<const Scenarios> scenarios_in(Fields& parent) {
    auto scenarios = parent.parsed("scenarios", restore_scenarios);
    return scenarios ? std::make_shared<const Scenarios>(std::move(*scenarios)) : nullptr;
}

template <typename Each>
std::vector<Each> list_in(Fields& parent, std::string_view name,
                          Result<Each> (*parse)(const Json& json, const std::string& at)) {
    const Json* list = parent.array(name);
    if (list == nullptr) return {};
    auto all = parse_each(*list, parent.at(name), parse);
    if (all) return std::move(*all);
    parent.fail(all.error());
    return {};
}

Result<std::string> parse_name(const Json& json, const std::string& at) {
    if (json.is_string()) return json.get<std::string>();
    return expected("a file's name", json, at);
}

Result<FileMistake> parse_mistake(const Json& json, const std::string& at) {
    Fields fields(json, at);
    FileMistake mistake{fields.text("file", ""), fields.text("at", ""), fields.text("message", "")};
    if (auto done = fields.done(); !done) return done.error();
    return mistake;
}

Input reloaded_in(Fields& fields) {
    return Reloaded{catalogue_in(fields),
                    profile_in(fields),
                    scenarios_in(fields),
                    list_in(fields, "changed", parse_name),
                    list_in(fields, "refused", parse_mistake),
                    list_in(fields, "warnings", parse_mistake)};
}

Input client_refused_in(Fields& fields) {
    const bool polls = fields.choice("transport", {"polling", "websocket"}, 0) == 0;
    return ClientRefused{
        polls ? engineio::Transport::polling : engineio::Transport::websocket, number_in(fields, "number"),
        static_cast<int>(fields.integer("status", 404, 400, 599)), text_in(fields, "message")};
}

using ReadInput = std::function<Input(Fields&)>;

const std::map<std::string, ReadInput>& input_readers() {
    static const std::map<std::string, ReadInput> readers = {
        {"request_begun", [](Fields& f) { return RequestBegun{request_in(f)}; }},
        {"request", [](Fields& f) { return RequestArrived{request_in(f)}; }},
        {"exchange_lost", [](Fields& f) { return ExchangeLost{number_in(f, "exchange")}; }},
        {"upgrade", upgrade_in},
        {"frame", frame_in},
        {"channel_violated",
         [](Fields& f) {
             return ChannelViolated{number_in(f, "channel"), text_in(f, "what"), text_in(f, "code")};
         }},
        {"channel_lost", [](Fields& f) { return ChannelLost{number_in(f, "channel")}; }},
        {"written", written_in},
        {"gave_up", [](Fields& f) { return GaveUp{number_in(f, "ticket")}; }},
        {"withdrawn", [](Fields& f) { return Withdrawn{number_in(f, "ticket")}; }},
        {"reloaded", reloaded_in},
        {"time_passed", [](Fields&) { return TimePassed{}; }},
        {"shut_down", [](Fields&) { return ShutDown{}; }},
        {"client_refused", client_refused_in},
    };
    return readers;
}

Result<Input> parse_call(Fields& fields, const ReadCall& read_call) {
    const auto ticket = number_in(fields, "ticket");
    HttpCall http;
    http.method = text_in(fields, "method");
    http.path = text_in(fields, "path");
    http.query = query_in(fields);
    if (const Json* body = fields.any("body")) http.body = *body;
    if (auto done = fields.done(); !done) return done.error();
    auto command = read_call(http);
    if (!command) return command.error();
    return Input(Called{ticket, std::move(*command), std::make_shared<const HttpCall>(std::move(http))});
}

Instant instant_in(Fields& fields, std::string_view name) {
    fields.require(name);
    const auto text = fields.text(name, "");
    const auto instant = from_iso8601(text);
    if (!instant)
        fields.fail({ErrorCode::invalid_value, "expected an instant, got \"" + text + "\"", fields.at(name)});
    return instant.value_or(Instant{});
}

ClockSettings clock_in(Fields& parent) {
    ClockSettings settings;
    const Json* json = parent.object("clock");
    if (json == nullptr) return settings;
    Fields fields(*json, parent.at("clock"));
    if (fields.choice("mode", {"real", "manual"}, 0) == 1) settings.mode = ClockMode::manual;
    if (fields.has("start")) settings.start = instant_in(fields, "start");
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return settings;
}

} // namespace

Result<Beginning> parse_beginning(const Json& line) {
    Fields fields(line, "");
    Beginning beginning;
    fields.require("transcript");
    fields.integer("transcript", 2, 2, 2);
    fields.text("hash", "");
    auto& settings = beginning.settings;
    settings.version = fields.text("version", "");
    beginning.at = instant_in(fields, "at");
    settings.clock = clock_in(fields);
    if (const Json* seed = fields.any("seed"); seed != nullptr && seed->is_number_integer())
        settings.seed = seed->get<std::uint64_t>();
    constexpr std::int64_t share_max = 1000;
    settings.budget_share = static_cast<std::size_t>(fields.integer("budget_share", 1, 1, share_max));
    fields.require("profile");
    fields.require("catalogue");
    const auto profile = profile_in(fields);
    settings.catalogue = catalogue_in(fields);
    const auto scenarios = scenarios_in(fields);
    settings.client_files = client_files_in(fields);
    if (auto done = fields.done(); !done) return done.error();
    settings.profile = *profile;
    if (scenarios) settings.scenarios = *scenarios;
    return beginning;
}

Result<Input> parse_input(const Json& json, const ReadCall& read_call) {
    Fields fields(json, "/in");
    fields.require("type");
    const auto type = fields.text("type", "");
    if (type == "call") return parse_call(fields, read_call);
    const auto reader = input_readers().find(type);
    if (reader == input_readers().end())
        return Error{ErrorCode::invalid_value, "expected an input's type, got \"" + type + "\"", "/in/type"};
    Input input = reader->second(fields);
    if (auto done = fields.done(); !done) return done.error();
    return input;
}

} // namespace chatmock::core

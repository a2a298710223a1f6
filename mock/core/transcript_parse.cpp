#include "core/transcript_parse.hpp"

#include "base/binary_json.hpp"
#include "base/fields.hpp"
#include "core/transcript_json.hpp"

#include <map>

namespace chatmock::core {

namespace {

std::string text_in(Fields& fields, std::string_view name) {
    const Json* json = fields.any(name);
    if (json == nullptr) return {};
    const Json read = with_bytes_read(*json);
    if (read.is_binary()) return {read.get_binary().begin(), read.get_binary().end()};
    if (read.is_string()) return read.get<std::string>();
    fields.fail(
        {ErrorCode::invalid_value, "a string was expected, " + shown(read) + " came", fields.at(name)});
    return {};
}

std::uint64_t number_in(Fields& fields, std::string_view name) {
    fields.require(name);
    return static_cast<std::uint64_t>(fields.integer(name, 0, 0));
}

engineio::Query query_in(Fields& parent) {
    engineio::Query query;
    const Json* json = parent.object("query");
    if (json == nullptr) return query;
    Fields fields(*json, parent.at("query"));
    for (const auto& [name, value] : json->items()) query[name] = text_in(fields, name);
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return query;
}

engineio::HttpRequest request_in(Fields& fields) {
    engineio::HttpRequest request;
    request.exchange = number_in(fields, "exchange");
    request.method = text_in(fields, "method");
    request.path = text_in(fields, "path");
    request.query = query_in(fields);
    if (fields.has("token"))
        request.query[std::string(token_parameter)] = std::to_string(number_in(fields, "token"));
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
             return ChannelViolated{number_in(f, "channel"), text_in(f, "what")};
         }},
        {"channel_lost", [](Fields& f) { return ChannelLost{number_in(f, "channel")}; }},
        {"written", written_in},
        {"gave_up", [](Fields& f) { return GaveUp{number_in(f, "ticket")}; }},
        {"time_passed", [](Fields&) { return TimePassed{}; }},
        {"shut_down", [](Fields&) { return ShutDown{}; }},
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
        fields.fail(
            {ErrorCode::invalid_value, "an instant was expected, \"" + text + "\" came", fields.at(name)});
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
    fields.integer("transcript", 1, 1, 1);
    fields.text("hash", "");
    auto& settings = beginning.settings;
    settings.version = fields.text("version", "");
    beginning.at = instant_in(fields, "at");
    settings.clock = clock_in(fields);
    if (const Json* seed = fields.any("seed"); seed != nullptr && seed->is_number_integer())
        settings.seed = seed->get<std::uint64_t>();
    fields.require("profile");
    fields.require("catalogue");
    const Json* profile = fields.object("profile");
    const Json* catalogue = fields.object("catalogue");
    const Json* scenarios = fields.object("scenarios");
    if (auto done = fields.done(); !done) return done.error();
    auto parsed_profile = policy::parse_profile(*profile);
    if (!parsed_profile) return parsed_profile.error();
    settings.profile = std::move(*parsed_profile);
    auto parsed_catalogue = catalogue::parse_catalogue(*catalogue);
    if (!parsed_catalogue) return parsed_catalogue.error();
    settings.catalogue = std::make_shared<const catalogue::Catalogue>(std::move(*parsed_catalogue));
    if (scenarios == nullptr) return beginning;
    for (const auto& [name, source] : scenarios->items()) {
        auto scenario = parse_scenario(name, source, *settings.catalogue);
        if (!scenario) return scenario.error();
        settings.scenarios.emplace(name, std::move(*scenario));
    }
    return beginning;
}

Result<Input> parse_input(const Json& json, const ReadCall& read_call) {
    Fields fields(json, "/in");
    fields.require("type");
    const auto type = fields.text("type", "");
    if (type == "call") return parse_call(fields, read_call);
    const auto reader = input_readers().find(type);
    if (reader == input_readers().end())
        return Error{ErrorCode::invalid_value, "an input's type was expected, \"" + type + "\" came",
                     "/in/type"};
    Input input = reader->second(fields);
    if (auto done = fields.done(); !done) return done.error();
    return input;
}

} // namespace chatmock::core

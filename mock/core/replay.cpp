#include "core/replay.hpp"

#include "base/fields.hpp"
#include "core/state.hpp"
#include "core/transcript_parse.hpp"
#include "core/world.hpp"

#include <algorithm>
#include <map>
#include <memory>

namespace chatmock::core {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

Error in_line(Error error, std::size_t number) {
    error.message = "line " + std::to_string(number) + ": " + error.message;
    return error;
}

// The tokens of a run, by the numbers that stand for them.
class Tokens {
public:
    Result<void> add(const Json& line) {
        Fields fields(line, "");
        policy::Credentials credentials;
        credentials.token = std::to_string(fields.integer("token", 0, 1));
        credentials.user = fields.text("user", "");
        if (const Json* claims = fields.object("claims")) credentials.claims = *claims;
        if (const Json* expiry = fields.any("expires_at"); expiry != nullptr && expiry->is_number())
            credentials.expires_at = expiry->get<double>();
        auto matches = std::make_shared<std::set<std::string>>();
        if (const Json* patterns = fields.array("matches")) {
            for (const auto& pattern : *patterns) matches->insert(pattern.is_string() ? pattern : Json(""));
        }
        fields.text("hash", "");
        if (auto done = fields.done(); !done) return done;
        credentials.known_matches = matches;
        matches_[credentials.token] = std::move(matches);
        credentials_[credentials.token] = std::move(credentials);
        return {};
    }

    Result<void> add_pattern(const Json& line) {
        Fields fields(line, "");
        const auto pattern = fields.text("pattern", "");
        if (const Json* tokens = fields.array("tokens")) {
            for (const auto& token : *tokens) {
                const auto found = matches_.find(to_text(token));
                if (found != matches_.end()) found->second->insert(pattern);
            }
        }
        fields.text("hash", "");
        return fields.done();
    }

    policy::Credentials read(std::string_view token) const {
        const auto found = credentials_.find(token);
        return found == credentials_.end() ? policy::read_credentials(token) : found->second;
    }

private:
    std::map<std::string, policy::Credentials, std::less<>> credentials_;
    std::map<std::string, std::shared_ptr<std::set<std::string>>> matches_; // they grow with new rules
};

class Rerun {
public:
    Rerun(Beginning beginning, const ReadCall& read_call)
        : read_call_(read_call), world_(with_tokens(std::move(beginning.settings))) {
        (void)world_.apply(TimePassed{}, beginning.at);
    }

    Result<void> take(const Json& line) {
        if (line.contains("token")) return tokens_->add(line);
        if (line.contains("pattern")) return tokens_->add_pattern(line);
        Fields fields(line, "");
        fields.require("in");
        fields.require("at");
        const Json* in = fields.object("in");
        const auto at = from_iso8601(fields.text("at", ""));
        for (const auto* name : {"n", "out", "answers", "journal", "hash"}) fields.any(name);
        if (auto done = fields.done(); !done) return done;
        if (!at) return Error{ErrorCode::invalid_value, "an instant was expected", "/at"};
        const auto input = parse_input(*in, read_call_);
        if (!input) return input.error();
        (void)world_.apply(*input, *at);
        ++inputs_;
        return {};
    }

    std::size_t inputs() const { return inputs_; }
    std::string transcript() const { return world_.state().transcript.text(); }

private:
    WorldSettings with_tokens(WorldSettings settings) const {
        settings.read_credentials = [tokens = tokens_](std::string_view token) {
            return tokens->read(token);
        };
        return settings;
    }

    std::shared_ptr<Tokens> tokens_ = std::make_shared<Tokens>();
    const ReadCall& read_call_;
    World world_;
    std::size_t inputs_ = 0;
};

// So much of a line as shows the place, which is `at`.
std::string cut_to(std::string_view line, std::size_t at) {
    constexpr std::size_t around = 60;
    const auto from = at > around ? at - around : 0;
    std::string cut(line.substr(std::min(from, line.size()), 2 * around));
    if (from > 0) cut.insert(0, "…");
    if (from + 2 * around < line.size()) cut += "…";
    return cut;
}

std::optional<Difference> compare(const std::vector<std::string_view>& recorded,
                                  const std::vector<std::string_view>& replayed) {
    for (std::size_t i = 0; i < std::max(recorded.size(), replayed.size()); ++i) {
        const auto was = i < recorded.size() ? recorded[i] : std::string_view();
        const auto is = i < replayed.size() ? replayed[i] : std::string_view();
        if (was == is) continue;
        const auto parted =
            std::mismatch(was.begin(), was.begin() + std::min(was.size(), is.size()), is.begin());
        const auto at = static_cast<std::size_t>(parted.first - was.begin());
        Difference difference{i + 1, {}, cut_to(was, at), cut_to(is, at)};
        if (const auto line = parse_json(was); line && line->contains("in"))
            difference.input = Json{{"n", (*line)["n"]}, {"at", (*line)["at"]}, {"in", (*line)["in"]}};
        return difference;
    }
    return std::nullopt;
}

} // namespace

Result<Replayed> replay(std::string_view transcript, const ReadCall& read_call) {
    auto lines = lines_of(transcript);
    std::vector<Json> parsed;
    for (const auto line : lines) {
        auto json = parse_json(line);
        if (!json) return in_line(json.error(), parsed.size() + 1);
        parsed.push_back(std::move(*json));
    }
    if (parsed.empty()) return Error{ErrorCode::malformed_json, "a transcript was expected, nothing came"};
    Replayed replayed;
    replayed.complete = !parsed.back().contains("complete");
    if (!replayed.complete) {
        parsed.pop_back();
        lines.pop_back();
    }
    auto beginning = parse_beginning(parsed.front());
    if (!beginning) return in_line(beginning.error(), 1);
    Rerun rerun(std::move(*beginning), read_call);
    for (std::size_t i = 1; i < parsed.size(); ++i) {
        if (const auto taken = rerun.take(parsed[i]); !taken) return in_line(taken.error(), i + 1);
    }
    replayed.inputs = rerun.inputs();
    const auto text = rerun.transcript();
    replayed.difference = compare(lines, lines_of(text));
    return replayed;
}

} // namespace chatmock::core

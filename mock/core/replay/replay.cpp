#include "core/replay/replay.hpp"

#include "base/json/fields.hpp"
#include "base/json/number.hpp"
#include "base/text/utf8.hpp"
#include "core/replay/transcript_parse.hpp"
#include "core/state/state.hpp"
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

// A line contains JSON text within JSON, so it may nest deeper.
Result<Json> parse_line(std::string_view line) { return parse_json(line, 3 * json_depth_max); }

constexpr std::string_view first_words = R"({"transcript":2,)";

Error no_transcript() {
    return {ErrorCode::invalid_value,
            "line 1: expected a transcript, as GET /journal/export answers it; it begins with " +
                std::string(first_words)};
}

// The tokens of a run, by their numbers.
class Tokens {
public:
    Result<void> add(const Json& line) {
        Fields fields(line, "");
        policy::Credentials credentials;
        credentials.token = std::to_string(fields.integer("token", 0, 1));
        const auto mask = fields.text("mask", "");
        credentials.user = fields.text("user", "");
        if (const Json* claims = fields.object("claims")) credentials.claims = *claims;
        if (const Json* expiry = fields.any("expires_at")) credentials.expires_at = double_of(*expiry);
        if (const Json* start = fields.any("not_before")) credentials.not_before = double_of(*start);
        credentials.is_signed = fields.boolean("signed", false);
        credentials.unsigned_because = fields.text("unsigned_because", "");
        auto matches = std::make_shared<std::set<std::string>>();
        if (const Json* patterns = fields.array("matches")) {
            for (const auto& pattern : *patterns) matches->insert(pattern.is_string() ? pattern : Json(""));
        }
        fields.text("hash", "");
        if (auto done = fields.done(); !done) return done;
        credentials.known_matches = matches;
        matches_[credentials.token] = std::move(matches);
        if (!mask.empty()) credentials_[mask] = credentials;
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
    std::map<std::string, std::shared_ptr<std::set<std::string>>>
        matches_; // shared with credentials, and extended by new rules
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
        if (!at) return Error{ErrorCode::invalid_value, "expected an instant", "/at"};
        const auto input = parse_input(*in, read_call_);
        if (!input) return input.error();
        (void)world_.apply(*input, *at);
        return {};
    }

    // The new world's line; empty if it writes none.
    std::string line(std::size_t index) const {
        const auto& transcript = world_.state().transcript;
        if (index == 0) return transcript.first_line();
        return index <= transcript.size() ? transcript.line(index - 1) : "";
    }

private:
    WorldSettings with_tokens(WorldSettings settings) const {
        settings.known_credentials = [tokens = tokens_](std::string_view token) {
            return tokens->read(token);
        };
        return settings;
    }

    std::shared_ptr<Tokens> tokens_ = std::make_shared<Tokens>();
    const ReadCall& read_call_;
    World world_;
};

// The part of a line around `at`.
std::string cut_to(std::string_view line, std::size_t at) {
    constexpr std::size_t around = 60;
    const auto from = start_of_character(line, at > around ? at - around : 0);
    const auto to = start_of_character(line, std::min(from + 2 * around, line.size()));
    std::string cut(line.substr(from, to - from));
    if (from > 0) cut.insert(0, "…");
    if (to < line.size()) cut += "…";
    return cut;
}

Difference unreadable(std::size_t line, std::string_view recorded, Error why) {
    return {line, {}, cut_to(recorded, 0), {}, std::move(why)};
}

Difference difference_in(std::size_t line, std::string_view recorded, std::string_view replayed) {
    const auto shorter = std::min(recorded.size(), replayed.size());
    const auto parted = std::mismatch(recorded.begin(), recorded.begin() + shorter, replayed.begin());
    const auto at = static_cast<std::size_t>(parted.first - recorded.begin());
    Difference difference{line, {}, cut_to(recorded, at), cut_to(replayed, at), {}};
    if (const auto json = parse_line(recorded); json && json->contains("in"))
        difference.input = Json{{"n", (*json)["n"]}, {"at", (*json)["at"]}, {"in", (*json)["in"]}};
    return difference;
}

// Finds the changed line among lines that are written together, of which `first` differs: an input with
// another token also changes the token's line.
std::size_t line_to_blame(const std::vector<std::string_view>& lines, std::size_t first, std::size_t end) {
    for (auto i = first; i < end; ++i) {
        if (!Transcript::keeps_its_hash(lines[i])) return i;
    }
    return first;
}

} // namespace

Result<Replayed> replay(std::string_view transcript, const ReadCall& read_call) {
    if (transcript.substr(0, first_words.size()) != first_words) return no_transcript();
    const auto first_line = transcript.substr(0, transcript.find('\n'));
    const auto first = parse_line(first_line);
    const auto beginning = first ? parse_beginning(*first) : Result<Beginning>(first.error());
    if (beginning) return replay_from(*beginning, transcript, read_call);
    Replayed replayed;
    replayed.difference = unreadable(1, first_line, beginning.error());
    return replayed;
}

Replayed replay_from(const Beginning& beginning, std::string_view transcript, const ReadCall& read_call) {
    auto lines = lines_of(transcript);
    Replayed replayed;
    Rerun rerun(beginning, read_call);
    replayed.complete = lines.back() != Transcript::incomplete_line();
    if (!replayed.complete) lines.pop_back();

    std::size_t compared = 0;
    const auto differs_before = [&](std::size_t end) {
        while (compared < end && lines[compared] == rerun.line(compared)) ++compared;
        if (compared == end) return false;
        const auto blamed = line_to_blame(lines, compared, end);
        replayed.difference = difference_in(blamed + 1, lines[blamed], rerun.line(blamed));
        return true;
    };
    if (differs_before(1)) return replayed;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto line = parse_line(lines[i]);
        const auto taken = line ? rerun.take(*line) : Result<void>(line.error());
        if (!taken) {
            replayed.difference = unreadable(i + 1, lines[i], taken.error());
            return replayed;
        }
        if (!line->contains("in")) continue; // it is written together with the next input
        ++replayed.inputs;
        if (differs_before(i + 1)) return replayed;
    }
    (void)differs_before(lines.size());
    return replayed;
}

} // namespace chatmock::core

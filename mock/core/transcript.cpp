#include "core/transcript.hpp"

#include "base/seeded.hpp"
#include "core/transcript_json.hpp"

#include <algorithm>
#include <iterator>

namespace chatmock::core {

namespace {

Json beginning(const WorldSettings& settings, Instant started_at) {
    const Json catalogue = catalogue::to_json(*settings.catalogue);
    const bool held = settings.clock.mode == ClockMode::manual;
    Json clock = {{"mode", held ? "manual" : "real"}};
    if (settings.clock.start) clock["start"] = to_iso8601(*settings.clock.start);
    Json line = {{"transcript", 1},       {"version", settings.version}, {"at", to_iso8601(started_at)},
                 {"seed", settings.seed}, {"clock", std::move(clock)},   {"profile", settings.profile.source},
                 {"catalogue", catalogue}};
    if (!settings.scenarios.empty()) line["scenarios"] = sources_of(settings.scenarios);
    return line;
}

// A change to a line shows, even where it changes nothing that follows.
std::string with_hash(std::string text) {
    const auto hash = hash_text(text);
    text.back() = ',';
    return text + R"("hash":")" + hash + "\"}";
}

std::string with_hash(const Json& line) { return with_hash(without_signatures(to_text(line))); }

} // namespace

void Transcript::add(const Turn& turn) {
    if (!started_at_) started_at_ = turn.machine_now;
    if (!complete_) return;
    const Json out = effects_json(turn.effects.wire, receipts_before_);
    if (const auto* called = std::get_if<Called>(&turn.input)) {
        if (called->http) tickets_.insert(called->ticket);
    }
    const bool told = is_worth_telling(turn.input);
    Json answers = answers_in(turn.effects);
    Json journal = entries_in(turn.journal);
    if (!told && out.empty() && answers.empty() && journal.empty()) return;
    Json in = input_json(told ? turn.input : Input(TimePassed{}), receipts_before_);
    Lines lines;
    if (const auto* request = request_of(turn.input)) in.update(read_token_off(request->query, lines));
    add_patterns(turn.rules, lines);
    Json line = {{"n", ++inputs_}, {"at", to_iso8601(turn.machine_now)}, {"in", std::move(in)}};
    if (!out.empty()) line["out"] = out;
    if (!answers.empty()) line["answers"] = std::move(answers);
    if (!journal.empty()) line["journal"] = std::move(journal);
    lines.push_back(std::move(line));
    append(lines);
}

// What is read off them may be something else with other keys: they are told of anew.
void Transcript::forget_tokens() { tokens_.clear(); }

void Transcript::restart(Instant machine_now, engineio::Receipt last_receipt) {
    beginning_ = settings_;
    started_at_ = machine_now;
    receipts_before_ = last_receipt;
    lines_.clear();
    bytes_ = 0;
    complete_ = true;
    inputs_ = 0;
    journalled_ = 0;
    tickets_.clear();
    tokens_.clear();
    last_token_ = 0;
    patterns_.clear();
}

std::string Transcript::first_line() const {
    return with_hash(beginning(beginning_, started_at_.value_or(Instant{})));
}

std::string Transcript::incomplete_line() { return with_hash({{"complete", false}}); }

bool Transcript::keeps_its_hash(std::string_view line) {
    const auto end = line.rfind(R"(,"hash":")");
    return end != std::string_view::npos && with_hash(std::string(line.substr(0, end)) + "}") == line;
}

std::string Transcript::text() const {
    auto text = first_line() + "\n";
    for (const auto& line : lines_) text.append(line) += '\n';
    if (!complete_) text += incomplete_line() + "\n";
    return text;
}

// A call that is not in the transcript asks for nothing but a look; still time may have passed with it.
bool Transcript::is_worth_telling(const Input& input) const {
    if (const auto* called = std::get_if<Called>(&input)) return tickets_.count(called->ticket) != 0;
    if (const auto* gave_up = std::get_if<GaveUp>(&input)) return tickets_.count(gave_up->ticket) != 0;
    return !std::holds_alternative<TimePassed>(input);
}

// The token's number, where a request has one. A token is told of before the first input that has it.
Json Transcript::read_token_off(const engineio::Query& query, Lines& lines) {
    const auto found = query.find(token_parameter);
    if (found == query.end() || found->second.empty()) return Json::object();
    const auto [known, is_new] = tokens_.emplace(found->second, last_token_ + 1);
    if (is_new) {
        ++last_token_;
        const auto credentials = settings_.read_credentials(found->second);
        Json line = {{"token", known->second}, {"user", credentials.user}, {"claims", credentials.claims}};
        if (credentials.expires_at) line["expires_at"] = *credentials.expires_at;
        if (credentials.not_before) line["not_before"] = *credentials.not_before;
        if (credentials.is_signed) line["signed"] = true;
        line["matches"] = Json::array();
        for (const auto& pattern : patterns_) {
            if (policy::matches_token(credentials, pattern)) line["matches"].push_back(pattern);
        }
        lines.push_back(std::move(line));
    }
    return {{"token", known->second}};
}

void Transcript::add_patterns(const std::vector<policy::AuthRule>& rules, Lines& lines) {
    for (const auto& rule : rules) {
        if (!rule.match.token || !patterns_.insert(*rule.match.token).second) continue;
        Json matching = Json::array();
        for (const auto& [token, number] : tokens_) {
            if (policy::matches_token(settings_.read_credentials(token), *rule.match.token))
                matching.push_back(number);
        }
        std::sort(matching.begin(), matching.end());
        lines.push_back({{"pattern", *rule.match.token}, {"tokens", std::move(matching)}});
    }
}

// Those to calls that are in the transcript: others were asked before it began.
Json Transcript::answers_in(const Effects& effects) {
    Json answers = Json::array();
    for (const auto& answer : effects.answers) {
        if (tickets_.erase(answer.ticket) != 0) answers.push_back(answer_json(answer));
    }
    return answers;
}

// An emission's recipients are whom its frames go to.
Json Transcript::entries_in(const Journal& journal) {
    Json entries = Json::array();
    const auto fresh = journal.last_seq() - std::min(journalled_, journal.last_seq());
    const auto& all = journal.entries();
    for (auto i = all.size() - std::min<std::size_t>(fresh, all.size()); i < all.size(); ++i) {
        auto entry = all[i];
        entry.recipients.reset();
        entries.push_back(to_json(entry));
    }
    journalled_ = journal.last_seq();
    return entries;
}

// All of a turn's lines or none: a token that no input has would be none of the run.
void Transcript::append(const Lines& lines) {
    std::vector<std::string> texts;
    auto bytes = bytes_;
    for (const auto& line : lines) bytes += texts.emplace_back(with_hash(line)).size() + 1;
    complete_ = bytes <= bytes_max;
    if (!complete_) return;
    bytes_ = bytes;
    std::move(texts.begin(), texts.end(), std::back_inserter(lines_));
}

} // namespace chatmock::core

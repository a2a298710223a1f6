#include "core/transcript.hpp"

#include "base/seeded.hpp"
#include "core/transcript_json.hpp"

#include <algorithm>
#include <utility>

namespace chatmock::core {

namespace {

// Of most lines; longer ones grow.
constexpr std::size_t line_bytes = 1024;

Json beginning(const WorldSettings& settings, Instant started_at) {
    const Json catalogue = catalogue::to_json(*settings.catalogue);
    const bool held = settings.clock.mode == ClockMode::manual;
    Json clock = {{"mode", held ? "manual" : "real"}};
    if (settings.clock.start) clock["start"] = to_iso8601(*settings.clock.start);
    Json line = {{"transcript", 2},       {"version", settings.version}, {"at", to_iso8601(started_at)},
                 {"seed", settings.seed}, {"clock", std::move(clock)},   {"profile", settings.profile.source},
                 {"catalogue", catalogue}};
    if (!settings.scenarios.empty()) line["scenarios"] = sources_of(settings.scenarios);
    return line;
}

// A change to a line shows, even where it changes nothing that follows.
std::string with_hash(std::string text) {
    const auto hash = hash_text(text);
    text.back() = ',';
    return std::move(text.append(R"("hash":")").append(hash).append("\"}"));
}

std::string line_of(std::string json) { return with_hash(without_signatures(std::move(json))); }

// Each element is a block of lines.
class TranscriptBlocks : public ReplyList {
public:
    explicit TranscriptBlocks(std::vector<Lines::Block> blocks) : blocks_(std::move(blocks)) {}

    std::size_t size() const override { return blocks_.size(); }

    void append(std::size_t index, std::string& text) const override {
        text.append(*blocks_[index].text, 0, blocks_[index].bytes);
    }

private:
    std::vector<Lines::Block> blocks_;
};

Lines::Block block_of(std::string line) {
    const auto bytes = line.size();
    return {std::make_shared<const std::string>(std::move(line)), bytes};
}

void write_answers(JsonWriter& out, const std::vector<const Answer*>& answers) {
    out.begin_array();
    for (const auto* answer : answers) write_answer(out, *answer);
    out.end_array();
}

// An emission's recipients are whom its frames go to.
void write_last(JsonWriter& out, const Journal& journal, std::size_t count) {
    const auto& entries = journal.entries();
    out.begin_array();
    for (auto i = entries.size() - count; i < entries.size(); ++i) write(out, entries[i]);
    out.end_array();
}

} // namespace

void Transcript::add(const Turn& turn) {
    if (!started_at_) started_at_ = turn.machine_now;
    if (!complete_) return;
    if (const auto* called = std::get_if<Called>(&turn.input)) {
        if (called->http) tickets_.insert(called->ticket);
    }
    const Input time_passed = TimePassed{};
    const bool told = is_worth_telling(turn.input);
    if (const auto* withdrawn = std::get_if<Withdrawn>(&turn.input)) tickets_.erase(withdrawn->ticket);
    const auto& out = turn.effects.wire;
    const auto answers = answers_in(turn.effects);
    const auto entries = count_fresh(turn.journal);
    if (!told && out.empty() && answers.empty() && entries == 0) return;
    std::vector<std::string> lines;
    std::optional<std::uint64_t> token;
    if (const auto* request = request_of(turn.input)) token = read_token_off(request->query, lines);
    add_patterns(turn.rules, lines);
    JsonWriter line(line_bytes);
    line.begin_object().member("n", ++inputs_).member("at", to_iso8601(turn.machine_now));
    write_input(line.name("in"), told ? turn.input : time_passed, receipts_before_, token);
    if (!out.empty()) write_effects(line.name("out"), out, receipts_before_);
    if (!answers.empty()) write_answers(line.name("answers"), answers);
    if (entries > 0) write_last(line.name("journal"), turn.journal, entries);
    lines.push_back(line_of(line.end_object().take()));
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
    return line_of(to_text(beginning(beginning_, started_at_.value_or(Instant{}))));
}

std::string Transcript::incomplete_line() { return line_of(R"({"complete":false})"); }

bool Transcript::keeps_its_hash(std::string_view line) {
    const auto end = line.rfind(R"(,"hash":")");
    return end != std::string_view::npos && with_hash(std::string(line.substr(0, end)) + "}") == line;
}

std::string Transcript::text() const {
    auto text = first_line() + "\n";
    for (const auto& line : lines_) text.append(line).append(1, '\n');
    if (!complete_) text += incomplete_line() + "\n";
    return text;
}

std::shared_ptr<const ReplyList> Transcript::snapshot() const {
    auto blocks = lines_.blocks();
    blocks.insert(blocks.begin(), block_of(first_line()));
    if (!complete_) blocks.push_back(block_of(incomplete_line()));
    return std::make_shared<TranscriptBlocks>(std::move(blocks));
}

// A call that is not in the transcript asks for nothing but a look; still time may have passed with it.
bool Transcript::is_worth_telling(const Input& input) const {
    if (const auto* called = std::get_if<Called>(&input)) return tickets_.count(called->ticket) != 0;
    if (const auto* gave_up = std::get_if<GaveUp>(&input)) return tickets_.count(gave_up->ticket) != 0;
    if (const auto* withdrawn = std::get_if<Withdrawn>(&input)) return tickets_.count(withdrawn->ticket) != 0;
    return !std::holds_alternative<TimePassed>(input);
}

// The token's number, where a request has one. A token is told of before the first input that has it.
std::optional<std::uint64_t> Transcript::read_token_off(const engineio::Query& query,
                                                        std::vector<std::string>& lines) {
    const auto found = query.find(token_parameter);
    if (found == query.end() || found->second.empty()) return std::nullopt;
    const auto [known, is_new] = tokens_.emplace(found->second, last_token_ + 1);
    if (!is_new) return known->second;
    ++last_token_;
    const auto credentials = settings_.read_credentials(found->second);
    JsonWriter line;
    line.begin_object().member("token", known->second).member("user", credentials.user);
    line.member("claims", credentials.claims);
    if (credentials.expires_at) line.member("expires_at", Json(*credentials.expires_at));
    if (credentials.not_before) line.member("not_before", Json(*credentials.not_before));
    if (credentials.is_signed) line.member("signed", true);
    line.name("matches").begin_array();
    for (const auto& pattern : patterns_) {
        if (policy::matches_token(credentials, pattern)) line.value(pattern);
    }
    lines.push_back(line_of(line.end_array().end_object().take()));
    return known->second;
}

void Transcript::add_patterns(const std::vector<policy::AuthRule>& rules, std::vector<std::string>& lines) {
    for (const auto& rule : rules) {
        if (!rule.match.token || !patterns_.insert(*rule.match.token).second) continue;
        std::set<std::uint64_t> matching;
        for (const auto& [token, number] : tokens_) {
            if (policy::matches_token(settings_.read_credentials(token), *rule.match.token))
                matching.insert(number);
        }
        JsonWriter line;
        line.begin_object().member("pattern", *rule.match.token).member("tokens", Json(matching));
        lines.push_back(line_of(line.end_object().take()));
    }
}

// Those to calls that are in the transcript: others were asked before it began.
std::vector<const Answer*> Transcript::answers_in(const Effects& effects) {
    std::vector<const Answer*> answers;
    for (const auto& answer : effects.answers) {
        if (tickets_.erase(answer.ticket) != 0) answers.push_back(&answer);
    }
    return answers;
}

// Of the entries that are still there, those that are not in it.
std::size_t Transcript::count_fresh(const Journal& journal) {
    const auto last = journal.last_seq();
    const auto fresh = last - std::min(std::exchange(journalled_, last), last);
    return std::min<std::size_t>(fresh, journal.entries().size());
}

// All of a turn's lines or none: a token that no input has would be none of the run.
void Transcript::append(const std::vector<std::string>& lines) {
    auto bytes = bytes_;
    for (const auto& line : lines) bytes += line.size() + 1;
    complete_ = bytes <= bytes_max;
    if (!complete_) return;
    bytes_ = bytes;
    for (const auto& line : lines) lines_.append(line);
}

} // namespace chatmock::core

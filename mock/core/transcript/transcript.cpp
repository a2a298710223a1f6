#include "core/transcript/transcript.hpp"

#include "base/seeded.hpp"
#include "core/transcript/transcript_json.hpp"

#include <algorithm>
#include <utility>

namespace chatmock::core {

namespace {

// A larger buffer is not kept for the next line.
constexpr std::size_t kept_buffer_bytes = 16 * 1024;

constexpr std::string_view incomplete = R"({"complete":false})";

Json beginning(const WorldSettings& settings, Instant started_at) {
    const Json catalogue = catalogue::to_json(*settings.catalogue);
    const bool held = settings.clock.mode == ClockMode::manual;
    Json clock = {{"mode", held ? "manual" : "real"}};
    if (settings.clock.start) clock["start"] = to_iso8601(*settings.clock.start);
    Json line = {{"transcript", 2},       {"version", settings.version}, {"at", to_iso8601(started_at)},
                 {"seed", settings.seed}, {"clock", std::move(clock)},   {"profile", settings.profile.source},
                 {"catalogue", catalogue}};
    if (settings.budget_share != 1) line["budget_share"] = settings.budget_share;
    const auto& client = settings.client_files;
    if (!client.names.empty()) line["client"] = {{"version", client.version}, {"files", client.names}};
    if (!settings.scenarios.empty()) line["scenarios"] = sources_of(settings.scenarios);
    return line;
}

// The hash detects any change to a line, even one without effect on later lines.
std::string with_hash(std::string text) {
    const auto hash = hash_text(text);
    text.back() = ',';
    return std::move(text.append(R"("hash":")").append(hash).append("\"}"));
}

std::string line_of(std::string_view json) { return with_hash(without_signatures(std::string(json))); }

// The bytes that with_hash() adds.
constexpr std::size_t hash_bytes = std::string_view(R"(,"hash":"0123456789abcdef")").size();

void append_lines(std::string_view lines, std::string& text) {
    for (bool is_first = true; !lines.empty(); is_first = false) {
        const auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        if (!is_first) text += '\n';
        text += line_of(line);
    }
}

// The elements are the first line, and blocks of the others.
class TranscriptBlocks : public ReplyList {
public:
    TranscriptBlocks(std::string first, std::vector<Lines::Block> blocks)
        : first_(std::move(first)), blocks_(std::move(blocks)) {}

    std::size_t size() const override { return 1 + blocks_.size(); }

    void append(std::size_t index, std::string& text) const override {
        if (index == 0) text += first_;
        else
            append_lines(std::string_view(*blocks_[index - 1].text).substr(0, blocks_[index - 1].bytes),
                         text);
    }

private:
    std::string first_;
    std::vector<Lines::Block> blocks_;
};

Lines::Block block_of(std::string line) {
    const auto bytes = line.size();
    return {std::make_shared<const std::string>(std::move(line)), bytes};
}

void write_answers(JsonWriter& out, const std::vector<const Answer*>& answers, const TokenMasks& masks) {
    out.begin_array();
    for (const auto* answer : answers) write_answer(out, *answer, masks);
    out.end_array();
}

// An emission's recipients are omitted: its frames show them.
void write_last(JsonWriter& out, const Journal& journal, std::size_t count) {
    const auto& entries = journal.entries();
    out.begin_array();
    for (auto i = entries.size() - count; i < entries.size(); ++i) write(out, entries[i]);
    out.end_array();
}

} // namespace

void Transcript::add(const Turn& turn) {
    if (!started_at_) started_at_ = turn.machine_now;
    const auto noted = std::exchange(noted_, {});
    if (!complete_) return;
    if (const auto* called = std::get_if<Called>(&turn.input)) {
        if (called->http) tickets_.insert(called->ticket);
    }
    const Input time_passed = TimePassed{};
    const bool recorded = is_recorded(turn.input);
    if (const auto* withdrawn = std::get_if<Withdrawn>(&turn.input)) tickets_.erase(withdrawn->ticket);
    const auto& out = turn.effects.wire;
    const auto answers = answers_in(turn.effects);
    const auto entries = count_fresh(turn.journal);
    if (!recorded && out.empty() && answers.empty() && entries == 0) return;
    if (!has_room_for(out)) return give_up();
    std::vector<std::string> lines;
    std::optional<RequestToken> token;
    if (const auto* request = request_of(turn.input)) token = read_token_off(*request, lines);
    for (const auto& each : noted) mask(each, lines);
    add_patterns(turn.rules, lines);
    JsonWriter line(std::move(buffer_));
    line.begin_object().member("n", ++inputs_).member("at", to_iso8601(turn.machine_now));
    write_input(line.name("in"), recorded ? turn.input : time_passed, receipts_before_,
                {settings_.profile.token_sources, token});
    if (!out.empty()) write_effects(line.name("out"), out, receipts_before_);
    if (!answers.empty()) write_answers(line.name("answers"), answers, masks_);
    if (entries > 0) write_last(line.name("journal"), turn.journal, entries);
    auto text = line.end_object().take();
    masks_.apply(text);
    append(lines, text);
    if (text.capacity() <= kept_buffer_bytes) buffer_ = std::move(text);
}

// With other keys, tokens may have other claims: their lines are written again.
void Transcript::forget_tokens() {
    tokens_.clear();
    masks_.clear();
}

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
    masks_.clear();
    patterns_.clear();
}

std::string Transcript::first_line() const {
    return line_of(to_text(beginning(beginning_, started_at_.value_or(Instant{}))));
}

std::string Transcript::line(std::size_t index) const { return line_of(lines_[index]); }

std::string Transcript::incomplete_line() { return line_of(incomplete); }

bool Transcript::keeps_its_hash(std::string_view line) {
    const auto end = line.rfind(R"(,"hash":")");
    return end != std::string_view::npos && with_hash(std::string(line.substr(0, end)) + "}") == line;
}

std::string Transcript::text() const {
    auto text = first_line() + "\n";
    for (const auto& line : lines_) text.append(line_of(line)).append(1, '\n');
    if (!complete_) text += incomplete_line() + "\n";
    return text;
}

std::shared_ptr<const ReplyList> Transcript::snapshot() const {
    auto blocks = lines_.blocks();
    if (!complete_) blocks.push_back(block_of(std::string(incomplete)));
    return std::make_shared<TranscriptBlocks>(first_line(), std::move(blocks));
}

// A read-only call is omitted from the transcript, unless it advanced the time.
bool Transcript::is_recorded(const Input& input) const {
    if (const auto* called = std::get_if<Called>(&input)) return tickets_.count(called->ticket) != 0;
    if (const auto* gave_up = std::get_if<GaveUp>(&input)) return tickets_.count(gave_up->ticket) != 0;
    if (const auto* withdrawn = std::get_if<Withdrawn>(&input)) return tickets_.count(withdrawn->ticket) != 0;
    return !std::holds_alternative<TimePassed>(input);
}

// The number of the request's token, if it has one, and its place.
std::optional<RequestToken> Transcript::read_token_off(const http::Request& request,
                                                       std::vector<std::string>& lines) {
    const auto found = policy::token_of(settings_.profile.token_sources, request);
    if (found.token.empty()) return std::nullopt;
    return RequestToken{number_of(found.token, lines), found.source};
}

// Masks a token in the text of inputs. A token that is the user's name is not secret.
void Transcript::mask(const std::string& token, std::vector<std::string>& lines) {
    if (token.size() < TokenMasks::token_bytes_min || settings_.read_credentials(token).user == token) return;
    const auto number = number_of(token, lines);
    if (masks_.add(token, number))
        lines.push_back(token_line(token, number, TokenMasks::mask_of(token, number)));
}

// A token's line precedes the first input with it.
std::uint64_t Transcript::number_of(const std::string& token, std::vector<std::string>& lines) {
    const auto& known_credentials =
        settings_.known_credentials; // in a replay: by number, independent of its text
    const auto name = known_credentials ? known_credentials(token).token : token;
    const auto [known, is_new] = tokens_.emplace(name, last_token_ + 1);
    if (is_new) bytes_ += name.size();
    if (is_new) lines.push_back(token_line(token, ++last_token_, ""));
    return known->second;
}

// With a mask: the text in place of the token.
std::string Transcript::token_line(const std::string& token, std::uint64_t number,
                                   const std::string& mask) const {
    const auto credentials = settings_.read_credentials(token);
    JsonWriter line;
    line.begin_object().member("token", number);
    if (!mask.empty()) line.member("mask", mask);
    line.member("user", credentials.user).member("claims", credentials.claims);
    if (credentials.expires_at) line.member("expires_at", Json(*credentials.expires_at));
    if (credentials.not_before) line.member("not_before", Json(*credentials.not_before));
    if (credentials.is_signed) line.member("signed", true);
    if (!credentials.unsigned_because.empty()) line.member("unsigned_because", credentials.unsigned_because);
    line.name("matches").begin_array();
    for (const auto& pattern : patterns_) {
        if (policy::matches_token(credentials, pattern)) line.value(pattern);
    }
    return line.end_array().end_object().take();
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
        lines.push_back(line.end_object().take());
    }
}

// Answers to calls that are in the transcript; earlier calls are not.
std::vector<const Answer*> Transcript::answers_in(const Effects& effects) {
    std::vector<const Answer*> answers;
    for (const auto& answer : effects.answers) {
        if (tickets_.erase(answer.ticket) != 0) answers.push_back(&answer);
    }
    return answers;
}

// The number of journal entries that are not in the transcript yet.
std::size_t Transcript::count_fresh(const Journal& journal) {
    const auto last = journal.last_seq();
    const auto fresh = last - std::min(std::exchange(journalled_, last), last);
    return std::min<std::size_t>(fresh, journal.entries().size());
}

// Estimates the size first: a turn may send much more than the transcript may hold.
bool Transcript::has_room_for(const std::vector<engineio::WireEffect>& effects) const {
    std::size_t bytes = 0;
    const void* last = nullptr; // frames of one payload share a line
    for (const auto& effect : effects) {
        if (const auto* frame = std::get_if<engineio::SendFrame>(&effect)) {
            if (std::exchange(last, frame->payload.get()) != frame->payload.get())
                bytes += frame->payload->size();
        } else if (const auto* respond = std::get_if<engineio::Respond>(&effect)) {
            bytes += respond->response.body.size();
        }
    }
    return bytes <= bytes_most_ - std::min(bytes_, bytes_most_);
}

// Frees the data that only further lines need.
void Transcript::give_up() {
    complete_ = false;
    tickets_.clear();
    tokens_.clear();
    masks_.clear();
    patterns_.clear();
}

// Adds all lines of a turn or none, so a token's line always has its input.
void Transcript::append(const std::vector<std::string>& lines, std::string_view last) {
    const auto bytes_of = [](std::string_view line) { return line.size() + hash_bytes + 1; };
    auto bytes = bytes_ + bytes_of(last);
    for (const auto& line : lines) bytes += bytes_of(line);
    if (bytes > bytes_most_) return give_up();
    bytes_ = bytes;
    for (const auto& line : lines) lines_.append(line);
    lines_.append(last);
}

} // namespace chatmock::core

// The record of a run, for a replay: its inputs with their effects, as JSON Lines:
//
//   the first line       the world's start: seed, clock, profile, catalogue
//   {"token":…}          a token's number, user and claims; its text only if that is the user's name
//   {"pattern":…}        an auth rule's pattern, and the tokens that match it
//   {"n":…,"in":…}       an input with the machine's time, its effects, answers and journal entries
//   {"complete":false}   the last line, if the transcript stops before the run's end
//
// Each line ends with its own hash. Signatures of JSON Web Tokens are blanked everywhere; both happen when a
// line is read, as most transcripts never are. Time that passes without effect is omitted, and so are calls
// that only read the record or keys.
#pragma once

#include "base/text/lines.hpp"
#include "core/input/input.hpp"
#include "core/input/world_settings.hpp"
#include "core/journal/journal.hpp"
#include "core/transcript/transcript_json.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace chatmock::core {

class Transcript {
public:
    static constexpr std::size_t bytes_max = 32 * 1024 * 1024;

    // The results of an input; its entries are in the journal.
    struct Turn {
        const Input& input;
        Instant machine_now;
        const Effects& effects;
        const Journal& journal;
        const std::vector<policy::AuthRule>& rules;
    };

    explicit Transcript(const WorldSettings& settings)
        : settings_(settings), beginning_(settings), bytes_most_(bytes_max / settings.budget_share),
          receipts_before_(settings.last_receipt) {}

    // Past its share of `bytes_max` nothing more is added, and the transcript is incomplete.
    void add(const Turn& turn);

    // Restarts for a world in its start state. Receipts up to `last_receipt` belong to the run before.
    void restart(Instant machine_now, engineio::Receipt last_receipt);

    // The keys of tokens have changed.
    void forget_tokens();

    // A client sent the token in the payload of a CONNECT, in this turn: it is masked from now on.
    void note_token(const std::string& token) { noted_.push_back(token); }

    bool is_complete() const { return complete_; }
    std::size_t bytes() const { return bytes_; }
    std::size_t bytes_most() const { return bytes_most_; }

    // The first line; how many lines have followed it; and one of those, counted from 0.
    std::string first_line() const;
    std::size_t size() const { return lines_.size(); }
    std::string line(std::size_t index) const;

    // The last line of an incomplete transcript.
    static std::string incomplete_line();

    // True if the line's hash is correct.
    static bool keeps_its_hash(std::string_view line);

    // The whole text so far.
    std::string text() const;

    // The same as a reply's lines. Later inputs do not change it.
    std::shared_ptr<const ReplyList> snapshot() const;

private:
    bool is_recorded(const Input& input) const;
    void add_patterns(const std::vector<policy::AuthRule>& rules, std::vector<std::string>& lines);
    std::optional<RequestToken> read_token_off(const http::Request& request, std::vector<std::string>& lines);
    void mask(const std::string& token, std::vector<std::string>& lines);
    std::uint64_t number_of(const std::string& token, std::vector<std::string>& lines);
    std::string token_line(const std::string& token, std::uint64_t number, const std::string& mask) const;
    std::vector<const Answer*> answers_in(const Effects& effects);
    std::size_t count_fresh(const Journal& journal);
    bool has_room_for(const std::vector<engineio::WireEffect>& effects) const;
    void give_up();
    void append(const std::vector<std::string>& lines, std::string_view last);

    const WorldSettings& settings_;     // the world's; may change
    WorldSettings beginning_;           // at the transcript's start
    std::optional<Instant> started_at_; // the machine's time
    Lines lines_;                       // without hashes, with signatures
    std::string buffer_;                // of the next line
    std::size_t bytes_most_;
    std::size_t bytes_ = 0;
    bool complete_ = true;
    std::uint64_t inputs_ = 0;
    std::uint64_t journalled_ = 0; // seq of the last entry in the transcript
    engineio::Receipt receipts_before_;
    std::set<Ticket> tickets_; // of unanswered calls in the transcript
    std::map<std::string, std::uint64_t> tokens_;
    std::uint64_t last_token_ = 0;
    std::vector<std::string> noted_;
    TokenMasks masks_;
    std::set<std::string> patterns_;
};

} // namespace chatmock::core

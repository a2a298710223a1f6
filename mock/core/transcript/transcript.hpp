// A run, so that it can be run again: every input in full, and what came of it. JSON Lines:
//
//   the first line       what the world was made of: seed, clock, profile, catalogue
//   {"token":…}          a token that came, by a number; the token itself is nowhere
//   {"pattern":…}        an auth rule's pattern for tokens, and which of the tokens match it
//   {"n":…,"in":…}       an input, with the machine's time, what went out, what was answered, and the
//                        journal's entries
//
//   {"complete":false}   the last one, where the run went on without being written down
//
// Each line ends with a hash of its own. Signatures of JSON Web Tokens are blanked wherever they stand.
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

    // Everything that an input did. The journal holds its entries.
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

    // Past its share of `bytes_max` nothing more is added, and the transcript is not complete.
    void add(const Turn& turn);

    // Begins anew, for a world that is as it would be if it started now. Receipts up to this one are of
    // before.
    void restart(Instant machine_now, engineio::Receipt last_receipt);

    // The keys that tokens are checked with are others now.
    void forget_tokens();

    // A client sent it in the payload of a CONNECT, in this turn: it is masked from here on.
    void note_token(const std::string& token) { noted_.push_back(token); }

    bool is_complete() const { return complete_; }

    // Its lines so far: the first, and those of what happened.
    std::string first_line() const;
    const Lines& lines() const { return lines_; }

    // The last, where it is not complete.
    static std::string incomplete_line();

    // Whether a line is as it was written.
    static bool keeps_its_hash(std::string_view line);

    // All of it so far.
    std::string text() const;

    // The same as a reply's lines. Later inputs do not change it.
    std::shared_ptr<const ReplyList> snapshot() const;

private:
    bool is_worth_telling(const Input& input) const;
    void add_patterns(const std::vector<policy::AuthRule>& rules, std::vector<std::string>& lines);
    std::optional<RequestToken> read_token_off(const http::Request& request, std::vector<std::string>& lines);
    void mask(const std::string& token, std::vector<std::string>& lines);
    std::uint64_t number_of(const std::string& token, std::vector<std::string>& lines);
    std::string token_line(const std::string& token, std::uint64_t number, const std::string& mask) const;
    std::vector<const Answer*> answers_in(const Effects& effects);
    std::size_t count_fresh(const Journal& journal);
    bool has_room_for(const std::vector<engineio::WireEffect>& effects) const;
    void give_up();
    void append(const std::vector<std::string>& lines);

    const WorldSettings& settings_;     // the world's, which may change
    WorldSettings beginning_;           // as they were when it began
    std::optional<Instant> started_at_; // the machine's time
    Lines lines_;
    std::size_t bytes_most_;
    std::size_t bytes_ = 0;
    bool complete_ = true;
    std::uint64_t inputs_ = 0;
    std::uint64_t journalled_ = 0; // the last entry that is in it
    engineio::Receipt receipts_before_;
    std::set<Ticket> tickets_; // of calls that are in it, and not answered
    std::map<std::string, std::uint64_t> tokens_;
    std::uint64_t last_token_ = 0;
    std::vector<std::string> noted_;
    TokenMasks masks_;
    std::set<std::string> patterns_;
};

} // namespace chatmock::core

// Four sandboxes, each with its own clients and callers, take turns. An input of one changes no other. In the
// end the inputs of each are played alone, and every effect and journal entry has to be the same.
#pragma once

#include "base/invariant.hpp"
#include "core/sandboxes/sandboxes.hpp"
#include "random/performances/performance.hpp"
#include "random/performances/statements.hpp"
#include "random/play.hpp"

#include <array>
#include <memory>
#include <optional>

namespace chatmock::random {

// A sandbox did something else than when it is alone.
struct Interference : BrokenInvariant {
    Interference(const std::string& what, std::uint64_t inputs_ago_)
        : BrokenInvariant(what), inputs_ago(inputs_ago_) {}

    std::uint64_t inputs_ago; // before the last step; recent() ends with that input
};

class FourSandboxes : public Performance {
public:
    // They have the same seed, and so the same sids.
    FourSandboxes(bool has_small_limits, Dice& dice, std::shared_ptr<const catalogue::Catalogue> catalogue,
                  Tally& tally);

    void step(bool closely) override;
    bool has_walked() const override;

    // Then plays each alone. Throws Interference.
    void end() override;
    std::vector<std::string> recent() const override;

private:
    static constexpr std::size_t count = 4;

    using Shares = std::array<core::Effects, count>;

    // One of the sandboxes, as its play sees it.
    class Place : public Stage {
    public:
        Place(FourSandboxes& all, std::size_t nth) : all_(all), nth_(nth) {}

        const core::State& state() const override;
        std::optional<Instant> next_deadline() const override;
        core::Effects apply(const core::Input& input, Instant machine_now) override;

    private:
        FourSandboxes& all_;
        std::size_t nth_;
    };

    // An input of one of them, or of all.
    struct Line {
        std::size_t player;
        core::Input input;
        Instant at;
        std::array<std::uint64_t, count> said; // by those whose input it is
    };

    // A place and its play.
    struct Player {
        Player(FourSandboxes& all, std::size_t nth);

        Place place;
        Statements statements;
        Play play;
    };

    static bool is_of(const Line& line, std::size_t nth);
    static Shares shares_of(core::Effects effects);

    void make_all(core::Sandboxes& sandboxes) const;
    core::Effects apply(std::size_t nth, const core::Input& input, Instant machine_now);
    void tell_others(std::size_t nth, bool closely);
    void check_default() const;
    void play_alone(std::size_t nth);

    Dice& dice_;
    Tally& tally_;
    core::SandboxesSettings settings_;
    std::array<bool, count> holds_clock_ = {}; // from the start
    core::Sandboxes sandboxes_;
    MachineClock clock_;
    std::vector<std::unique_ptr<Player>> players_;
    std::vector<Line> script_;
    Shares shares_; // of the last line
};

} // namespace chatmock::random

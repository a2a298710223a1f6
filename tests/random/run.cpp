#include "random/run.hpp"

#include "base/invariant.hpp"
#include "random/performances/four_sandboxes.hpp"
#include "random/performances/one_world.hpp"
#include "support/repository.hpp"

#include <cstdio>

namespace chatmock::random {

namespace {

constexpr std::uint64_t inputs_of_a_performance = 50000;

struct Failure {
    std::uint64_t input;       // its number
    std::uint64_t sound_until; // the last input after which all checks passed
    std::string report;
};

class Run;
const Run* running = nullptr; // for a sanitizer's report

class Run {
public:
    Run(std::uint64_t inputs, std::uint64_t seed, bool says_digests)
        : inputs_(inputs), seed_(seed), says_digests_(says_digests), dice_(seed) {
        running = this;
    }
    ~Run() { running = nullptr; }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    // Checks everything after every input from `closely_from` on.
    std::optional<Failure> play(std::uint64_t closely_from) {
        for (number_ = 1; number_ <= inputs_; ++number_) {
            try {
                if (!performance_) begin();
                performance_->step(number_ >= closely_from);
                if (performance_->has_walked()) sound_until_ = number_;
                if (number_ % inputs_of_a_performance == 0 || number_ == inputs_) end();
            } catch (const Interference& found) {
                number_ -= found.inputs_ago;
                return Failure{number_, number_ - 1, report(found.what())};
            } catch (const BrokenInvariant& broken) {
                return Failure{number_, sound_until_, report(broken.what())};
            } catch (const std::exception& thrown) {
                return Failure{number_, sound_until_, report(std::string("it throws: ") + thrown.what())};
            }
        }
        return std::nullopt;
    }

    std::string report(const std::string& what) const {
        auto text =
            "seed " + std::to_string(seed_) + ", input " + std::to_string(number_) + ": " + what + "\n";
        if (!performance_) return text;
        for (const auto& input : performance_->recent()) text += "  " + input + "\n";
        return text + "the last of these is the input\n";
    }

    const Tally& tally() const { return tally_; }

private:
    // Every fifth is of four sandboxes at once.
    void begin() {
        ++performances_;
        const bool has_small_limits = performances_ % 3 == 0;
        if (performances_ % 5 == 1)
            performance_ = std::make_unique<FourSandboxes>(has_small_limits, dice_, catalogue_, tally_);
        else performance_ = std::make_unique<OneWorld>(performances_, dice_, catalogue_, tally_);
    }

    void end() {
        performance_->end();
        performance_.reset();
        if (says_digests_)
            std::printf("input %llu: digest %016llx\n", static_cast<unsigned long long>(number_),
                        static_cast<unsigned long long>(tally_.digest));
    }

    const std::shared_ptr<const catalogue::Catalogue> catalogue_ =
        std::make_shared<const catalogue::Catalogue>(
            catalogue::load(repository() / "fixtures", repository() / "contracts").catalogue);
    const std::uint64_t inputs_;
    const std::uint64_t seed_;
    const bool says_digests_;
    Dice dice_;
    Tally tally_;
    std::unique_ptr<Performance> performance_;
    std::uint64_t performances_ = 0;
    std::uint64_t number_ = 0;
    std::uint64_t sound_until_ = 0;
};

template <typename Counts>
void print(const char* what, const Counts& counts) {
    std::printf("; %s:", what);
    for (const auto& [name, count] : counts) {
        if constexpr (std::is_integral_v<std::decay_t<decltype(name)>>) std::printf(" %d %zu", name, count);
        else std::printf(" %s %zu", std::string(name).c_str(), count);
    }
}

void print(std::uint64_t seed, const Tally& tally) {
    std::printf("seed %llu", static_cast<unsigned long long>(seed));
    print("inputs", tally.inputs);
    print("journal", tally.entries);
    print("answers", tally.answers);
    print("limits", tally.limits);
    std::printf("; out: %zu responses, %zu frames; at the most: %zu sessions, %zu members, %zu timers, "
                "%zu journal entries, %zu bytes for a session; looked at everyone %zu times; played again "
                "alone: %zu\n",
                tally.responses, tally.frames, tally.sessions_max, tally.members_max, tally.timers_max,
                tally.entries_max, tally.queued_bytes_max, tally.walks, tally.played_alone);
}

std::optional<Failure> play(std::uint64_t inputs, std::uint64_t seed) {
    Run run(inputs, seed, true);
    auto failure = run.play(inputs + 1);
    if (!failure) print(seed, run.tally());
    return failure;
}

// A failure may be detected some inputs late: then replays them, and checks after each.
std::string trace(const Failure& failure, std::uint64_t seed) {
    if (failure.sound_until + 1 < failure.input) {
        const auto sooner = Run(failure.input, seed, false).play(failure.sound_until + 1);
        if (sooner) return sooner->report;
    }
    return failure.report;
}

} // namespace

bool run(std::uint64_t inputs, std::uint64_t seed) {
    const auto failure = play(inputs, seed);
    if (failure) std::fputs(trace(*failure, seed).c_str(), stderr);
    return !failure;
}

void report_running(const char* what) {
    if (running != nullptr) std::fputs(running->report(what).c_str(), stderr);
}

} // namespace chatmock::random

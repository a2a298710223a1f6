// One world that is alone.
#pragma once

#include "core/world.hpp"
#include "random/performances/performance.hpp"
#include "random/performances/statements.hpp"
#include "random/play.hpp"

#include <memory>

namespace chatmock::random {

class OneWorld : public Performance, private Stage {
public:
    // The `nth` says what kind of world it is: some have small limits; some are flooded, and forget nothing.
    OneWorld(std::uint64_t nth, Dice& dice, std::shared_ptr<const catalogue::Catalogue> catalogue,
             Tally& tally);

    void step(bool closely) override { play_.step(closely); }
    bool has_walked() const override { return play_.has_walked(); }
    void end() override;
    std::vector<std::string> recent() const override;

private:
    const core::State& state() const override { return world_.state(); }
    std::optional<Instant> next_deadline() const override { return world_.next_deadline(); }
    core::Effects apply(const core::Input& input, Instant machine_now) override;

    core::World world_;
    Statements statements_;
    Tally& tally_;
    MachineClock clock_;
    Play play_;
};

} // namespace chatmock::random

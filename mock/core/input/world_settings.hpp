// The parts that a world starts with.
#pragma once

#include "catalogue/catalogue.hpp"
#include "core/input/client_files.hpp"
#include "core/input/scenario.hpp"
#include "core/limits/limits.hpp"
#include "core/time/clock.hpp"
#include "engineio/wire_effect.hpp"
#include "policy/profile.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chatmock::core {

struct WorldSettings {
    std::uint64_t seed = 1;
    std::shared_ptr<const catalogue::Catalogue> catalogue;
    policy::Profile profile;
    ClockSettings clock;
    std::string version = {}; // of the program
    Scenarios scenarios = {};
    ClientFiles client_files = {}; // served by the socket port

    // Divides the memory limits, and the budgets of journal and transcript: share_of().
    Limits limits = {};
    std::size_t budget_share = 1;

    // The journal's; later than those of an earlier world of the same name, whose positions clients may still
    // use.
    std::uint64_t first_epoch = 1;

    // Receipts up to this one belong to others.
    engineio::Receipt last_receipt = 0;

    // Reads tokens in a replay, which knows them only by number; otherwise empty, and the profile's keys are
    // used.
    std::function<policy::Credentials(std::string_view)> known_credentials = {};

    policy::Credentials read_credentials(std::string_view token) const {
        return known_credentials ? known_credentials(token)
                                 : policy::read_credentials(token, profile.token_reading(seed));
    }
};

} // namespace chatmock::core

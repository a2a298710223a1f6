// What a world is made of.
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
    ClientFiles client_files = {}; // that the socket port hands out

    // The limits of memory, and the budgets of journal and transcript, are divided by the share: share_of().
    Limits limits = {};
    std::size_t budget_share = 1;

    // Receipts up to this one are not its own.
    engineio::Receipt last_receipt = 0;

    // How a token is read where not with the profile's keys: a run that is replayed knows its tokens by
    // number alone.
    std::function<policy::Credentials(std::string_view)> known_credentials = {};

    policy::Credentials read_credentials(std::string_view token) const {
        return known_credentials ? known_credentials(token)
                                 : policy::read_credentials(token, profile.keys.get());
    }
};

} // namespace chatmock::core

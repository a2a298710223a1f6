#include "core/sandboxes/registry.hpp"

#include "base/text/nearest.hpp"
#include "base/text/utf8.hpp"
#include "core/state/state.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace chatmock::core {

namespace {

// Names of ended sandboxes: a client may still use one.
constexpr std::size_t ended_names_max = 4096;

bool is_same(const ClockSettings& one, const ClockSettings& other) {
    return one.mode == other.mode && one.start == other.start;
}

// An error lists no more.
constexpr std::size_t named_max = 20;

} // namespace

Registry::Registry(SandboxesSettings settings) : settings_(std::move(settings)) {
    auto world = std::move(settings_.world);
    settings_.profiles.emplace(settings_.profile, std::make_shared<const policy::Profile>(world.profile));
    default_ = &add(std::string(default_sandbox), std::move(world), settings_.profile, settings_.begun_at);
}

Sandbox& Registry::add(std::string name, WorldSettings settings, const std::string& profile,
                       Instant machine_now) {
    const auto number = next_number_++;
    settings.last_receipt = receipts_before(number);
    const auto clock = settings.clock;
    numbers_.emplace(name, number);
    const auto added =
        sandboxes_.emplace(number, Sandbox{number, std::move(name), profile, clock, Milliseconds(0),
                                           World(std::move(settings)), machine_now, machine_now});
    auto& sandbox = added.first->second;
    if (settings_.reader_of) sandbox.reader = settings_.reader_of(sandbox.name);
    return sandbox;
}

Sandbox* Registry::numbered(std::uint64_t number) {
    const auto found = sandboxes_.find(number);
    return found == sandboxes_.end() ? nullptr : &found->second;
}

Result<Sandbox*> Registry::find(std::string_view name) {
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return numbered(found->second);
    if (auto checked = check_sandbox_name(name); !checked) return checked.error();
    return unknown(name);
}

Result<Sandbox*> Registry::enter(std::string_view name, Instant machine_now) {
    if (!would_make(name)) return find(name);
    SandboxRequest request;
    request.name = name;
    return make(request, machine_now);
}

bool Registry::would_make(std::string_view name) const {
    return settings_.makes_on_first_use && numbers_.count(name) == 0 && is_sandbox_name(name);
}

Result<Sandbox*> Registry::make(const SandboxRequest& request, Instant machine_now) {
    auto name = request.name.empty() ? make_up_name() : request.name;
    if (auto checked = check_sandbox_name(name, "/name"); !checked) return checked.error();
    if (numbers_.count(name) != 0)
        return Error{ErrorCode::sandbox_exists, "expected a name that no sandbox has, got \"" + name + "\"",
                     "/name"};
    if (numbers_.size() > sandboxes_max)
        return Error{ErrorCode::too_many_sandboxes, "expected at most " + std::to_string(sandboxes_max) +
                                                        " sandboxes besides \"default\"; end one first"};
    const auto profile_name = request.profile.value_or(settings_.profile);
    const auto profile = find_profile(profile_name);
    if (!profile) return profile.error();
    const auto& state = default_->world.state();
    auto settings = state.settings;
    settings.catalogue = state.definitions.files.catalogue; // without what calls have changed in `default`
    settings.seed = request.seed.value_or(settings.seed);
    settings.clock = request.clock.value_or(settings.clock);
    settings.profile = **profile;
    settings.budget_share = budget_share;
    if (const auto* before = find_ended(name)) settings.first_epoch = before->epoch + 1;
    ended_.erase(std::remove_if(ended_.begin(), ended_.end(),
                                [&name](const Ended& ended) { return ended.name == name; }),
                 ended_.end());
    auto& sandbox = add(std::move(name), std::move(settings), profile_name, machine_now);
    sandbox.expires_after = request.expires_after;
    return &sandbox;
}

Result<Sandbox*> Registry::make_or_find(const SandboxRequest& request, Instant machine_now) {
    auto found = find(request.name);
    if (!found && found.error().code == ErrorCode::unknown_sandbox) return make(request, machine_now);
    if (!found || is_as_requested(**found, request)) return found;
    if ((*found)->is_default())
        return Error{ErrorCode::sandbox_exists,
                     "expected a name other than \"default\", which always exists, as the mock was started"};
    return Error{ErrorCode::sandbox_exists, "expected the seed, the profile, the clock and the "
                                            "expires_after_ms with which \"" +
                                                request.name +
                                                "\" was made, got others; end it first to make it anew"};
}

void Registry::take_name(Sandbox& sandbox) {
    numbers_.erase(sandbox.name);
    ended_.push_back({sandbox.name, sandbox.world.state().journal.epoch()});
    if (ended_.size() > ended_names_max) ended_.pop_front();
}

void Registry::erase(std::uint64_t number) {
    totals_of_erased_ += numbered(number)->world.state().totals;
    sandboxes_.erase(number);
}

const Registry::Ended* Registry::find_ended(std::string_view name) const {
    const auto found =
        std::find_if(ended_.begin(), ended_.end(), [name](const Ended& ended) { return ended.name == name; });
    return found == ended_.end() ? nullptr : &*found;
}

std::string Registry::make_up_name() {
    const Seeded seeded(default_->world.state().settings.seed);
    std::array<char, 16> name{};
    do {
        const auto drawn = seeded.draw("sandbox", "", ++last_made_up_).next();
        std::snprintf(name.data(), name.size(), "s-%08x", static_cast<unsigned>(drawn));
    } while (numbers_.count(std::string_view(name.data())) != 0 || has_ended(name.data()));
    return name.data();
}

Result<std::shared_ptr<const policy::Profile>> Registry::find_profile(const std::string& name) const {
    const auto found = settings_.profiles.find(name);
    if (found != settings_.profiles.end() && found->second) return found->second;
    if (found != settings_.profiles.end())
        return Error{ErrorCode::invalid_value,
                     "the profile does not load: " + describe(found->second.error()), "/profile"};
    std::vector<std::string> names;
    for (const auto& [each, profile] : settings_.profiles) names.push_back(each);
    return Error{ErrorCode::invalid_value, unknown_name_message("profile", name, names), "/profile"};
}

Error Registry::unknown(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& [each, number] : numbers_) names.push_back(each);
    if (names.size() > named_max) names = nearest_names(name, names);
    auto message = unknown_name_message("sandbox", well_formed(name), names);
    if (has_ended(name)) message = "the sandbox \"" + std::string(name) + "\" has ended; " + message;
    return {ErrorCode::unknown_sandbox, std::move(message)};
}

bool Registry::is_as_requested(const Sandbox& sandbox, const SandboxRequest& request) const {
    const auto& settings = default_->world.state().settings;
    return !sandbox.is_default() && sandbox.profile == request.profile.value_or(settings_.profile) &&
           sandbox.world.state().settings.seed == request.seed.value_or(settings.seed) &&
           is_same(sandbox.clock, request.clock.value_or(settings.clock)) &&
           sandbox.expires_after == request.expires_after;
}

} // namespace chatmock::core

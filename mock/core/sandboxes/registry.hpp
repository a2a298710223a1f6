// The sandboxes by name: makes, finds and ends them.
#pragma once

#include "core/input/world_settings.hpp"
#include "core/journal/totals.hpp"
#include "core/sandboxes/sandbox.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace chatmock::core {

struct SandboxesSettings {
    WorldSettings world; // of `default`
    std::string profile = "default";
    Profiles profiles = {};
    bool makes_on_first_use = false;                                         // if its name is unknown
    std::function<JournalReader(const std::string& sandbox)> reader_of = {}; // of journals; may be null
    Instant begun_at = {}; // when `default` was made, by the machine's time
};

class Registry {
public:
    static constexpr std::size_t sandboxes_max = 256; // without `default`

    // Limits of memory are those of `default`, divided by this.
    static constexpr std::size_t budget_share = 32;

    explicit Registry(SandboxesSettings settings);

    Sandbox& default_one() { return *default_; }
    const Sandbox& default_one() const { return *default_; }

    // Existing sandboxes, and those that are ending, in the order of creation.
    std::map<std::uint64_t, Sandbox>& all() { return sandboxes_; }
    const std::map<std::uint64_t, Sandbox>& all() const { return sandboxes_; }

    // Null if it has been removed.
    Sandbox* numbered(std::uint64_t number);

    // Fails with `unknown_sandbox`, or with `invalid_value` for a malformed name.
    Result<Sandbox*> find(std::string_view name);

    // The same, but makes the sandbox if the settings allow it.
    Result<Sandbox*> enter(std::string_view name, Instant machine_now);

    // True if enter() would make it.
    bool would_make(std::string_view name) const;

    // The profile of a sandbox whose request names none. Fails if it does not load.
    Result<std::shared_ptr<const policy::Profile>> usual_profile() const {
        return find_profile(settings_.profile);
    }
    const std::string& usual_profile_name() const { return settings_.profile; }

    // Fails with `sandbox_exists`, `too_many_sandboxes` or `invalid_value`.
    Result<Sandbox*> make(const SandboxRequest& request, Instant machine_now);

    // The sandbox of that name, if it has the requested settings; otherwise a new one.
    Result<Sandbox*> make_or_find(const SandboxRequest& request, Instant machine_now);

    // Frees its name: it can no longer be found.
    void take_name(Sandbox& sandbox);
    void erase(std::uint64_t number);

    // Of the sandboxes that no longer exist.
    const Totals& totals_of_erased() const { return totals_of_erased_; }

    // True if a sandbox other than `default` exists, existed, or may be made on first use.
    bool is_in_use() const { return next_number_ > 1 || settings_.makes_on_first_use; }

    // False also if a sandbox of that name was made anew.
    bool has_ended(std::string_view name) const { return find_ended(name) != nullptr; }

    void set(Profiles profiles) { settings_.profiles = std::move(profiles); }

private:
    struct Ended {
        std::string name;
        std::uint64_t epoch; // the last one of its journal
    };

    const Ended* find_ended(std::string_view name) const;
    Sandbox& add(std::string name, WorldSettings settings, const std::string& profile, Instant machine_now);
    std::string make_up_name();
    Result<std::shared_ptr<const policy::Profile>> find_profile(const std::string& name) const;
    Error unknown(std::string_view name) const;
    bool is_as_requested(const Sandbox& sandbox, const SandboxRequest& request) const;

    SandboxesSettings settings_;
    std::map<std::uint64_t, Sandbox> sandboxes_;
    std::map<std::string, std::uint64_t, std::less<>> numbers_; // that have not ended
    std::deque<Ended> ended_;                                   // the newest last; of other names
    Totals totals_of_erased_;
    Sandbox* default_ = nullptr;
    std::uint64_t next_number_ = 0;
    std::uint64_t last_made_up_ = 0;
};

} // namespace chatmock::core

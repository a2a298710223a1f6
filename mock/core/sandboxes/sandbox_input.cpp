#include "core/sandboxes/sandbox_input.hpp"

#include <algorithm>

namespace chatmock::core {

Reloaded reloaded_for(const std::string& name, const FilesSaved& saved) {
    constexpr std::string_view folder = "fixtures/profiles/";
    const auto is_profile = [&](const std::string& file) { return file.rfind(folder, 0) == 0; };
    auto reloaded = saved.reloaded;
    reloaded.profile = nullptr;
    auto& changed = reloaded.changed;
    changed.erase(std::remove_if(changed.begin(), changed.end(), is_profile), changed.end());
    for (auto* mistakes : {&reloaded.refused, &reloaded.warnings})
        mistakes->erase(std::remove_if(mistakes->begin(), mistakes->end(),
                                       [&](const auto& each) { return is_profile(each.file); }),
                        mistakes->end());
    const auto found = saved.profiles.find(name);
    const auto files = saved.saved_profiles.find(name);
    if (files == saved.saved_profiles.end() || found == saved.profiles.end()) return reloaded;
    const auto& profile = found->second;
    if (profile) reloaded.profile = *profile;
    if (profile) changed.insert(changed.end(), files->second.begin(), files->second.end());
    else reloaded.refused.push_back({profile.error().file, profile.error().at, profile.error().message});
    return reloaded;
}

} // namespace chatmock::core

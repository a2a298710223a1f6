#include "core/calls/profile_calls.hpp"

#include "base/json/json_memory.hpp"

namespace chatmock::core {

namespace {

using SharedKeys = std::shared_ptr<const policy::JwtKeys>;

// Parses the profile, and gives it these keys: its source only describes hidden keys.
Result<policy::Profile> profile_of(const Json& source, const SharedKeys& keys) {
    auto profile = policy::parse_profile(source);
    if (profile) profile->keys = keys;
    return profile;
}

void show_keys(const SharedKeys& keys, Json& source) {
    if (keys) source["jwt"] = keys->source();
    else source.erase("jwt");
}

// True if the keys are those of the files.
bool has_keys_of(const policy::Profile& files, const policy::Profile& in_use) {
    if (in_use.keys == files.keys) return true;
    return in_use.keys && files.keys && files.keys->is_to_be_seeded() &&
           in_use.keys->source() == files.keys->source();
}

} // namespace

Result<policy::Profile> rebased_profile(const State& state, const policy::Profile& files) {
    const auto& in_use = state.settings.profile;
    const auto& before = *state.definitions.files.profile;
    auto source = files.source;
    merge_patch(source, merge_patch_between(before.source, in_use.source));
    const auto keys = has_keys_of(before, in_use) ? files.keys : in_use.keys;
    show_keys(keys, source);
    return profile_of(source, keys);
}

Result<Reply> ProfileCalls::operator()(const GetProfile&) const {
    return Reply{state_.settings.profile.source};
}

// The answer to GET can be sent back: a description of the hidden keys in use stands for these keys.
Result<Reply> ProfileCalls::operator()(const SetProfile& call) {
    auto profile = *call.profile;
    const auto& keys = state_.settings.profile.keys;
    if (keys && profile.keys && profile.keys->is_hidden() && profile.keys->source() == keys->source())
        profile.keys = keys;
    return use(std::move(profile), ProfileOrigin::call, "set_profile");
}

Result<Reply> ProfileCalls::operator()(const PatchProfile& call) {
    const auto& in_use = state_.settings.profile;
    auto keys = call.removes_keys ? nullptr : call.keys ? call.keys : in_use.keys;
    if (keys && in_use.keys && keys->is_hidden() && keys->source() == in_use.keys->source())
        keys = in_use.keys;
    auto source = in_use.source;
    merge_patch(source, call.patch);
    show_keys(keys, source);
    auto profile = profile_of(source, keys);
    if (!profile) return profile.error();
    const bool is_whole = state_.definitions.profile_origin == ProfileOrigin::call;
    return use(std::move(*profile), is_whole ? ProfileOrigin::call : ProfileOrigin::patch, "patch_profile");
}

Result<Reply> ProfileCalls::operator()(const CreateToken& call) {
    const auto with = keys();
    if (with->signer() == nullptr) {
        return Error{ErrorCode::invalid_value, "expected a profile whose jwt can sign (secret, private_key, "
                                               "seeded), got one with public keys alone"};
    }
    const auto& sub = call.request.sub;
    const auto garbage =
        "garbage." + state_.seeded.sid("garbage", sub, 1) + "." + state_.seeded.sid("garbage", sub, 2);
    auto token = policy::make_token(call.request, *with->signer(), state_.now(), garbage);
    state_.recorder.record_call("create_token", {{"sub", sub}});
    Json answer = {{"token", std::move(token.text)}};
    if (!token.header.is_null()) answer["header"] = std::move(token.header);
    if (!token.claims.is_null()) answer["claims"] = std::move(token.claims);
    return Reply{std::move(answer)};
}

Result<Reply> ProfileCalls::operator()(const GetJwks&) const { return Reply{keys()->public_set()}; }

// A profile without keys checks no signature; tokens are signed with the seed's key then.
SharedKeys ProfileCalls::keys() const {
    const auto& own = state_.settings.profile.keys;
    return own ? own : policy::JwtKeys::seeded(state_.settings.seed);
}

Result<Reply> ProfileCalls::use(policy::Profile profile, ProfileOrigin origin, std::string_view call) {
    const auto bytes_max = state_.settings.limits.installed_bytes;
    if (const auto bytes = memory_of(profile.source); bytes > bytes_max)
        return Error{ErrorCode::overloaded, "expected a profile of at most " + std::to_string(bytes_max) +
                                                " bytes, got " + std::to_string(bytes)};
    state_.use(std::move(profile), origin);
    state_.recorder.record_call(call);
    return Reply{state_.settings.profile.source};
}

} // namespace chatmock::core

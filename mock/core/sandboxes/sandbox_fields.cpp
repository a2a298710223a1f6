#include "core/sandboxes/sandbox_fields.hpp"

#include <limits>

namespace chatmock::core {

namespace {

constexpr std::int64_t expires_after_ms_max = 24LL * 60 * 60 * 1000;

std::optional<std::uint64_t> seed_in(Fields& fields) {
    const Json* seed = fields.any("seed");
    if (seed == nullptr || seed->is_null()) return std::nullopt;
    if (seed->is_number_unsigned()) return seed->get<std::uint64_t>();
    fields.fail(expected("a number from 0 to " + std::to_string(std::numeric_limits<std::uint64_t>::max()),
                         *seed, fields.at("seed")));
    return std::nullopt;
}

std::optional<ClockSettings> clock_in(Fields& fields) {
    if (!fields.has("clock") && !fields.has("clock_start")) return std::nullopt;
    ClockSettings clock;
    clock.mode = fields.choice("clock", {"real", "manual"}, 0) == 0 ? ClockMode::real : ClockMode::manual;
    if (!fields.has("clock_start")) return clock;
    const auto text = fields.text("clock_start", "");
    clock.start = from_iso8601(text);
    if (!clock.start)
        fields.fail(
            expected("an instant such as 2020-01-01T00:00:00Z", Json(text), fields.at("clock_start")));
    return clock;
}

} // namespace

SandboxRequest read_sandbox_request(Fields& fields) {
    SandboxRequest request;
    if (fields.has("profile")) request.profile = fields.text("profile", "");
    request.seed = seed_in(fields);
    request.clock = clock_in(fields);
    request.expires_after = Milliseconds(
        fields.integer("expires_after_ms", request.expires_after.count(), 1, expires_after_ms_max));
    return request;
}

} // namespace chatmock::core

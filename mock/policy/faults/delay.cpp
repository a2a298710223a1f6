#include "policy/faults/delivery_faults.hpp"

#include "base/json/number.hpp"

namespace chatmock::policy {

namespace {

constexpr std::int64_t delay_ms_max = 24LL * 60 * 60 * 1000;

bool is_duration(const Json& json) {
    const auto ms = integer_of(json);
    return ms && *ms >= 0 && *ms <= delay_ms_max;
}

bool is_range(const Json& json) {
    return json.is_array() && json.size() == 2 && is_duration(json[0]) && is_duration(json[1]) &&
           integer_of(json[0]) <= integer_of(json[1]);
}

} // namespace

// "ms": 500, or a range [100, 900] from which the seed chooses. Later events overtake a delayed one.
Strike read_delay(Fields& fields) {
    fields.require("ms");
    const Json* ms = fields.any("ms");
    if (ms == nullptr) return nullptr;
    if (!is_duration(*ms) && !is_range(*ms)) {
        fields.fail({ErrorCode::invalid_value,
                     "expected milliseconds from 0 to " + std::to_string(delay_ms_max) +
                         ", or a range of them such as [100,900], got " + shown(*ms),
                     fields.at("ms")});
        return nullptr;
    }
    const auto least = (ms->is_array() ? ms->front() : *ms).get<std::int64_t>();
    const auto most = (ms->is_array() ? ms->back() : *ms).get<std::int64_t>();
    return [least, most](Draw& draw, Dispatch& dispatch) {
        const auto span = static_cast<std::uint64_t>(most - least) + 1;
        const auto delay = least + static_cast<std::int64_t>(draw.below(span));
        dispatch.delay += Milliseconds(delay);
        return Json{{"ms", delay}};
    };
}

} // namespace chatmock::policy

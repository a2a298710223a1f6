#include "policy/auth/auth_outcome.hpp"

#include <array>

namespace chatmock::policy {

namespace {

using Kind = AuthOutcome::Kind;

constexpr std::int64_t wait_ms_max = 365LL * 24 * 60 * 60 * 1000;

Kind kind_in(Fields& fields) {
    fields.require("do");
    const auto what = fields.choice("do", {"accept", "reject", "hang"}, 0);
    if (what == 0) return Kind::accept;
    if (what == 2) return Kind::hang;
    constexpr std::array ways = {Kind::connect_error, Kind::http, Kind::event, Kind::close};
    return ways[fields.choice("via", {"connect_error", "http", "event", "close"}, 0)];
}

// A field without effect is a mistake; `wanted` names the fields that it belongs to.
void allow(Fields& fields, std::string_view name, bool allowed, std::string_view wanted) {
    if (allowed || !fields.has(name)) return;
    fields.fail({ErrorCode::invalid_value,
                 "expected " + std::string(name) + " only with " + std::string(wanted), fields.at(name)});
}

void check_combination(Fields& fields, const AuthOutcome& outcome) {
    const auto kind = outcome.kind;
    const bool emits_error =
        kind == Kind::connect_error || kind == Kind::event || (outcome.expiry && outcome.expiry->emits_error);
    const bool accepts = kind == Kind::accept;
    allow(fields, "via", !accepts && kind != Kind::hang, R"("do":"reject")");
    allow(fields, "at", kind == Kind::hang || kind == Kind::close, R"("do":"hang" and "via":"close")");
    allow(fields, "status", kind == Kind::http, R"("via":"http")");
    allow(fields, "delay_ms", kind != Kind::hang, R"("do":"accept" and "do":"reject")");
    allow(fields, "message", emits_error || kind == Kind::http,
          R"("via":"connect_error", "http" or "event" and "expire_as":"event")");
    allow(fields, "data", emits_error, R"("via":"connect_error" or "event" and "expire_as":"event")");
    allow(fields, "expire_after_ms", accepts, R"("do":"accept")");
    allow(fields, "expire_as", outcome.expiry.has_value(), R"("expire_after_ms")");
}

} // namespace

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::accept: return "accept";
        case Kind::connect_error: return "connect_error";
        case Kind::http: return "http";
        case Kind::event: return "event";
        case Kind::close: return "close";
        case Kind::hang: return "hang";
    }
    return "";
}

AuthOutcome parse_auth_outcome(const Json& json, const std::string& at, Fields& parent) {
    Fields fields(json, at);
    AuthOutcome outcome;
    outcome.kind = kind_in(fields);
    outcome.at_handshake =
        fields.choice("at", {"connect", "handshake"}, 0) == 1 || outcome.kind == Kind::http;
    outcome.status = static_cast<int>(fields.integer("status", outcome.status, 400, 599));
    outcome.delay = Milliseconds(fields.integer("delay_ms", 0, 0, wait_ms_max));
    outcome.message = fields.text("message", outcome.message);
    if (const Json* data = fields.any("data")) outcome.data = *data;
    const bool emits_error = fields.choice("expire_as", {"server_disconnect", "event"}, 0) == 1;
    if (outcome.kind == Kind::accept && fields.has("expire_after_ms"))
        outcome.expiry =
            Expiry{Milliseconds(fields.integer("expire_after_ms", 1, 1, wait_ms_max)), emits_error};
    check_combination(fields, outcome);
    if (auto done = fields.done(); !done) parent.fail(done.error());
    return outcome;
}

} // namespace chatmock::policy

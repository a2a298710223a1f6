#include "control/tls.hpp"

#include "base/json/fields.hpp"

namespace chatmock::control {

namespace {

constexpr std::int64_t tls_fault_times_max = 1000000;

// Of a mock without TLS.
Json shown_without() {
    return {{"certificate", "off"}, {"only", false}, {"names", Json::array()}, {"fault", nullptr}};
}

Error without_authority() {
    return {ErrorCode::unknown_route,
            "the mock has no certificate authority: `serve --tls auto` makes one, and a certificate"};
}

// All sandboxes share the certificates, so none may break them for the others.
Result<Tls*> changeable_tls(const Call& call) {
    if (call.facts.tls == nullptr)
        return Error{ErrorCode::unknown_route, "the mock has no TLS: `serve --tls auto` starts it with TLS"};
    if (call.facts.is_default) return call.facts.tls;
    return Error{ErrorCode::invalid_value,
                 "expected the call without the path of a sandbox: all sandboxes share the certificates"};
}

Result<void> without_body(const Call& call) { return Fields(call.body, "").done(); }

core::Reply shown(const Call& call) {
    return {call.facts.tls == nullptr ? shown_without() : call.facts.tls->shown()};
}

} // namespace

Result<Asked> ask_tls(const Call& call) {
    if (auto empty = without_body(call); !empty) return empty.error();
    return Asked{shown(call)};
}

Result<Asked> ask_tls_authority(const Call& call) {
    if (auto empty = without_body(call); !empty) return empty.error();
    const auto* tls = call.facts.tls;
    if (tls == nullptr || tls->authority().empty()) return without_authority();
    return Asked{Document{"application/x-pem-file", tls->authority()}};
}

Result<Asked> ask_set_tls_fault(const Call& call) {
    Fields fields(call.body, "");
    fields.require("kind");
    const auto kind = fields.text("kind", "");
    const auto times = fields.integer("times", 1, 1, tls_fault_times_max);
    if (auto done = fields.done(); !done) return done.error();
    const auto tls = changeable_tls(call);
    if (!tls) return tls.error();
    if (auto struck = (*tls)->strike(kind, static_cast<std::size_t>(times)); !struck) return struck.error();
    return Asked{shown(call)};
}

Result<Asked> ask_remove_tls_fault(const Call& call) {
    if (auto empty = without_body(call); !empty) return empty.error();
    if (call.facts.tls == nullptr) return Asked{shown(call)};
    const auto tls = changeable_tls(call);
    if (!tls) return tls.error();
    (*tls)->stop_striking();
    return Asked{shown(call)};
}

void end_tls_fault_on_reset(const Asked& asked, const std::string& sandbox, Tls* tls) {
    const auto* command = std::get_if<core::Command>(&asked.what);
    const bool resets = command != nullptr && std::holds_alternative<core::Reset>(*command);
    if (tls != nullptr && resets && sandbox == core::default_sandbox) tls->stop_striking();
}

} // namespace chatmock::control

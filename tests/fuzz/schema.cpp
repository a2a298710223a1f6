// A schema and a payload, two lines of JSON: the check ends, verdict and report agree, and the mistakes are
// limited.
#include "schema/schema.hpp"

#include <cstdlib>

using namespace chatmock;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return 0;
    auto schema = parse_json(text.substr(0, end));
    const auto payload = parse_json(text.substr(end + 1));
    if (!schema || !payload) return 0;
    const auto compiled = schema::Schema::compile(std::move(*schema));
    if (!compiled) return 0;
    const auto findings = compiled->check(*payload);
    const bool is_undecided =
        findings.size() == 1 && findings.front().kind == schema::FindingKind::too_costly; // one mistake
    if (!is_undecided && compiled->holds(*payload) != findings.empty()) abort();
    if (findings.size() > schema::findings_max) abort();
    if (findings.empty()) (void)compiled->warnings(*payload);
    return 0;
}

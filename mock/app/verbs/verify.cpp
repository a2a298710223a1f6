#include "app/cli/exit_code.hpp"
#include "app/data/find_data.hpp"
#include "app/listening/listening.hpp"
#include "app/listening/next_step.hpp"
#include "app/verbs/verbs.hpp"
#include "conformance/verification/progress.hpp"
#include "conformance/verification/verification.hpp"

#include <iostream>

namespace chatmock::app {

namespace {

constexpr std::int64_t verify_for_ms = 60000;
constexpr std::int64_t refused_for_ms = 2000; // an event may follow the acceptance within this time
constexpr std::string_view refusal = "Unauthorization";

// The text of an `error` event: {"message"}, or a text.
std::string message_in(const Json& arguments) {
    if (arguments.size() != 1) return to_text(arguments);
    const Json& said = arguments[0];
    if (said.is_string()) return said.get<std::string>();
    const auto message = said.is_object() ? said.find("message") : said.end();
    return message != said.end() && message->is_string() ? message->get<std::string>() : to_text(said);
}

// Some servers accept a caller, and then refuse it with an `error` event.
int verify_refusal(ServiceOptions service) {
    if (!service.for_ms) service.for_ms = refused_for_ms;
    std::optional<std::string> said;
    const auto listened = listen_to(service, {[](const std::string&) {},
                                              [&said](const HeardEvent& heard) {
                                                  if (heard.event.name == "error")
                                                      said = message_in(heard.event.arguments);
                                                  return said.has_value();
                                              }});
    if (!listened) return unusable(describe(listened.error()));
    if (listened->refusal) said = listened->detail;
    if (!said && listened->end != ListeningEnd::time_over) return unusable(describe(*listened));
    if (said == refusal) {
        std::cout << "refused with \"" << refusal << "\", as expected\n";
        return exit_fine;
    }
    std::cout << "expected a refusal with \"" << refusal << "\", got "
              << (said ? "one with \"" + for_people(*said) + "\"" : "none: the service accepted the client")
              << "\n";
    return exit_failed;
}

void write_report(const conformance::Report& report, const std::string& format) {
    if (format == "json") std::cout << to_text(conformance::report_json(report)) << "\n";
    else if (format == "junit") std::cout << conformance::report_junit(report);
    else std::cout << conformance::report_text(report);
}

int verify_events(ServiceOptions service, const VerifyOptions& options) {
    const auto contracts = find_contracts(options.contracts);
    if (!contracts) return unusable(describe(contracts.error()));
    const FileLayers no_fixtures{std::vector<FileLayer>()};
    const auto loaded = catalogue::load(no_fixtures, *contracts, nullptr, options.formats == "assert");
    if (!loaded.unloadable.empty()) return unusable(describe(loaded.unloadable.front()));
    auto verification = conformance::Verification::of(loaded.catalogue, options.expected, options.strict);
    if (!verification) return unusable("--expect: " + describe(verification.error()));
    if (!service.for_ms) service.for_ms = verify_for_ms;
    conformance::Progress progress(loaded.catalogue);
    const auto listened =
        listen_to(service, {[](const std::string& url) { std::cerr << "connected to " << url << std::endl; },
                            [&](const HeardEvent& heard) {
                                const auto& name = heard.event.name;
                                const auto findings =
                                    verification->hear(name, arguments_for(loaded.catalogue, heard));
                                for (const auto& line : progress.lines_for(name, findings))
                                    std::cerr << line << std::endl;
                                return verification->has_seen_all();
                            }});
    if (!listened) return unusable(describe(listened.error()));
    const auto report = verification->report(
        {listened->service, listened->transport, "Engine.IO " + std::to_string(service.engineio_protocol),
         listened->duration, describe(*listened), listened->is_cut_short(), listened->recovery});
    write_report(report, options.report);
    if (report.passed) return exit_fine;
    const bool has_verdict = !listened->is_cut_short() || report.has_failure();
    if (!has_verdict) std::cerr << describe(*listened) << "\n";
    std::cerr << "next: " << next_step_after(report, *listened) << "\n";
    return has_verdict ? exit_failed : exit_unusable;
}

} // namespace

int verify(const ServiceOptions& service, const VerifyOptions& options) {
    return options.refused ? verify_refusal(service) : verify_events(service, options);
}

} // namespace chatmock::app

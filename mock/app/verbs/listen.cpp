#include "app/cli/exit_code.hpp"
#include "app/listening/listening.hpp"
#include "app/verbs/verbs.hpp"
#include "base/json/binary_json.hpp"
#include "runtime/clock.hpp"

#include <iostream>

namespace chatmock::app {

namespace {

Json line_of(const HeardEvent& heard, Instant now) {
    const auto& event = heard.event;
    Json line = {{"at", to_iso8601(now)}, {"event", event.name}};
    if (event.arguments.size() == 1) line["data"] = event.arguments[0];
    else line["arguments"] = event.arguments;
    if (event.ack_id) line["ack_id"] = *event.ack_id;
    if (heard.offset) line["offset"] = *heard.offset;
    return with_bytes_written(std::move(line));
}

} // namespace

int listen(const ServiceOptions& service, std::size_t count) {
    const runtime::Clock clock;
    std::size_t heard = 0;
    const auto listened =
        listen_to(service, {[](const std::string& url) { std::cerr << "connected to " << url << std::endl; },
                            [&](const HeardEvent& each) {
                                std::cout << to_text(line_of(each, clock.now())) << std::endl;
                                return ++heard == count;
                            }});
    if (!listened) return unusable(describe(listened.error()));
    return listened->is_cut_short() ? unusable(describe(*listened)) : exit_fine;
}

} // namespace chatmock::app

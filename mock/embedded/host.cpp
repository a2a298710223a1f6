#include "embedded/host.hpp"

#include <stdexcept>

namespace chatmock::embedded {

Reply ask_host(const char* question, Json details) {
    if (details.is_null()) details = Json::object();
    details["ask"] = question;
    const auto text = to_text(details);
    Reply reply;
    reply.code = host_ask(text.data(), text.size(), &reply.bytes);
    return reply;
}

Json json_of(const Reply& reply) {
    auto json = parse_json(reply.bytes);
    if (!json) throw std::runtime_error("the host's answer is not JSON: " + json.error().message);
    return std::move(*json);
}

} // namespace chatmock::embedded

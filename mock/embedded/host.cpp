#include "embedded/host.hpp"

#include <stdexcept>

// Resizes the buffer for an answer, and returns its start. The host calls it within host_ask().
extern "C" __attribute__((export_name("chatmock_reply"))) char* chatmock_reply(std::string* reply,
                                                                               std::size_t size) {
    reply->resize(size);
    return reply->data();
}

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

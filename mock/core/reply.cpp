#include "core/reply.hpp"

namespace chatmock::core {

std::string text_of(const Reply& reply) { return reply.text.empty() ? to_text(reply.body) : reply.text; }

std::string text_of(Reply&& reply) {
    return reply.text.empty() ? to_text(reply.body) : std::move(reply.text);
}

Json body_of(const Reply& reply) { return reply.text.empty() ? reply.body : parse_written(reply.text); }

} // namespace chatmock::core

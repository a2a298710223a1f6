#include "core/input/reply.hpp"

#include "base/json/json_text.hpp"

namespace chatmock::core {

namespace {

std::string text_of_list(const Reply& reply) {
    const auto frame = frame_of(reply);
    auto text = frame.before;
    for (std::size_t i = 0; i < reply.entries->size(); ++i) {
        if (i > 0) text += ',';
        reply.entries->append(i, text);
    }
    return text + frame.after;
}

} // namespace

ListFrame frame_of(const Reply& reply) {
    ListFrame frame{R"({"entries":[)", "]"};
    if (reply.body.empty()) frame.after += '}';
    else frame.after += "," + to_text(reply.body).substr(1);
    return frame;
}

std::string text_of(const Reply& reply) {
    if (reply.entries) return text_of_list(reply);
    return reply.text.empty() ? to_text(reply.body) : reply.text;
}

std::string text_of(Reply&& reply) {
    if (reply.text.empty()) return text_of(static_cast<const Reply&>(reply));
    return std::move(reply.text);
}

Json body_of(const Reply& reply) {
    return reply.text.empty() && !reply.entries ? reply.body : read_back(text_of(reply));
}

} // namespace chatmock::core

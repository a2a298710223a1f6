#include "core/waiting.hpp"

#include "core/near_misses.hpp"
#include "core/views.hpp"

namespace chatmock::core {

void Waiting::wait(Ticket ticket, const WaitForConnections& wish) {
    if (auto body = granted(wish)) state_.answer(ticket, Reply{std::move(*body)});
    else wishes_.emplace(ticket, wish);
}

void Waiting::wait(Ticket ticket, const WaitForEntries& wish) {
    if (auto body = granted(wish)) state_.answer(ticket, Reply{std::move(*body)});
    else wishes_.emplace(ticket, wish);
}

void Waiting::settle() {
    if (wishes_.empty() || settled_seq_ == state_.journal.last_seq()) return;
    settled_seq_ = state_.journal.last_seq();
    for (auto next = wishes_.begin(); next != wishes_.end();) {
        auto body = std::visit([this](const auto& wish) { return granted(wish); }, next->second);
        if (!body) {
            ++next;
            continue;
        }
        state_.answer(next->first, Reply{std::move(*body)});
        next = wishes_.erase(next);
    }
}

bool Waiting::give_up(Ticket ticket) {
    const auto found = wishes_.find(ticket);
    if (found == wishes_.end()) return false;
    state_.answer(ticket, std::visit([this](const auto& wish) { return missed(wish); }, found->second));
    wishes_.erase(found);
    return true;
}

std::optional<Json> Waiting::granted(const WaitForConnections& wish) const {
    Json list = connection_views(wish.match, state_.connections, state_.groups);
    const bool enough = wish.count == 0 ? list.empty() : list.size() >= wish.count;
    if (!enough) return std::nullopt;
    return Json{{"connections", std::move(list)}};
}

std::optional<Json> Waiting::granted(const WaitForEntries& wish) const {
    Json list = entry_views(wish.match, state_.journal);
    if (list.size() < wish.count) return std::nullopt;
    return Json{{"entries", std::move(list)}};
}

Error Waiting::missed(const WaitForConnections& wish) const {
    const auto count = connection_views(wish.match, state_.connections, state_.groups).size();
    const auto wanted =
        wish.count == 0 ? std::string("no connection") : "at least " + std::to_string(wish.count);
    Error error{ErrorCode::timed_out, wanted + " to match was expected, " + std::to_string(count) + " match",
                "/match"};
    error.nearest = nearest_connections(wish.match, state_.connections, state_.groups);
    return error;
}

Error Waiting::missed(const WaitForEntries& wish) const {
    const auto count = entry_views(wish.match, state_.journal).size();
    Error error{ErrorCode::timed_out,
                "at least " + std::to_string(wish.count) + " entries to match were expected, " +
                    std::to_string(count) + " match",
                "/match"};
    error.nearest = nearest_entries(wish.match, state_.journal);
    return error;
}

} // namespace chatmock::core

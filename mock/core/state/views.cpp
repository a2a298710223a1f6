#include "core/state/views.hpp"

namespace chatmock::core {

namespace {

class EntryViews : public ReplyList {
public:
    void add(SharedEntry entry) { entries_.push_back(std::move(entry)); }

    std::size_t size() const override { return entries_.size(); }
    void append(std::size_t index, std::string& text) const override { text += text_of(*entries_[index]); }

private:
    std::vector<SharedEntry> entries_;
};

} // namespace

Json member_view(const Member& member, const policy::Groups& groups) {
    const auto& session = member.connection->session;
    Json view = {{"sid", member.identity->sid},
                 {"engine_sid", session.sid()},
                 {"user", member.identity->user},
                 {"claims", member.identity->claims},
                 {"namespace", member.identity->namespace_name},
                 {"transport", engineio::name_of(session.transport())},
                 {"state", session.is_mute() ? "half_open" : "open"},
                 {"protocol",
                  {{"engineio", engineio::number_of(session.protocol())},
                   {"socketio", socketio::number_of(member.connection->client.protocol())}}},
                 {"groups", policy::groups_of(groups, member.identity->user)},
                 {"since", to_iso8601(member.since)},
                 {"queued", session.queued_packets()}};
    if (const auto ping = session.last_ping()) view["last_ping"] = to_iso8601(*ping);
    return view;
}

Json silent_views(const Connections& connections) {
    Json list = Json::array();
    for (const auto ordinal : connections.mute()) {
        const auto& connection = connections.all().at(ordinal);
        if (connection.session.state() != engineio::SessionState::silent) continue;
        for (const auto& identity : connection.silenced) {
            list.push_back({{"sid", identity->sid},
                            {"engine_sid", connection.session.sid()},
                            {"user", identity->user},
                            {"namespace", identity->namespace_name},
                            {"transport", engineio::name_of(connection.session.transport())},
                            {"state", "silent"}});
        }
    }
    return list;
}

Json member_views(const MemberMatch& match, const State& state) {
    Json list = Json::array();
    for (const auto& [join_order, member] : state.connections.members()) {
        if (matches(match, member, state.definitions.groups))
            list.push_back(member_view(member, state.definitions.groups));
    }
    return list;
}

Json timer_view(const TimerKey& timer, Instant deadline, State& state) {
    Json view = {{"at", to_iso8601(deadline)}};
    if (timer.kind != TimerKey::Kind::connection) {
        view["timer"] = name_of(timer.kind);
        if (timer.kind == TimerKey::Kind::expiry)
            view["user"] = state.connections.find_member(timer.id)->identity->user;
        return view;
    }
    const Connection& connection = *state.connections.find(timer.id);
    const bool connects = connection.connect_by == deadline;
    view["timer"] = connects ? "connect_timeout" : connection.session.timer();
    view["user"] = connection.identity->user;
    view["engine_sid"] = connection.session.sid();
    return view;
}

Json clock_view(State& state) {
    const bool held = state.clock.mode() == ClockMode::manual;
    Json view = {{"mode", held ? "manual" : "real"}, {"now", to_iso8601(state.now())}};
    if (const auto next = state.timers.first()) view["next"] = timer_view(next->first, next->second, state);
    return view;
}

std::shared_ptr<const ReplyList> entry_views(const JournalMatch& match, const Journal& journal) {
    auto list = std::make_shared<EntryViews>();
    const auto& entries = journal.entries();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        if (matches(match, *entry)) list->add(entry.shared());
    }
    return list;
}

} // namespace chatmock::core

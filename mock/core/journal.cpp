#include "core/journal.hpp"

namespace chatmock::core {

namespace {

// What an entry costs, roughly; recipients are shared pointers.
std::size_t weight_of(const Entry& entry) {
    const std::size_t recipients =
        entry.recipients ? entry.recipients->size() * sizeof(policy::SharedIdentity) : 0;
    return sizeof(Entry) + entry.event.size() + (entry.data ? entry.data->size() : 0) + recipients +
           entry.details.size() * 64;
}

Json recipients_json(const Recipients& recipients) {
    Json list = Json::array();
    for (const auto& recipient : recipients)
        list.push_back({{"sid", recipient->sid}, {"user", recipient->user}});
    return list;
}

} // namespace

const std::vector<std::string>& entry_kinds() {
    static const std::vector<std::string> kinds = {
        std::string(entry_kind::open),      std::string(entry_kind::connect),
        std::string(entry_kind::refuse),    std::string(entry_kind::upgrade),
        std::string(entry_kind::emit),      std::string(entry_kind::receive),
        std::string(entry_kind::close),     std::string(entry_kind::disconnect),
        std::string(entry_kind::violation), std::string(entry_kind::control)};
    return kinds;
}

Json to_json(const Entry& entry) {
    Json json = {{"seq", entry.seq}, {"at", to_iso8601(entry.at)}, {"kind", entry.kind}};
    if (entry.who) {
        if (!entry.who->sid.empty()) json["sid"] = entry.who->sid;
        json["user"] = entry.who->user;
    }
    if (!entry.event.empty()) json["event"] = entry.event;
    for (const auto& [name, value] : entry.details.items()) json[name] = value;
    if (entry.recipients) json["recipients"] = recipients_json(*entry.recipients);
    if (entry.data) json["data"] = Json::parse(*entry.data, nullptr, false);
    return json;
}

std::uint64_t Journal::append(Entry entry) {
    entry.seq = ++last_seq_;
    bytes_ += weight_of(entry);
    entries_.push_back(std::move(entry));
    while (entries_.size() > 1 && (entries_.size() > entries_max || bytes_ > bytes_max)) {
        bytes_ -= weight_of(entries_.front());
        entries_.pop_front();
        ++dropped_;
    }
    return last_seq_;
}

std::size_t Journal::clear() {
    const auto count = entries_.size();
    entries_.clear();
    bytes_ = 0;
    dropped_ = 0;
    return count;
}

} // namespace chatmock::core

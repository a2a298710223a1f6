#include "core/journal.hpp"

namespace chatmock::core {

namespace {

Json recipients_json(const Recipients& recipients) {
    Json list = Json::array();
    for (const auto& recipient : recipients)
        list.push_back({{"sid", recipient->sid}, {"user", recipient->user}});
    return list;
}

} // namespace

// Recipients are shared pointers; claims are shared by a client's entries and counted where it comes.
std::size_t weight_of(const Entry& entry) {
    std::size_t weight = sizeof(Entry) + entry.event.size();
    if (entry.data) weight += entry.data->size();
    for (const auto& [user, data] : entry.data_by_user) weight += 64 + user.size() + data->size();
    if (entry.recipients) weight += entry.recipients->size() * sizeof(policy::SharedIdentity);
    if (entry.kind == entry_kind::open || entry.kind == entry_kind::connect)
        weight += to_text(entry.who->claims).size();
    for (const auto& detail : entry.details) {
        weight += 64;
        if (detail.is_string()) weight += detail.get_ref<const std::string&>().size();
        if (detail.is_array()) weight += to_text(detail).size();
    }
    return weight;
}

Json to_json(const Entry& entry) {
    Json json = {{"seq", entry.seq}, {"at", to_iso8601(entry.at)}, {"kind", entry.kind}};
    if (entry.who) {
        if (!entry.who->sid.empty()) json["sid"] = entry.who->sid;
        json["user"] = entry.who->user;
        if (entry.who->namespace_name != "/") json["namespace"] = entry.who->namespace_name;
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
    ++generation_;
    return count;
}

void Journal::restart() {
    clear();
    ++numbering_;
    last_seq_ = 0;
}

} // namespace chatmock::core

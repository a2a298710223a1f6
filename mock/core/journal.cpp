#include "core/journal.hpp"

namespace chatmock::core {

namespace {

void write_recipients(JsonWriter& out, const Recipients& recipients) {
    out.begin_array();
    for (const auto& recipient : recipients)
        out.begin_object().member("sid", recipient->sid).member("user", recipient->user).end_object();
    out.end_array();
}

void write(JsonWriter& out, const Entry& entry, const Recipients* recipients) {
    out.begin_object().member("seq", entry.seq).member("at", to_iso8601(entry.at)).member("kind", entry.kind);
    if (entry.who) {
        if (!entry.who->sid.empty()) out.member("sid", entry.who->sid);
        out.member("user", entry.who->user);
        if (entry.who->namespace_name != "/") out.member("namespace", entry.who->namespace_name);
    }
    if (!entry.event.empty()) out.member("event", entry.event);
    out.json_text(entry.details.text());
    if (recipients != nullptr) write_recipients(out.name("recipients"), *recipients);
    if (entry.data) out.name("data").json_text(*entry.data);
    out.end_object();
}

std::size_t weight_of_recipients(const Entry& entry) {
    return entry.recipients ? entry.recipients->size() * sizeof(policy::SharedIdentity) : 0;
}

} // namespace

// Recipients are shared pointers; claims are shared by a client's entries and counted where it comes.
std::size_t weight_of(const Entry& entry) {
    std::size_t weight = sizeof(Entry) + entry.event.size() + entry.details.text().size();
    if (entry.data) weight += entry.data->size();
    if (entry.data_by_user) {
        for (const auto& [user, data] : *entry.data_by_user) weight += 64 + user.size() + data->size();
    }
    weight += weight_of_recipients(entry);
    if (entry.kind == entry_kind::open || entry.kind == entry_kind::connect)
        weight += to_text(entry.who->claims).size();
    return weight;
}

Json to_json(const Entry& entry) {
    JsonWriter out;
    write(out, entry, entry.recipients.get());
    return parse_written(out.text());
}

void write(JsonWriter& out, const Entry& entry) { write(out, entry, nullptr); }

std::uint64_t Journal::append(Entry entry) {
    entry.seq = ++last_seq_;
    entry.details.shrink();
    bytes_ += weight_of(entry);
    if (!entries_.empty() && entries_.back().recipients == entry.recipients)
        bytes_ -= weight_of_recipients(entry);
    entries_.push_back(std::move(entry));
    while (entries_.size() > 1 && (entries_.size() > entries_max || bytes_ > bytes_max)) drop_oldest();
    return last_seq_;
}

// There is another one behind it. What both have in common is that one's now.
void Journal::drop_oldest() {
    const auto& oldest = entries_.front();
    bytes_ -= weight_of(oldest);
    if (oldest.recipients == entries_[1].recipients) bytes_ += weight_of_recipients(oldest);
    entries_.pop_front();
    ++dropped_;
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

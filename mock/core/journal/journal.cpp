#include "core/journal/journal.hpp"

#include "base/json/json_memory.hpp"
#include "base/json/json_text.hpp"
#include "core/journal/entry_bytes.hpp"

namespace chatmock::core {

namespace {

void write_recipients(JsonWriter& out, const Recipients& recipients) {
    out.begin_array();
    for (const auto& recipient : recipients)
        out.begin_object().member("sid", recipient->sid).member("user", recipient->user).end_object();
    out.end_array();
}

void write(JsonWriter& out, const Entry& entry, const Recipients* recipients) {
    out.begin_object()
        .member("seq", entry.seq)
        .member("at", to_iso8601(entry.at))
        .member("kind", policy::name_of(entry.kind));
    if (entry.identity) {
        if (!entry.identity->sid.empty()) out.member("sid", entry.identity->sid);
        out.member("user", entry.identity->user);
        if (entry.identity->namespace_name != "/") out.member("namespace", entry.identity->namespace_name);
    }
    if (!entry.event.empty()) out.member("event", entry.event);
    out.json_text(entry.details.text());
    if (recipients != nullptr) write_recipients(out.name("recipients"), *recipients);
    if (entry.data) out.name("data").json_text(*entry.data);
    out.end_object();
}

// A pointer with its count, on a machine with 64 bits.
constexpr std::size_t recipient_bytes = 16;
static_assert(sizeof(policy::SharedIdentity) <= recipient_bytes);

std::size_t weight_of(const policy::Identity& identity) {
    const auto claims = identity.claims.empty() ? 0 : memory_of(identity.claims);
    return identity.sid.size() + identity.user.size() + claims;
}

std::size_t weight_of(const Recipients& recipients) {
    std::size_t weight = recipients.size() * recipient_bytes;
    for (const auto& recipient : recipients) weight += weight_of(*recipient);
    return weight;
}

// Without shared parts.
std::size_t own_weight_of(const Entry& entry) {
    std::size_t weight = entry_bytes + entry.event.size() + entry.details.text().size();
    if (entry.data) weight += entry.data->size();
    if (entry.data_by_user) {
        for (const auto& [user, data] : *entry.data_by_user) weight += 64 + user.size() + data->size();
    }
    if (entry.concern) {
        for (const auto& user : entry.concern->users) weight += 64 + user.size();
        for (const auto& sid : entry.concern->sids) weight += 64 + sid.size();
    }
    return weight;
}

} // namespace

std::size_t weight_of(const Entry& entry) {
    const auto recipients = entry.recipients ? entry.recipients->size() : 0;
    return own_weight_of(entry) + recipients * recipient_bytes;
}

std::string text_of(const Entry& entry) {
    JsonWriter out;
    write(out, entry, entry.recipients.get());
    return out.take();
}

Json to_json(const Entry& entry) { return read_back(text_of(entry)); }

void write(JsonWriter& out, const Entry& entry) { write(out, entry, nullptr); }

std::uint64_t Journal::append(Entry entry) {
    entry.seq = ++last_seq_;
    entry.details.shrink();
    count(entry);
    entries_.shared_.push_back(std::make_shared<const Entry>(std::move(entry)));
    const auto& newest = entries_.shared_.back();
    if (newest->kind == EntryKind::emit) emitted_.insert_or_assign(newest->event, newest);
    while (entries_.size() > 1 && (entries_.size() > entries_most_ || bytes_ > bytes_most_)) drop_oldest();
    return last_seq_;
}

void Journal::count(const Entry& entry) {
    const auto share = [this](const auto& what) {
        if (!what) return;
        auto& shared = shared_[what.get()];
        if (++shared.entries > 1) return;
        shared.bytes = weight_of(*what);
        bytes_ += shared.bytes;
    };
    bytes_ += own_weight_of(entry);
    share(entry.identity);
    share(entry.recipients);
}

void Journal::discount(const Entry& entry) {
    const auto part_with = [this](const void* what) {
        const auto found = shared_.find(what);
        if (found == shared_.end() || --found->second.entries > 0) return;
        bytes_ -= found->second.bytes;
        shared_.erase(found);
    };
    bytes_ -= own_weight_of(entry);
    part_with(entry.identity.get());
    part_with(entry.recipients.get());
}

SharedEntry Journal::last_emitted(std::string_view event) const {
    const auto found = emitted_.find(event);
    return found == emitted_.end() ? nullptr : found->second;
}

SharedEntry Journal::find(std::uint64_t seq) const {
    if (entries_.empty() || seq < entries_.front().seq || seq > last_seq_) return nullptr;
    return entries_.shared_[seq - entries_.front().seq];
}

void Journal::drop_oldest() {
    const auto& oldest = entries_.front();
    const auto last = emitted_.find(oldest.event);
    if (last != emitted_.end() && last->second->seq == oldest.seq) emitted_.erase(last);
    discount(oldest);
    entries_.shared_.pop_front();
    ++dropped_;
}

std::size_t Journal::clear() {
    const auto count = entries_.size();
    entries_.shared_.clear();
    shared_.clear();
    emitted_.clear();
    bytes_ = 0;
    dropped_ = 0;
    ++generation_;
    return count;
}

void Journal::restart() {
    clear();
    ++epoch_;
    last_seq_ = 0;
}

} // namespace chatmock::core

// The record of all events in order. Append-only and bounded: past its limits the oldest entries are dropped.
#pragma once

#include "base/time.hpp"
#include "core/journal/details.hpp"
#include "policy/auth/credentials.hpp"
#include "policy/match/entry_kind.hpp"

#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chatmock::core {

using policy::EntryKind;

using Recipients = std::vector<policy::SharedIdentity>;
using SharedText = std::shared_ptr<const std::string>;

// The clients that a control call is for.
struct Concern {
    bool everyone = false;
    std::set<std::string> users;
    std::set<std::string> sids;
};

using SharedConcern = std::shared_ptr<const Concern>;

using TextByUser = std::map<std::string, SharedText>;

struct Entry {
    std::uint64_t seq = 0;
    Instant at;
    EntryKind kind = EntryKind::control;
    policy::SharedIdentity identity; // the cause; null if there is none
    std::string event;
    SharedText data;                                // text from to_text(); null if there is no data
    std::shared_ptr<const TextByUser> data_by_user; // of an emission, if it differs per recipient
    std::shared_ptr<const Recipients> recipients;   // of an emission
    SharedConcern concern; // the clients that a call is for; null if it has no target
    Details details;       // members that depend on the kind
};

Json to_json(const Entry& entry);

// The entry as JSON text.
std::string text_of(const Entry& entry);

// The same without recipients.
void write(JsonWriter& out, const Entry& entry);

// The memory of an entry, estimated in bytes.
std::size_t weight_of(const Entry& entry);

// A position in the journal: after an entry of one of its epochs.
struct JournalPosition {
    std::uint64_t epoch = 0; // 0 is the current one
    std::uint64_t seq = 0;   // 0 is before the first entry
};

// A slow reader shares the entries that it reads.
using SharedEntry = std::shared_ptr<const Entry>;

// The journal's entries as a sequence of values.
class Entries {
public:
    class Iterator {
    public:
        using iterator_category = std::bidirectional_iterator_tag;
        using value_type = const Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = const Entry*;
        using reference = const Entry&;

        Iterator() = default;
        explicit Iterator(std::deque<SharedEntry>::const_iterator at) : at_(at) {}

        reference operator*() const { return **at_; }
        pointer operator->() const { return at_->get(); }
        const SharedEntry& shared() const { return *at_; }
        Iterator& operator++() { return ++at_, *this; }
        Iterator& operator--() { return --at_, *this; }
        Iterator operator-(difference_type count) const { return Iterator(at_ - count); }
        bool operator==(const Iterator& other) const { return at_ == other.at_; }
        bool operator!=(const Iterator& other) const { return at_ != other.at_; }

    private:
        std::deque<SharedEntry>::const_iterator at_;
    };

    Iterator begin() const { return Iterator(shared_.begin()); }
    Iterator end() const { return Iterator(shared_.end()); }
    auto rbegin() const { return std::make_reverse_iterator(end()); }
    auto rend() const { return std::make_reverse_iterator(begin()); }
    std::size_t size() const { return shared_.size(); }
    bool empty() const { return shared_.empty(); }
    const Entry& front() const { return *shared_.front(); }
    const Entry& back() const { return *shared_.back(); }
    const Entry& operator[](std::size_t index) const { return *shared_[index]; }

private:
    friend class Journal;
    std::deque<SharedEntry> shared_;
};

class Journal {
public:
    static constexpr std::size_t entries_max = 100000;
    static constexpr std::size_t bytes_max = 64 * 1024 * 1024;

    // It has `1 / share` of these bounds.
    explicit Journal(std::size_t share = 1, std::uint64_t first_epoch = 1)
        : entries_most_(entries_max / share), bytes_most_(bytes_max / share), epoch_(first_epoch) {}

    // Assigns the entry's number, and returns it.
    std::uint64_t append(Entry entry);

    const Entries& entries() const { return entries_; }
    std::size_t bytes() const { return bytes_; }
    std::size_t entries_most() const { return entries_most_; }
    std::size_t bytes_most() const { return bytes_most_; }
    std::uint64_t last_seq() const { return last_seq_; }
    std::uint64_t dropped() const { return dropped_; }

    // `seq` of the last entry that the bounds removed; 0 if they removed none since the journal was cleared.
    std::uint64_t dropped_to() const { return dropped_ == 0 ? 0 : entries_.front().seq - 1; }

    // The last emitted event of that name; null if the journal has none.
    SharedEntry last_emitted(std::string_view event) const;

    // Null if the journal does not have it.
    SharedEntry find(std::uint64_t seq) const;

    // The numbering continues.
    std::size_t clear();

    // Empties the journal; `seq` restarts at 1 in a new epoch.
    void restart();

    // Counts the restarts, from the first epoch on.
    std::uint64_t epoch() const { return epoch_; }

    // Changes when the journal is cleared: earlier counts are then invalid. Entries that the bounds remove
    // change only dropped_to().
    std::uint64_t generation() const { return generation_; }

private:
    // Parts that entries share count once, while one of the entries exists.
    struct Shared {
        std::size_t entries = 0;
        std::size_t bytes = 0;
    };

    void count(const Entry& entry);
    void discount(const Entry& entry);
    void drop_oldest();

    std::size_t entries_most_;
    std::size_t bytes_most_;
    Entries entries_;
    std::unordered_map<const void*, Shared> shared_;          // identities and lists of recipients
    std::map<std::string, SharedEntry, std::less<>> emitted_; // the last of each event
    std::size_t bytes_ = 0;
    std::uint64_t epoch_;
    std::uint64_t last_seq_ = 0;
    std::uint64_t dropped_ = 0;
    std::uint64_t generation_ = 0;
};

} // namespace chatmock::core

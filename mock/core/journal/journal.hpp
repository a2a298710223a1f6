// The record of all that happened, in order. Append-only and bounded: past its limits the oldest go.
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

// Whom a control call is aimed at.
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
    policy::SharedIdentity who; // whose doing it was; null where nobody's
    std::string event;
    SharedText data;                                // as to_text() writes it; null where there is none
    std::shared_ptr<const TextByUser> data_by_user; // of what was emitted, where it names its recipient
    std::shared_ptr<const Recipients> recipients;   // of what was emitted
    SharedConcern concern;                          // of what a call did; null where it is aimed at nobody
    Details details;                                // what else the kind has
};

Json to_json(const Entry& entry);

// The same as text.
std::string text_of(const Entry& entry);

// The same, but for the recipients.
void write(JsonWriter& out, const Entry& entry);

// What an entry costs, roughly, in bytes.
std::size_t weight_of(const Entry& entry);

// A place in the journal: behind an entry of one of its numberings.
struct JournalPosition {
    std::uint64_t numbering = 0; // 0 is whichever is the present one
    std::uint64_t seq = 0;       // 0 is before the first entry
};

// Who reads the journal slowly keeps what it reads.
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

    // Of these bounds, it has one part in `share`.
    explicit Journal(std::size_t share = 1)
        : entries_most_(entries_max / share), bytes_most_(bytes_max / share) {}

    // Gives the entry its number and returns that.
    std::uint64_t append(Entry entry);

    const Entries& entries() const { return entries_; }
    std::size_t bytes() const { return bytes_; }
    std::uint64_t last_seq() const { return last_seq_; }
    std::uint64_t dropped() const { return dropped_; }

    // The last entry that the bounds took; 0 where they took none since the journal was cleared.
    std::uint64_t dropped_to() const { return dropped_ == 0 ? 0 : entries_.front().seq - 1; }

    // Numbering goes on.
    std::size_t clear();

    // As it was at the start, but for the number of its numbering.
    void restart();

    // Counts from 1.
    std::uint64_t numbering() const { return numbering_; }

    // Changes whenever entries were taken away: what was counted before is to be counted anew.
    std::uint64_t generation() const { return generation_; }

private:
    // What entries share counts once, for as long as one of them is there.
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
    std::unordered_map<const void*, Shared> shared_; // identities and lists of recipients
    std::size_t bytes_ = 0;
    std::uint64_t numbering_ = 1;
    std::uint64_t last_seq_ = 0;
    std::uint64_t dropped_ = 0;
    std::uint64_t generation_ = 0;
};

} // namespace chatmock::core

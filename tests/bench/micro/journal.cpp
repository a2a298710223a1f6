// The full journal: each new entry removes the oldest.
#include "micro/benchmark.hpp"

#include "core/journal/journal.hpp"

namespace chatmock::core {

namespace {

// An emission to this number of recipients, which share everything.
Entry emission(std::size_t recipients) {
    const auto who = std::make_shared<policy::Identity>();
    Entry entry;
    entry.kind = EntryKind::emit;
    entry.event = "NewMessage";
    entry.data = std::make_shared<const std::string>(R"({"id":"3fa85f64-5717-4562-b3fc-2c963f66afa6"})");
    entry.recipients = std::make_shared<const Recipients>(recipients, who);
    return entry;
}

} // namespace

TEST_CASE("The journal", "[journal]") {
    const auto entry = emission(1000);
    Journal journal;
    while (journal.dropped() == 0) journal.append(entry);
    BENCHMARK("an emission to 1000 is appended") { return journal.append(entry); };
    BENCHMARK("an emission to 1000 is rendered") { return to_json(entry); };
}

} // namespace chatmock::core

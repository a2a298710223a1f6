#include "core/journal/journal.hpp"

#include "support/catch.hpp"

namespace chatmock::core {

namespace {

Entry emission_to(std::shared_ptr<const Recipients> recipients) {
    Entry entry;
    entry.kind = EntryKind::emit;
    entry.recipients = std::move(recipients);
    return entry;
}

std::shared_ptr<const Recipients> recipients(std::size_t count) {
    const auto identity =
        std::make_shared<const policy::Identity>(policy::Identity{"sid", "alice", Json(), 1, "/"});
    return std::make_shared<const Recipients>(count, identity);
}

std::size_t bytes_of(const Entry& entry) {
    Journal journal;
    journal.append(entry);
    return journal.bytes();
}

} // namespace

TEST_CASE("recipients that entries share count once, for as long as one of them is kept", "[core]") {
    const auto crowd = recipients(1000);
    const auto others = recipients(10);
    const auto plain = bytes_of(emission_to(nullptr));
    const auto of_crowd = bytes_of(emission_to(crowd)) - plain;
    const auto of_others = bytes_of(emission_to(others)) - plain;
    CHECK(of_crowd == 100 * of_others);

    Journal journal;
    for (int i = 0; i < 3; ++i) journal.append(emission_to(crowd));
    for (int i = 0; i < 2; ++i) journal.append(emission_to(others));
    CHECK(journal.bytes() == 5 * plain + of_crowd + of_others);

    const auto keep_last = [&](std::size_t kept) { // of those five
        while (journal.dropped() < 5 - kept) journal.append(emission_to(nullptr));
        return journal.bytes() - journal.entries().size() * plain;
    };
    CHECK(keep_last(4) == of_crowd + of_others);
    CHECK(keep_last(3) == of_crowd + of_others);
    CHECK(keep_last(2) == of_others);
    CHECK(keep_last(1) == of_others);
    CHECK(keep_last(0) == 0);
    journal.append(emission_to(crowd));
    journal.clear();
    journal.append(emission_to(crowd));
    CHECK(journal.bytes() == plain + of_crowd);
}

} // namespace chatmock::core

#include "random/performances/statements.hpp"

#include "core/transcript/transcript_json.hpp"

#include <algorithm>
#include <initializer_list>

namespace chatmock::random {

namespace {

std::string text_of(const core::Answer& answer) {
    const auto& reply = answer.reply;
    return std::to_string(answer.ticket) + ": " +
           (reply ? std::to_string(reply->status) + " " + core::text_of(*reply) : describe(reply.error()));
}

} // namespace

std::uint64_t Statements::next(const core::Effects& effects, const core::State& state) {
    constexpr std::size_t wire_bytes = 4096; // of most; it grows
    JsonWriter out(wire_bytes);
    core::write_effects(out, effects.wire, 0);
    auto hash = stable_hash(out.text(), stable_hash(stance_of(state)));
    for (const auto& answer : effects.answers) hash = stable_hash(text_of(answer), hash);
    const auto& journal = state.journal;
    if (generation_ != journal.generation()) read_to_ = journal.last_seq() - journal.entries().size();
    generation_ = journal.generation();
    const auto& entries = journal.entries();
    const auto fresh = std::min<std::uint64_t>(journal.last_seq() - read_to_, entries.size());
    for (auto i = entries.size() - fresh; i < entries.size(); ++i)
        hash = stable_hash(core::text_of(entries[i]), hash);
    read_to_ = journal.last_seq();
    return hash;
}

std::string stance_of(const core::State& state) {
    std::string text;
    const auto& connections = state.connections;
    for (const auto count :
         {std::uint64_t{connections.all().size()}, std::uint64_t{connections.members().size()},
          connections.generation(), connections.settlements(), state.journal.last_seq(),
          state.journal.generation(), std::uint64_t{state.journal.bytes()},
          std::uint64_t{state.timers.queue().size()}, std::uint64_t{state.backlog.bytes()},
          std::uint64_t{state.remembered.amount()}, std::uint64_t{state.definitions.rules.size()},
          std::uint64_t{state.definitions.groups.size()}, std::uint64_t{state.definitions.scenarios.size()},
          state.output.frames_sent(), state.last_receipt,
          static_cast<std::uint64_t>(state.now().time_since_epoch().count()),
          static_cast<std::uint64_t>(state.clock.machine_now().time_since_epoch().count())})
        text += std::to_string(count) + " ";
    return text;
}

} // namespace chatmock::random

#include "control/command_kinds.hpp"

namespace chatmock::control {

namespace {

struct MayWait {
    bool operator()(const core::Inject& inject) const {
        return inject.await != core::Await::queued || inject.min_recipients > 0;
    }
    bool operator()(const core::RunScenario& run) const { return run.await_end; }
    bool operator()(const core::WaitForConnections&) const { return true; }
    bool operator()(const core::WaitForEntries&) const { return true; }
    bool operator()(const core::WaitForRun&) const { return true; }
    bool operator()(const core::AdvanceClock&) const { return true; }
    bool operator()(const core::Quiesce&) const { return true; }

    template <typename Command>
    bool operator()(const Command&) const {
        return false;
    }
};

} // namespace

bool may_wait(const core::Command& command) { return std::visit(MayWait{}, command); }

bool is_unrecorded(const core::Command& command) {
    return std::holds_alternative<core::ListJournal>(command) ||
           std::holds_alternative<core::GetJwks>(command) ||
           std::holds_alternative<core::ExportTranscript>(command) ||
           std::holds_alternative<core::FollowJournal>(command);
}

} // namespace chatmock::control

// Calls of the control API that are answered at once.
#pragma once

#include "core/clients/disconnector.hpp"
#include "core/clients/faults.hpp"
#include "core/state/state.hpp"

namespace chatmock::core {

class Calls {
public:
    Calls(State& state, Disconnector& disconnector, Faults& faults)
        : state_(state), disconnector_(disconnector), faults_(faults) {}

    Result<Reply> operator()(const ListConnections& call) const;
    Result<Reply> operator()(const GetConnection& call) const;
    Result<Reply> operator()(const Disconnect& call);
    Result<Reply> operator()(const GetAuth& call) const;
    Result<Reply> operator()(const SetAuth& call);
    Result<Reply> operator()(const AddAuthRule& call);
    Result<Reply> operator()(const RemoveAuthRule& call);
    Result<Reply> operator()(const RestoreAuth& call);
    Result<Reply> operator()(const ListFaults& call) const;
    Result<Reply> operator()(const GetFault& call) const;
    Result<Reply> operator()(const InstallFault& call);
    Result<Reply> operator()(const ReplaceFaults& call);
    Result<Reply> operator()(const RemoveFault& call);
    Result<Reply> operator()(const RemoveFaults& call);
    Result<Reply> operator()(const GetGroups& call) const;
    Result<Reply> operator()(const SetGroup& call);
    Result<Reply> operator()(const RemoveGroup& call);
    Result<Reply> operator()(const ListJournal& call) const;
    Result<Reply> operator()(const ClearJournal& call);
    Result<Reply> operator()(const VerifyJournal& call) const;
    Result<Reply> operator()(const VerifyConnections& call) const;
    Result<Reply> operator()(const ListScenarios& call) const;
    Result<Reply> operator()(const GetScenario& call) const;
    Result<Reply> operator()(const SetScenario& call);
    Result<Reply> operator()(const RemoveScenario& call);
    Result<Reply> operator()(const ExportTranscript& call) const;
    Result<Reply> operator()(const GetClock& call) const;

private:
    Reply rules() const;

    State& state_;
    Disconnector& disconnector_;
    Faults& faults_;
};

} // namespace chatmock::core

// The control API's calls that are answered at once.
#pragma once

#include "core/clients.hpp"
#include "core/disconnector.hpp"
#include "core/state.hpp"

namespace chatmock::core {

class Calls {
public:
    Calls(State& state, Clients& clients, Disconnector& disconnector)
        : state_(state), clients_(clients), disconnector_(disconnector) {}

    Result<Reply> operator()(const ListEvents& call) const;
    Result<Reply> operator()(const GetContract& call) const;
    Result<Reply> operator()(const ListFixtures& call) const;
    Result<Reply> operator()(const GetFixture& call) const;
    Result<Reply> operator()(const ListConnections& call) const;
    Result<Reply> operator()(const GetConnection& call) const;
    Result<Reply> operator()(const Disconnect& call);
    Result<Reply> operator()(const GetAuth& call) const;
    Result<Reply> operator()(const SetAuth& call);
    Result<Reply> operator()(const AddAuthRule& call);
    Result<Reply> operator()(const GetGroups& call) const;
    Result<Reply> operator()(const SetGroup& call);
    Result<Reply> operator()(const ListJournal& call) const;
    Result<Reply> operator()(const ClearJournal& call);
    Result<Reply> operator()(const VerifyJournal& call) const;
    Result<Reply> operator()(const ExportTranscript& call) const;
    Result<Reply> operator()(const GetClock& call) const;
    Result<Reply> operator()(const Reset& call);

private:
    void restart_clock();
    Reply rules() const;

    State& state_;
    Clients& clients_;
    Disconnector& disconnector_;
};

} // namespace chatmock::core

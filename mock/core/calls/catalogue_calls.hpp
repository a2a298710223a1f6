// The control API's calls about events, their contracts and their fixtures. A reset undoes their changes.
#pragma once

#include "catalogue/payload_edits.hpp"
#include "core/state/state.hpp"

namespace chatmock::core {

class CatalogueCalls {
public:
    explicit CatalogueCalls(State& state) : state_(state) {}

    Result<Reply> operator()(const ListEvents& call) const;
    Result<Reply> operator()(const GetContract& call) const;
    Result<Reply> operator()(const SetContract& call);
    Result<Reply> operator()(const RemoveContract& call);
    Result<Reply> operator()(const GetAsyncApi& call) const;
    Result<Reply> operator()(const ListFixtures& call) const;
    Result<Reply> operator()(const GetFixture& call) const;
    Result<Reply> operator()(const SetFixture& call);
    Result<Reply> operator()(const RemoveFixture& call);
    Result<Reply> operator()(const GetTypes& call) const;
    Result<Reply> operator()(const ListMutants& call) const;
    Result<Reply> operator()(const ListVariants& call) const;

private:
    Result<const catalogue::Fixture*> find(const std::string& event, const std::string& fixture) const;
    Result<Reply> edits_of(const std::string& event, catalogue::Aim aim, const std::string& noun) const;

    State& state_;
};

} // namespace chatmock::core

// A world with many members, without ports: inputs go in, effects are dropped.
#pragma once

#include "core/input/world_settings.hpp"
#include "core/state/state.hpp"
#include "core/world.hpp"
#include "support/repository.hpp"

#include <memory>
#include <string>

namespace chatmock::core {

class Hall {
public:
    // Each has its own WebSocket, in Engine.IO 4.
    explicit Hall(std::size_t members) : world_({1, catalogue_of_the_repository(), policy::Profile{}, {}}) {
        for (engineio::ChannelId channel = 1; channel <= members; ++channel) join(channel);
    }

    // One event to all of them, in one call.
    Effects inject(std::size_t repeat = 1) {
        Inject inject;
        inject.event = "NewMessage";
        inject.repeat = repeat;
        return apply(Called{++last_ticket_, std::move(inject)});
    }

    // Fills the transcript, so that the run is no longer recorded: it would store all client messages.
    void outlast_transcript() {
        const auto speech = "42[\"speech\",\"" + std::string(100000, 'x') + "\"]";
        while (world_.state().transcript.is_complete()) apply(FrameArrived{1, {false, speech}});
    }

private:
    static std::shared_ptr<const catalogue::Catalogue> catalogue_of_the_repository() {
        static const auto loaded = std::make_shared<const catalogue::Catalogue>(
            catalogue::load(repository() / "fixtures", repository() / "contracts").catalogue);
        return loaded;
    }

    Effects apply(const Input& input) { return world_.apply(input, now_); }

    void join(engineio::ChannelId channel) {
        http::Request request;
        request.method = "GET";
        const auto target = "/socket.io/?EIO=4&transport=websocket&jwt_token=user-";
        http::read_target(target + std::to_string(channel), request);
        apply(UpgradeArrived{channel, request});
        apply(FrameArrived{channel, {false, "40"}});
    }

    World world_;
    Instant now_ = Instant(Milliseconds(1700000000000)); // 2023-11-14T22:13:20.000Z
    Ticket last_ticket_ = 0;
};

} // namespace chatmock::core

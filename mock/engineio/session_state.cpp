#include "engineio/session_state.hpp"

namespace chatmock::engineio {

namespace {

struct Transition {
    SessionState from;
    SessionEvent event;
    SessionState to;
};

using S = SessionState;
using E = SessionEvent;

constexpr std::array transitions = {
    Transition{S::polling, E::poll, S::polling},
    Transition{S::polling, E::post, S::polling},
    Transition{S::polling, E::attach, S::probing},
    Transition{S::polling, E::lost, S::closed},
    Transition{S::polling, E::close, S::closed},
    Transition{S::polling, E::close_unheard, S::draining},

    Transition{S::probing, E::poll, S::probing},
    Transition{S::probing, E::post, S::probing},
    Transition{S::probing, E::probe, S::probed},
    Transition{S::probing, E::upgrade, S::websocket}, // without a probe: the reference server accepts it
    Transition{S::probing, E::frame, S::polling},     // any other frame costs the WebSocket, not the session
    Transition{S::probing, E::attach_failed, S::polling},
    Transition{S::probing, E::lost, S::closed},
    Transition{S::probing, E::close, S::closed},
    Transition{S::probing, E::close_unheard, S::draining},

    Transition{S::probed, E::poll, S::probed},
    Transition{S::probed, E::post, S::probed},
    Transition{S::probed, E::probe, S::probed},
    Transition{S::probed, E::upgrade, S::websocket},
    Transition{S::probed, E::frame, S::polling},
    Transition{S::probed, E::attach_failed, S::polling},
    Transition{S::probed, E::lost, S::closed},
    Transition{S::probed, E::close, S::closed},
    Transition{S::probed, E::close_unheard, S::draining},

    Transition{S::websocket, E::frame, S::websocket},
    Transition{S::websocket, E::lost, S::closed},
    Transition{S::websocket, E::close, S::closed},

    Transition{S::draining, E::poll, S::draining},
    Transition{S::draining, E::post, S::draining},
    Transition{S::draining, E::lost, S::closed},
    Transition{S::draining, E::close, S::closed},
};

} // namespace

std::optional<SessionState> next_state(SessionState state, SessionEvent event) {
    for (const auto& transition : transitions) {
        if (transition.from == state && transition.event == event) return transition.to;
    }
    return std::nullopt;
}

std::string_view name_of(SessionState state) {
    switch (state) {
        case S::polling: return "polling";
        case S::probing: return "probing";
        case S::probed: return "probed";
        case S::websocket: return "websocket";
        case S::draining: return "draining";
        case S::closed: return "closed";
    }
    return "";
}

std::string_view name_of(SessionEvent event) {
    switch (event) {
        case E::poll: return "poll";
        case E::post: return "post";
        case E::attach: return "attach";
        case E::probe: return "probe";
        case E::upgrade: return "upgrade";
        case E::frame: return "frame";
        case E::attach_failed: return "attach_failed";
        case E::lost: return "lost";
        case E::close: return "close";
        case E::close_unheard: return "close_unheard";
    }
    return "";
}

} // namespace chatmock::engineio

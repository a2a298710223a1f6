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
    Transition{S::polling, E::silence, S::silent},
    Transition{S::polling, E::drop, S::closed},

    Transition{S::probing, E::poll, S::probing},
    Transition{S::probing, E::post, S::probing},
    Transition{S::probing, E::probe, S::probed},
    Transition{S::probing, E::upgrade, S::websocket}, // without a probe; the reference server accepts it
    Transition{S::probing, E::frame, S::polling},     // any other frame closes the WebSocket, not the session
    Transition{S::probing, E::attach_failed, S::polling},
    Transition{S::probing, E::lost, S::closed},
    Transition{S::probing, E::close, S::closed},
    Transition{S::probing, E::close_unheard, S::draining},
    Transition{S::probing, E::silence, S::silent},
    Transition{S::probing, E::drop, S::closed},

    Transition{S::probed, E::poll, S::probed},
    Transition{S::probed, E::post, S::probed},
    Transition{S::probed, E::probe, S::probed},
    Transition{S::probed, E::upgrade, S::websocket},
    Transition{S::probed, E::frame, S::polling},
    Transition{S::probed, E::attach_failed, S::polling},
    Transition{S::probed, E::lost, S::closed},
    Transition{S::probed, E::close, S::closed},
    Transition{S::probed, E::close_unheard, S::draining},
    Transition{S::probed, E::defer, S::closing},
    Transition{S::probed, E::silence, S::silent},
    Transition{S::probed, E::drop, S::closed},

    Transition{S::websocket, E::frame, S::websocket},
    Transition{S::websocket, E::lost, S::closed},
    Transition{S::websocket, E::close, S::closed},
    Transition{S::websocket, E::silence, S::silent},
    Transition{S::websocket, E::drop, S::closed},

    Transition{S::closing, E::poll, S::closing},
    Transition{S::closing, E::post, S::closing},
    Transition{S::closing, E::attach_failed, S::draining},
    Transition{S::closing, E::lost, S::closed},
    Transition{S::closing, E::close, S::closed},
    Transition{S::closing, E::drop, S::closed},

    Transition{S::draining, E::poll, S::draining},
    Transition{S::draining, E::post, S::draining},
    Transition{S::draining, E::lost, S::closed},
    Transition{S::draining, E::close, S::closed},
    Transition{S::draining, E::drop, S::closed},

    Transition{S::silent, E::poll, S::silent},
    Transition{S::silent, E::post, S::silent},
    Transition{S::silent, E::frame, S::silent},
    Transition{S::silent, E::lost, S::closed},
    Transition{S::silent, E::close, S::closed},
    Transition{S::silent, E::drop, S::closed},
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
        case S::closing: return "closing";
        case S::draining: return "draining";
        case S::silent: return "silent";
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
        case E::defer: return "defer";
        case E::silence: return "silence";
        case E::drop: return "drop";
    }
    return "";
}

} // namespace chatmock::engineio

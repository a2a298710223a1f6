#include "engineio/client_state.hpp"

namespace chatmock::engineio {

namespace {

struct Transition {
    ClientState from;
    ClientEvent event;
    ClientState to;
};

using S = ClientState;
using E = ClientEvent;

constexpr std::array transitions = {
    Transition{S::opening, E::open_polling, S::polling},
    Transition{S::opening, E::open_websocket, S::websocket},
    Transition{S::opening, E::end, S::closed},

    Transition{S::polling, E::probe, S::probing},
    Transition{S::polling, E::close, S::closing},
    Transition{S::polling, E::end, S::closed},

    Transition{S::probing, E::probe_answered, S::pausing},
    Transition{S::probing, E::probe_failed, S::polling},
    Transition{S::probing, E::close, S::closing},
    Transition{S::probing, E::end, S::closed},

    Transition{S::pausing, E::probe_failed, S::polling},
    Transition{S::pausing, E::upgrade, S::websocket},
    Transition{S::pausing, E::close, S::closing},
    Transition{S::pausing, E::end, S::closed},

    Transition{S::websocket, E::end, S::closed},

    Transition{S::closing, E::end, S::closed},
};

} // namespace

std::optional<ClientState> next_state(ClientState state, ClientEvent event) {
    for (const auto& transition : transitions) {
        if (transition.from == state && transition.event == event) return transition.to;
    }
    return std::nullopt;
}

std::string_view name_of(ClientState state) {
    switch (state) {
        case S::opening: return "opening";
        case S::polling: return "polling";
        case S::probing: return "probing";
        case S::pausing: return "pausing";
        case S::websocket: return "websocket";
        case S::closing: return "closing";
        case S::closed: return "closed";
    }
    return "";
}

std::string_view name_of(ClientEvent event) {
    switch (event) {
        case E::open_polling: return "open_polling";
        case E::open_websocket: return "open_websocket";
        case E::probe: return "probe";
        case E::probe_answered: return "probe_answered";
        case E::probe_failed: return "probe_failed";
        case E::upgrade: return "upgrade";
        case E::close: return "close";
        case E::end: return "end";
    }
    return "";
}

} // namespace chatmock::engineio

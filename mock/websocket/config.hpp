// The configuration of websocketpp for both sides. On its iostream transport, it takes and returns bytes, and
// has no timers.
#pragma once

#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/core.hpp>
#include <websocketpp/logger/stub.hpp>

namespace chatmock::websocket {

// `Rng` makes the masks of a client's frames; a server does not mask.
template <typename Rng>
struct WebSocketConfig : websocketpp::config::core {
    using type = WebSocketConfig;
    using base = websocketpp::config::core;

    using concurrency_type = websocketpp::concurrency::none;
    using request_type = base::request_type;
    using response_type = base::response_type;
    using message_type = base::message_type;
    using con_msg_manager_type = base::con_msg_manager_type;
    using endpoint_msg_manager_type = base::endpoint_msg_manager_type;
    using elog_type = websocketpp::log::stub;
    using alog_type = websocketpp::log::stub;
    using rng_type = Rng;

    static constexpr std::size_t connection_read_buffer_size = 2048; // every connection holds it

    struct transport_config : base::transport_config {
        using concurrency_type = type::concurrency_type;
        using elog_type = type::elog_type;
        using alog_type = type::alog_type;
    };
    using transport_type = websocketpp::transport::iostream::endpoint<transport_config>;
};

} // namespace chatmock::websocket

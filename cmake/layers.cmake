# The folders of mock/, from the bottom up: which others each includes, and which libraries it uses. A row names
# only folders above it, so there is no cycle. check_layers.cmake holds the sources to the table, both ways;
# docs/ARCHITECTURE.md shows it, and a test compares the two. `posix` is what the system declares. A folder has
# at most 14 components (a header with its source), unless its row says LARGE.
layer(base LARGE LIBRARIES nlohmann posix)

layer(http INCLUDES base LIBRARIES websocketpp)
layer(engineio/codec INCLUDES base http)
layer(engineio INCLUDES base http engineio/codec)
layer(websocket INCLUDES base http engineio/codec LIBRARIES asio websocketpp)
layer(socketio INCLUDES base engineio/codec engineio)

layer(schema LARGE INCLUDES base LIBRARIES pcre2)
layer(catalogue INCLUDES base schema)
layer(conformance LARGE INCLUDES base engineio/codec schema catalogue)

layer(policy/auth INCLUDES base http engineio LIBRARIES jose openssl)
layer(policy/match INCLUDES base engineio policy/auth)
layer(policy/faults INCLUDES base policy/match)
layer(policy INCLUDES base engineio socketio catalogue policy/auth policy/match policy/faults)

layer(core/limits INCLUDES base)
layer(core/time INCLUDES base)
layer(core/journal INCLUDES base policy/auth policy/match)
layer(core/input
      INCLUDES base http engineio catalogue policy/auth policy/match policy/faults policy core/limits
               core/time core/journal)
layer(core/transcript INCLUDES base http core/journal core/input)
layer(core/state
      INCLUDES base engineio socketio policy/auth policy/match core/limits core/time core/journal core/input
               core/transcript)
layer(core/clients INCLUDES base http policy/faults policy core/limits core/journal core/input core/state)
layer(core/delivery
      INCLUDES base engineio/codec engineio socketio catalogue core/journal core/input core/state core/clients)
layer(core/calls
      INCLUDES base catalogue core/limits core/journal core/input core/state core/clients core/delivery)
layer(core INCLUDES base core/input core/state core/clients core/delivery core/calls)
layer(core/replay INCLUDES base core/input core/transcript core/state core)

layer(runtime INCLUDES base core/input core LIBRARIES asio posix)
layer(net INCLUDES base runtime LIBRARIES asio posix spdlog)
layer(transport INCLUDES base http engineio websocket core/input runtime net LIBRARIES asio posix)
layer(service INCLUDES base http websocket socketio runtime LIBRARIES asio)
layer(control INCLUDES base http core/journal core/input runtime net LIBRARIES httplib)
layer(app/cli INCLUDES base LIBRARIES spdlog)
layer(app/data INCLUDES base catalogue policy core/input runtime app/cli LIBRARIES spdlog)
layer(app/listening INCLUDES base socketio schema catalogue conformance service app/cli LIBRARIES asio)
layer(app/verbs
      INCLUDES base catalogue conformance policy core/input core/state core/replay runtime net transport
               control app/cli app/data app/listening
      LIBRARIES spdlog)
layer(app INCLUDES app/cli app/verbs LIBRARIES CLI)

# The folders of mock/, from the bottom up: the other folders that each includes, and its libraries. A row
# names only folders above it, so there is no cycle. check_layers.cmake compares the sources with the table,
# both ways. docs/ARCHITECTURE.md shows it, and a test compares the two. `posix` stands for system headers. A
# folder has at most 14 components (a header with its source).
layer(base/text)
layer(base INCLUDES base/text)
layer(base/json INCLUDES base/text base LIBRARIES nlohmann)
layer(base/files INCLUDES base base/json LIBRARIES posix)

layer(http INCLUDES base/text base LIBRARIES websocketpp)
layer(engineio/codec INCLUDES base/text base/json http)
layer(engineio INCLUDES base base/json http engineio/codec)
layer(websocket INCLUDES base/text base http engineio/codec LIBRARIES websocketpp)
layer(socketio INCLUDES base/text base/json engineio/codec engineio)

layer(schema/pattern INCLUDES base/text base base/json LIBRARIES pcre2)
layer(schema/format INCLUDES base/text schema/pattern)
layer(schema/document INCLUDES base/text base/json)
layer(schema INCLUDES base/text base/json schema/pattern schema/format schema/document)
layer(catalogue INCLUDES base/text base base/json base/files schema/pattern schema)
layer(conformance
      INCLUDES base/text base base/json engineio/codec schema/pattern schema/document schema catalogue)
layer(conformance/verification INCLUDES base/text base base/json schema catalogue conformance)

layer(policy/auth INCLUDES base/text base base/json base/files http engineio LIBRARIES openssl)
layer(policy/match INCLUDES base/text base/json engineio policy/auth)
layer(policy/faults INCLUDES base/text base base/json policy/match)
layer(policy
      INCLUDES base/text base/json base/files engineio socketio catalogue policy/auth policy/match
               policy/faults)

layer(core/limits INCLUDES base)
layer(core/time INCLUDES base)
layer(core/journal INCLUDES base/text base base/json policy/auth policy/match)
layer(core/input
      INCLUDES base/text base base/json base/files http engineio catalogue policy/auth policy/match
               policy/faults policy core/limits core/time core/journal)
layer(core/transcript INCLUDES base/text base base/json http core/journal core/input)
layer(core/state
      INCLUDES base/text base base/json engineio socketio catalogue policy/auth policy/match core/limits
               core/time core/journal core/input core/transcript)
layer(core/clients
      INCLUDES base/text base/json http policy/faults policy core/limits core/journal core/input
               core/state)
layer(core/delivery
      INCLUDES base/text base/json engineio/codec engineio socketio catalogue policy/match core/journal
               core/input core/state core/clients)
layer(core/calls
      INCLUDES base/text base/json socketio catalogue policy policy/auth policy/match core/limits core/journal
               core/input core/state core/clients core/delivery)
layer(core INCLUDES base core/input core/state core/clients core/delivery core/calls)
layer(core/replay INCLUDES base/text base/json core/input core/transcript core/state core)
layer(core/sandboxes
      INCLUDES base/text base base/json http policy/auth policy core/journal core/input core/state core/clients
               core)

layer(runtime INCLUDES base engineio core/input core/sandboxes LIBRARIES asio posix)
layer(net/connection INCLUDES base)
layer(net/tls INCLUDES base base/files net/connection LIBRARIES openssl posix)
layer(net INCLUDES base runtime net/connection LIBRARIES asio posix spdlog)
layer(transport INCLUDES base http engineio websocket core/input runtime net/connection)
layer(service INCLUDES base/text base base/files http websocket socketio runtime LIBRARIES asio)
layer(console INCLUDES base/text base base/files http)
layer(control/access INCLUDES base/text http)
layer(control/metrics INCLUDES base/text core/sandboxes)
layer(control
      INCLUDES base/text base base/json base/files http core/journal core/input core/sandboxes runtime
               net/connection console control/access control/metrics
      LIBRARIES brotli httplib zlib)
layer(app/cli INCLUDES base/text base base/json LIBRARIES posix spdlog)
layer(app/log INCLUDES core/journal runtime app/cli)
layer(app/data
      INCLUDES base base/files catalogue policy core/input core/sandboxes runtime app/cli LIBRARIES spdlog)
layer(app/serving
      INCLUDES core/time console control net/connection runtime transport app/cli app/log app/data
      LIBRARIES spdlog)
layer(app/tls INCLUDES base/text base base/json runtime net/tls net control app/cli)
layer(app/listening
      INCLUDES base base/json socketio schema catalogue conformance conformance/verification service
               app/cli
      LIBRARIES asio)
layer(app/verbs
      INCLUDES base/json base/files catalogue conformance conformance/verification policy core/input
               core/replay runtime net control app/cli app/data app/serving app/tls app/listening
      LIBRARIES spdlog)
layer(app INCLUDES base/text app/cli app/verbs LIBRARIES CLI)
layer(embedded
      INCLUDES base/text base/json base/files policy/auth runtime net/connection net control app/cli app/serving app
      LIBRARIES posix spdlog)

// The revisions of Engine.IO that are spoken. A session keeps the one that its handshake named.
#pragma once

namespace chatmock::engineio {

enum class Protocol { v3 = 3, v4 = 4 };

constexpr int number_of(Protocol protocol) { return static_cast<int>(protocol); }

} // namespace chatmock::engineio

// The supported revisions of Engine.IO. A session keeps the revision of its handshake.
#pragma once

namespace chatmock::engineio {

enum class Protocol { v3 = 3, v4 = 4 };

constexpr int number_of(Protocol protocol) { return static_cast<int>(protocol); }

} // namespace chatmock::engineio

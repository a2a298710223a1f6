#include "support/repository.hpp"

namespace chatmock {

std::filesystem::path repository() { return CHATMOCK_SOURCE_DIR; }

} // namespace chatmock

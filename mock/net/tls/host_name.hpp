// The names that a certificate may have.
#pragma once

#include <string>

namespace chatmock::net {

bool is_address(const std::string& name); // IPv4 or IPv6

// An address, or a name of letters, digits, hyphens, underscores and dots, whose first part may be `*`.
bool is_host_name(const std::string& name);

// Empty if the system does not know it.
std::string name_of_this_host();

} // namespace chatmock::net

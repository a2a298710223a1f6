// The socket endpoint as an AsyncAPI 3.0 document: what an app receives, by the contracts, fixtures and
// profile that hold now.
#pragma once

#include "catalogue/catalogue.hpp"
#include "policy/profile.hpp"

namespace chatmock::core {

Json asyncapi_document(const catalogue::Catalogue& catalogue, const policy::Profile& profile);

} // namespace chatmock::core

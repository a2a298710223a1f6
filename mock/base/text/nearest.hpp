// Suggests the nearest of the valid names for a misspelled one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

// At most three of `names`, closest first: those near enough to be a typing error, and those that begin with
// `name`.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& names);

// `unknown event "NewMesage"; did you mean "NewMessage"? There are "NewMessage", …`
std::string unknown_name_message(std::string_view noun, std::string_view name,
                                 const std::vector<std::string>& names);

} // namespace chatmock

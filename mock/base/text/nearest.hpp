// What somebody probably meant: the nearest of the names that exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

// At most three of `names`, closest first; only those near enough to be a slip of the pen.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& names);

// `unknown event "NewMesage"; did you mean "NewMessage"? There are "NewMessage", …`
std::string unknown_name_message(std::string_view noun, std::string_view name,
                                 const std::vector<std::string>& names);

} // namespace chatmock

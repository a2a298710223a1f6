// Finds the folders of fixtures and contracts.
#pragma once

#include "base/result.hpp"

#include <string>

namespace chatmock::app {

// The folder of that name in the working directory; otherwise the installed one.
std::string find_data(const std::string& given, const std::string& name);

// Fails if the folder that find_data() returns is missing, or is not of the kind `name`: "fixtures" or
// "contracts". The message names the flag.
Result<void> check_data_folder(const std::string& given, const std::string& name);

} // namespace chatmock::app

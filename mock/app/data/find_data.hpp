// Where fixtures and contracts are.
#pragma once

#include "base/result.hpp"

#include <string>

namespace chatmock::app {

// The folder of that name in the working directory, else the installed one.
std::string find_data(const std::string& given, const std::string& name);

// Fails where the folder that find_data() finds is missing, or cannot be the one of that name: "fixtures" or
// "contracts". The message names the flag.
Result<void> check_data_folder(const std::string& given, const std::string& name);

} // namespace chatmock::app

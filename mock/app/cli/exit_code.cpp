#include "app/cli/exit_code.hpp"

#include <iostream>

namespace chatmock::app {

int unusable(const std::string& why) {
    std::cerr << why << "\n";
    return exit_unusable;
}

} // namespace chatmock::app

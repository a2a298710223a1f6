#include "load/server.hpp"

#include <nlohmann/json.hpp>

namespace bench {

namespace {

// Of `scheme://HOST:PORT`, with or without a path.
int port_in(const std::string& url) { return std::stoi(url.substr(url.find(':', url.find("//")) + 1)); }

} // namespace

Server::Server(const std::vector<std::string>& command) : started_(Clock::now()), process_(command) {
    const auto ready = nlohmann::json::parse(process_.read_line());
    socket_port_ = port_in(ready.at("socket").get<std::string>());
    control_port_ = port_in(ready.at("control").get<std::string>());
}

} // namespace bench

#include "net/tls/host_name.hpp"

#include <openssl/x509v3.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace chatmock::net {

namespace {

constexpr std::size_t host_name_bytes_max = 253; // RFC 1035, section 2.3.4, as text

bool is_allowed(char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9') ||
           each == '-' || each == '_' || each == '.';
}

} // namespace

bool is_address(const std::string& name) {
    const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> address(
        a2i_IPADDRESS(name.c_str()), ASN1_OCTET_STRING_free);
    return address != nullptr;
}

bool is_host_name(const std::string& name) {
    if (is_address(name)) return true;
    const auto rest = name.rfind("*.", 0) == 0 ? name.substr(2) : name;
    return !rest.empty() && name.size() <= host_name_bytes_max &&
           std::all_of(rest.begin(), rest.end(), is_allowed);
}

std::string name_of_this_host() {
    std::array<char, host_name_bytes_max + 1> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

} // namespace chatmock::net

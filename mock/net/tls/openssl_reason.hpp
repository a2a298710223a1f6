// The reason of OpenSSL's last error.
#pragma once

#include <openssl/err.h>

#include <string>

namespace chatmock::net {

// In OpenSSL's words. Clears the errors of this thread.
inline std::string take_openssl_reason() {
    const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return reason == nullptr ? "no reason known" : reason;
}

} // namespace chatmock::net

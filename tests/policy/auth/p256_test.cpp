#include "policy/auth/p256.hpp"

#include "support/catch.hpp"

#include <cstdio>

namespace chatmock::policy {

namespace {

std::string bytes_of(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

} // namespace

TEST_CASE("P-256 signs as RFC 6979 does in its appendix A.2.5", "[policy][jwt]") {
    const auto key = bytes_of("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    CHECK(p256_public_key(key).x ==
          bytes_of("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"));
    CHECK(p256_public_key(key).y ==
          bytes_of("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
    CHECK(sign_p256(key, "sample") ==
          bytes_of("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                   "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"));
    CHECK(sign_p256(key, "test") ==
          bytes_of("F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
                   "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"));
}

} // namespace chatmock::policy

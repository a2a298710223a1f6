#include "policy/auth/p256.hpp"

#include "policy/auth/digest.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <memory>

namespace chatmock::policy {

namespace {

constexpr int scalar_bytes = 32;

struct Release {
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
    void operator()(BN_CTX* context) const { BN_CTX_free(context); }
    void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
    void operator()(EC_POINT* point) const { EC_POINT_free(point); }
};

using Number = std::unique_ptr<BIGNUM, Release>;
using Context = std::unique_ptr<BN_CTX, Release>;
using Group = std::unique_ptr<EC_GROUP, Release>;
using Point = std::unique_ptr<EC_POINT, Release>;

Number number_of(const std::string& bytes) {
    return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size()), nullptr));
}

std::string bytes_of(const BIGNUM* number) {
    std::string bytes(scalar_bytes, '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), scalar_bytes);
    return bytes;
}

struct Curve {
    Context context{BN_CTX_new()};
    Group group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};

    const BIGNUM* order() const { return EC_GROUP_get0_order(group.get()); }

    // The base point, multiplied by the number.
    P256Point times(const BIGNUM* factor) const {
        const Point point(EC_POINT_new(group.get()));
        const Number x(BN_new());
        const Number y(BN_new());
        EC_POINT_mul(group.get(), point.get(), factor, nullptr, nullptr, context.get());
        EC_POINT_get_affine_coordinates(group.get(), point.get(), x.get(), y.get(), context.get());
        return {bytes_of(x.get()), bytes_of(y.get())};
    }

    Number reduced(const std::string& bytes) const {
        auto number = number_of(bytes);
        BN_nnmod(number.get(), number.get(), order(), context.get());
        return number;
    }
};

// RFC 6979, section 3.2: the candidates for the nonce, in order.
class Nonces {
public:
    Nonces(const std::string& private_key, const std::string& digest) {
        for (const char mark : {'\x00', '\x01'}) {
            key_ = hmac_sha256(key_, value_ + mark + private_key + digest);
            value_ = hmac_sha256(key_, value_);
        }
    }

    std::string next() {
        value_ = hmac_sha256(key_, value_);
        auto nonce = value_;
        key_ = hmac_sha256(key_, value_ + '\0');
        value_ = hmac_sha256(key_, value_);
        return nonce;
    }

private:
    std::string key_ = std::string(scalar_bytes, '\x00');
    std::string value_ = std::string(scalar_bytes, '\x01');
};

// The signature with that nonce; empty if the nonce is not valid.
std::string sign_with(const Curve& curve, const BIGNUM* nonce, const BIGNUM* private_key,
                      const BIGNUM* digest) {
    if (BN_is_zero(nonce) || BN_cmp(nonce, curve.order()) >= 0) return {};
    auto* const context = curve.context.get();
    const auto r = curve.reduced(curve.times(nonce).x);
    const Number inverse(BN_mod_inverse(nullptr, nonce, curve.order(), context));
    const Number s(BN_new());
    BN_mod_mul(s.get(), r.get(), private_key, curve.order(), context);
    BN_mod_add(s.get(), s.get(), digest, curve.order(), context);
    BN_mod_mul(s.get(), s.get(), inverse.get(), curve.order(), context);
    if (BN_is_zero(r.get()) || BN_is_zero(s.get())) return {};
    return bytes_of(r.get()) + bytes_of(s.get());
}

} // namespace

std::string p256_private_key(std::string_view text) {
    const Curve curve;
    const auto number = curve.reduced(sha256(text));
    if (BN_is_zero(number.get())) BN_one(number.get());
    return bytes_of(number.get());
}

P256Point p256_public_key(const std::string& private_key) {
    return Curve().times(number_of(private_key).get());
}

std::string sign_p256(const std::string& private_key, std::string_view text) {
    const Curve curve;
    const auto digest = curve.reduced(sha256(text));
    const auto key = number_of(private_key);
    Nonces nonces(bytes_of(key.get()), bytes_of(digest.get()));
    std::string signature;
    while (signature.empty())
        signature = sign_with(curve, number_of(nonces.next()).get(), key.get(), digest.get());
    return signature;
}

} // namespace chatmock::policy

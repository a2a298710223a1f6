#include "net/tls/identity.hpp"

#include "base/files/files.hpp"
#include "net/tls/host_name.hpp"
#include "net/tls/openssl_reason.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <stdexcept>

namespace chatmock::net {

namespace {

using Certificate = std::shared_ptr<X509>;
using Key = std::shared_ptr<EVP_PKEY>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

// Only a broken library or a lack of memory fails here.
void demand(bool holds) {
    if (!holds) throw std::runtime_error("OpenSSL could not make a certificate");
}

Key make_key() {
    Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    demand(key != nullptr);
    return key;
}

void set_time(ASN1_TIME* time, Instant at) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
    demand(ASN1_TIME_set(time, static_cast<time_t>(seconds)) != nullptr);
}

void set_name(X509_NAME* name, const std::string& common_name) {
    demand(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(common_name.data()),
                                      static_cast<int>(common_name.size()), -1, 0) == 1);
}

void add_extension(X509& certificate, X509& issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), X509_EXTENSION_free);
    demand(extension != nullptr && X509_add_ext(&certificate, extension.get(), -1) == 1);
}

// Without extensions and signature.
Certificate begin(const std::string& common_name, EVP_PKEY& key, Validity validity) {
    constexpr int serial_bits = 64;
    Certificate certificate(X509_new(), X509_free);
    demand(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> serial(BN_new(), BN_free);
    demand(BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
    demand(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())) != nullptr);
    set_time(X509_getm_notBefore(certificate.get()), validity.from);
    set_time(X509_getm_notAfter(certificate.get()), validity.until);
    set_name(X509_get_subject_name(certificate.get()), common_name);
    demand(X509_set_pubkey(certificate.get(), &key) == 1);
    return certificate;
}

void sign(X509& certificate, X509& issuer, EVP_PKEY& issuer_key) {
    demand(X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer)) == 1);
    add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
    add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
    demand(X509_sign(&certificate, &issuer_key, EVP_sha256()) != 0);
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
    return text;
}

Error unusable(const std::string& file, const std::string& expected) {
    Error error(ErrorCode::invalid_value, "expected " + expected + " as PEM, got: " + take_openssl_reason());
    error.file = file;
    return error;
}

Bio reader_of(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

Certificate next_certificate(BIO& bio) {
    return {PEM_read_bio_X509(&bio, nullptr, nullptr, nullptr), X509_free};
}

// A key with a password is refused, as there is no way to ask for it.
int no_password(char*, int, int, void*) { return -1; }

} // namespace

Authority::Authority(const std::string& name, Validity validity) : key_(make_key()) {
    certificate_ = begin(name, *key_, validity);
    add_extension(*certificate_, *certificate_, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(*certificate_, *certificate_, NID_key_usage, "critical,keyCertSign,cRLSign");
    sign(*certificate_, *certificate_, *key_);
}

Identity Authority::issue(const std::vector<std::string>& names, Validity validity) const {
    Identity identity;
    identity.key = make_key();
    identity.certificate = begin(names.front(), *identity.key, validity);
    auto& certificate = *identity.certificate;
    add_extension(certificate, *certificate_, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate, *certificate_, NID_key_usage, "critical,digitalSignature");
    add_extension(certificate, *certificate_, NID_ext_key_usage, "serverAuth");
    add_extension(certificate, *certificate_, NID_subject_alt_name, alternative_names(names));
    sign(certificate, *certificate_, *key_);
    return identity;
}

std::string Authority::pem() const {
    const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
    demand(bio != nullptr && PEM_write_bio_X509(bio.get(), certificate_.get()) == 1);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

Result<Identity> load_identity(const std::string& certificate_file, const std::string& key_file) {
    const auto certificates = read_text_file(certificate_file);
    if (!certificates) return certificates.error();
    const auto key = read_text_file(key_file);
    if (!key) return key.error();
    ERR_clear_error();
    Identity identity;
    const auto certificate_reader = reader_of(*certificates);
    identity.certificate = next_certificate(*certificate_reader);
    if (identity.certificate == nullptr) return unusable(certificate_file, "a certificate");
    while (auto authority = next_certificate(*certificate_reader))
        identity.chain.push_back(std::move(authority));
    ERR_clear_error();
    const auto key_reader = reader_of(*key);
    identity.key.reset(PEM_read_bio_PrivateKey(key_reader.get(), nullptr, no_password, nullptr),
                       EVP_PKEY_free);
    if (identity.key == nullptr) return unusable(key_file, "a private key without a password");
    if (X509_check_private_key(identity.certificate.get(), identity.key.get()) == 1) return identity;
    ERR_clear_error();
    Error error(ErrorCode::invalid_value,
                "expected the key of the certificate in " + certificate_file + ", got another one");
    error.file = key_file;
    return error;
}

} // namespace chatmock::net

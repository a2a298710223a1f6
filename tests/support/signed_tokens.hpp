// Tokens signed with a secret or with an RSA key pair. Each contains {"sub":"alice","role":"admin"} unless
// its comment differs.
#pragma once

#include <string>

namespace chatmock {

// With HS256 and "secret".
inline const std::string signed_with_secret =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZG1pbiJ9.X1a3xvZtZpoeGvXd7p"
    "fZzJlfSzSdBZAowhAzentf9X8";

// With HS256 and the text of `long_secret`.
inline const std::string signed_with_long_secret =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZG1pbiJ9.6YBvjNLbNLG_EbWy9j"
    "pSiTiI7Xtp_o3D6nXIi2mJfkA";

// With HS256 and "Secret".
inline const std::string signed_with_another_secret =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZG1pbiJ9.26RzSmUt5HcSa0AKpp"
    "jOf9cUOb0Gi4ox_e1in_Vpsts";

// With HS256 and "secret", and an extension that must be understood.
inline const std::string signed_with_extension =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImNyaXQiOlsieCJdLCJ4IjoxfQ.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZ"
    "G1pbiJ9.8CetVe22AUZkh0cf57sCwXUPHy9_nle1KYi2NPX3zu4";

// With HS256 and "secret": {"sub":"alice","nbf":1700000060,"exp":1700000120}.
inline const std::string signed_for_a_minute =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsIm5iZiI6MTcwMDAwMDA2MCwiZXhwIjoxNzAwMDA"
    "wMTIwfQ.QkWa4NF2gelS_JkqYqSQf1PTT3PwQamiv8OKHgKn99k";

// The public key, as PEM and as members of a JSON Web Key.
inline const std::string rsa_public_key =
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvmO5UpStyRDZ3xhbDR9E\nR6"
    "VhpLneyfN/mg4ZTTUp8wCa10LxwrIfSGI/GXXWDBmZb7rpwEfa2sI/xoTBbiOE\nnu8G+LE/rbPoLRR+5ekzbQf/rr28b+GE"
    "2hdXMVvqN1Nbq+DxDf/oLmj+VSCKljFd\n4rIoZ5u4pKo+sVW2cbk4+FjJDmN8G4YSOd5cHX9K6/AN8RQcD5mAsjSQOtI6Ja"
    "sF\nnbMweKSUt+ntn0JtLh4BeizM8rhdaoFrG81UEogSvNpH4/sqfUA7SqJw63kIxSuo\nQKzROJ7NJPmFrJStIv6hUWk/xT"
    "XY/IY15upmjrxNMLV9KHRgqDa00+6qhc5PZNKQ\nmQIDAQAB\n-----END PUBLIC KEY-----\n";

inline const std::string long_secret = "a secret of more than thirty-two bytes";
inline const std::string rsa_exponent = "AQAB";
inline const std::string rsa_modulus =
    "vmO5UpStyRDZ3xhbDR9ER6VhpLneyfN_mg4ZTTUp8wCa10LxwrIfSGI_GXXWDBmZb7rpwEfa2sI_xoTBbiOEnu8G-LE_rbPo"
    "LRR-5ekzbQf_rr28b-GE2hdXMVvqN1Nbq-DxDf_oLmj-VSCKljFd4rIoZ5u4pKo-sVW2cbk4-FjJDmN8G4YSOd5cHX9K6_AN"
    "8RQcD5mAsjSQOtI6JasFnbMweKSUt-ntn0JtLh4BeizM8rhdaoFrG81UEogSvNpH4_sqfUA7SqJw63kIxSuoQKzROJ7NJPmF"
    "rJStIv6hUWk_xTXY_IY15upmjrxNMLV9KHRgqDa00-6qhc5PZNKQmQ";

// With RS256 and the private key.
inline const std::string signed_with_rsa =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZG1pbiJ9.sJl71HTmh3pLRQ7aMS"
    "8Cb59qrT_C_y5tCKe-Vn4JgzjzOVGel9J_uHXlER2gfLF30PLFwfLUdIgRCBhx-XRvPJvt_sFlYZvE9fyXGA8j2nrafPixIq"
    "R76lYJuWNxP3S2IIQUu_zxgvVEbSStx5mZuDV0DCAVFJlCUbSyBFd3_Aaup3Dx4TsZiu5B53HjvowaIAWaAoby24Ts1ZpoHY"
    "2U8bX4ee3pATAFkYeqTtcpONj9wp6y6S5pTyP5qNIT0nk9UcRk5lUfiYTkD6rn5QAkDMFvncm1BOoJh9bor1HTE7PFX9FyO1"
    "YTGYai2rPX8YKs8LJFZ3a4N3AdjzSofdJSQw";

// With RS256 and another private key.
inline const std::string signed_with_another_rsa =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZG1pbiJ9.Omim7vGCbdd-9t9HLe"
    "Q1R7kzoTBeA09h4BVLLVIVjuc8MBJrLF3y0UpFbx1g5gi5WJNAlyzBYX87_l3VC5FvqmfxZRHNVu4PRrkxB3y8LhC23sfkLn"
    "xsej8P5KIRnuIrHiCt0Jk0GQXzZfBXtMOCdy0nfBkt2H2vjbZnWLcCHeXBFCr7E66pMoOPX0wUY10YSxuxNnvzsWcEu81vOY"
    "AKrGLVzBFMKXn-kFWsNx5myHiQFP_pZa_V3bGOV0lwDTfsB9rpmvdLXDJh0PUdh-Axh1xw34hBGnpPYwiyIO_8cGme3jZjU4"
    "sOURmLAzeGWojpc04Z5TmcW9DY7dNrPZwiiA";

// With the private key as for RS256, but the header says RS384.
inline const std::string signed_as_rs384 =
    "eyJhbGciOiJSUzM4NCIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZG1pbiJ9.nGOYFwdVVttllUtXkT"
    "YN7VBlz8Vt3VGmfckOPLd6guTm9dI4HA9kM6_g-CG9nrHG6Ar2bIKwJyXVlJ1frSwN5JESwTR_MH7bgCM6nRD3g_xjxR4Lok"
    "l8xE07uhamt9D3MRX8ppvE-rWCX6wprU3tb3TSxxob39H1857AxbdOc9sHM4ScQ1gi-YTqlPFBiuvU3rSxCVNDVc4v-j1jC0"
    "vFW8rH6JU_p0SsnA7dUNJ-GlkkYE3ZRDdEhakjESoUqxr0kITwS-B0XxzJRXh5eRXwPtOnCBNKdCk9nVX_Y3jiXg9sDs5Bai"
    "jrPxAXB0XBK9Ktsa2HLZrVcyprklvou9dRhg";

// With HS256, and the PEM of the public key as the secret.
inline const std::string signed_with_public_key_as_secret =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInJvbGUiOiJhZG1pbiJ9.Q3QI3WTihd5IuC0yIE"
    "j_RKJT75OncQOXXUM_RktW5Uc";

// A public key of 1024 bits.
inline const std::string small_rsa_public_key =
    "-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDrSbNVwmzDnlEGqbZPftU01LjK\ndl"
    "QmjKPPiCTZCOuLLMsJdOCj20Hx9+NUbUezewJA58t4Pns5CcJ5w/YW33JUcQEw\nbMSPPWATkgbsA9uhgLClaEe2jhn8zBud"
    "SaEiiO/q1/ch5An2ou7dSzYWVvbWf7wL\nhErzuoMSVpJ1tCP1UwIDAQAB\n-----END PUBLIC KEY-----\n";

} // namespace chatmock

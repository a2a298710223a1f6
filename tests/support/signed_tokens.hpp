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

// Made for tests alone.
inline const std::string rsa_private_key = R"(-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCz5GvegwuOd4Id
yLo63sI5eKRdHHFvDwI+whyzlYcJqm39Da2RkCdXQOgX6xSeuWHMPXJUI45/Qk5A
jym62HN9l8GlKu3gE4Q9JvjYh7q7zAsydlKn8SwRNfzjSn/GoyudK5mCAg1sWAHl
Gl50vPsVzCj6CM3Bkyp/rtS9upV/t6cfOgzExlwz0o2PzOudhvVVCdF0jqiDHQA5
Dci6RphuHdngD5cz5nx/j6njy/jV9Du0GVXVFNCu22VvLmM0A1vpNe8G3gXcq3tQ
sfX5YAXDUhR5YIHfmaDuFLv2Ovh2NcZg9lvjn7IXb4u8hpfs/GzDGTO4b2FdrrXx
Vjx/XMwFAgMBAAECggEARapcK9vMCew2M5qcpFfIF8GkxXpSY5QIZo191/48QX4D
AlDdutV8psm4GCst3RolyZayQ+tRL+9Zpp7KplVUxHqUv4YUgQaN27DQBerqYffv
DifMcsVvL2sc+FjNivt91GwiErsAv8iFU1gW5FabViGubMYkCKcZekEWmjM72i16
y0Qc91F4gdrIcZwsogjE7/17t4Ef56rocNZUz8QJ7tDpUQfDmiSovTAEF4ghoI6y
+cxsoOCMaQg30c547Ele/azJZGyazuxIIqStukvjeojDzFQEKl2tEGdcDaJaYy5R
BLKau9IJ0Yn+AuOWSxm39x1Z5wfb59lPdQQ8+kxPsQKBgQDjLIcXq1lrc8HCOh0N
XyNwvbkUer67jd8GJWdNLTwRBNFBJzgOBb2HWC0Wsf6VeSJX1zgPeSMdNgK+q8uw
WM6NFJ8hjieVPwZooAwy1HqKybWk9cQwc113QEpq4CHrkTtcxDT5ZodmPOevMT/p
9t68cYg1IYSln3yzjuZcdJginwKBgQDKuAFt8YnUmFTLsaGFvbV49quuw4mRHu6n
cwCFF4r5zkx5ZLVGbXYconmuRZHnxgp1/l+yb1bMBvtCpH9G5qRAvSZdnkFchyP5
FKip22ihMwWi56HM3BkRIIg5ZIxHyQLDJtNildHVmgSokY3W2IqsuCejkD3wZfwx
m2jgBDgS2wKBgFWVhueB5FQ47fwwTJWnDAEDWODARW7/SdBU8w/+RKzctcDn95RA
0WBV9dahBBpn4mpZaINbzcDJgks3CavMKTS5WiIYHg16Cv4Lnczgg7IZv9b/yAPA
0quEiwSsn9rRgh22xYZX/BamR1qXIU8RdGRmGTx6/jAvX5l98odOXapdAoGATZYt
XeHzKb3/vlJHCsP3/8sRHHtUXImlN8uJKGdBVqjBljiYNNNSQFVjEvMni7i9ajmo
cMeyRbZqVjBVUlKWDP0YAP6/72T9vKhOgWwrWH8JqjbTM3AN3ANCgAzer97cQsrK
XtIOlJ01KTtEOTV5pe95pF1hh2/RHT9o3UxgFb8CgYAjGi3M8FFl/9Kc1XXK+Z3M
q+isik7opt4rItX1Wr3QqNNwmxXwiXBWFb3JvQSX6J9+FmtUac8NPLHUDxXMGEOj
KBSDfCYk6k1D4JaSRTIUsDs+AHNfFfZrZfe/mJRO448cyX0j46GEOj887HKcHf5V
OLd07FPErPtxSYmExNxMig==
-----END PRIVATE KEY-----
)";

inline const std::string rsa_certificate = R"(-----BEGIN CERTIFICATE-----
MIIDCTCCAfGgAwIBAgIUEfwCZIR4oUUnElgfL0By1MsogO4wDQYJKoZIhvcNAQEL
BQAwEzERMA8GA1UEAwwIY2hhdG1vY2swIBcNMjYxMTI5MTM1OTE2WhgPMjEyNjEx
MDUxMzU5MTZaMBMxETAPBgNVBAMMCGNoYXRtb2NrMIIBIjANBgkqhkiG9w0BAQEF
AAOCAQ8AMIIBCgKCAQEAs+Rr3oMLjneCHci6Ot7COXikXRxxbw8CPsIcs5WHCapt
/Q2tkZAnV0DoF+sUnrlhzD1yVCOOf0JOQI8puthzfZfBpSrt4BOEPSb42Ie6u8wL
MnZSp/EsETX840p/xqMrnSuZggINbFgB5RpedLz7Fcwo+gjNwZMqf67UvbqVf7en
HzoMxMZcM9KNj8zrnYb1VQnRdI6ogx0AOQ3IukaYbh3Z4A+XM+Z8f4+p48v41fQ7
tBlV1RTQrttlby5jNANb6TXvBt4F3Kt7ULH1+WAFw1IUeWCB35mg7hS79jr4djXG
YPZb45+yF2+LvIaX7PxswxkzuG9hXa618VY8f1zMBQIDAQABo1MwUTAdBgNVHQ4E
FgQU0YK4AxkPx3q4G+RU/8ov/RUkzRcwHwYDVR0jBBgwFoAU0YK4AxkPx3q4G+RU
/8ov/RUkzRcwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAeIzh
3rAHKUtu7pw905d8JctVdYREb5lGSQ9/XckeJjlEX90CAqKwV7K8suCu/sX3BJNj
7NvnQoBNZYLRa0rQq33t4fIAHREFv3ykzlt1A5NbcXt7BKOoZDeTJ8nsPmMBjzay
+IpiDWorsXtQ96dwzu95r7U2CSl2I2Xo+QpEeHwAxEjP5Ihck10Aud3KcqEqP9GO
CjL8ix9pnpvGnkxWDE9GVpL417oRFjWNDjTpiD4ZeKWRewRaKp+sppkumYheb10D
CQgpusYjKtlDWgF9q1MnRA2tnQ0SH8fM3q1zwhQE5vxmJIVwUu2U1cPRK0Pbha/P
6mHlhk69UvcOBihv/g==
-----END CERTIFICATE-----
)";

inline const std::string ec_private_key = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg27yNSr5wJF0pw5fS
zabjxSltbICNwNzwYrqHatSGuQChRANCAAQitr7AlbtiLZRS+aBObnM0TX7zcQLv
cc1FVna7wiOqZaHUzPkiVAekgAi4E0hEiWJzoXa+OrAAhp2To9AC4sli
-----END PRIVATE KEY-----
)";

inline const std::string ec_public_key = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEIra+wJW7Yi2UUvmgTm5zNE1+83EC
73HNRVZ2u8IjqmWh1Mz5IlQHpIAIuBNIRIlic6F2vjqwAIadk6PQAuLJYg==
-----END PUBLIC KEY-----
)";

} // namespace chatmock

// The same API over TLS: a certificate of its own, made for the test.
#include "tests/gateway/admin/house.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <cstdio>
#include <memory>

namespace tests {
namespace {

void write_certificate(std::filesystem::path const& certificate_file,
                       std::filesystem::path const& key_file)
{
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key{EVP_EC_gen("P-256"),
                                                                  EVP_PKEY_free};
    std::unique_ptr<X509, decltype(&X509_free)> const certificate{X509_new(), X509_free};
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3'600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
    File const certificate_out{std::fopen(certificate_file.c_str(), "w"), std::fclose};
    File const key_out{std::fopen(key_file.c_str(), "w"), std::fclose};
    PEM_write_X509(certificate_out.get(), certificate.get());
    PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

class AdminTls : public AdminApi {};

TEST_F(AdminTls, ServesOverTlsOnceSettingsNameACertificate)
{
    auto settings = settings_;
    settings.listen.admin_tls = {(folder_ / "cert.pem").string(), (folder_ / "key.pem").string()};
    write_certificate(settings.listen.admin_tls.certificate, settings.listen.admin_tls.key);
    server_->use(std::make_shared<gateway::Settings const>(settings));

    auto const answer = send_tls(port(), "/healthz", settings.listen.admin_tls.certificate);

    EXPECT_EQ(answer.status, 200U);
}

TEST_F(AdminTls, KeepsWhatItHasWhereTheNewFilesCantBeUsed)
{
    auto settings = settings_;
    settings.listen.admin_tls = {"/nonexistent.pem", "/nonexistent.key"};

    EXPECT_THROW(server_->use(std::make_shared<gateway::Settings const>(settings)),
                 std::runtime_error);
    EXPECT_EQ(get("/healthz", "").status, 200U);
}

}  // namespace
}  // namespace tests

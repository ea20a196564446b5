#include "tests/fakes/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace tests {
namespace {

X509* unsigned_certificate(EVP_PKEY* key, std::string const& common_name, long serial)
{
    X509* const made = X509_new();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), serial);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3'600);
    X509_set_pubkey(made, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>(common_name.c_str()), -1, -1,
                               0);
    return made;
}

void extend(X509* certificate, int id, std::string const& value)
{
    auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

template <class Write>
std::string write_file(std::filesystem::path const& path, Write const& write)
{
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file{std::fopen(path.c_str(), "w"),
                                                               std::fclose};
    if (!file || write(file.get()) != 1) throw std::runtime_error("can't write " + path.string());
    return path.string();
}

}  // namespace

Authority::Authority()
    : key_{EVP_EC_gen("P-256")}, certificate_{unsigned_certificate(key_, "Test Authority", 1)}
{
    X509_set_issuer_name(certificate_, X509_get_subject_name(certificate_));
    extend(certificate_, NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate_, key_, EVP_sha256());
}

Authority::~Authority()
{
    X509_free(certificate_);
    EVP_PKEY_free(key_);
}

Authority::Files Authority::issue(std::filesystem::path const& folder, std::string const& name,
                                  std::string const& subject) const
{
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = unsigned_certificate(key, name, 2);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate_));
    extend(certificate, NID_subject_alt_name, subject);
    X509_sign(certificate, key_, EVP_sha256());
    Files const files{
        write_file(folder / (name + ".pem"),
                   [&](std::FILE* file) { return PEM_write_X509(file, certificate); }),
        write_file(folder / (name + "-key.pem"), [&](std::FILE* file) {
            return PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        })};
    X509_free(certificate);
    EVP_PKEY_free(key);
    return files;
}

std::string Authority::write(std::filesystem::path const& file) const
{
    return write_file(file, [&](std::FILE* out) { return PEM_write_X509(out, certificate_); });
}

TlsContext server_context(Authority::Files const& files)
{
    TlsContext context{SSL_CTX_new(TLS_server_method())};
    SSL_CTX_use_certificate_file(context.get(), files.certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM);
    constexpr unsigned char id[] = "test";
    SSL_CTX_set_session_id_context(context.get(), id, sizeof id);
    return context;
}

TlsContext client_context(std::string const& trusted_file)
{
    TlsContext context{SSL_CTX_new(TLS_client_method())};
    SSL_CTX_load_verify_locations(context.get(), trusted_file.c_str(), nullptr);
    return context;
}

}  // namespace tests

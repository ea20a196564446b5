#include "tests/gateway/settings/scratch.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <stdlib.h>

#include <fstream>
#include <stdexcept>

namespace gateway::settings {

namespace {

template <class Write>
std::string pem(Write const& write)
{
    BIO* const out = BIO_new(BIO_s_mem());
    write(out);
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out, &data);
    std::string text{data, static_cast<std::size_t>(size)};
    BIO_free(out);
    return text;
}

}  // namespace

Scratch::Scratch()
{
    auto name = (std::filesystem::temp_directory_path() / "optgate-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
    directory_ = name;
}

Scratch::~Scratch()
{
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

std::string Scratch::file(std::string_view name, std::string_view content) const
{
    std::ofstream{path(name), std::ios::binary} << content;
    return path(name);
}

SelfSigned self_signed()
{
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    SelfSigned made{pem([&](BIO* out) {
                        PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
                    }),
                    pem([&](BIO* out) { PEM_write_bio_X509(out, certificate); })};
    X509_free(certificate);
    EVP_PKEY_free(key);
    return made;
}

}  // namespace gateway::settings

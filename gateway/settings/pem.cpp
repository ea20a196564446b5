#include "gateway/settings/pem.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace gateway::settings {

namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* owned) const
    {
        Free(owned);
    }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

int no_password(char*, int, int, void*)
{
    return 0;  // a server that starts by itself can't ask anybody
}

Certificate first_certificate(std::string const& file)
{
    Bio const in{BIO_new_file(file.c_str(), "r")};
    if (!in) return nullptr;
    return Certificate{PEM_read_bio_X509(in.get(), nullptr, no_password, nullptr)};
}

std::optional<std::string> judged_key(std::string const& file, std::string const& certificate)
{
    Bio const in{BIO_new_file(file.c_str(), "r")};
    if (!in) return "can't be read";
    Key const key{PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr)};
    if (!key) return "holds no private key (PEM, without a password)";
    auto const owner = first_certificate(certificate);
    if (owner && X509_check_private_key(owner.get(), key.get()) != 1) {
        return "is not the key of the certificate";
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> trouble_with_certificates(std::string const& file)
{
    std::optional<std::string> trouble;
    if (!Bio{BIO_new_file(file.c_str(), "r")}) {
        trouble = "can't be read";
    } else if (!first_certificate(file)) {
        trouble = "holds no certificate (PEM)";
    }
    ERR_clear_error();
    return trouble;
}

std::optional<std::string> trouble_with_key(std::string const& file, std::string const& certificate)
{
    auto trouble = judged_key(file, certificate);
    ERR_clear_error();
    return trouble;
}

}  // namespace gateway::settings

// tests/fakes/certificates.hpp: an authority of the test's own and servers it vouches for, made on the spot.
#pragma once

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>

namespace tests {

class Authority {
public:
    Authority();
    ~Authority();
    Authority(Authority const&) = delete;
    Authority& operator=(Authority const&) = delete;

    /// Writes NAME.pem and NAME-key.pem: a server with this subject alternative name ("IP:127.0.0.1", "DNS:localhost").
    struct Files {
        std::string certificate;
        std::string key;
    };
    Files issue(std::filesystem::path const& folder, std::string const& name,
                std::string const& subject) const;
    /// Writes the authority's own certificate, to be trusted.
    std::string write(std::filesystem::path const& file) const;

private:
    EVP_PKEY* key_;
    X509* certificate_;
};

struct ContextFreed {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, ContextFreed>;

TlsContext server_context(Authority::Files const& files);
TlsContext client_context(std::string const& trusted_file);

}  // namespace tests

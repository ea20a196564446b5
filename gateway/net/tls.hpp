// gateway/net/tls.hpp: one side of a TLS connection as a machine between bytes; it knows no socket. OpenSSL reads
// records from where the socket's bytes lie and writes them behind each other into one string, so a message costs one
// read and one write of the socket however many records it is.
//
//   socket -> feed -> | records | -> read -> plain          plain -> write -> | unsent | -> socket
#pragma once

#include "gateway/net/types.hpp"

#include <boost/asio/buffer.hpp>

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace gateway {

class TlsEngine {
public:
    enum class Side { client, server };

    TlsEngine(SSL_CTX* context, Side side);
    TlsEngine(TlsEngine const&) = delete;
    TlsEngine& operator=(TlsEngine const&) = delete;

    SSL* handle() { return ssl_.get(); }
    /// The peer's certificate must be for this name or IP address (RFC 6125); otherwise the handshake fails.
    void verify_host(std::string const& host);

    /// One step of the handshake. True: it is over. False: the peer must say more, or `ec` is set.
    bool shake_hands(Error& ec);
    /// Decrypts what was fed. 0 without an error: no record is whole.
    std::size_t read(asio::mutable_buffer into, Error& ec);
    /// Encrypts all of it into `unsent`.
    void write(std::string_view plain, Error& ec);
    /// Says good-bye into `unsent`.
    void end();

    /// Gives it bytes of the peer, which must stay until `keep_rest`.
    void feed(std::string_view records) { fed_ = records; }
    /// Gives back the memory that records pass through (34 KB), where none is in it; the next one takes it again.
    void release_buffers() { ::SSL_free_buffers(ssl_.get()); }
    /// Copies what was fed and not read yet.
    void keep_rest();
    /// Whether something of the peer waits here: plain, or records that were not looked at.
    bool holds_more() const { return !fed_.empty() || ::SSL_has_pending(ssl_.get()) != 0; }

    std::string unsent;  ///< records for the peer

private:
    struct Free {
        void operator()(SSL* ssl) const { ::SSL_free(ssl); }
    };

    static BIO_METHOD* bytes_method();
    static int take_fed(BIO* bio, char* into, int most);
    static int put_unsent(BIO* bio, char const* bytes, int size);

    std::string_view fed_;
    std::string kept_;  ///< where `fed_` lies once its owner has gone on
    std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace gateway

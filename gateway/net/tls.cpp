#include "gateway/net/tls.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace gateway {
namespace {

long control(BIO*, int what, long, void*)
{
    return what == BIO_CTRL_FLUSH ? 1 : 0;  // writing has nothing behind it to wait for
}

/// What the next step of OpenSSL leaves behind shall be its own. Looking costs a quarter of clearing.
void forget_errors()
{
    if (::ERR_peek_error() != 0) ::ERR_clear_error();
}

/// Why the last step of OpenSSL failed; nothing where it only needs more bytes.
Error failure(SSL* ssl, int result)
{
    switch (::SSL_get_error(ssl, result)) {
        case SSL_ERROR_WANT_READ: return {};
        case SSL_ERROR_ZERO_RETURN: return asio::error::eof;
        default: break;
    }
    auto const code = ::ERR_get_error();
    if (code == 0) return asio::error::eof;
    return {static_cast<int>(code), asio::error::get_ssl_category()};
}

}  // namespace

BIO_METHOD* TlsEngine::bytes_method()
{
    static BIO_METHOD* const method = [] {
        auto* const made = ::BIO_meth_new(BIO_TYPE_SOURCE_SINK | ::BIO_get_new_index(), "bytes");
        if (made == nullptr) throw std::bad_alloc{};
        ::BIO_meth_set_read(made, take_fed);
        ::BIO_meth_set_write(made, put_unsent);
        ::BIO_meth_set_ctrl(made, control);
        return made;
    }();
    return method;
}

int TlsEngine::take_fed(BIO* bio, char* into, int most)
{
    auto& fed = static_cast<TlsEngine*>(::BIO_get_data(bio))->fed_;
    BIO_clear_retry_flags(bio);
    if (fed.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    auto const size = std::min(fed.size(), static_cast<std::size_t>(most));
    std::memcpy(into, fed.data(), size);
    fed.remove_prefix(size);
    return static_cast<int>(size);
}

int TlsEngine::put_unsent(BIO* bio, char const* bytes, int size)
{
    BIO_clear_retry_flags(bio);
    try {  // C can't be thrown through
        auto* const engine = static_cast<TlsEngine*>(::BIO_get_data(bio));
        engine->unsent.append(bytes, static_cast<std::size_t>(size));
    } catch (std::bad_alloc const&) {
        return -1;
    }
    return size;
}

TlsEngine::TlsEngine(SSL_CTX* context, Side side) : ssl_{::SSL_new(context)}
{
    auto* const bio = ssl_ ? ::BIO_new(bytes_method()) : nullptr;
    if (bio == nullptr) throw std::bad_alloc{};
    ::BIO_set_data(bio, this);
    ::BIO_set_init(bio, 1);
    ::SSL_set_bio(ssl_.get(), bio, bio);
    if (side == Side::client) {
        ::SSL_set_connect_state(ssl_.get());
    } else {
        ::SSL_set_accept_state(ssl_.get());
    }
}

void TlsEngine::verify_host(std::string const& host)
{
    Error not_an_address;
    asio::ip::make_address(host, not_an_address);
    auto* const rules = ::SSL_get0_param(ssl_.get());
    ::X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    auto const set = not_an_address ? ::X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size())
                                    : ::X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str());
    if (set != 1) throw std::bad_alloc{};
    ::SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, nullptr);
}

bool TlsEngine::shake_hands(Error& ec)
{
    forget_errors();
    auto const result = ::SSL_do_handshake(ssl_.get());
    ec = result == 1 ? Error{} : failure(ssl_.get(), result);
    return result == 1;
}

std::size_t TlsEngine::read(asio::mutable_buffer into, Error& ec)
{
    std::size_t got = 0;
    forget_errors();
    auto const result = ::SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    if (result != 1) ec = failure(ssl_.get(), result);
    return got;
}

void TlsEngine::write(std::string_view plain, Error& ec)
{
    if (plain.empty()) return;
    std::size_t written = 0;
    forget_errors();
    auto const result = ::SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &written);
    if (result == 1) return;
    ec = failure(ssl_.get(), result);
    if (!ec)
        ec = asio::error::
            connection_aborted;  // a handshake in the midst of things: no peer of ours may
}

void TlsEngine::end()
{
    forget_errors();
    ::SSL_shutdown(ssl_.get());
    forget_errors();
}

void TlsEngine::keep_rest()
{
    if (fed_.empty()) {
        kept_.clear();
    } else if (fed_.data() < kept_.data() || fed_.data() >= kept_.data() + kept_.size()) {
        kept_ = fed_;
        fed_ = kept_;
    }
}

}  // namespace gateway

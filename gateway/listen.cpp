#include "gateway/listen.hpp"

#include <stdexcept>

namespace gateway {
namespace {

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
constexpr int backlog = 4096;

}  // namespace

Endpoint read_endpoint(std::string const& text)
{
    auto const colon = text.rfind(':');
    auto host = text.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {host, static_cast<std::uint16_t>(std::stoul(text.substr(colon + 1)))};
}

Acceptor listen(asio::io_context& context, Endpoint const& endpoint)
{
    try {
        asio::ip::tcp::endpoint const address{asio::ip::make_address(endpoint.host), endpoint.port};
        Acceptor acceptor{context, address.protocol()};
        acceptor.set_option(Acceptor::reuse_address{true});
        acceptor.set_option(ReusePort{true});
        acceptor.bind(address);
        acceptor.listen(backlog);
        return acceptor;
    } catch (boost::system::system_error const& error) {
        throw std::runtime_error{"can't listen on " + endpoint.host + ":" +
                                 std::to_string(endpoint.port) + ": " + error.code().message()};
    }
}

Endpoint bound(Acceptor const& acceptor)
{
    auto const local = acceptor.local_endpoint();
    return {local.address().to_string(), local.port()};
}

std::shared_ptr<asio::ssl::context> make_server_tls(TlsFiles const& files)
{
    if (files.certificate.empty()) return nullptr;
    using Context = asio::ssl::context;
    auto context = std::make_shared<Context>(Context::tls_server);
    ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    ::SSL_CTX_set_options(context->native_handle(),
                          SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Tickets and sessions are of this context, which all threads share: a caller may come back to any of them.
    constexpr std::string_view session_context = "optgate";
    ::SSL_CTX_set_session_id_context(context->native_handle(),
                                     reinterpret_cast<unsigned char const*>(session_context.data()),
                                     session_context.size());
    try {
        context->use_certificate_chain_file(files.certificate);
        context->use_private_key_file(files.key, Context::pem);
    } catch (boost::system::system_error const& error) {
        throw std::runtime_error{"can't use " + files.certificate + " and " + files.key + ": " +
                                 error.code().message()};
    }
    return context;
}

}  // namespace gateway

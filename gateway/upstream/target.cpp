#include "gateway/upstream/target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace gateway {

model::Result<Target> read_target(std::string_view url)
{
    auto const parsed = boost::urls::parse_absolute_uri({url.data(), url.size()});
    if (!parsed) return model::Problem{"not an absolute URL", std::string{url}};
    auto const scheme = parsed->scheme_id();
    if (scheme != boost::urls::scheme::http && scheme != boost::urls::scheme::https) {
        return model::Problem{"the scheme must be http or https", std::string{url}};
    }
    if (parsed->encoded_host().empty() || parsed->has_userinfo() || parsed->has_query()) {
        return model::Problem{"a host is needed, and no user or query", std::string{url}};
    }
    if (!parsed->encoded_path().empty() && parsed->encoded_path() != "/") {
        return model::Problem{"a path is not allowed: the caller's own is used", std::string{url}};
    }
    Target target;
    target.tls = scheme == boost::urls::scheme::https;
    auto const standard = static_cast<std::uint16_t>(target.tls ? 443 : 80);
    target.port = parsed->has_port() ? parsed->port_number() : standard;
    target.host = std::string{parsed->host_address()};
    target.authority = std::string{parsed->encoded_host()};
    if (target.port != standard) target.authority += ':' + std::to_string(target.port);
    return target;
}

std::shared_ptr<boost::asio::ssl::context> make_client_tls(std::string const& ca_file)
{
    using Context = boost::asio::ssl::context;
    auto context = std::make_shared<Context>(Context::tls_client);
    ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_default_verify_paths();
    if (!ca_file.empty()) context->load_verify_file(ca_file);
    context->set_verify_mode(boost::asio::ssl::verify_peer);
    // Sessions are kept by the pool, one a provider (RFC 8446 §4.6.1: a ticket may be used by the next connection).
    ::SSL_CTX_set_session_cache_mode(context->native_handle(),
                                     SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    return context;
}

}  // namespace gateway

#include "gateway/settings/pem.hpp"
#include "gateway/settings/readers.hpp"
#include "gateway/settings/units.hpp"

namespace gateway::settings {

namespace {

void read_tls(Table& table, std::string const& prefix, TlsFiles& files)
{
    auto const certificate = prefix + "tls_certificate";
    auto const key = prefix + "tls_key";
    table.read(certificate, files.certificate);
    table.read(key, files.key);
    if (files.certificate.empty() != files.key.empty()) {
        table.problem(files.certificate.empty() ? key : certificate,
                      "needs " + (files.certificate.empty() ? certificate : key) + " beside it");
        return;
    }
    if (files.certificate.empty()) return;
    if (auto const trouble = trouble_with_certificates(files.certificate)) {
        table.problem(certificate, *trouble);
    } else if (auto const of_key = trouble_with_key(files.key, files.certificate)) {
        table.problem(key, *of_key);
    }
}

void warn_where_readable(Table& table, std::string const& key, Endpoint const& endpoint,
                         TlsFiles const& tls)
{
    if (!tls.certificate.empty() || is_loopback(endpoint)) return;
    table.warning(
        key,
        "is reached from other machines without TLS: credentials and messages pass in the clear");
}

}  // namespace

void read_listen(Table& root, Settings& settings)
{
    auto table = root.table("listen");
    auto& listen = settings.listen;
    table.read("gateway", listen.gateway);
    read_tls(table, "", listen.gateway_tls);
    table.read("admin", listen.admin);
    read_tls(table, "admin_", listen.admin_tls);
    table.read("threads", listen.threads, 0, 1'024);

    if (listen.gateway == listen.admin && listen.gateway.port != 0) {
        table.problem(table.has("admin") ? "admin" : "gateway",
                      "is the other listener's endpoint too; each needs its own");
    }
    warn_where_readable(table, "gateway", listen.gateway, listen.gateway_tls);
    warn_where_readable(table, "admin", listen.admin, listen.admin_tls);
}

}  // namespace gateway::settings

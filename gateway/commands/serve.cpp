#include "gateway/commands/serve.hpp"

#include "gateway/assembly.hpp"
#include "gateway/observe/log.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <sys/resource.h>
#include <csignal>

#include <functional>
#include <memory>

namespace gateway::commands {
namespace {

namespace asio = boost::asio;

std::string url_of(Endpoint const& endpoint, TlsFiles const& tls)
{
    auto const host =
        endpoint.host.find(':') == std::string::npos ? endpoint.host : "[" + endpoint.host + "]";
    return (tls.certificate.empty() ? "http://" : "https://") + host + ":" +
           std::to_string(endpoint.port);
}

void say_where(Assembly const& assembly, Listen const& listen, std::ostream& out)
{
    out << "gateway listening on " << url_of(assembly.gateway(), listen.gateway_tls) << '\n';
    for (auto const& port : assembly.provider_ports()) {
        out << port.provider << " listening on " << url_of(port.endpoint, listen.gateway_tls)
            << '\n';
    }
    out << "admin listening on " << url_of(assembly.admin(), listen.admin_tls) << std::endl;
}

void warn_of(Settings const& settings)
{
    for (auto const& warning : settings.warnings)
        log::warn("{}", warning);
}

void reload(Assembly& assembly, std::string const& file)
{
    auto next = file.empty() ? model::Result<Settings>{embedded_settings()} : load(file);
    if (!next) return log::error("not reloaded: {}: {}", next.error().where, next.error().what);
    warn_of(*next);
    try {
        assembly.reload(*std::move(next));
        log::info("configuration reloaded");
    } catch (std::exception const& problem) {
        log::error("not reloaded: {}", problem.what());
    }
}

/// Each connection takes a descriptor, its provider's another: use all that the system allows us.
void raise_descriptor_limit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void run(Settings settings, std::string const& file, Terminal& terminal)
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file over its limit (ulimit -f) is a full disk, not the end
    raise_descriptor_limit();
    log::start();
    log::set_level(settings.log.level);
    warn_of(settings);
    auto const listen = settings.listen;

    // Signals are caught before the first thread starts, so that each thread leaves them to this one.
    asio::io_context context{1};
    asio::signal_set signals{context, SIGTERM, SIGINT, SIGHUP};
    Assembly assembly{std::move(settings)};
    say_where(assembly, listen, terminal.out);
    std::function<void(boost::system::error_code, int)> caught = [&](auto, int signal) {
        if (signal != SIGHUP) return;
        reload(assembly, file);
        signals.async_wait(caught);
    };
    signals.async_wait(caught);
    context.run();
    log::info("stopping");
    assembly.stop();
}

}  // namespace

void add_serve(CLI::App& program, Terminal& terminal)
{
    auto* const serve =
        program.add_subcommand("serve", "Forward sends, and keep back what is not wanted");
    auto const file = std::make_shared<std::string>();
    serve->add_option("--config", *file,
                      "Configuration file (TOML); without one: SQLite and the sandbox");
    serve->callback([file, &terminal] {
        auto settings = settings_of(*file, terminal);
        if (!settings) return;
        try {
            run(*std::move(settings), *file, terminal);
        } catch (std::exception const& problem) {
            terminal.refuse(problem.what());
        }
    });
}

}  // namespace gateway::commands

#include "gateway/assembly.hpp"

#include "filters/classify/content.hpp"
#include "gateway/admin/server.hpp"
#include "gateway/calibration.hpp"
#include "gateway/inbound/serve.hpp"
#include "gateway/listen.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/sandbox/sandbox.hpp"
#include "gateway/sandbox_guard.hpp"
#include "gateway/settings/lasting.hpp"
#include "gateway/sites.hpp"
#include "store/claim.hpp"
#include "store/snapshots.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <future>
#include <map>
#include <random>
#include <stdexcept>
#include <thread>

namespace gateway {
namespace {

unsigned threads_of(Listen const& listen)
{
    return listen.threads != 0 ? listen.threads : std::max(1U, std::thread::hardware_concurrency());
}

store::Snapshots::Pace snapshot_pace(Settings const& settings)
{
    return {settings.snapshot_interval, settings.snapshot_changes};
}

void say_no_snapshot(std::string const& why)
{
    log::warn("no snapshot of the index was written ({}): the next start takes longer", why);
}

void forget_in(store::Snapshots& snapshots)
try {
    snapshots.forget();
} catch (std::exception const& trouble) {
    log::error("{}: the snapshot of the index may still hold a number that was erased",
               trouble.what());
    throw;
}

std::unique_ptr<AccessLog> open_log(std::string const& sink)
{
    auto log = AccessLog::open(sink);
    if (!log) throw std::runtime_error{log.error().what + " (log.access)"};
    return *std::move(log);
}

store::GroupCommit::Limits commit_limits(Settings const& settings, store::Snapshots& snapshots)
{
    store::GroupCommit::Limits limits;
    limits.waiting = settings.store_queue;
    limits.gather = settings.store_gather;
    limits.retention = settings.journal.retention;
    limits.erasing = [&snapshots] { forget_in(snapshots); };
    limits.turned = [](std::string const& why) {
        if (why.empty()) {
            log::info("the store can be written again");
        } else {
            log::error("{}: no preference can be changed, no promotional message is sent", why);
        }
    };
    return limits;
}

store::Options store_options(Settings const& settings)
{
    return {static_cast<std::int64_t>(settings.store_max_bytes)};
}

SandboxLimits sandbox_limits(Settings const& settings)
{
    SandboxLimits limits;
    limits.messages = settings.admin.sandbox_messages;
    return limits;
}

void warn_of_restart(Lasting const& began, Lasting const& wanted)
{
    auto const names = differing(began, wanted);
    if (names.empty()) return;
    log::warn("these settings change with a restart only: {}", fmt::join(names, ", "));
}

/// Runs `work` on the worker's own thread, and waits. What it throws is thrown here.
template <class Work>
void on_thread_of(Worker& worker, Work work)
{
    asio::post(worker.context, std::packaged_task<void()>{std::move(work)}).get();
}

}  // namespace

struct Assembly::Parts {
    Parts(Settings initial, Resolve const& resolve);

    Settings settings;
    Lasting const began;
    store::Claim claim;
    std::unique_ptr<store::Store> store;
    store::Index index;
    store::Snapshots snapshots;  ///< has folded the index when it is there
    store::GroupCommit commits;
    MemoryBudget budget;
    Repeats repeats;
    Names names;
    std::atomic<bool> draining{false};
    Sandbox sandbox;
    Metrics metrics;
    std::unique_ptr<AccessLog> access_log;
    std::map<std::string, std::shared_ptr<Calibration>> calibrations;  ///< by application
    std::vector<std::unique_ptr<Worker>> workers;
    std::vector<std::thread> threads;
    std::unique_ptr<admin::Server> admin_server;

    void calibrate(Settings& wanted);
    void save_scores();
    void ask_for_metrics();
    void bind();
    void listen_on(Endpoint endpoint, std::string const& provider,
                   std::shared_ptr<asio::ssl::context> const& tls);
    void start(Worker& worker);
    admin::Parts admin_parts();
    std::shared_ptr<Site const> site_for(Worker& worker, Settings const& next);
};

Assembly::Parts::Parts(Settings initial, Resolve const& resolve)
    : settings{std::move(initial)},
      began{lasting(settings)},
      claim{settings.store_url},
      store{store::open(settings.store_url, store_options(settings))},
      index{store->secret()},
      snapshots{*store, index, store::snapshot_file(settings.store_url), snapshot_pace(settings),
                say_no_snapshot},
      commits{store->writer(), index, commit_limits(settings, snapshots)},
      budget{settings.limits.memory_bytes},
      repeats{settings.signatures.remembered},
      names{{settings.limits.look_ups, resolve}, {settings.callbacks.look_ups, resolve}},
      sandbox{sandbox_limits(settings)},
      metrics{OPTGATE_VERSION},
      access_log{open_log(settings.log.access)}
{
    log::info("the index holds {} addresses and customers, {}", index.size(),
              snapshots.began_with_one() ? "from its snapshot" : "from the ledger");
    calibrate(settings);
    filters::warm(settings.content_rules);
    std::random_device entropy;
    for (unsigned i = 0; i < threads_of(settings.listen); ++i) {
        auto const seed = (std::uint64_t{entropy()} << 32) | entropy();
        workers.push_back(std::make_unique<Worker>(
            Shared{index, commits, budget, repeats, names, draining}, *access_log, seed));
        workers.back()->site = site_for(*workers.back(), settings);
    }
    sandbox.guard(sandbox_guard(settings));
    ask_for_metrics();
    bind();
    admin_server = std::make_unique<admin::Server>(admin_parts());
    for (auto& worker : workers)
        start(*worker);
}

/// Gives applications that want one their calibration, as it was saved or as it is.
void Assembly::Parts::calibrate(Settings& wanted)
{
    for (auto& app : wanted.applications) {
        if (!app.calibrate) continue;
        auto& known = calibrations[app.name];
        if (!known) {
            known = std::make_shared<Calibration>(app.name);
            known->restore(store->reader()->scores());
        }
        app.calibration = known;
    }
}

void Assembly::Parts::save_scores()
{
    for (auto const& [name, calibration] : calibrations) {
        commits.run([counts = calibration->counts()](auto& writer) { writer.put_scores(counts); });
    }
}

std::shared_ptr<Site const> Assembly::Parts::site_for(Worker& worker, Settings const& next)
{
    std::vector<std::string> names;
    for (auto const& provider : next.providers)
        names.push_back(provider.name);
    return make_site(next, static_cast<unsigned>(threads_of(settings.listen)), worker,
                     sandbox.port(), metrics.lane(std::move(names)));
}

void Assembly::Parts::ask_for_metrics()
{
    metrics.ask({"optgate_store_writable",
                 "1 while preferences and decisions can be recorded.",
                 false,
                 [this] { return commits.writable() ? 1.0 : 0.0; },
                 {}});
    metrics.ask({"optgate_index_subjects",
                 "Addresses and customers in the consent index.",
                 false,
                 [this] { return static_cast<double>(index.size()); },
                 {}});
    metrics.ask({"optgate_index_bytes",
                 "Memory of the consent index.",
                 false,
                 [this] { return static_cast<double>(index.resident_bytes()); },
                 {}});
    metrics.ask({"optgate_held_body_bytes",
                 "Bodies held in memory beyond their connections' blocks.",
                 false,
                 [this] { return static_cast<double>(budget.used()); },
                 {}});
    metrics.ask({"optgate_access_log_dropped_total",
                 "Access log lines dropped because the sink was slow.",
                 true,
                 [this] { return static_cast<double>(access_log->dropped()); },
                 {}});
}

void Assembly::Parts::bind()
{
    auto const tls = make_server_tls(settings.listen.gateway_tls);
    listen_on(settings.listen.gateway, {}, tls);
    for (auto const& provider : settings.providers) {
        if (!provider.listen.empty()) listen_on(read_endpoint(provider.listen), provider.name, tls);
    }
}

/// The first thread may be given any free port; the others share it.
void Assembly::Parts::listen_on(Endpoint endpoint, std::string const& provider,
                                std::shared_ptr<asio::ssl::context> const& tls)
{
    for (auto& worker : workers) {
        worker->listeners.push_back({listen(worker->context, endpoint), provider, tls});
        endpoint = bound(worker->listeners.back().acceptor);
    }
}

void Assembly::Parts::start(Worker& worker)
{
    asio::co_spawn(worker.context, worker.tick(), asio::detached);
    for (auto& listener : worker.listeners) {
        asio::co_spawn(worker.context, accept_callers(listener, worker), asio::detached);
    }
    threads.emplace_back([&worker] { worker.context.run(); });
}

admin::Parts Assembly::Parts::admin_parts()
{
    return {std::make_shared<Settings const>(settings),
            *store,
            commits,
            index,
            [this] { return metrics.text(); },
            [this] { return commits.writable() && !draining.load(); },
            [this](std::size_t limit) { return sandbox.messages(limit); }};
}

Assembly::Assembly(Settings settings, Resolve const& resolve)
    : parts_{std::make_unique<Parts>(std::move(settings), resolve)}
{
}

Assembly::~Assembly()
{
    stop();
}

Endpoint Assembly::gateway() const
{
    return bound(parts_->workers.front()->listeners.front().acceptor);
}

Endpoint Assembly::admin() const
{
    return parts_->admin_server->bound();
}

std::vector<Assembly::ProviderPort> Assembly::provider_ports() const
{
    std::vector<ProviderPort> ports;
    for (auto const& listener : parts_->workers.front()->listeners) {
        if (!listener.provider.empty())
            ports.push_back({listener.provider, bound(listener.acceptor)});
    }
    return ports;
}

void Assembly::reload(Settings next)
{
    auto& parts = *parts_;
    warn_of_restart(parts.began, lasting(next));
    next.listen.threads = parts.settings.listen.threads;
    parts.calibrate(next);
    auto const tls = make_server_tls(next.listen.gateway_tls);
    filters::warm(next.content_rules);
    // What may fail comes first, so that a failure changes nothing.
    std::vector<std::shared_ptr<Site const>> sites;
    for (auto& worker : parts.workers) {
        on_thread_of(*worker, [&] { sites.push_back(parts.site_for(*worker, next)); });
    }
    parts.admin_server->use(std::make_shared<Settings const>(next));
    parts.budget.resize(next.limits.memory_bytes);
    parts.repeats.limit(next.signatures.remembered);
    parts.access_log->reopen();
    log::set_level(next.log.level);
    parts.snapshots.use(snapshot_pace(next));
    parts.commits.retain(next.journal.retention);
    parts.commits.run([most = store_options(next).max_bytes](auto& writer) { writer.limit(most); });
    for (std::size_t i = 0; i < sites.size(); ++i) {
        auto& worker = *parts.workers[i];
        on_thread_of(worker, [&] {
            take_up(worker, std::move(sites[i]), threads_of(parts.settings.listen));
            for (auto& listener : worker.listeners)
                listener.tls = tls;
        });
    }
    parts.sandbox.guard(sandbox_guard(next));
    parts.settings = std::move(next);
}

void Assembly::stop()
{
    auto& parts = *parts_;
    if (parts.threads.empty()) return;
    parts.draining = true;
    // A callback is a courtesy: the end waits for none whose host is not known yet.
    parts.names.callbacks.stop();
    auto const until = Steady::now() + parts.settings.limits.drain_timeout;
    for (auto& worker : parts.workers) {
        asio::co_spawn(worker->context, worker->drain(until), asio::detached);
    }
    for (auto& thread : parts.threads)
        thread.join();
    parts.threads.clear();
    parts.admin_server->stop(until);
    // Last of those who wait: what is queued is written, and told to contexts that are still there.
    parts.save_scores();
    parts.commits.stop();
    parts.snapshots.stop();
    parts.names.providers.stop();
    parts.workers.clear();
    parts.sandbox.stop();
}

}  // namespace gateway

#include "gateway/commands/token.hpp"

#include "gateway/admin/parts.hpp"
#include "gateway/admin/times.hpp"
#include "gateway/admin/tokens.hpp"
#include "store/store.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace gateway::commands {
namespace {

struct Wanted {
    std::string config;
    std::string name;
    std::string role = "viewer";
};

bool is_taken(store::Store& store, std::string const& name)
{
    auto const tokens = store.reader()->tokens();
    return std::any_of(tokens.begin(), tokens.end(),
                       [&](model::Token const& token) { return token.name == name; });
}

void create(store::Store& store, Wanted const& wanted, Terminal& terminal)
{
    if (!admin::is_token_name(wanted.name)) {
        return terminal.refuse("a token's name is 1 to 64 letters, digits, \".\", \"_\" or \"-\"",
                               usage);
    }
    if (is_taken(store, wanted.name)) {
        return terminal.refuse("there is a token called " + wanted.name + " already");
    }
    auto const secret = admin::new_secret();
    auto const role = model::find_role(wanted.role).value_or(model::Role::viewer);
    store.writer()->put_token({wanted.name, role, admin::digest_of(secret), admin::system_now()});
    terminal.err << "This secret is shown once; keep it where the caller finds it:\n";
    terminal.out << secret << '\n';
}

void list(store::Store& store, Terminal& terminal)
{
    for (auto const& token : store.reader()->tokens()) {
        terminal.out << token.name << '\t' << model::name_of(token.role) << '\t'
                     << admin::rfc3339(token.created) << '\n';
    }
}

void remove(store::Store& store, Wanted const& wanted, Terminal& terminal)
{
    if (store.writer()->remove_token(wanted.name)) return;
    terminal.refuse("there is no token called " + wanted.name);
}

/// Declares one of the three, which all work on the store of the configuration.
template <class Work>
CLI::App* add_action(CLI::App& token, std::string const& name, std::string const& what,
                     std::shared_ptr<Wanted> wanted, Terminal& terminal, Work work)
{
    auto* action = token.add_subcommand(name, what);
    action->add_option("--config", wanted->config, "configuration file")->check(CLI::ExistingFile);
    action->callback([wanted, &terminal, work] {
        auto const settings = settings_of(wanted->config, terminal);
        if (!settings) return;
        with_store(*settings, terminal, [&](store::Store& store) { work(store, *wanted); });
    });
    return action;
}

}  // namespace

void add_token(CLI::App& program, Terminal& terminal)
{
    auto* token = program.add_subcommand("token", "make, list and remove tokens of the admin API");
    token->require_subcommand(1);
    auto const wanted = std::make_shared<Wanted>();
    auto* make = add_action(
        *token, "create", "make a token and print its secret once", wanted, terminal,
        [&terminal](store::Store& store, Wanted const& what) { create(store, what, terminal); });
    make->add_option("name", wanted->name, "what changes are recorded under")->required();
    make->add_option("--role", wanted->role, "what it may do")
        ->check(CLI::IsMember({"viewer", "operator", "admin"}))
        ->capture_default_str();
    add_action(*token, "list", "name, role and time of every token", wanted, terminal,
               [&terminal](store::Store& store, Wanted const&) { list(store, terminal); });
    auto* drop = add_action(
        *token, "remove", "remove a token", wanted, terminal,
        [&terminal](store::Store& store, Wanted const& what) { remove(store, what, terminal); });
    drop->add_option("name", wanted->name, "which one")->required();
}

}  // namespace gateway::commands

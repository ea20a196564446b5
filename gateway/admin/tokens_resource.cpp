// gateway/admin/tokens_resource.cpp: who may call this API.
//   POST /api/v1/tokens {"name","role"} -> 201 {"name","role","created","secret"}; the secret is
//   shown this once
#include "gateway/admin/changes.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/admin/times.hpp"

#include <algorithm>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

js::object spell_token(model::Token const& token)
{
    return {{"name", token.name},
            {"role", model::name_of(token.role)},
            {"created", rfc3339(token.created)}};
}

/// What the store holds now; also what counts from now on.
boost::asio::awaitable<std::vector<model::Token>> fresh_tokens(Desk& desk)
{
    auto tokens = co_await desk.quick.ask([](store::Reader& reader) { return reader.tokens(); });
    desk.tokens.replace(tokens, desk.parts.ticks());
    co_return tokens;
}

Or<model::Token> read_token(Call const& call, Desk const& desk)
{
    auto const document = read_document(call);
    if (!document) return document.error();
    Members members{*document, {"name", "role"}};
    model::Token token;
    token.name = members.text("name");
    if (!token.name.empty() && !is_token_name(token.name)) {
        members.note("name", "must be 1 to 64 letters, digits, \".\", \"_\" or \"-\", and not \"" +
                                 std::string{environment_token} + "\"");
    }
    auto const role_name = members.text("role");
    auto const role = model::find_role(role_name);
    if (!role && !role_name.empty()) {
        members.note("role", "must be " + choices(model::role_names));
    }
    if (!members.wrong().empty()) return problem(422, members.wrong());
    token.role = *role;
    token.created = desk.parts.now();
    return token;
}

}  // namespace

Answering list_tokens(Call const&, Desk& desk)
{
    js::array items;
    auto const tokens = co_await fresh_tokens(desk);
    for (auto const& token : tokens)
        items.push_back(spell_token(token));
    co_return json(list(std::move(items), std::nullopt));
}

Answering create_token(Call const& call, Desk& desk)
{
    auto token = read_token(call, desk);
    if (!token) co_return token.error();
    auto const known = co_await fresh_tokens(desk);
    auto const same = [&](model::Token const& other) { return other.name == token->name; };
    if (std::any_of(known.begin(), known.end(), same)) {
        co_return problem(409, "there is a token of this name already");
    }
    auto const secret = new_secret();
    token->digest = digest_of(secret);
    auto put = [token = *token](store::Writer& writer) {
        writer.put_token(token);
        return true;
    };
    auto const written = co_await write(desk.parts.commit, std::move(put));
    if (!written) co_return written.error();
    co_await fresh_tokens(desk);
    auto document = spell_token(*token);
    document["secret"] = secret;
    co_return json(document, 201);
}

Answering remove_token(Call const& call, Desk& desk)
{
    auto remove = [name = call.parameters.at(0)](store::Writer& writer) {
        return writer.remove_token(name);
    };
    auto const removed = co_await write(desk.parts.commit, std::move(remove));
    if (!removed) co_return removed.error();
    if (!*removed) co_return problem(404, "there is no token of this name");
    co_await fresh_tokens(desk);
    co_return no_content();
}

}  // namespace gateway::admin

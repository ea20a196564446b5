#include "gateway/admin/preference.hpp"

#include "gateway/admin/changes.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/shaping.hpp"

#include <utility>

namespace gateway::admin {
namespace js = boost::json;

boost::asio::awaitable<Or<js::object>> set_preference(Call const& call, Desk& desk,
                                                      model::Subject subject)
{
    auto const document = read_document(call);
    if (!document) co_return document.error();
    Members members{*document, {"channel", "covers", "state", "evidence", "source", "actor"}};
    auto const preference = read_preference(members, *call.settings);
    auto by = read_attribution(members, call, desk);
    if (!members.wrong().empty()) co_return problem(422, members.wrong());

    std::vector<model::Change> changes;
    changes.push_back(
        {preference_change(std::move(subject), preference, *call.settings), std::move(by)});
    auto const written = co_await change(desk.parts.commit, std::move(changes));
    if (!written) co_return written.error();
    js::object changed;
    changed["ledger"] = js::value_from(*written);
    changed["preference"] = spell(preference);
    co_return changed;
}

}  // namespace gateway::admin

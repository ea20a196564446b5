#include "gateway/admin/customer.hpp"

#include "gateway/admin/mask.hpp"
#include "gateway/admin/spell.hpp"

#include <algorithm>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;
}

Or<std::string> id_of(Call const& call)
{
    auto const& id = call.parameters.at(0);
    auto const control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (id.size() <= longest_id && std::none_of(id.begin(), id.end(), control)) return id;
    return problem(422, {{"must be 1 to 128 bytes without control characters", "id"}});
}

boost::asio::awaitable<std::optional<model::CustomerRecord>> find_customer(Desk& desk,
                                                                           std::string id)
{
    auto read = [id = std::move(id)](store::Reader& reader) { return reader.customer(id); };
    co_return co_await desk.quick.ask(std::move(read));
}

Answering no_such_customer(Desk& desk, std::string id, Caller const& caller)
{
    auto read = [id = std::move(id)](store::Reader& reader) { return reader.merged_into(id); };
    auto const whole = co_await desk.quick.ask(std::move(read));
    if (whole.empty()) co_return problem(404, "there is no customer with this id");
    co_return problem(404, "this customer was merged into " + shown_name(whole, caller));
}

Answering changed_customer(Desk& desk, std::string id, Caller const& caller,
                           std::vector<std::int64_t> written, unsigned status)
{
    auto const record = co_await find_customer(desk, id);
    if (!record) co_return co_await no_such_customer(desk, id, caller);  // gone meanwhile
    auto document = spell(*record, caller);
    document["ledger"] = js::value_from(written);
    co_return json(document, status);
}

}  // namespace gateway::admin

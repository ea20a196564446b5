// providers/sms/azure_operation.cpp: the operations of mails that we answered ourselves.
//   GET /emails/operations/{id} -> 200 {"id", "status": "Failed", "error": {"code", "message"}}
//   id  rrrrrrrr-rrrr-8rrr-eccc-cccccccccccc   r: random, e: 8 failed, 9 succeeded, c: a check over both
// The check tells our ids from all others; whoever makes one up is told of a mail that was never sent, and of nothing
// else. So it needs no key, and every node knows the ids of every other and of those before it.
#include "providers/sms/azure.hpp"

#include "providers/auth/digest.hpp"
#include "providers/wire/text.hpp"

#include <boost/json.hpp>

namespace providers::azure_api {
namespace {

constexpr std::size_t random_digits = 15;
constexpr std::string_view operations = "/emails/operations/";

std::string check_of(std::string_view random, char ending)
{
    std::string covered{"optgate: an operation of Azure Communication Services "};
    covered.append(random).push_back(ending);
    return auth::hex(auth::sha256(covered)).substr(0, random_digits);
}

}  // namespace

std::string operation_id(Stamp const& stamp, Ending ending)
{
    auto const from = stamp.id.size() < random_digits ? 0 : stamp.id.size() - random_digits;
    std::string random{stamp.id, from};
    random.resize(random_digits, '0');
    char const mark = ending == Ending::failed ? '8' : '9';
    auto const hex = random.substr(0, 12) + "8" + random.substr(12) + mark + check_of(random, mark);
    return wire::uuid_of(hex);
}

std::optional<Ending> ending_of(std::string_view operation_id)
{
    std::string hex;
    for (char const c : operation_id) {
        if (c != '-') hex += wire::lower(c);
    }
    if (hex.size() != 32 || hex[12] != '8' || (hex[16] != '8' && hex[16] != '9'))
        return std::nullopt;
    auto const random = hex.substr(0, 12) + hex.substr(13, 3);
    if (hex.substr(17) != check_of(random, hex[16])) return std::nullopt;
    return hex[16] == '8' ? Ending::failed : Ending::succeeded;
}

std::optional<Answer> recall(Call const& call, Stamp const&)
{
    namespace json = boost::json;
    if (call.method != "GET") return std::nullopt;
    auto const path = wire::plain_path(call.path);
    if (!path.starts_with(operations)) return std::nullopt;
    auto const id = path.substr(operations.size());
    auto const ending = ending_of(id);
    if (!ending) return std::nullopt;
    json::object body{{"id", id}, {"status", "Succeeded"}, {"error", nullptr}};
    if (*ending == Ending::failed) {
        body["status"] = "Failed";
        body["error"] = json::object{{"code", dropped_code}, {"message", dropped_message}};
    }
    return Answer{200, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

}  // namespace providers::azure_api

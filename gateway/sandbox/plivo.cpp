#include "gateway/sandbox/plivo.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/form.hpp"
#include "gateway/sandbox/json_texts.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

#include <algorithm>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

bool is_dst(Way const& way)
{
    return way.size() == 1 && way[0] == "dst";
}

std::vector<std::string> numbers_of(Call const& call)
{
    auto const lists = call.body.starts_with('{')
                           ? json_texts(call.body, is_dst)
                           : all(read_form(call.body).value_or(Form{}), "dst");
    std::vector<std::string> numbers;
    for (auto const& list : lists) {
        for (std::size_t begin = 0; begin < list.size();) {
            auto const end = std::min(list.find('<', begin), list.size());
            if (end > begin) numbers.push_back(list.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return numbers;
}

std::string_view resource_of(std::string_view path)
{
    constexpr std::string_view accounts = "/v1/Account/";
    if (!path.starts_with(accounts)) return {};
    auto const slash = path.find('/', accounts.size());
    return slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
}

Reply judge(Call const& call, std::vector<std::string> const& numbers)
{
    if (!boost::beast::iequals(call.header("Authorization").substr(0, 6), "Basic ")) {
        return {401,
                {{"Content-Type", "text/plain"}},
                "Could not verify your access level for that URL.",
                {},
                false};
    }
    if (numbers.empty()) return plivo_error(400, "dst is a required parameter");
    json::array uuids;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        uuids.emplace_back(random_hex(16));
    return json_reply(202, {{"message", "message(s) queued"},
                            {"message_uuid", std::move(uuids)},
                            {"api_id", random_hex(16)}});
}

}  // namespace

Reply plivo_error(unsigned status, std::string_view text)
{
    return json_reply(status, {{"api_id", random_hex(16)}, {"error", text}});
}

Reply answer_plivo(Call const& call)
{
    auto const resource = resource_of(call.path);
    bool const to_send =
        call.method == "POST" && (resource == "/Message/" || resource == "/Message");
    if (!to_send) return plivo_error(404, "not found");
    auto const numbers = numbers_of(call);
    auto reply = judge(call, numbers);
    reply.is_send = true;
    reply.recipients = numbers;
    return reply;
}

}  // namespace gateway::sandbox

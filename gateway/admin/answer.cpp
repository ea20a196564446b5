#include "gateway/admin/answer.hpp"

#include <stdexcept>

namespace gateway::admin {
namespace {

Answer written(unsigned status, std::string_view content_type, std::string body)
{
    Answer answer;
    answer.status = status;
    answer.content_type = content_type;
    answer.body = std::move(body);
    return answer;
}

boost::json::object problem_members(unsigned status, std::string_view detail)
{
    return {{"type", "about:blank"},
            {"title", std::string_view{boost::beast::http::obsolete_reason(
                          static_cast<boost::beast::http::status>(status))}},
            {"status", status},
            {"detail", detail}};
}

Answer problem_answer(unsigned status, boost::json::object const& members)
{
    return written(status, "application/problem+json", boost::json::serialize(members));
}

}  // namespace

Answer json(boost::json::value const& document, unsigned status)
{
    return written(status, "application/json", boost::json::serialize(document));
}

Answer no_content()
{
    return written(204, {}, {});
}

Answer problem(unsigned status, std::string_view detail)
{
    return problem_answer(status, problem_members(status, detail));
}

Answer conflict(std::string_view customer)
{
    auto members = problem_members(
        409, "the customer " + std::string{customer} + " already owns one of these addresses");
    members["customer"] = customer;
    return problem_answer(409, members);
}

Answer problem(unsigned status, std::vector<model::Problem> const& wrong)
{
    std::string detail;
    boost::json::array errors;
    for (auto const& [what, where] : wrong) {
        if (!detail.empty()) detail += "; ";
        detail += where.empty() ? what : where + ": " + what;
        errors.push_back({{"pointer", where}, {"detail", what}});
    }
    auto members = problem_members(status, detail);
    members["errors"] = std::move(errors);
    return problem_answer(status, members);
}

void throw_exception_from_error(Answer const& answer, boost::source_location const&)
{
    throw std::logic_error("a refusal was taken for a value: " + answer.body);
}

}  // namespace gateway::admin

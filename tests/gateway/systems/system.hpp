// tests/gateway/systems/system.hpp: a whole gateway with the settings of one of the five systems of design §5, told in
// rows: what staff or a recipient did through the admin API, and what then becomes of real sends to the sandbox.
//
// Each row has people of its own. In its texts {c}, {d} stand for two customers' ids, {phone}, {phone2}, {home}, {mail}
// for addresses, and {phone%}, ... for the same as they stand in a path.
#pragma once

#include "gateway/assembly.hpp"
#include "tests/gateway/admin/client.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tests {

/// A call of the admin API as the operator, and what it must answer.
struct Did {
    std::string method;
    std::string target;  ///< below /api/v1/
    std::string body{};
    unsigned status = 0;         ///< 0: any 2xx
    std::string answers_with{};  ///< must be part of the answer
};

/// A send, and what must become of it.
struct Becomes {
    std::string to;
    std::string category;
    std::string reason;      ///< "": it reached the provider
    std::string stream{};    ///< X-Optgate-Stream
    std::string customer{};  ///< X-Optgate-Customer
};

struct Row {
    std::string shows;  ///< a sentence in CamelCase: the test's name
    std::vector<Did> given;
    std::vector<Becomes> then;
    std::vector<Did> and_then{};
};

void PrintTo(Row const& row, std::ostream* out);

class System : public testing::TestWithParam<Row> {
protected:
    /// `settings`: the lines that make a configuration this system's.
    explicit System(std::string const& settings);
    ~System() override;

    void run(Row const& row);

private:
    void did(Did const& step);
    void becomes(Becomes const& expected);
    Response post(Becomes const& send) const;
    std::string filled(std::string text) const;
    std::size_t received() const;

    std::filesystem::path folder_;
    std::unique_ptr<gateway::Assembly> assembly_;
};

inline std::string name_of_row(testing::TestParamInfo<Row> const& info)
{
    return info.param.shows;
}

// What the rows are made of.
Did customer(std::string const& id, std::string const& contacts, std::string const& more = "");
Did prefers(std::string const& id, std::string const& channel, std::string const& covers,
            std::string const& state, std::string const& more = "", unsigned status = 0);
Did replies_stop(std::string const& address);
std::string contact(std::string const& address, std::string const& label);

}  // namespace tests

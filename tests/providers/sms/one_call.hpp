// tests/providers/sms/one_call.hpp: a call with the bytes it needs, for the tests of one dialect.
#pragma once

#include "tests/providers/kept_back.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace one_call {

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view form_type = "application/x-www-form-urlencoded";
inline providers::Stamp const stamp{model::Time{std::chrono::milliseconds{1692853305123}},
                                    "0123456789abcdef0123456789abcdef"};

/// A POST by one dialect; what it views must outlive it.
class Sent {
public:
    Sent(providers::Dialect const& dialect, std::string_view path, std::string_view body,
         std::string_view type = json_type)
        : dialect_{dialect}, bytes_{body}
    {
        call_.method = "POST";
        call_.path = path;
        call_.content_type = type;
        call_.body = bytes_.view();
    }
    Sent(Sent const&) = delete;
    Sent& operator=(Sent const&) = delete;

    providers::Call& call() { return call_; }
    model::Result<model::Send> read() const { return dialect_.read(call_); }
    std::vector<std::string> spellings() const
    {
        std::vector<std::string> all;
        for (auto const& recipient : read().value().recipients)
            all.push_back(recipient.spelling);
        return all;
    }
    model::Decision back(std::vector<bool> const& marked) const
    {
        return recordings::keeping_back(read().value(), marked);
    }
    model::Decision all_back() const
    {
        return back(std::vector<bool>(read().value().recipients.size(), true));
    }
    /// The body as it leaves without those marked.
    std::string without(std::vector<bool> const& marked) const
    {
        return providers::applied(dialect_.rewrite(call_, back(marked)), bytes_.view());
    }
    providers::Answer answer(providers::RefusalStyle style) const
    {
        return dialect_.answer(call_, all_back(), style, stamp);
    }
    std::optional<providers::Answer> merge(
        std::vector<bool> const& marked, unsigned status, std::string_view heard,
        providers::RefusalStyle style = providers::RefusalStyle::native) const
    {
        recordings::Padded const body{heard};
        return dialect_.merge(call_, back(marked), style, {status, json_type, {}, body.view()},
                              stamp);
    }
    model::Text text(std::size_t message = 0) const { return dialect_.text(call_, message); }

private:
    providers::Dialect const& dialect_;
    recordings::Padded bytes_;
    providers::Call call_{};
};

}  // namespace one_call

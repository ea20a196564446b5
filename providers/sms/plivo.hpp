// providers/sms/plivo.hpp: Plivo's Message API: SMS, MMS, WhatsApp.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/separated.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace providers {

extern Dialect const plivo;

/// The parts of the dialect, one file each.
namespace plivo_api {

/// What a body says that we ask for, of JSON or a form.
struct Order {
    std::vector<wire::Separated> numbers;  ///< of `dst`
    std::string type;                      ///< "sms", "mms", "whatsapp"; may be empty
    std::string src;
    std::string powerpack;
    std::string template_name;
    std::string dlt_category;
    std::string text;
    std::string url;  ///< of the status callback
    std::vector<std::string> values;
    bool has_media = false;
};

model::Result<Order> order_of(Call const& call);

Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);
std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp);
std::optional<Callback> callback(Call const& call, Stamp const& stamp);

}  // namespace plivo_api
}  // namespace providers

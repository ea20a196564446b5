// store/model/feedback.hpp: what people and their own labels say about how messages were classified.
#pragma once

#include "store/model/category.hpp"
#include "store/model/channel.hpp"
#include "store/model/ledger.hpp"

#include <cstdint>
#include <string>

namespace model {

/// An admin's word on a message that was decided: it is of another category, or of this one indeed. One a message: a
/// later one takes its place.
struct Feedback {
    std::string decision;      ///< as in the journal
    std::int64_t message = 0;  ///< which of the send's messages
    Time at{};
    std::string actor;
    std::string app;
    std::string provider;
    Channel channel = Channel::sms;
    std::string was;       ///< the category it was taken for
    std::string category;  ///< the one it is of
    Kind kind = Kind::promotional;
    std::string subject{};  ///< empty where the journal keeps no text
    std::string text{};
    std::int64_t row = 0;  ///< position, filled in by the store
};

/// How often an application's messages of one kind, as it labelled them itself, got a score of one bucket.
struct ScoreCount {
    std::string app;
    Kind kind = Kind::promotional;
    std::int64_t bucket = 0;
    std::int64_t count = 0;
};

}  // namespace model
